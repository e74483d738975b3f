import { ProblemError, problem } from '../../domain/problem.ts';
import { wordForShell } from '../../domain/quoting.ts';
import type { ListedProfile, StoredProfile } from '../../vault/profile.ts';
import type { Vault } from '../../vault/vault.ts';
import { UsageError } from './usage-error.ts';

/**
 * The profiles that a verb is to work on: the one that is named, or all of them, or the only one. `command` is the verb as it
 * stands in the remedy.
 * @throws {UsageError} where one is named and all are asked for.
 * @throws {ProblemError} `not-found`; `sign-in-needed` where there is none at all, or it is not said which of several.
 */
export async function chooseProfiles(
	vault: Vault,
	name: string | null,
	all: boolean,
	command: string,
): Promise<ListedProfile[]> {
	if (name !== null && all) throw new UsageError('--profile and --all exclude each other.');
	if (name !== null) return [await vault.find(name)];
	const profiles = await listProfiles(vault);
	if (profiles.length > 1 && !all) throw severalProfiles(profiles, command, `${command} --all`);
	return profiles;
}

/**
 * The one profile that a verb is to work on, with its Pages: the one that is named, or the only one.
 * @throws {ProblemError} as {@link chooseProfiles} does.
 */
export async function chooseProfile(vault: Vault, name: string | null, command: string): Promise<StoredProfile> {
	if (name !== null) return vault.read(name);
	const profiles = await listProfiles(vault);
	if (profiles.length > 1) throw severalProfiles(profiles, command);
	return vault.read(profiles[0].name);
}

type Profiles = [ListedProfile, ...ListedProfile[]];

async function listProfiles(vault: Vault): Promise<Profiles> {
	const [first, ...more] = await vault.list();
	if (first) return [first, ...more];
	throw new ProblemError(problem('sign-in-needed', { kind: 'no-profiles', folder: vault.folder }));
}

function severalProfiles(profiles: Profiles, command: string, all: string | null = null): ProblemError {
	const example = `${command} --profile ${wordForShell(profiles[0].name)}`;
	return new ProblemError(
		problem('sign-in-needed', { kind: 'several-profiles', names: namesOf(profiles), example, all }),
	);
}

/** The names of profiles in a sentence. */
export function namesOf(profiles: readonly Pick<ListedProfile, 'name'>[]): string {
	return profiles.map(({ name }) => `"${name}"`).join(', ');
}
