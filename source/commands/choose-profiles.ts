import { ProblemError, problem } from '../domain/problem.ts';
import type { StoredProfile } from '../vault/profile.ts';
import type { Vault } from '../vault/vault.ts';
import { UsageError } from './usage-error.ts';

/** How a first profile comes about, for those who have none. */
export const HOW_TO_BEGIN = 'Run fb-token-tui in a terminal, or give a user token to: fb-token-tui connect';

/**
 * The profiles that a verb is to work on: the one that is named, or all of them, or the only one.
 * @throws {UsageError} where it is not said which of several.
 * @throws {ProblemError} `not-found`; `sign-in-needed` where there is none at all.
 */
export async function chooseProfiles(vault: Vault, name: string | null, all: boolean): Promise<StoredProfile[]> {
	if (name !== null && all) throw new UsageError('--profile and --all exclude each other.');
	if (name !== null) return [await vault.find(name)];
	const profiles = await vault.list();
	if (profiles.length === 0) {
		const cause = `Nothing was saved in ${vault.folder}.`;
		throw new ProblemError(
			problem('sign-in-needed', { title: 'There is no profile yet', cause, remedy: `${HOW_TO_BEGIN}.` }),
		);
	}
	if (profiles.length > 1 && !all) {
		throw new UsageError(`There are several profiles: ${namesOf(profiles)}. Say which with --profile, or take --all.`);
	}
	return profiles;
}

/** The names of profiles in a sentence. */
export function namesOf(profiles: readonly StoredProfile[]): string {
	return profiles.map(({ name }) => `"${name}"`).join(', ');
}
