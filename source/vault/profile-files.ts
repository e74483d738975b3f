import { asKept, damaged, leftoversOf } from './entries.ts';
import { setAside } from './files.ts';
import { pagesFolder, sealedFolder } from './folder.ts';
import type { Keys } from './keys.ts';
import { PagesFiles } from './pages-files.ts';
import type { StoredProfile } from './profile.ts';
import { ProfileFileError } from './profile-file-error.ts';
import type { Entry, Leftover } from './profile-schema.ts';
import { SealedFiles } from './sealed-files.ts';

/** The two files of each profile, its Pages and its secrets, as the entry in the list of profiles names them. */
export class ProfileFiles {
	readonly pages: PagesFiles;
	readonly sealed: SealedFiles;
	readonly #keys: Keys;
	readonly #now: () => number;

	constructor(folder: string, keys: Keys, now: () => number) {
		this.pages = new PagesFiles(pagesFolder(folder));
		this.sealed = new SealedFiles(sealedFolder(folder), keys);
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

	/** {@link read} under the lock. */
	readUnderLock(entry: Entry): Promise<StoredProfile> {
		return this.underLock(entry, async () => this.read(entry));
	}

	/**
	 * Does some reading of what nobody else can replace meanwhile: a file that is no good now is kept aside, and that is said.
	 * @throws {ProblemError} `store-damaged`
	 */
	async underLock<T>(entry: Entry, read: (entry: Entry) => Promise<T>): Promise<T> {
		try {
			return await read(entry);
		} catch (error) {
			if (!(error instanceof ProfileFileError)) throw error;
			throw damaged(entry, error, setAside(error.path, this.#now()));
		}
	}

	/** What is left of a profile that was replaced. A damaged sealed file stays, under another name, and so does its key. */
	superseded(entry: Entry, next: Entry): Leftover[] {
		const { file } = entry.sealed;
		const left = leftoversOf(entry, next);
		if (file === next.sealed.file || this.sealed.isWhole(file)) return left;
		this.sealed.setAside(file, this.#now());
		return left.filter((leftover) => leftover.file !== file);
	}

	/** Removes what is left over, but a key in the keychain. */
	discard({ profile, file, key }: Leftover): void {
		if (file.endsWith('.json')) this.pages.discard(file);
		else this.sealed.discard(file);
		if (key) this.#keys.discardFile({ ...key, profile });
	}
}
