import { ProblemError, problem } from '../../domain/problem.ts';
import { wordForShell } from '../../domain/quoting.ts';
import { cleanProfileName, type ListedProfile, type StoredProfile } from '../../vault/profile.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Context } from './context.ts';
import { UsageError } from './usage-error.ts';

type Asking = Pick<Context, 'options' | 'env'>;

/**
 * The profiles that a verb is to work on: the one that is named, or all of them, or the default one, or the only one. `command` is
 * the verb as it stands in the remedy.
 * @throws {UsageError} where one is named and all are asked for.
 * @throws {ProblemError} `not-found`; `sign-in-needed` where there is none at all, it is not said which of several, or the default
 * one is gone.
 */
export async function chooseProfiles(
	vault: Vault,
	{ options: { profile: name }, env }: Asking,
	all: boolean,
	command: string,
): Promise<ListedProfile[]> {
	if (name !== null && all) throw new UsageError('--profile and --all exclude each other.');
	if (name !== null) return [await vault.find(name)];
	const profiles = await listProfiles(vault);
	if (all) return profiles;
	const meant = (await defaultOf(profiles, vault, env)) ?? (profiles.length === 1 ? profiles[0] : null);
	if (!meant) throw severalProfiles(namesIn(profiles), command, `${command} --all`);
	return [meant];
}

/**
 * The one profile that a verb is to work on, with its Pages: the one that is named, or the default one, or the only one.
 * @throws {ProblemError} as {@link chooseProfiles} does.
 */
export async function chooseProfile(vault: Vault, asking: Asking, command: string): Promise<StoredProfile> {
	const [first, ...others] = await candidateProfiles(vault, asking);
	if (others.length > 0) throw severalProfiles([first, ...others], command);
	return vault.read(first);
}

/**
 * The names of the profiles among which something may be meant: the one that is named, or the default one; else all of them.
 * @throws {ProblemError} as {@link chooseProfiles} does, but for several.
 */
export async function candidateProfiles(
	vault: Vault,
	{ options: { profile: name }, env }: Asking,
): Promise<[string, ...string[]]> {
	if (name !== null) return [name];
	const profiles = await listProfiles(vault);
	const chosen = await defaultOf(profiles, vault, env);
	if (chosen) return [chosen.name];
	return namesIn(profiles);
}

function namesIn([first, ...others]: Profiles): [string, ...string[]] {
	return [first.name, ...others.map(({ name }) => name)];
}

/** The profile that the environment or an option names; null where none does. */
export function namedProfile({ options, env }: Asking): string | null {
	return options.profile ?? profileOfVariable(env);
}

/** The name of the default profile, which may be gone; null where there is none. */
export async function defaultName(vault: Vault, env: NodeJS.ProcessEnv): Promise<string | null> {
	return profileOfVariable(env) ?? (await vault.defaultName());
}

function profileOfVariable({ FB_TOKEN_TUI_PROFILE: given = '' }: NodeJS.ProcessEnv): string | null {
	return cleanProfileName(given).trim() || null;
}

type Profiles = [ListedProfile, ...ListedProfile[]];

async function listProfiles(vault: Vault): Promise<Profiles> {
	const [first, ...more] = await vault.list();
	if (first) return [first, ...more];
	throw new ProblemError(problem('sign-in-needed', { kind: 'no-profiles', folder: vault.folder }));
}

async function defaultOf(profiles: Profiles, vault: Vault, env: NodeJS.ProcessEnv): Promise<ListedProfile | null> {
	const name = await defaultName(vault, env);
	const chosen = profiles.find((profile) => profile.name === name);
	if (name === null || chosen) return chosen ?? null;
	const isVariable = profileOfVariable(env) !== null;
	const other = wordForShell(profiles[0].name);
	throw new ProblemError(problem('sign-in-needed', { kind: 'no-default-profile', name, isVariable, other }));
}

function severalProfiles(
	profiles: readonly [string, ...string[]],
	command: string,
	all: string | null = null,
): ProblemError {
	const example = `${command} --profile ${wordForShell(profiles[0])}`;
	return new ProblemError(
		problem('sign-in-needed', { kind: 'several-profiles', names: namesOf(profiles), example, all }),
	);
}

/** The names of profiles in a sentence. */
export function namesOf(profiles: readonly string[]): string {
	return profiles.map((name) => `"${name}"`).join(', ');
}
