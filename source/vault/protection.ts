import type { KeychainState } from '../domain/keychain-state.ts';
import { ProblemError, problem } from '../domain/problem.ts';
import type { ProtectionKind } from '../domain/protection.ts';
import { Secret } from '../domain/secret.ts';

/** A protection with all that is needed to make a new key under it. */
export type Protection = { kind: 'keychain' } | { kind: 'passphrase'; passphrase: Secret } | { kind: 'file' };

const WORDS: Readonly<Record<ProtectionKind, string>> = {
	keychain: 'Sealed with a key in your keychain',
	passphrase: 'Sealed with your passphrase',
	file: 'Sealed with a key in a file beside it: whoever can read your files can open it',
};

/** How a profile is protected, as a sentence without its full stop. */
export function describeProtection(kind: ProtectionKind | null): string {
	return kind === null ? 'Protected in a way that this version does not know' : WORDS[kind];
}

/** The passphrase that the environment gives; null for none. */
export function passphraseFrom(env: NodeJS.ProcessEnv): Secret | null {
	return env.FB_TOKEN_TUI_PASSPHRASE ? new Secret(env.FB_TOKEN_TUI_PASSPHRASE) : null;
}

/** What decides about the protection of a new profile. */
export type ProtectionCircumstances = {
	env: NodeJS.ProcessEnv;
	/** What the keychain says of itself; it may take three seconds to find out. */
	keychain: () => Promise<KeychainState>;
	/** The person's word (`--insecure-storage`) that a key file will do where nothing better is there. */
	allowInsecure: boolean;
	/** Asks the person, who is told why the keychain is not to be had; null when they would rather not save. */
	ask?: (keychain: KeychainState) => Promise<Protection | null>;
};

/**
 * The strongest protection that is to be had: the keychain; else a passphrase from the environment; else the key file, on
 * the person's word alone; else what the person answers. Never quietly a weaker one.
 * @throws {ProblemError} `keychain-unavailable` with all the remedies, where nothing is left.
 */
export async function chooseProtection({
	env,
	keychain,
	allowInsecure,
	ask,
}: ProtectionCircumstances): Promise<Protection> {
	const state = await keychain();
	if (state.is === 'available') return { kind: 'keychain' };
	const passphrase = passphraseFrom(env);
	if (passphrase) return { kind: 'passphrase', passphrase };
	if (allowInsecure) return { kind: 'file' };
	const answer = (await ask?.(state)) ?? null;
	if (answer) return answer;
	throw new ProblemError(problem('keychain-unavailable', { kind: 'no-safe-place', state }));
}
