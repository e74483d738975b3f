import { dirname, join } from 'node:path';
import { ProblemError, problem } from '../domain/problem.ts';
import { damagedFile, pagesFileOf } from './entries.ts';
import { makePrivateFolder, readStoredFile, writeNewFile } from './files.ts';
import type { StoredPage } from './profile.ts';
import type { Entry } from './profile-schema.ts';
import { pagesToStore, type ReadPages, readPages } from './stored-page.ts';
import { isObject, numberIn, parseJson } from './tolerant.ts';

/** The version of the files with Pages. Those without one are of version 1, which stored sentences beside facts. */
const VERSION = 2;

/** What is stored: the Pages, and everything else that the file holds. */
export type PagesContent = { stored: Record<string, unknown>; pages: ReadPages };

/**
 * Writes the Pages of a profile into a new file, under the lock. What this program does not understand of the Pages that the
 * profile had, `before`, is carried over.
 */
export function writePagesFile(path: string, pages: readonly StoredPage[], before: PagesContent | null): void {
	const { stored = {}, pages: old = [] } = before ?? {};
	const version = Math.max(VERSION, numberIn(stored.version) ?? 0);
	makePrivateFolder(dirname(path));
	writeNewFile(path, JSON.stringify({ ...stored, version, pages: pagesToStore(pages, old) }));
}

/**
 * All that is stored of the Pages of a profile; `folder` holds the files with Pages.
 * @throws {ProblemError} `store-damaged`, of the kind `damaged-file` or, for a newer program's file without Pages, `newer-store`.
 */
export function readPagesFile(folder: string, entry: Pick<Entry, 'name' | 'pages' | 'app' | 'origin'>): PagesContent {
	if (Array.isArray(entry.pages)) return { stored: {}, pages: entry.origin?.pages ?? [] };
	const file = pagesFileOf(entry);
	if (file === null) throw damagedFile(entry.name, 'Pages', null);
	const path = join(folder, file);
	const text = readStoredFile(path);
	if (text === null) throw damagedFile(entry.name, 'Pages', path, { isMissing: true });
	const stored = parseJson(text);
	if (isObject(stored) && Array.isArray(stored.pages)) {
		return { stored, pages: readPages(stored.pages, entry.app.id) };
	}
	if (isObject(stored) && (numberIn(stored.version) ?? 0) > VERSION) {
		throw new ProblemError(problem('store-damaged', { kind: 'newer-store', path }));
	}
	throw damagedFile(entry.name, 'Pages', path);
}
