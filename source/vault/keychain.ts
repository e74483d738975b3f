import { type Problem, ProblemError, problem } from '../domain/problem.ts';
import { describeKeychain, type KeychainState, type KeychainTrouble } from './keychain-state.ts';

/** What is asked of a keychain. Once the signal is aborted nobody waits for the answer. */
export type KeychainPort = {
	/** The text of an entry; null where there is no such entry. */
	get(account: string, signal: AbortSignal): Promise<string | null>;
	set(account: string, text: string, signal: AbortSignal): Promise<void>;
	/** Removes an entry, if there is one. */
	remove(account: string, signal: AbortSignal): Promise<void>;
	/** Makes an entry, reads it and removes it. */
	probe(account: string, signal: AbortSignal): Promise<void>;
};

/** Why a keychain did not do what it was asked. */
export class KeychainError extends Error {
	readonly trouble: KeychainTrouble;

	constructor(trouble: KeychainTrouble) {
		super(describeKeychain(trouble));
		this.trouble = trouble;
	}
}

const PATIENCE_MS = 3000;

/**
 * The system keychain, which gets three seconds for each answer. Its methods throw the {@link ProblemError}
 * `keychain-unavailable`, which says what the keychain is.
 */
export class Keychain {
	readonly #port: KeychainPort | null;
	readonly #patience: () => AbortSignal;

	/** Without a port the keychain is switched off. `patience` gives the signal that ends the waiting. */
	constructor(port: KeychainPort | null, patience = () => AbortSignal.timeout(PATIENCE_MS)) {
		this.#port = port;
		this.#patience = patience;
	}

	/** Whether keys can be kept here; finds it out by keeping one. `account` names it. */
	async state(account: string): Promise<KeychainState> {
		try {
			await this.#ask((port, signal) => port.probe(account, signal));
			return { is: 'available' };
		} catch (error) {
			if (error instanceof KeychainError) return error.trouble;
			throw error;
		}
	}

	get(account: string): Promise<string | null> {
		return this.#demand((port, signal) => port.get(account, signal), problemOfKeychain);
	}

	set(account: string, text: string): Promise<void> {
		return this.#demand((port, signal) => port.set(account, text, signal), problemOfKeeping);
	}

	remove(account: string): Promise<void> {
		return this.#demand((port, signal) => port.remove(account, signal), problemOfKeychain);
	}

	async #demand<T>(
		work: (port: KeychainPort, signal: AbortSignal) => Promise<T>,
		explain: (trouble: KeychainTrouble) => Problem,
	): Promise<T> {
		try {
			return await this.#ask(work);
		} catch (error) {
			throw error instanceof KeychainError ? new ProblemError(explain(error.trouble)) : error;
		}
	}

	async #ask<T>(work: (port: KeychainPort, signal: AbortSignal) => Promise<T>): Promise<T> {
		if (!this.#port) throw new KeychainError({ is: 'off' });
		const signal = this.#patience();
		const { promise: silence, stop } = whenAborted(signal);
		try {
			return await Promise.race([work(this.#port, signal), silence]);
		} finally {
			stop();
		}
	}
}

function whenAborted(signal: AbortSignal): { promise: Promise<never>; stop: () => void } {
	let stop = () => {};
	const promise = new Promise<never>((_, reject) => {
		const fail = () => reject(new KeychainError({ is: 'silent' }));
		if (signal.aborted) fail();
		else signal.addEventListener('abort', fail, { once: true });
		stop = () => signal.removeEventListener('abort', fail);
	});
	return { promise, stop };
}

const REMEDIES: Readonly<Record<KeychainTrouble['is'], string>> = {
	off: 'Unset FB_TOKEN_TUI_KEYCHAIN to open what is sealed with a key in the keychain.',
	'not-installed': 'Install fb-token-tui again with its optional packages, on a system that they support.',
	absent: 'Run this in the session of your desktop, where the keychain is, or connect again and choose a passphrase.',
	locked: 'Unlock the keychain, then try again.',
	silent: 'Unlock the keychain (look for its window), then try again.',
	failed: 'See whether the keychain works in other programs, then try again.',
};

/** The problem of a keychain from which nothing is to be had. It says nothing about any token. */
export function problemOfKeychain(trouble: KeychainTrouble): Problem {
	const passing = trouble.is === 'locked' || trouble.is === 'silent';
	return problem('keychain-unavailable', {
		title: describeKeychain(trouble),
		cause: 'The key to the stored tokens is there; the tokens themselves are unharmed.',
		remedy: REMEDIES[trouble.is],
		retryable: passing,
	});
}

/** The problem of a keychain that does not take a new key. */
function problemOfKeeping(trouble: KeychainTrouble): Problem {
	const cause = 'The key to the tokens could not be put there, so nothing was stored with it.';
	return { ...problemOfKeychain(trouble), cause };
}
