import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError } from '../domain/problem.ts';
import { pagesFileOf } from './entries.ts';
import { isSystemError, setAside, syncFolder } from './files.ts';
import { newFileName } from './folder.ts';
import { parseJson } from './parse-json.ts';
import type { StoredPage } from './profile.ts';
import { ProfileFileError } from './profile-file-error.ts';
import type { Entry } from './profile-schema.ts';
import { newerProblem } from './state-file.ts';
import { pagesIn, pagesToStore, type ReadPages, readPages } from './stored-page.ts';
import { isObject, numberIn } from './tolerant.ts';
import { removeParts, writeJson } from './write-json.ts';

/** The version of the files with Pages. Those without one are of version 1, which has stored sentences beside facts. */
const VERSION = 2;

/** What a file holds: the Pages, and all else. */
type Content = { stored: Record<string, unknown>; pages: ReadPages };

/** The Pages of profiles without their tokens, those of each in a file of its own. No file is ever written twice. */
export class PagesFiles {
	readonly #folder: string;
	/** The file that was read last for a new one to take its place. */
	#replaced: string | null = null;

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** A name for a new file. */
	newName(profile: string): string {
		return newFileName(profile, 'json');
	}

	/**
	 * Writes the Pages of a profile into a new file, under the lock. What this program does not understand of the Pages that the
	 * profile has had is carried over.
	 */
	async write(file: string, pages: readonly StoredPage[], before: Entry | undefined): Promise<void> {
		const { default: Conf } = await import('conf');
		const old = this.#contentOrNone(before);
		const version = Math.max(VERSION, numberIn(old.stored.version) ?? 0);
		writeJson(Conf, this.#folder, file, { ...old.stored, version, pages: pagesToStore(pages, old.pages) });
	}

	/**
	 * The Pages of a profile.
	 * @throws {ProfileFileError}
	 * @throws {ProblemError} `store-damaged` for the file of a newer program that holds no list of Pages.
	 */
	read(entry: Pick<Entry, 'pages' | 'app'>): StoredPage[] {
		return Array.isArray(entry.pages) ? entry.pages : pagesIn(this.#content(entry).pages);
	}

	/** Can this file be read? */
	isWhole(entry: Pick<Entry, 'pages' | 'app'>): boolean {
		try {
			if (this.#replaced === null || this.#replaced !== pagesFileOf(entry)) this.#content(entry);
			return true;
		} catch (error) {
			if (error instanceof ProfileFileError || error instanceof ProblemError) return false;
			throw error;
		}
	}

	/** Keeps a file under another name, and tells that path; null where it is not there or cannot be moved. */
	setAside(file: string, now: number): string | null {
		return setAside(join(this.#folder, file), now);
	}

	discard(file: string): void {
		if (!existsSync(this.#folder)) return;
		rmSync(join(this.#folder, file), { force: true });
		removeParts(this.#folder, file);
		syncFolder(this.#folder);
	}

	#content({ pages: place, app }: Pick<Entry, 'pages' | 'app'>): Content {
		if (place === null || Array.isArray(place)) {
			throw new ProfileFileError({ content: 'Pages', path: null, reason: 'damaged' });
		}
		const path = join(this.#folder, place.file);
		const stored = parseJson(textOf(path));
		if (isObject(stored) && Array.isArray(stored.pages)) return { stored, pages: readPages(stored.pages, app.id) };
		if (isObject(stored) && (numberIn(stored.version) ?? 0) > VERSION) throw new ProblemError(newerProblem(path));
		throw new ProfileFileError({ content: 'Pages', path, reason: 'damaged' });
	}

	#contentOrNone(entry: Entry | undefined): Content {
		if (entry && Array.isArray(entry.pages)) return { stored: {}, pages: entry.origin?.pages ?? [] };
		if (!entry) return { stored: {}, pages: [] };
		try {
			const content = this.#content(entry);
			this.#replaced = pagesFileOf(entry);
			return content;
		} catch (error) {
			if (error instanceof ProfileFileError || error instanceof ProblemError) return { stored: {}, pages: [] };
			throw error;
		}
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
