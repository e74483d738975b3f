import type { PagesSummary } from '../domain/pages-summary.ts';
import { ProblemError, problem } from '../domain/problem.ts';
import { cleanProfileName, type KeptProfile, type ListedProfile, listed } from './profile.ts';
import type { ProfileFileError } from './profile-file-error.ts';
import type { Entry, Leftover, State } from './profile-schema.ts';

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
	if (!entry) throw notFound(name);
	return entry;
}

/** The facts of a profile as others may see them. Every save of the secrets makes a file with a name of its own. */
export function asKept({ sealed, pages, damaged, origin, ...facts }: Entry): KeptProfile {
	return { ...facts, revision: sealed?.file ?? '' };
}

const UNREADABLE: PagesSummary = { count: 0, tokens: 0, worst: 'unknown', checkedAt: null };

/** A profile as others may see it in the list of all. */
export function asListed(entry: Entry): ListedProfile {
	if (entry.pages === null) return { ...asKept(entry), pages: UNREADABLE };
	if (Array.isArray(entry.pages)) return listed({ ...asKept(entry), pages: entry.pages });
	const { file, ...digest } = entry.pages;
	return { ...asKept(entry), pages: digest };
}

/** The file of a profile with its Pages; null where it has none. */
export function pagesFileOf({ pages }: Pick<Entry, 'pages'>): string | null {
	return pages === null || Array.isArray(pages) ? null : pages.file;
}

/** What is left of a profile that is replaced or removed: its files and its key, but those that the other has as well. */
export function leftoversOf(entry: Entry, other?: Entry): Leftover[] {
	const { name, storage, sealed } = entry;
	const left: Leftover[] = [];
	if (sealed && sealed.file !== other?.sealed?.file) {
		// A key that is kept in a way that this program does not know is not for it to remove.
		const isKeyKnown = storage !== null && sealed.keyId !== other?.sealed?.keyId;
		left.push({ profile: name, file: sealed.file, key: isKeyKnown ? { kind: storage, id: sealed.keyId } : null });
	}
	const file = pagesFileOf(entry);
	if (file !== null && file !== (other && pagesFileOf(other))) left.push({ profile: name, file, key: null });
	return left;
}

/** The leftovers that no profile names, and without the keys that one names: also those that cannot be read otherwise. */
export function withoutNeeded({ profiles, leftovers, origin }: State): Leftover[] {
	const places = profiles.map((entry) => [entry.sealed, pagesFileOf(entry), entry.damaged]);
	const named = JSON.stringify([places, origin?.others ?? []]);
	const isNamed = (word: string) => named.includes(JSON.stringify(word));
	return leftovers
		.filter(({ file }) => !isNamed(file))
		.map((leftover) => (leftover.key && isNamed(leftover.key.id) ? { ...leftover, key: null } : leftover));
}

function notFound(name: string): ProblemError {
	return new ProblemError(problem('not-found', { kind: 'no-profile', name: cleanProfileName(name) }));
}

/** The problem of a file of a profile that is no good. */
export function damaged({ name }: Entry, { content, path, reason }: ProfileFileError): ProblemError {
	const facts = { profile: name, content, path, isMissing: reason === 'missing' };
	return new ProblemError(problem('store-damaged', { kind: 'damaged-file', ...facts }));
}
