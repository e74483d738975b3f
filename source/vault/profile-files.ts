import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ProblemError } from '../domain/problem.ts';
import { PROTECTION_KINDS } from '../domain/protection.ts';
import { isDamagedFile, pagesFileOf, pendingDeletesOf, toMetadata } from './entries.ts';
import { quarantine, readStoredFile, removeParts, syncFolder } from './files.ts';
import { pagesFolder, prefixOf, sealedFolder } from './folder.ts';
import type { Keys } from './keys.ts';
import { type PagesContent, readPagesFile, writePagesFile } from './pages-file.ts';
import type { StoredPage, StoredProfile } from './profile.ts';
import { type Entry, isProfileFile, type PendingDelete } from './profile-schema.ts';
import { SealedFiles } from './sealed-files.ts';
import { pagesIn } from './stored-page.ts';
import { attempt } from './tolerant.ts';

/**
 * The two files of each profile, its Pages and its secrets, as the entry in the list of profiles names them. No file is ever
 * written twice. Methods that read throw the {@link ProblemError} `store-damaged` for a damaged or missing file.
 */
export class ProfileFiles {
	readonly sealed: SealedFiles;
	/** The paths to which damaged files were moved. */
	readonly quarantined: string[] = [];
	readonly #pages: string;
	readonly #sealed: string;
	readonly #keys: Keys;

	constructor(folder: string, keys: Keys) {
		this.#pages = pagesFolder(folder);
		this.#sealed = sealedFolder(folder);
		this.sealed = new SealedFiles(this.#sealed, keys);
		this.#keys = keys;
	}

	/** A profile with its Pages. */
	read(entry: Entry): StoredProfile {
		return { ...toMetadata(entry), pages: pagesIn(this.readPages(entry).pages) };
	}

	/** All that is stored of the Pages of a profile. */
	readPages(entry: Entry): PagesContent {
		return readPagesFile(this.#pages, entry);
	}

	/** {@link readPages}; null where they cannot be read. */
	readPagesOrNone(entry: Entry): PagesContent | null {
		try {
			return this.readPages(entry);
		} catch (error) {
			if (error instanceof ProblemError) return null;
			throw error;
		}
	}

	writePages(file: string, pages: readonly StoredPage[], before: PagesContent | null): void {
		writePagesFile(join(this.#pages, file), pages, before);
	}

	/** Which file of a profile is damaged or missing, in words; null where none is. No key is needed. */
	damageOf(entry: Entry): string | null {
		try {
			this.readPages(entry);
		} catch (error) {
			if (isDamagedFile(error)) return `file of Pages ${pagesFileOf(entry) ?? ''}`.trimEnd();
			throw error;
		}
		if (entry.sealed === null) return 'sealed file';
		return this.sealed.condition(entry.sealed.file) === 'damaged' ? `sealed file ${entry.sealed.file}` : null;
	}

	/**
	 * What becomes of the files of a profile that `next` replaces: those to delete, and the `damaged` ones. These are quarantined
	 * and keep their key. `arePagesWhole`: could its Pages be read?
	 */
	superseded(entry: Entry, next: Entry, { arePagesWhole, now }: { arePagesWhole: boolean; now: number }) {
		const pendingDeletes: PendingDelete[] = [];
		const damaged: PendingDelete[] = [];
		for (const pending of pendingDeletesOf(entry, next)) {
			const { file } = pending;
			if (file === pagesFileOf(entry) ? arePagesWhole : this.sealed.condition(file) === 'whole') {
				pendingDeletes.push(pending);
				continue;
			}
			const path = quarantine(this.#pathOf(file), now);
			if (path !== null) this.quarantined.push(path);
			damaged.push({ ...pending, file: path === null ? file : basename(path) });
		}
		return { pendingDeletes, damaged };
	}

	/** All files that were made for profiles of this name, damaged copies too, with the keys that they name. */
	filesOf(profile: string): PendingDelete[] {
		return [this.#sealed, this.#pages].flatMap((folder) =>
			(attempt(() => readdirSync(folder)) ?? [])
				.filter((file) => file.startsWith(prefixOf(profile)) && isProfileFile(file))
				.map((file) => ({ profile, file, key: keyNamedIn(join(folder, file)) })),
		);
	}

	/** Does a pending delete, except for a key in the keychain. */
	discard({ profile, file, key }: PendingDelete): void {
		const path = this.#pathOf(file);
		const folder = dirname(path);
		if (existsSync(folder)) {
			rmSync(path, { force: true });
			// Earlier versions left such parts when they were killed.
			removeParts(folder, file);
			syncFolder(folder);
		}
		if (key) this.#keys.discardFile({ ...key, profile });
	}

	#pathOf(file: string): string {
		return join(file.includes('.json') ? this.#pages : this.#sealed, file);
	}
}

/** What is left of a sealed file may still name its key, at its beginning. */
function keyNamedIn(path: string): PendingDelete['key'] {
	const text = readStoredFile(path, 'latin1')?.slice(0, 1000) ?? '';
	const id = /"keyId":"([0-9a-f]{32})"/.exec(text)?.[1];
	const kind = PROTECTION_KINDS.find((word) => text.includes(`"kind":"${word}"`));
	return id && kind ? { kind, id } : null;
}
