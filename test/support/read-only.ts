import { chmodSync, chownSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TemporaryFolder } from './temporary-folder.ts';

/** Nothing in the folder may be written as long as this is there; for root, to whom everything is allowed, as somebody else. */
export class ReadOnly implements Disposable {
	readonly #paths: string[];

	constructor({ path }: TemporaryFolder) {
		this.#paths = [path, ...['lock', 'sealed'].map((name) => join(path, name)).filter((name) => existsSync(name))];
		for (const folder of this.#paths) chmodSync(folder, 0o500);
		if (process.getuid?.() !== 0) return;
		for (const name of ['', ...readdirSync(path, { recursive: true, encoding: 'utf8' })])
			chownSync(join(path, name), 65_534, 65_534);
		process.seteuid?.(65_534);
	}

	[Symbol.dispose](): void {
		if (process.getuid?.() === 0) process.seteuid?.(0);
		for (const folder of this.#paths) chmodSync(folder, 0o700);
	}
}
