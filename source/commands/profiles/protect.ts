import { Argument, Option } from 'commander';
import { ProblemError, problem } from '../../domain/problem.ts';
import type { ProtectionKind } from '../../domain/protection.ts';
import { Secret } from '../../domain/secret.ts';
import type { ListedProfile } from '../../vault/profile.ts';
import { describeProtection, type Protection, passphraseFrom } from '../../vault/protection.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Context } from '../shared/context.ts';
import { EXIT } from '../shared/exit-code.ts';
import { openSecrets } from '../shared/open-profile.ts';
import { openVault } from '../shared/open-vault.ts';
import { Questions } from '../shared/questions.ts';
import { warnAboutExposure, warnAboutPassphrase } from '../shared/save-target.ts';
import type { Verb } from '../shared/verb.ts';

/**
 * Seals a profile under another protection, or with another passphrase. The new passphrase comes from
 * FB_TOKEN_TUI_NEW_PASSPHRASE, else from the person, who is asked twice.
 * @throws {ProblemError} `keychain-unavailable`; `store-locked` where a passphrase is needed and there is nobody to ask.
 */
export const verb: Verb<{ with: ProtectionKind }, [name: string]> = {
	arguments: [new Argument('<name>')],
	options: [
		new Option('--with <protection>', 'where the key comes from')
			.choices(['keychain', 'passphrase', 'file'])
			.makeOptionMandatory(),
	],
	help: 'The new passphrase is asked for, or taken from FB_TOKEN_TUI_NEW_PASSPHRASE.',
	examples: [
		'fb-token-tui profiles protect my-bakery --with keychain',
		'fb-token-tui profiles protect my-bakery --with passphrase',
	],
	async run({ args: [name], options: { with: kind } }, context) {
		const vault = openVault(context);
		using questions = new Questions(context);
		const profile = await vault.find(name);
		if (kind === 'keychain') await requireKeychain(vault);
		await openSecrets(vault, profile, context, { questions });
		const protection: Protection =
			kind === 'passphrase' ? { kind, passphrase: await newPassphrase(profile, questions, context) } : { kind };
		const { storage } = await vault.protect(name, protection);
		context.stderr.write(`"${profile.name}": ${describeProtection(storage)}.\n`);
		warnAboutExposure(vault, context.stderr);
		return EXIT.fine;
	},
};

async function requireKeychain(vault: Vault): Promise<void> {
	const state = await vault.keychainState();
	if (state.is === 'available') return;
	throw new ProblemError(problem('keychain-unavailable', { kind: 'keychain-for-key', state }));
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
		throw new ProblemError(problem('store-locked', { kind: 'new-passphrase' }));
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
