import { basename } from 'node:path';
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
export function asKept({ sealed, pages, ...facts }: Entry): KeptProfile {
	return { ...facts, revision: sealed.file };
}

/** A profile as others may see it in the list of all. */
export function asListed(entry: Entry): ListedProfile {
	if (Array.isArray(entry.pages)) return listed({ ...asKept(entry), pages: entry.pages });
	const { file, ...digest } = entry.pages;
	return { ...asKept(entry), pages: digest };
}

/** What is left of a profile that is replaced or removed: its files and its key, but those that the other has as well. */
export function leftoversOf({ name, storage, sealed, pages }: Entry, other?: Entry): Leftover[] {
	const left: Leftover[] = [];
	if (sealed.file !== other?.sealed.file) {
		const isKeyCommon = sealed.keyId === other?.sealed.keyId;
		left.push({ profile: name, file: sealed.file, key: isKeyCommon ? null : { kind: storage, id: sealed.keyId } });
	}
	const otherPages = other && !Array.isArray(other.pages) ? other.pages.file : null;
	if (!Array.isArray(pages) && pages.file !== otherPages) left.push({ profile: name, file: pages.file, key: null });
	return left;
}

function notFound(name: string): ProblemError {
	return new ProblemError(
		problem('not-found', {
			title: `There is no profile named "${cleanProfileName(name)}"`,
			cause: 'Nothing was saved under that name, or it was renamed or removed.',
			remedy: 'See the names with: fb-token-tui profiles list',
		}),
	);
}

/** The problem of a file of a profile that is no good; `aside` is where the damaged file is kept. */
export function damaged(
	{ name }: Entry,
	{ content, path, reason }: ProfileFileError,
	aside: string | null,
): ProblemError {
	const file = content === 'secrets' ? 'sealed file' : 'file of Pages';
	const cause =
		reason === 'missing'
			? `The ${file} ${basename(path)} is not there.`
			: `The ${file} was changed or cut short.${aside ? ` It is kept as ${aside}.` : ''}`;
	return new ProblemError(
		problem('store-damaged', {
			title: `The stored ${content} of "${name}" are damaged`,
			cause,
			remedy: 'Bring the file back from a backup, or connect again under the same name.',
		}),
	);
}
