import type { KeychainFailure } from '../../source/domain/keychain-state.ts';
import { KeychainError, type KeychainPort, type KeychainRequest } from '../../source/vault/keychain.ts';

/** A keychain in memory that does what it is told: answers, refuses, hangs or forgets. */
export class FakeKeychain implements KeychainPort {
	readonly entries = new Map<string, string>();
	/** With this it refuses everything; `hangs` never answers. */
	problem: KeychainFailure | 'hangs' | null = null;
	/** How long it takes to answer, in milliseconds. */
	delayMs = 0;
	/** How often it was asked for anything. */
	calls = 0;
	/** What ends the wait for each answer. */
	readonly signals: AbortSignal[] = [];

	async ask({ operation, account, text = '' }: KeychainRequest, signal: AbortSignal): Promise<string | null> {
		this.calls++;
		this.signals.push(signal);
		if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
		if (this.problem === 'hangs') return new Promise<never>(() => {});
		if (this.problem) throw new KeychainError(this.problem);
		if (operation === 'set') this.entries.set(account, text);
		if (operation === 'remove') this.entries.delete(account);
		return operation === 'get' ? (this.entries.get(account) ?? null) : null;
	}
}
