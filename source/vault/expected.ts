import { problemOfOtherHost } from '../domain/graph-host.ts';
import { ProblemError } from '../domain/problem.ts';
import { cleanProfileName, complaintAboutName, type Profile, ProfileNameError } from './profile.ts';
import type { Entry } from './profile-schema.ts';

/**
 * What must be stored under a name when a profile is saved there. `new`: nothing. `new-numbered`: nothing, and the name gets a
 * number where it is taken. Otherwise nothing, or a profile of this app and, where it is known, of this person.
 */
export type Expected = 'new' | 'new-numbered' | Pick<Profile, 'app' | 'user'>;

/**
 * A name in the form in which it is stored.
 * @throws {ProfileNameError}
 */
export function checkedName(text: string): string {
	const complaint = complaintAboutName(text);
	if (complaint) throw new ProfileNameError(complaint);
	return cleanProfileName(text);
}

/** The error for a name that another profile has. */
export function takenName(name: string): ProfileNameError {
	return new ProfileNameError(`There is a profile named "${name}" already.`);
}

/**
 * Refuses to save over `current`, which another program may have saved there since what is `expected` was found out.
 * @throws {ProfileNameError}
 * @throws {ProblemError} `other-host`
 */
export function refuseOther(
	name: string,
	current: Entry | undefined,
	{ graphUrl }: Profile,
	expected: Expected | undefined,
): void {
	if (!current) return;
	const problem = problemOfOtherHost(current, graphUrl, { isToSave: true });
	if (problem) throw new ProblemError(problem);
	if (expected === undefined) return;
	if (typeof expected === 'string') throw takenName(name);
	const { app, user } = expected;
	const isOther = current.app.id !== app.id || (user !== null && current.user !== null && current.user.id !== user.id);
	if (isOther) throw new ProfileNameError(`The profile "${name}" is another app's or person's by now.`);
}
