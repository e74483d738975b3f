import { ProblemError } from '../../domain/problem.ts';
import { problemText } from '../../domain/problem-text.ts';
import type { Secret } from '../../domain/secret.ts';
import { UnsafeKeyFileError } from '../../vault/keys.ts';
import type { KeptProfile, ProfileSecrets } from '../../vault/profile.ts';
import type { OpenProfile, Vault } from '../../vault/vault.ts';
import type { Context } from './context.ts';
import { problemOfStored, reconnect } from './problem-ui.ts';
import { Questions } from './questions.ts';

const ATTEMPTS = 3;

/** The questions that are asked already, if any; and where the secrets will be sent. */
type Opening = { questions?: Questions; graph?: URL };

/**
 * Opens a profile. Where the passphrase of the environment does not do it, the person is asked for it, three times at most.
 * What the vault does with the profile afterwards needs no passphrase. Without `questions` the terminal is let go of once the
 * profile is open, so that Ctrl+C is a signal again. A caller that sends the secrets passes the `graph` they go to.
 * @throws {ProblemError} as the vault does: `store-locked` where there is nobody to ask, `other-host` for another `graph`.
 */
export function openProfile(
	vault: Vault,
	profile: KeptProfile,
	context: Context,
	{ questions, graph }: Opening = {},
): Promise<OpenProfile> {
	return opened((passphrase) => vault.load(profile.name, passphrase, graph), profile, context, questions);
}

/**
 * {@link openProfile} for a caller that needs only the secrets.
 * @throws {ProblemError} as {@link openProfile} does.
 */
export function openSecrets(
	vault: Vault,
	profile: KeptProfile,
	context: Context,
	{ questions, graph }: Opening = {},
): Promise<ProfileSecrets> {
	return opened((passphrase) => vault.loadSecrets(profile.name, passphrase, graph), profile, context, questions);
}

async function opened<T>(
	open: (passphrase?: Secret) => Promise<T>,
	profile: KeptProfile,
	context: Context,
	given?: Questions,
): Promise<T> {
	if (given) return await askUntilOpen(open, profile, context, given);
	using questions = new Questions(context);
	return await askUntilOpen(open, profile, context, questions);
}

async function askUntilOpen<T>(
	open: (passphrase?: Secret) => Promise<T>,
	profile: KeptProfile,
	{ stderr }: Context,
	questions: Questions,
): Promise<T> {
	const { name, storage } = profile;
	let passphrase: Secret | undefined;
	for (let attempts = 0; ; attempts++) {
		try {
			return await open(passphrase);
		} catch (error) {
			if (!(error instanceof ProblemError) || error instanceof UnsafeKeyFileError) throw error;
			if (error.problem.code !== 'store-locked') throw new ProblemError(problemOfStored(error.problem, profile));
			if (storage !== 'passphrase' || !questions.canAsk || attempts === ATTEMPTS) {
				const next = storage === 'passphrase' ? ({ step: 'unlock' } as const) : reconnect(profile);
				throw new ProblemError({ ...error.problem, next });
			}
			if (passphrase) stderr.write(`${problemText(error.problem).cause}\n`);
			passphrase = await questions.askSecret(`Passphrase of "${name}": `);
		}
	}
}
