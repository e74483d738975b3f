import { ProblemError } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import type { StoredProfile } from '../vault/profile.ts';
import type { OpenProfile, Vault } from '../vault/vault.ts';
import type { Context } from './context.ts';
import type { Questions } from './questions.ts';

const ATTEMPTS = 3;

/**
 * Opens a profile. Where the passphrase of the environment does not do it, the person is asked for it, three times at most.
 * What the vault does with the profile afterwards needs no passphrase.
 * @throws {ProblemError} as the vault does: `store-locked` where there is nobody to ask.
 */
export async function openProfile(
	vault: Vault,
	{ name, storage }: StoredProfile,
	questions: Questions,
	{ stderr }: Pick<Context, 'stderr'>,
): Promise<OpenProfile> {
	let passphrase: Secret | undefined;
	for (let attempts = 0; ; attempts++) {
		try {
			return await vault.load(name, passphrase);
		} catch (error) {
			const isLocked = error instanceof ProblemError && error.problem.code === 'store-locked';
			if (!isLocked || storage !== 'passphrase' || !questions.canAsk || attempts === ATTEMPTS) throw error;
			if (passphrase) stderr.write(`${error.problem.cause}\n`);
			passphrase = await questions.askSecret(`Passphrase of "${name}": `);
		}
	}
}
