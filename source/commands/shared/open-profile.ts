import { ProblemError, retold } from '../../domain/problem.ts';
import { problemText } from '../../domain/problem-text.ts';
import type { Secret } from '../../domain/secret.ts';
import { UnsafeKeyFileError } from '../../vault/keys.ts';
import type { KeptProfile, ProfileSecrets } from '../../vault/profile.ts';
import type { OpenProfile, Vault } from '../../vault/vault.ts';
import type { Context } from './context.ts';
import { Questions } from './questions.ts';
import { quoted, withRemedyForStored } from './reconnect.ts';

const ATTEMPTS = 3;

/**
 * Opens a profile. Where the passphrase of the environment does not do it, the person is asked for it, three times at most.
 * What the vault does with the profile afterwards needs no passphrase. A caller that sends the secrets passes the `graph` they go to.
 * @throws {ProblemError} as the vault does: `store-locked` where there is nobody to ask, `other-host` for another `graph`.
 */
export async function openProfile(
	vault: Vault,
	profile: KeptProfile,
	questions: Questions,
	context: Pick<Context, 'stderr'>,
	graph?: URL,
): Promise<OpenProfile> {
	return opened((passphrase) => vault.load(profile.name, passphrase, graph), profile, questions, context);
}

async function opened<T>(
	open: (passphrase?: Secret) => Promise<T>,
	profile: KeptProfile,
	questions: Questions,
	{ stderr }: Pick<Context, 'stderr'>,
): Promise<T> {
	const { name, storage } = profile;
	let passphrase: Secret | undefined;
	for (let attempts = 0; ; attempts++) {
		try {
			return await open(passphrase);
		} catch (error) {
			if (!(error instanceof ProblemError) || error instanceof UnsafeKeyFileError) throw error;
			if (error.problem.code !== 'store-locked') throw new ProblemError(withRemedyForStored(error.problem, profile));
			if (storage !== 'passphrase' || !questions.canAsk || attempts === ATTEMPTS) {
				throw new ProblemError(retold(error.problem, { remedy: remedyOf(profile) }));
			}
			if (passphrase) stderr.write(`${problemText(error.problem).cause}\n`);
			passphrase = await questions.askSecret(`Passphrase of "${name}": `);
		}
	}
}

/**
 * The same with nothing else to ask: the terminal is let go of once the profile is open, so that Ctrl+C is a signal again.
 * @throws {ProblemError} as {@link openProfile} does.
 */
export async function unlockProfile(
	vault: Vault,
	profile: KeptProfile,
	context: Context,
	graph?: URL,
): Promise<OpenProfile> {
	using questions = new Questions(context);
	return await openProfile(vault, profile, questions, context, graph);
}

/**
 * {@link openProfile} for who needs the secrets alone.
 * @throws {ProblemError} as {@link openProfile} does.
 */
export async function openSecrets(
	vault: Vault,
	profile: KeptProfile,
	questions: Questions,
	context: Pick<Context, 'stderr'>,
	graph?: URL,
): Promise<ProfileSecrets> {
	return opened((passphrase) => vault.loadSecrets(profile.name, passphrase, graph), profile, questions, context);
}

/**
 * {@link unlockProfile} for who needs the secrets alone.
 * @throws {ProblemError} as {@link openProfile} does.
 */
export async function unlockSecrets(
	vault: Vault,
	profile: KeptProfile,
	context: Context,
	graph?: URL,
): Promise<ProfileSecrets> {
	using questions = new Questions(context);
	return await openSecrets(vault, profile, questions, context, graph);
}

/** What to run where nobody could be asked, or the key is gone. */
function remedyOf({ name, storage }: KeptProfile): string {
	if (storage === 'passphrase') {
		return 'Give it, then run this again: read -rs FB_TOKEN_TUI_PASSPHRASE && export FB_TOKEN_TUI_PASSPHRASE';
	}
	return `Bring the key back from a backup; or connect again, which seals with a new key: … | fb-token-tui connect --profile ${quoted(name)}`;
}
