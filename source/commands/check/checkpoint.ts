import type { PageRecord } from '../../domain/page.ts';
import { withFindings } from '../../operations/profiles.ts';
import { type StoredProfile, withoutTokens } from '../../vault/profile.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Context } from '../shared/context.ts';

/** What is found out is stored so often, in seconds, but takes no more than a twentieth of the time. */
const STORE_AFTER = 10;
const MOST_SHARE = 1 / 20;

/** What a check has found out of the Pages of one profile so far, stored as it goes: whoever kills it loses seconds of it. */
export class Checkpoint {
	/** How many Pages. */
	count = 0;
	readonly #vault: Vault;
	readonly #checked: StoredProfile;
	readonly #now: () => number;
	#unstored: PageRecord[] = [];
	#storedAt: number;
	#cost = 0;

	constructor(vault: Vault, checked: StoredProfile, { now }: Pick<Context, 'now'>) {
		this.#vault = vault;
		this.#checked = checked;
		this.#now = now;
		this.#storedAt = now();
	}

	async add(pages: readonly PageRecord[]): Promise<void> {
		this.count += pages.length;
		this.#unstored.push(...pages);
		if (this.#now() - this.#storedAt >= Math.max(STORE_AFTER, this.#cost / MOST_SHARE)) await this.store();
	}

	/** Stores it. Where that fails, the end of the check tries again, and says so. */
	async store(): Promise<void> {
		if (this.#unstored.length === 0) return;
		const begin = performance.now();
		const { pages } = withoutTokens(this.#unstored.splice(0));
		const checked = this.#checked;
		await this.#vault
			.amend(checked.name, (stored) => withFindings(stored, { checked, found: { ...checked, pages } }))
			.catch(() => {});
		this.#storedAt = this.#now();
		this.#cost = (performance.now() - begin) / 1000;
	}
}
