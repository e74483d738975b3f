import { summarizePages } from '../domain/pages-summary.ts';
import { pendingDeletesOf, toMetadata } from './entries.ts';
import type { SealingKey } from './envelope.ts';
import { newFileName } from './folder.ts';
import type { PagesContent } from './pages-file.ts';
import type { KeptProfile, Profile, StoredPage, StoredProfile } from './profile.ts';
import type { ProfileFiles } from './profile-files.ts';
import { type Entry, factsOf } from './profile-schema.ts';
import type { Sealing } from './sealed-files.ts';
import type { Transaction } from './store.ts';
import { pagesIn } from './stored-page.ts';

/** Secrets to seal, and the key to do it with. */
type NewSecrets = Omit<Sealing, 'isNewKey'>;

/** Changes a profile within a transaction: new files first, then the entry that names them. */
export class ProfileWriter {
	readonly #files: ProfileFiles;
	readonly #now: () => number;

	/** `now` gives Unix seconds. */
	constructor(files: ProfileFiles, now: () => number) {
		this.#files = files;
		this.#now = now;
	}

	/** Puts a profile with its Pages and its secrets in the place of another, or of none. */
	async replace(
		transaction: Transaction,
		current: Entry | undefined,
		profile: Profile,
		secrets: NewSecrets,
	): Promise<StoredProfile> {
		const { pages } = profile;
		const facts = factsOf(profile);
		const before = current ? this.#files.readPagesOrNone(current) : null;
		const next = {
			...facts,
			...this.#newSealed(facts.name, secrets.key),
			pages: newPages(facts.name, pages, current, before),
			damaged: current?.damaged ?? [],
			origin: current?.origin,
		};
		const write = async () => {
			await this.#seal(next, current, secrets);
			this.#files.writePages(next.pages.file, pages, before);
		};
		await this.#exchange(transaction, current, next, write, before !== null);
		return { ...toMetadata(next), pages };
	}

	/** Seals the secrets of a profile again, for another name or with another key; its Pages stay where they are. */
	async reseal(transaction: Transaction, current: Entry, name: string, secrets: NewSecrets): Promise<KeptProfile> {
		const next = { ...current, name, ...this.#newSealed(name, secrets.key) };
		await this.#exchange(transaction, current, next, () => this.#seal(next, current, secrets));
		return toMetadata(next);
	}

	/** Stores other facts and Pages of a profile; its name and its secrets stay. */
	async amend(
		transaction: Transaction,
		current: Entry,
		change: (profile: StoredProfile) => Profile,
	): Promise<StoredProfile> {
		const before = this.#files.readPages(current);
		const changed = change({ ...toMetadata(current), pages: pagesIn(before.pages) });
		const { name } = current;
		const next = { ...current, ...factsOf(changed), name, pages: newPages(name, changed.pages, current, before) };
		await this.#exchange(transaction, current, next, async () =>
			this.#files.writePages(next.pages.file, changed.pages, before),
		);
		return { ...toMetadata(next), pages: changed.pages };
	}

	#newSealed(name: string, { id, source }: SealingKey) {
		return {
			storage: source.kind,
			savedAt: this.#now(),
			sealed: { file: newFileName(name, 'sealed'), keyId: id },
		};
	}

	#seal(next: Parameters<ProfileFiles['sealed']['write']>[0], current: Entry | undefined, secrets: NewSecrets) {
		return this.#files.sealed.write(next, { ...secrets, isNewKey: secrets.key.id !== current?.sealed?.keyId });
	}

	/** Puts an entry in the place of another, or of none, once its new files are written. */
	async #exchange(
		{ state, commit }: Transaction,
		current: Entry | undefined,
		next: Entry,
		write: () => Promise<void>,
		arePagesWhole = true,
	): Promise<void> {
		const { pendingDeletes } = state;
		commit({ ...state, pendingDeletes: [...pendingDeletes, ...pendingDeletesOf(next, current)] });
		await write();
		const old = current && this.#files.superseded(current, next, { arePagesWhole, now: this.#now() });
		const damaged = [...next.damaged, ...(old?.damaged ?? [])];
		const isDefault = current !== undefined && state.defaultProfile === current.name;
		commit({
			...state,
			profiles: [
				...state.profiles.filter((entry) => entry !== current),
				old && old.damaged.length > 0 ? { ...next, damaged } : next,
			],
			defaultProfile: isDefault ? next.name : state.defaultProfile,
			pendingDeletes: [...pendingDeletes, ...(old?.pendingDeletes ?? [])],
		});
	}
}

/** A worst verdict that this program does not know stays as long as the verdicts do. */
function newPages(name: string, pages: readonly StoredPage[], current: Entry | undefined, before: PagesContent | null) {
	const summary = summarizePages(pages);
	const old = current?.pages;
	const isWorstKept =
		old && !Array.isArray(old) && before && summarizePages(pagesIn(before.pages)).worst === summary.worst;
	return { file: newFileName(name, 'json'), ...summary, worst: isWorstKept ? old.worst : summary.worst };
}
