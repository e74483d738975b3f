import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PROTECTION_KINDS } from '../domain/protection.ts';
import { asKept, damaged, leftoversOf, pagesFileOf } from './entries.ts';
import { readStoredFile } from './files.ts';
import { pagesFolder, prefixOf, sealedFolder } from './folder.ts';
import type { Keys } from './keys.ts';
import { PagesFiles } from './pages-files.ts';
import type { StoredProfile } from './profile.ts';
import { ProfileFileError } from './profile-file-error.ts';
import { type Entry, isProfileFile, type Leftover } from './profile-schema.ts';
import { SealedFiles } from './sealed-files.ts';

/** The two files of each profile, its Pages and its secrets, as the entry in the list of profiles names them. */
export class ProfileFiles {
	readonly pages: PagesFiles;
	readonly sealed: SealedFiles;
	/** The paths of the damaged files that were kept under another name. */
	readonly setAside: string[] = [];
	readonly #folders: readonly string[];
	readonly #keys: Keys;
	readonly #now: () => number;

	constructor(folder: string, keys: Keys, now: () => number) {
		this.pages = new PagesFiles(pagesFolder(folder));
		this.sealed = new SealedFiles(sealedFolder(folder), keys);
		this.#folders = [sealedFolder(folder), pagesFolder(folder)];
		this.#keys = keys;
		this.#now = now;
	}

	/**
	 * A profile with its Pages.
	 * @throws {ProfileFileError}
	 */
	read(entry: Entry): StoredProfile {
		return { ...asKept(entry), pages: this.pages.read(entry) };
	}

	/**
	 * Does some reading of what nobody else can replace meanwhile: a file that is no good now is damaged.
	 * @throws {ProblemError} `store-damaged`
	 */
	async underLock<T>(entry: Entry, read: (entry: Entry) => Promise<T> | T): Promise<T> {
		try {
			return await read(entry);
		} catch (error) {
			throw error instanceof ProfileFileError ? damaged(entry, error) : error;
		}
	}

	/**
	 * What is left of a profile that is replaced. Files that cannot be read are no part of it: they are kept, `damaged`, under
	 * other names and with their key. `arePagesWhole`: could its Pages be read?
	 */
	superseded(entry: Entry, next: Entry, arePagesWhole: boolean): { leftovers: Leftover[]; damaged: Leftover[] } {
		const leftovers: Leftover[] = [];
		const kept: Leftover[] = [];
		for (const leftover of leftoversOf(entry, next)) {
			if (leftover.file === entry.sealed?.file ? this.sealed.condition(leftover.file) === 'whole' : arePagesWhole) {
				leftovers.push(leftover);
				continue;
			}
			const files = leftover.file === pagesFileOf(entry) ? this.pages : this.sealed;
			const path = files.setAside(leftover.file, this.#now());
			if (path !== null) this.setAside.push(path);
			kept.push({ ...leftover, file: path === null ? leftover.file : nameIn(path) });
		}
		return { leftovers, damaged: kept };
	}

	/** All files that were made for profiles of this name, damaged copies too, with the keys that they name. */
	filesOf(profile: string): Leftover[] {
		return this.#folders.flatMap((folder) =>
			namesIn(folder)
				.filter((file) => file.startsWith(prefixOf(profile)) && isProfileFile(file))
				.map((file) => ({ profile, file, key: keyNamedIn(join(folder, file)) })),
		);
	}

	/** Removes what is left over, but a key in the keychain. */
	discard({ profile, file, key }: Leftover): void {
		if (file.includes('.json')) this.pages.discard(file);
		else this.sealed.discard(file);
		if (key) this.#keys.discardFile({ ...key, profile });
	}
}

function nameIn(path: string): string {
	return path.replace(/^.*[\\/]/, '');
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

/** What is left of a sealed file may still name its key, at its beginning. */
function keyNamedIn(path: string): Leftover['key'] {
	const text = readStoredFile(path, 'latin1').slice(0, 1000);
	const id = /"keyId":"([0-9a-f]{32})"/.exec(text)?.[1];
	const kind = PROTECTION_KINDS.find((word) => text.includes(`"kind":"${word}"`));
	return id && kind ? { kind, id } : null;
}
