import { ProblemError, problem } from '../domain/problem.ts';
import { cleanProfileName, type StoredProfile } from './profile.ts';
import type { Entry, Leftover, State } from './profile-schema.ts';
import type { SealedFileError } from './sealed-files.ts';

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

/** A profile as others may see it. Every save of the secrets makes a file with a name of its own. */
export function asStored({ sealed, ...profile }: Entry): StoredProfile {
	return { ...profile, revision: sealed.file };
}

/** What is left of a profile that is replaced or removed. */
export function leftoverOf({ name, storage, sealed: { file, keyId } }: Entry, withKey: boolean): Leftover {
	return { profile: name, file, key: withKey ? { kind: storage, id: keyId } : null };
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

/** The problem of secrets that do not open; `aside` is where the damaged file is kept. */
export function damaged({ name, sealed }: Entry, { reason }: SealedFileError, aside: string | null): ProblemError {
	const cause =
		reason === 'missing'
			? `The sealed file ${sealed.file} is not there.`
			: `The sealed file was changed or cut short.${aside ? ` It is kept as ${aside}.` : ''}`;
	return new ProblemError(
		problem('store-damaged', {
			title: `The stored secrets of "${name}" are damaged`,
			cause,
			remedy: 'Bring the file back from a backup, or connect again under the same name.',
		}),
	);
}
