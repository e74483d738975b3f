import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError } from '../domain/problem.ts';
import {
	isSystemError,
	makePrivateFolder,
	readStoredFile,
	removeParts,
	setAside,
	syncFolder,
	writeNewFile,
} from './files.ts';
import { newFileName } from './folder.ts';
import { parseJson } from './parse-json.ts';
import type { StoredPage } from './profile.ts';
import { ProfileFileError } from './profile-file-error.ts';
import type { Entry } from './profile-schema.ts';
import { newerProblem } from './state-file.ts';
import { pagesIn, pagesToStore, type ReadPages, readPages } from './stored-page.ts';
import { isObject, numberIn } from './tolerant.ts';

/** The version of the files with Pages. Those without one are of version 1, which has stored sentences beside facts. */
const VERSION = 2;

/** What is stored: the Pages, and all else that the file holds. */
export type PagesContent = { stored: Record<string, unknown>; pages: ReadPages };

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

	/**
	 * Writes the Pages of a profile into a new file, under the lock. What this program does not understand of the Pages that the
	 * profile has had, `before`, is carried over.
	 */
	write(file: string, pages: readonly StoredPage[], before: PagesContent | null): void {
		const { stored = {}, pages: old = [] } = before ?? {};
		const version = Math.max(VERSION, numberIn(stored.version) ?? 0);
		makePrivateFolder(this.#folder);
		writeNewFile(join(this.#folder, file), JSON.stringify({ ...stored, version, pages: pagesToStore(pages, old) }));
	}

	/**
	 * The Pages of a profile.
	 * @throws {ProfileFileError}
	 * @throws {ProblemError} `store-damaged` for the file of a newer program that holds no list of Pages.
	 */
	read(entry: Entry): StoredPage[] {
		return pagesIn(this.content(entry).pages);
	}

	/**
	 * All that is stored of the Pages of a profile.
	 * @throws as {@link read} does.
	 */
	content({ pages: place, app, origin }: Pick<Entry, 'pages' | 'app' | 'origin'>): PagesContent {
		if (Array.isArray(place)) return { stored: {}, pages: origin?.pages ?? [] };
		if (place === null) {
			throw new ProfileFileError({ content: 'Pages', path: null, reason: 'damaged' });
		}
		const path = join(this.#folder, place.file);
		const stored = parseJson(textOf(path));
		if (isObject(stored) && Array.isArray(stored.pages)) return { stored, pages: readPages(stored.pages, app.id) };
		if (isObject(stored) && (numberIn(stored.version) ?? 0) > VERSION) throw new ProblemError(newerProblem(path));
		throw new ProfileFileError({ content: 'Pages', path, reason: 'damaged' });
	}

	/** {@link content}; null where it cannot be read. */
	contentOrNone(entry: Entry): PagesContent | null {
		try {
			return this.content(entry);
		} catch (error) {
			if (error instanceof ProfileFileError || error instanceof ProblemError) return null;
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
}

function textOf(path: string): string {
	try {
		return readStoredFile(path);
	} catch (error) {
		if (!isSystemError(error) || error.code !== 'ENOENT') throw error;
		throw new ProfileFileError({ content: 'Pages', path, reason: 'missing' });
	}
}
