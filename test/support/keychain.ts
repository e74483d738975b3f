import { KeychainError, type KeychainPort } from '../../source/vault/keychain.ts';
import type { KeychainTrouble } from '../../source/vault/keychain-state.ts';

/** A keychain in memory that does what it is told: answers, refuses, hangs or forgets. */
export class FakeKeychain implements KeychainPort {
	readonly entries = new Map<string, string>();
	/** With this it refuses everything; `hangs` never answers. */
	trouble: KeychainTrouble | 'hangs' | null = null;
	/** How often it was asked for anything. */
	calls = 0;

	get(account: string): Promise<string | null> {
		return this.#answer(() => this.entries.get(account) ?? null);
	}

	set(account: string, text: string): Promise<void> {
		return this.#answer(() => void this.entries.set(account, text));
	}

	remove(account: string): Promise<void> {
		return this.#answer(() => void this.entries.delete(account));
	}

	probe(): Promise<void> {
		return this.#answer(() => {});
	}

	async #answer<T>(work: () => T): Promise<T> {
		this.calls++;
		if (this.trouble === 'hangs') return new Promise<never>(() => {});
		if (this.trouble) throw new KeychainError(this.trouble);
		return work();
	}
}
