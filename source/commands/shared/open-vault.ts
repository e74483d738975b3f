import { KEYCHAIN_SLOW } from '../../domain/protection.ts';
import { KEYCHAIN_TIMEOUT, type KeychainPatience, keychainTimeout } from '../../vault/keychain.ts';
import { Vault } from '../../vault/vault.ts';
import type { Context } from './context.ts';
import { UsageError } from './usage-error.ts';

const NOTICE = `${KEYCHAIN_SLOW}. Press ^C to cancel.\n`;

/**
 * The profiles of the environment. Where standard error is a terminal, a person has time to unlock the keychain, and is told that
 * it is waited for.
 * @throws {UsageError} for a FB_TOKEN_TUI_KEYCHAIN_TIMEOUT that is no time.
 */
export function openVault(context: Context): Vault {
	const { env, now, signal, stderr } = context;
	if (stderr.isTTY !== true) return new Vault({ env, now, patience: briefPatience(context) });
	let isTold = false;
	const onSlow = () => {
		if (!isTold) stderr.write(NOTICE);
		isTold = true;
	};
	return new Vault({ env, now, patience: { timeoutMs: timeoutFrom(env, KEYCHAIN_TIMEOUT.person), signal, onSlow } });
}

/**
 * How the keychain is waited for where nobody answers its window.
 * @throws {UsageError} for a FB_TOKEN_TUI_KEYCHAIN_TIMEOUT that is no time.
 */
export function briefPatience({ env, signal }: Pick<Context, 'env' | 'signal'>): KeychainPatience {
	return { timeoutMs: timeoutFrom(env, KEYCHAIN_TIMEOUT.probe), signal };
}

/** {@link keychainTimeout} as a verb reads it. */
export function timeoutFrom(env: NodeJS.ProcessEnv, orElse: number): number {
	try {
		return keychainTimeout(env, orElse);
	} catch (error) {
		throw error instanceof RangeError ? new UsageError(error.message) : error;
	}
}
