import { ProblemError, problem } from '../domain/problem.ts';
import type { ProtectionKind } from '../domain/protection.ts';
import { Secret } from '../domain/secret.ts';
import { describeKeychain } from '../vault/keychain-state.ts';
import type { ListedProfile } from '../vault/profile.ts';
import { describeProtection, type Protection, passphraseFrom } from '../vault/protection.ts';
import type { Vault } from '../vault/vault.ts';
import type { Context } from './shared/context.ts';
import { EXIT } from './shared/exit-code.ts';
import { openSecrets } from './shared/open-profile.ts';
import { openVault } from './shared/open-vault.ts';
import { Questions } from './shared/questions.ts';
import { warnAboutExposure, warnAboutPassphrase } from './shared/save-target.ts';
import { UsageError } from './shared/usage-error.ts';

/**
 * Gives a profile another name.
 * @throws {ProfileNameError} for a name that cannot be one or is taken.
 */
export async function renameProfile(from: string, to: string, context: Context): Promise<number> {
	const vault = openVault(context);
	const profile = await vault.find(from);
	using questions = new Questions(context);
	if (profile.storage === 'passphrase') await openSecrets(vault, profile, questions, context);
	const { name } = await vault.rename(from, to);
	context.stderr.write(`"${profile.name}" is now "${name}".\n`);
	warnAboutExposure(vault, context.stderr);
	return EXIT.fine;
}

/**
 * Removes a profile from this machine, once the person has said yes.
 * @throws {UsageError} where there is nobody to ask, and `yes` was not said.
 */
export async function removeProfile(
	name: string,
	{ yes = false }: { yes?: boolean },
	context: Context,
): Promise<number> {
	const { stderr } = context;
	using questions = new Questions(context);
	if (!yes && !questions.canAsk) throw new UsageError('Nobody can be asked here: add --yes to remove the profile.');
	const vault = openVault(context);
	const profile = await vault.find(name);
	const question = `Remove "${profile.name}" with ${tokensOf(profile)} from this machine? At Meta they stay valid.`;
	if (!yes && !(await questions.confirm(question))) {
		stderr.write('Nothing was removed.\n');
		return EXIT.cancelled;
	}
	const { isKeyLeft } = await vault.remove(name);
	stderr.write(`"${profile.name}" was removed.\n`);
	if (isKeyLeft) {
		stderr.write(
			'Its key is still in the keychain, out of reach for now. It opens nothing, and goes with a later change.\n',
		);
	}
	return EXIT.fine;
}

/**
 * Seals a profile under another protection, or with another passphrase. The new passphrase comes from
 * FB_TOKEN_TUI_NEW_PASSPHRASE, else from the person, who is asked twice.
 * @throws {ProblemError} `keychain-unavailable`; `store-locked` where a passphrase is needed and there is nobody to ask.
 */
export async function protectProfile(
	name: string,
	{ with: kind }: { with: ProtectionKind },
	context: Context,
): Promise<number> {
	const vault = openVault(context);
	using questions = new Questions(context);
	const profile = await vault.find(name);
	if (kind === 'keychain') await requireKeychain(vault);
	await openSecrets(vault, profile, questions, context);
	const protection: Protection =
		kind === 'passphrase' ? { kind, passphrase: await newPassphrase(profile, questions, context) } : { kind };
	const { storage } = await vault.protect(name, protection);
	context.stderr.write(`"${profile.name}": ${describeProtection(storage)}.\n`);
	warnAboutExposure(vault, context.stderr);
	return EXIT.fine;
}

async function requireKeychain(vault: Vault): Promise<void> {
	const state = await vault.keychainState();
	if (state.is === 'available') return;
	throw new ProblemError(
		problem('keychain-unavailable', {
			title: 'The key cannot be put into the system keychain',
			cause: `${describeKeychain(state)}.`,
			remedy: 'Nothing was changed. Make the keychain available, or seal with a passphrase: --with passphrase',
		}),
	);
}

/** What is not sealed with a passphrase yet may take the one that will be given from now on. */
async function newPassphrase(
	{ storage }: ListedProfile,
	questions: Questions,
	{ env, stderr }: Context,
): Promise<Secret> {
	const given = env.FB_TOKEN_TUI_NEW_PASSPHRASE
		? new Secret(env.FB_TOKEN_TUI_NEW_PASSPHRASE)
		: storage === 'passphrase'
			? null
			: passphraseFrom(env);
	if (given) {
		warnAboutPassphrase(given, stderr);
		return given;
	}
	if (!questions.canAsk) {
		throw new ProblemError(
			problem('store-locked', {
				title: 'A new passphrase is needed',
				cause: 'It was not given, and nobody can be asked here.',
				remedy: 'Set FB_TOKEN_TUI_NEW_PASSPHRASE, or run this in a terminal.',
			}),
		);
	}
	for (;;) {
		const passphrase = await questions.askSecret('New passphrase: ');
		if (passphrase.length === 0) {
			stderr.write('The passphrase cannot be empty.\n');
			continue;
		}
		warnAboutPassphrase(passphrase, stderr);
		if (passphrase.equals(await questions.askSecret('The same again: '))) return passphrase;
		else stderr.write('The two differ.\n');
	}
}

function tokensOf({ pages: { tokens } }: ListedProfile): string {
	return tokens === 1 ? 'its Page token' : `its ${tokens} Page tokens`;
}
