import { describeKeychain, type KeychainFailure, type KeychainState } from '../domain/keychain-state.ts';
import { type Problem, ProblemError, problem } from '../domain/problem.ts';
import { redact } from '../domain/redact.ts';

/** A request to a keychain: `set` needs a text, `remove` no entry, and `probe` makes an entry, reads it and removes it. */
export type KeychainRequest = { operation: 'get' | 'set' | 'remove' | 'probe'; account: string; text?: string };

/** Answers requests; `get` with the text of the entry, null where there is none. Nobody waits once the signal is aborted. */
export type KeychainPort = { ask(request: KeychainRequest, signal: AbortSignal): Promise<string | null> };

/** Why a keychain did not do what it was asked. */
export class KeychainError extends Error {
	readonly problem: KeychainFailure;

	constructor(problem: KeychainFailure) {
		super(describeKeychain(problem));
		this.problem = problem;
	}
}

/** How long the keychain is waited for, in milliseconds: where nobody can answer its window, and where a person can. */
export const KEYCHAIN_TIMEOUT = { probe: 3000, person: 60_000 } as const;

/** After this time, in milliseconds, the keychain may have opened a window. */
const SLOW_AFTER = 1000;

/**
 * How long the environment lets the keychain be waited for, in milliseconds; `orElse` where it does not say.
 * @throws {RangeError} where what it says is no time.
 */
export function keychainTimeout(
	{ FB_TOKEN_TUI_KEYCHAIN_TIMEOUT: given = '' }: NodeJS.ProcessEnv,
	orElse: number,
): number {
	const text = given.trim();
	if (text === '') return orElse;
	const seconds = /^\d{1,4}(?:\.\d{1,3})?$/.test(text) ? Number(text) : 0;
	if (seconds > 0 && seconds <= 3600) return seconds * 1000;
	throw new RangeError(
		`FB_TOKEN_TUI_KEYCHAIN_TIMEOUT: ${JSON.stringify(redact(text))} is not a number of seconds up to 3600.`,
	);
}

/** How a keychain is waited for. It is read at each request. */
export type KeychainPatience = {
	/** How long an answer may take, in milliseconds. */
	timeoutMs: number;
	/** Told when an answer takes long, and when it is waited for no more. */
	onSlow?: (isSlow: boolean) => void;
	/** Ends the wait at once: the request fails with `cancelled`. */
	signal?: AbortSignal;
};

/**
 * The system keychain. Its methods throw the {@link ProblemError} `keychain-unavailable`, which says what the keychain is, and
 * `cancelled`.
 */
export class Keychain {
	readonly #port: KeychainPort | null;
	readonly #patience: KeychainPatience;

	/** Without a port the keychain is switched off. */
	constructor(port: KeychainPort | null, patience: KeychainPatience = { timeoutMs: KEYCHAIN_TIMEOUT.probe }) {
		this.#port = port;
		this.#patience = patience;
	}

	/** Whether keys can be kept here; finds it out by keeping one. `account` names it. */
	async state(account: string, patience = this.#patience): Promise<KeychainState> {
		try {
			await this.#ask({ operation: 'probe', account }, patience);
			return { is: 'available' };
		} catch (error) {
			if (error instanceof KeychainError) return error.problem;
			throw error;
		}
	}

	get(account: string): Promise<string | null> {
		return this.#demand({ operation: 'get', account });
	}

	async set(account: string, text: string): Promise<void> {
		await this.#demand({ operation: 'set', account, text });
	}

	async remove(account: string): Promise<void> {
		await this.#demand({ operation: 'remove', account });
	}

	async #demand(request: KeychainRequest): Promise<string | null> {
		try {
			return await this.#ask(request, this.#patience);
		} catch (error) {
			if (!(error instanceof KeychainError)) throw error;
			throw new ProblemError(problemOfKeychain(error.problem, { isKeeping: request.operation === 'set' }));
		}
	}

	async #ask(request: KeychainRequest, { timeoutMs, onSlow, signal }: KeychainPatience): Promise<string | null> {
		if (!this.#port) throw new KeychainError({ is: 'off' });
		if (signal?.aborted) throw new ProblemError(problem('cancelled'));
		const end = new AbortController();
		const ended = new Promise<never>((_, reject) => {
			end.signal.addEventListener('abort', () => reject(end.signal.reason), { once: true });
		});
		const cancel = () => end.abort(new ProblemError(problem('cancelled')));
		signal?.addEventListener('abort', cancel, { once: true });
		const timeout = setTimeout(() => end.abort(new KeychainError({ is: 'silent' })), timeoutMs);
		let isSlow = false;
		const slow = setTimeout(() => {
			isSlow = true;
			onSlow?.(true);
		}, SLOW_AFTER);
		try {
			return await Promise.race([ended, this.#port.ask(request, end.signal)]);
		} finally {
			clearTimeout(timeout);
			clearTimeout(slow);
			signal?.removeEventListener('abort', cancel);
			if (isSlow) onSlow?.(false);
		}
	}
}

/** The problem of a keychain that gives no key or, with `isKeeping`, takes none. It says nothing about any token. */
export function problemOfKeychain(state: KeychainFailure, { isKeeping = false } = {}): Problem {
	return problem('keychain-unavailable', { kind: 'keychain', state, isKeeping });
}
