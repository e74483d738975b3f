import type { PagesSummary } from '../domain/pages-summary.ts';
import { ProblemError, problem } from '../domain/problem.ts';
import { cleanProfileName, type KeptProfile, type ListedProfile, listed } from './profile.ts';
import type { Entry, PendingDelete, State } from './profile-schema.ts';

/** The profile of this name, if there is one. */
export function entryNamed({ profiles }: State, name: string): Entry | undefined {
	const wanted = cleanProfileName(name);
	return profiles.find((entry) => entry.name === wanted);
}

/**
 * The profile of this name.
 * @throws {ProblemError} `not-found`
 */
export function entryOf(state: State, name: string): Entry {
	const entry = entryNamed(state, name);
	if (entry) return entry;
	throw new ProblemError(problem('not-found', { kind: 'no-profile', name: cleanProfileName(name) }));
}

/** The facts of a profile as others may see them. Every save of the secrets makes a file with a name of its own. */
export function toMetadata({ sealed, pages, damaged, origin, ...facts }: Entry): KeptProfile {
	return { ...facts, revision: sealed?.file ?? '' };
}

const UNREADABLE: PagesSummary = { count: 0, tokens: 0, worst: 'unknown', checkedAt: null };

/** A profile as others may see it in the list of all. */
export function toListItem(entry: Entry): ListedProfile {
	if (entry.pages === null) return { ...toMetadata(entry), pages: UNREADABLE };
	if (Array.isArray(entry.pages)) return listed({ ...toMetadata(entry), pages: entry.pages });
	const { file, ...digest } = entry.pages;
	return { ...toMetadata(entry), pages: digest };
}

/** The file of a profile with its Pages; null where it has none. */
export function pagesFileOf({ pages }: Pick<Entry, 'pages'>): string | null {
	return pages === null || Array.isArray(pages) ? null : pages.file;
}

/** Have two states of a profile the same files, so that nobody has saved it in between? */
export function hasSameFiles(entry: Entry, other: Entry): boolean {
	return entry.sealed?.file === other.sealed?.file && pagesFileOf(entry) === pagesFileOf(other);
}

/** What to delete once a profile is removed or replaced by another: its files and its key, except those that the other shares. */
export function pendingDeletesOf(entry: Entry, other?: Entry): PendingDelete[] {
	const { name, storage, sealed } = entry;
	const pending: PendingDelete[] = [];
	if (sealed && sealed.file !== other?.sealed?.file) {
		// A key that is kept in a way that this program does not know is not for it to remove.
		const isKeyKnown = storage !== null && sealed.keyId !== other?.sealed?.keyId;
		pending.push({ profile: name, file: sealed.file, key: isKeyKnown ? { kind: storage, id: sealed.keyId } : null });
	}
	const file = pagesFileOf(entry);
	if (file !== null && file !== (other && pagesFileOf(other))) pending.push({ profile: name, file, key: null });
	return pending;
}

/** The pending deletes without the files and keys that a profile still names, be it one that cannot be read. */
export function withoutNeeded({ profiles, pendingDeletes, origin }: State): PendingDelete[] {
	const places = profiles.map((entry) => [entry.sealed, pagesFileOf(entry), entry.damaged]);
	const named = JSON.stringify([places, origin?.others ?? []]);
	const isNamed = (word: string) => named.includes(JSON.stringify(word));
	return pendingDeletes
		.filter(({ file }) => !isNamed(file))
		.map((pending) => (pending.key && isNamed(pending.key.id) ? { ...pending, key: null } : pending));
}

/** The problem of a profile's file that is missing or not what was written; `path` is null where its entry names no file. */
export function damagedFile(
	profile: string,
	content: 'secrets' | 'Pages',
	path: string | null,
	{ isMissing = false } = {},
): ProblemError {
	return new ProblemError(problem('store-damaged', { kind: 'damaged-file', profile, content, path, isMissing }));
}

/** Is this the problem that {@link damagedFile} makes? */
export function isDamagedFile(error: unknown): boolean {
	return error instanceof ProblemError && error.problem.facts?.kind === 'damaged-file';
}
