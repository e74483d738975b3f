import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { isSystemError, syncFolder } from './files.ts';
import { newFileName } from './folder.ts';
import { parseJson } from './parse-json.ts';
import type { StoredPage } from './profile.ts';
import { ProfileFileError } from './profile-file-error.ts';
import { type Entry, PagesSchema } from './profile-schema.ts';
import { removeParts, writeJson } from './write-json.ts';

const FileSchema = v.object({ pages: PagesSchema });

/** The Pages of profiles without their tokens, those of each in a file of its own. No file is ever written twice. */
export class PagesFiles {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** A name for a new file. */
	newName(profile: string): string {
		return newFileName(profile, 'json');
	}

	/** Writes the Pages of a profile, under the lock. */
	async write(file: string, pages: readonly StoredPage[]): Promise<void> {
		const { default: Conf } = await import('conf');
		writeJson(Conf, this.#folder, file, { pages });
	}

	/**
	 * The Pages of a profile.
	 * @throws {ProfileFileError}
	 */
	read({ pages }: Pick<Entry, 'pages'>): StoredPage[] {
		if (Array.isArray(pages)) return pages;
		const path = join(this.#folder, pages.file);
		const { output, success } = v.safeParse(FileSchema, parseJson(textOf(path)));
		if (!success) throw new ProfileFileError({ content: 'Pages', path, reason: 'damaged' });
		return output.pages;
	}

	discard(file: string): void {
		if (!existsSync(this.#folder)) return;
		rmSync(join(this.#folder, file), { force: true });
		removeParts(this.#folder, file);
		syncFolder(this.#folder);
	}
}

function textOf(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		if (!isSystemError(error) || error.code !== 'ENOENT') throw error;
		throw new ProfileFileError({ content: 'Pages', path, reason: 'missing' });
	}
}
