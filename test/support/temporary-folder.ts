import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** A folder that is there as long as its scope. */
export class TemporaryFolder implements Disposable {
	readonly path = mkdtempSync(join(tmpdir(), 'fb-token-tui-'));

	/** All files below it, relative, in order, with `/` between folders. */
	files(): string[] {
		return readdirSync(this.path, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => relative(this.path, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
			.sort();
	}

	read(file: string): string {
		return readFileSync(join(this.path, file), 'utf8');
	}

	[Symbol.dispose](): void {
		rmSync(this.path, { recursive: true, force: true });
	}
}
