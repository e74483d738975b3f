import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compareNames } from '../domain/compare-names.ts';
import { assertSameHost, problemOfOtherHost } from '../domain/graph-host.ts';
import type { KeychainState } from '../domain/keychain-state.ts';
import { summarizePages } from '../domain/pages-summary.ts';
import { ProblemError } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { asKept, asListed, damaged, entryNamed, entryOf, leftoversOf, pagesFileOf } from './entries.ts';
import type { SealingKey } from './envelope.ts';
import { asDiskProblem, tryToWrite } from './files.ts';
import { withFindings } from './findings.ts';
import { configFolder, pagesFolder, sealedFolder } from './folder.ts';
import { KEYCHAIN_TIMEOUT, Keychain, type KeychainPatience } from './keychain.ts';
import { systemKeychain } from './keychain-process.ts';
import { Keys, type ScryptCost } from './keys.ts';
import type { PagesContent } from './pages-files.ts';
import {
	cleanProfileName,
	complaintAboutName,
	freeName,
	type KeptProfile,
	type ListedProfile,
	type Profile,
	ProfileNameError,
	type ProfileSecrets,
	type StoredPage,
	type StoredProfile,
} from './profile.ts';
import { ProfileFileError } from './profile-file-error.ts';
import { ProfileFiles } from './profile-files.ts';
import { countUnreadable, type Entry, factsOf } from './profile-schema.ts';
import { type Protection, passphraseFrom } from './protection.ts';
import type { Sealing } from './sealed-files.ts';
import { Store, type Transaction } from './store.ts';
import { pagesIn } from './stored-page.ts';

/** A profile with its secrets. */
export type OpenProfile = { profile: StoredProfile; secrets: ProfileSecrets };

/** What is stored after a reading was saved; `isSuperseded`: others have saved meanwhile, and it is theirs. */
export type SavedReading = OpenProfile & { isSuperseded: boolean };

/**
 * What must stand under a name when a profile is saved there. `new`: nothing. `new-numbered`: nothing, and the name gets a
 * number where it is taken. Else nothing, or a profile of this app and, where it is known, of this person.
 */
export type Expected = 'new' | 'new-numbered' | Pick<Profile, 'app' | 'user'>;

/** What a vault is opened with. */
export type VaultOptions = {
	env: NodeJS.ProcessEnv;
	/** Unix seconds. */
	now?: () => number;
	/** How the keychain is waited for; as where nobody can answer its window, unless given. */
	patience?: KeychainPatience;
	/** The system's, unless given. */
	keychain?: Keychain;
	scryptCost?: ScryptCost;
};

/**
 * The profiles in the folder of the environment, and their secrets.
 *
 * `profiles.json` names for each profile the file that holds its Pages and the sealed one that holds its secrets, so that no
 * more than one profile's is ever read at a time. Whatever changes the Pages writes a new file of them; whatever changes the
 * secrets or their protection, a new sealed file too, under a new key where the protection is new. The write of
 * `profiles.json` that then names them is the one moment of the change. Only after that the old files and key are removed.
 * What a change makes, or will remove, stands beforehand among the leftovers in `profiles.json`, so the next one cleans up
 * after one that was killed.
 *
 * All methods throw a {@link ProblemError} for what can happen to a store: `store-locked`, `store-damaged`,
 * `keychain-unavailable`, `disk`, and `not-found` for a profile that is not there. A passphrase is needed for a profile
 * that is sealed with one; without it that of the environment counts, or the key that an earlier call has found. Whoever
 * will send the secrets names the `graph` that they go to: a profile of another host is not opened then, `other-host`.
 */
export class Vault {
	/** The folder of all that is stored, as an absolute path. */
	readonly folder: string;
	/** How the keychain is waited for from now on. */
	readonly patience: KeychainPatience;
	readonly #store: Store;
	readonly #files: ProfileFiles;
	readonly #keys: Keys;
	readonly #now: () => number;
	readonly #passphrase: Secret | null;
	#unreadable = 0;

	constructor({
		env,
		now = () => Math.floor(Date.now() / 1000),
		patience = { timeoutMs: KEYCHAIN_TIMEOUT.probe },
		keychain = keychainOf(env, patience),
		scryptCost,
	}: VaultOptions) {
		this.patience = patience;
		this.folder = configFolder(env);
		this.#keys = new Keys(sealedFolder(this.folder), keychain, scryptCost);
		this.#files = new ProfileFiles(this.folder, this.#keys, now);
		this.#store = new Store(this.folder, now, {
			fromFolder: (leftover) => this.#files.discard(leftover),
			fromKeychain: async ({ profile, key }) => {
				if (key) await this.#keys.forget({ ...key, profile });
			},
		});
		this.#now = now;
		this.#passphrase = passphraseFrom(env);
	}

	/** Whether the keychain can keep keys, found out by keeping one. */
	keychainState(patience?: KeychainPatience): Promise<KeychainState> {
		return this.#keys.keychainState(patience);
	}

	/**
	 * All profiles by name, without their Pages and their secrets: neither a key nor the network is needed. With `isToSave` a
	 * damaged list counts as empty, as it does for {@link save}, which keeps it under another name.
	 */
	async list({ isToSave = false } = {}): Promise<ListedProfile[]> {
		const state = await this.#store.read({ beginsAnew: isToSave });
		this.#unreadable = countUnreadable(state);
		return state.profiles.map(asListed).sort((a, b) => compareNames(a.name, b.name));
	}

	/** How many profiles the last {@link list} could not read at all. They stay in the file as they are. */
	get unreadable(): number {
		return this.#unreadable;
	}

	/** One profile out of that list. */
	async find(name: string): Promise<ListedProfile> {
		return asListed(entryOf(await this.#store.read(), name));
	}

	/** The paths of the damaged files that were in the way of what this vault has stored, and are kept under these names. */
	get setAside(): readonly string[] {
		return [...this.#store.setAside, ...this.#files.setAside];
	}

	/** One profile with its Pages and without its secrets: no key is needed. */
	async read(name: string): Promise<StoredProfile> {
		return this.#readFiles(name, async (entry) => this.#files.read(entry));
	}

	/** The secrets of a profile. */
	async loadSecrets(name: string, passphrase?: Secret, graph?: URL): Promise<ProfileSecrets> {
		return this.#readFiles(name, async (entry) => {
			if (graph) assertSameHost(entry, graph);
			return (await this.#open(entry, passphrase)).secrets;
		});
	}

	/** One profile with its Pages and its secrets. */
	async load(name: string, passphrase?: Secret, graph?: URL): Promise<OpenProfile> {
		return this.#readFiles(name, async (entry) => {
			if (graph) assertSameHost(entry, graph);
			return { profile: this.#files.read(entry), secrets: (await this.#open(entry, passphrase)).secrets };
		});
	}

	/** Fails where nothing could be stored; found out by writing a file that is removed again. */
	assertWritable(): void {
		try {
			tryToWrite(this.folder);
			for (const folder of [join(this.folder, 'lock'), sealedFolder(this.folder), pagesFolder(this.folder)]) {
				if (existsSync(folder)) tryToWrite(folder);
			}
		} catch (error) {
			throw asDiskProblem(error, this.folder);
		}
	}

	/**
	 * Stores a profile as a whole, in place of one of the same name. A `protection` seals with a new key; `'keep'` with the key
	 * that the profile has, as {@link saveReading} does. `expected` is what must stand under the name at that moment: without
	 * it, the later one's stays where two programs save the same profile.
	 * @throws {ProfileNameError} for a name that cannot be one, or under which something else is stored than expected.
	 * @throws {ProblemError} `other-host` for one under which a profile of another Graph host is stored.
	 */
	async save(
		profile: Profile,
		secrets: ProfileSecrets,
		protection: Protection | 'keep',
		passphrase?: Secret,
		expected?: Expected,
	): Promise<StoredProfile> {
		const wanted = checkedName(profile.name);
		if (protection === 'keep') return (await this.#saveKept(profile, secrets, passphrase, expected)).profile;
		const key = await this.#keys.create(protection);
		return this.#store.transact(
			async (transaction) => {
				const { profiles } = transaction.state;
				const taken = profiles.map(({ name }) => name);
				const name = expected === 'new-numbered' ? checkedName(freeName(wanted, taken)) : wanted;
				const current = entryNamed(transaction.state, name);
				refuseOther(name, current, profile, expected);
				return this.#replace(transaction, current, { ...profile, name }, { secrets, key });
			},
			{ beginsAnew: true },
		);
	}

	/**
	 * Stores what a profile has become that was loaded, under the key that it has. What others have saved meanwhile stays, with
	 * its secrets: only what was found out of the same tokens is added to it then. Gives what is stored now.
	 */
	saveReading(
		{ profile, secrets }: { profile: Profile; secrets: ProfileSecrets },
		passphrase?: Secret,
	): Promise<SavedReading> {
		return this.#saveKept(profile, secrets, passphrase);
	}

	/**
	 * Changes what is known of a profile, but its name and its secrets; no key is needed. `change` gets what is stored at that
	 * moment, so nothing is lost that another program has saved meanwhile.
	 */
	async amend(name: string, change: (profile: StoredProfile) => Profile): Promise<StoredProfile> {
		return this.#store.transact(async (transaction) => {
			const current = entryOf(transaction.state, name);
			const { stored, before } = await this.#readUnderLock(current);
			return this.#amend(transaction, current, change(stored), before);
		});
	}

	/**
	 * Gives a profile another name. Its secrets are sealed anew, for they open under their own name alone.
	 * @throws {ProfileNameError} for a name that cannot be one, or that another profile has.
	 */
	async rename(from: string, to: string, passphrase?: Secret): Promise<KeptProfile> {
		const name = checkedName(to);
		await this.#warm(from, passphrase);
		return this.#store.transact(async (transaction) => {
			const current = entryOf(transaction.state, from);
			if (name === current.name) return asKept(current);
			if (entryNamed(transaction.state, name)) {
				throw new ProfileNameError(`There is a profile named "${name}" already.`);
			}
			const { key, ...opened } = await this.#openUnderLock(current, passphrase);
			// A keychain entry bears the profile's name.
			const next = key.source.kind === 'keychain' ? await this.#keys.create({ kind: 'keychain' }) : key;
			return this.#reseal(transaction, current, name, { ...opened, key: next });
		});
	}

	/**
	 * Seals a profile with a new key, under the same protection or another; `passphrase` is the one it has had. At every moment
	 * one of the two keys opens it.
	 */
	async protect(name: string, protection: Protection, passphrase?: Secret): Promise<KeptProfile> {
		const key = await this.#keys.create(protection);
		await this.#warm(name, passphrase);
		return this.#store.transact(async (transaction) => {
			const current = entryOf(transaction.state, name);
			const opened = await this.#openUnderLock(current, passphrase);
			return this.#reseal(transaction, current, current.name, { ...opened, key });
		});
	}

	/**
	 * Removes a profile with its secrets and its key; they need not open. Files that its entry no longer names go as well, with their
	 * keys: damaged copies, and the Pages of an entry that is damaged. `isKeyLeft`: the keychain did not forget a key, which opens nothing any more; a later change tries again.
	 */
	async remove(name: string): Promise<{ isKeyLeft: boolean }> {
		const gone = await this.#store.transact(async ({ state, commit }) => {
			const current = entryOf(state, name);
			const profiles = state.profiles.filter((entry) => entry !== current);
			const known = [...leftoversOf(current), ...current.damaged];
			const others = this.#files
				.filesOf(current.name)
				.filter(({ file }) => !known.some((leftover) => leftover.file === file));
			const left = [...known, ...others];
			commit({ ...state, profiles, leftovers: [...state.leftovers, ...left] });
			return new Set(left.map(({ file }) => file));
		});
		const { leftovers } = await this.#store.read();
		return { isKeyLeft: leftovers.some(({ file, key }) => gone.has(file) && key?.kind === 'keychain') };
	}

	async #saveKept(
		profile: Profile,
		secrets: ProfileSecrets,
		passphrase?: Secret,
		expected?: Expected,
	): Promise<SavedReading> {
		const name = checkedName(profile.name);
		await this.#warm(name, passphrase);
		return this.#store.transact(async (transaction) => {
			const current = entryOf(transaction.state, name);
			refuseOther(name, current, profile, expected);
			const { key, secrets: kept, others } = await this.#openUnderLock(current, passphrase);
			if (profile.revision !== undefined && profile.revision !== asKept(current).revision) {
				const { stored, before } = await this.#readUnderLock(current);
				const found = withFindings(stored, { checked: profile, found: profile });
				const amended = await this.#amend(transaction, current, found, before);
				return { profile: amended, secrets: kept, isSuperseded: true };
			}
			const saved = await this.#replace(transaction, current, { ...profile, name }, { secrets, key, others });
			return { profile: saved, secrets, isSuperseded: false };
		});
	}

	/** Puts a profile with its Pages and its secrets in the place of another, or of none. */
	async #replace(
		transaction: Transaction,
		current: Entry | undefined,
		profile: Profile,
		sealing: Omit<Sealing, 'isNewKey'>,
	): Promise<StoredProfile> {
		const { pages } = profile;
		const facts = factsOf(profile);
		const { name } = facts;
		const before = current ? this.#files.pages.contentOrNone(current) : null;
		const next = {
			...facts,
			...this.#newSealed(name, sealing.key),
			pages: this.#newPages(name, pages, current, before),
			damaged: current?.damaged ?? [],
			origin: current?.origin,
		};
		const write = async () => {
			const isNewKey = sealing.key.id !== current?.sealed?.keyId;
			await this.#files.sealed.write(next, { ...sealing, isNewKey });
			await this.#files.pages.write(next.pages.file, pages, before);
		};
		await this.#exchange(transaction, current, next, write, before !== null);
		return { ...asKept(next), pages };
	}

	/** Seals the secrets of a profile anew, for another name or with another key; its Pages stay where they are. */
	async #reseal(
		transaction: Transaction,
		current: Entry,
		name: string,
		sealing: Omit<Sealing, 'isNewKey'>,
	): Promise<KeptProfile> {
		const next = { ...current, name, ...this.#newSealed(name, sealing.key) };
		await this.#exchange(transaction, current, next, () =>
			this.#files.sealed.write(next, { ...sealing, isNewKey: sealing.key.id !== current.sealed?.keyId }),
		);
		return asKept(next);
	}

	/** Stores other facts and Pages of a profile; its name and its secrets stay. */
	async #amend(
		transaction: Transaction,
		current: Entry,
		profile: Profile,
		before: PagesContent,
	): Promise<StoredProfile> {
		const { pages } = profile;
		const { name } = current;
		const next = { ...current, ...factsOf(profile), name, pages: this.#newPages(name, pages, current, before) };
		const write = () => this.#files.pages.write(next.pages.file, pages, before);
		await this.#exchange(transaction, current, next, write);
		return { ...asKept(next), pages };
	}

	#newSealed(name: string, { id, source }: SealingKey) {
		const sealed = { file: this.#files.sealed.newName(name), keyId: id };
		return { storage: source.kind, savedAt: this.#now(), sealed };
	}

	/** A worst verdict that this program does not know stays as long as the verdicts do. */
	#newPages(name: string, pages: readonly StoredPage[], current: Entry | undefined, before: PagesContent | null) {
		const digest = summarizePages(pages);
		const place = current?.pages;
		const isWorstKept =
			place && !Array.isArray(place) && before && summarizePages(pagesIn(before.pages)).worst === digest.worst;
		return { file: this.#files.pages.newName(name), ...digest, worst: isWorstKept ? place.worst : digest.worst };
	}

	/** Puts an entry in the place of another, or of none, once what of it is new was written. */
	async #exchange(
		{ state, commit }: Transaction,
		current: Entry | undefined,
		next: Entry,
		write: () => Promise<void>,
		arePagesWhole = true,
	): Promise<void> {
		const { leftovers } = state;
		commit({ ...state, leftovers: [...leftovers, ...leftoversOf(next, current)] });
		await write();
		const old = current ? this.#files.superseded(current, next, arePagesWhole) : { leftovers: [], damaged: [] };
		commit({
			...state,
			profiles: [
				...state.profiles.filter((entry) => entry !== current),
				old.damaged.length > 0 ? { ...next, damaged: [...next.damaged, ...old.damaged] } : next,
			],
			leftovers: [...leftovers, ...old.leftovers],
		});
	}

	#open(entry: Entry, passphrase = this.#passphrase) {
		return this.#files.sealed.open(entry, passphrase);
	}

	/**
	 * Reads files of a profile, and asks for their key; nothing is locked, moved or written. What fails may be another's work,
	 * who has taken the old files and key away by now: then what is there since is read.
	 */
	async #readFiles<T>(name: string, read: (entry: Entry) => Promise<T>): Promise<T> {
		let entry = entryOf(await this.#store.read(), name);
		for (let attempt = 1; ; attempt++) {
			try {
				return await read(entry);
			} catch (error) {
				const current = entryOf(await this.#store.read(), name);
				if (attempt === MOST_ATTEMPTS || hasSameFiles(entry, current)) {
					throw error instanceof ProfileFileError ? damaged(entry, error) : asDiskProblem(error, this.folder);
				}
				entry = current;
			}
		}
	}

	/**
	 * What is stored of a profile, which nobody else can replace meanwhile, and the form in which its Pages are stored.
	 * @throws {ProblemError} `store-damaged`
	 */
	#readUnderLock(entry: Entry): Promise<{ stored: StoredProfile; before: PagesContent }> {
		return this.#files.underLock(entry, () => {
			const before = this.#files.pages.content(entry);
			return { stored: { ...asKept(entry), pages: pagesIn(before.pages) }, before };
		});
	}

	#openUnderLock(entry: Entry, passphrase?: Secret) {
		return this.#files.underLock(entry, () => this.#open(entry, passphrase));
	}

	/** Finds the key before the lock is taken, so that nobody has to wait meanwhile. Whatever fails, fails under the lock. */
	async #warm(name: string, passphrase?: Secret): Promise<void> {
		const entry = entryNamed(await this.#store.read(), name);
		if (entry) await this.#open(entry, passphrase).catch(() => {});
	}
}

/** How often a profile is read that others replace all the time. */
const MOST_ATTEMPTS = 100;

function hasSameFiles(entry: Entry, other: Entry): boolean {
	return entry.sealed?.file === other.sealed?.file && pagesFileOf(entry) === pagesFileOf(other);
}

function keychainOf(env: NodeJS.ProcessEnv, patience: KeychainPatience): Keychain {
	const isOff = env.FB_TOKEN_TUI_KEYCHAIN?.trim().toLowerCase() === 'off';
	return new Keychain(isOff ? null : systemKeychain(env), patience);
}

function checkedName(text: string): string {
	const complaint = complaintAboutName(text);
	if (complaint) throw new ProfileNameError(complaint);
	return cleanProfileName(text);
}

/** Another program may have saved under the name since what is expected there was found out. */
function refuseOther(
	name: string,
	current: Entry | undefined,
	{ graphUrl }: Profile,
	expected: Expected | undefined,
): void {
	if (!current) return;
	const trouble = problemOfOtherHost(current, graphUrl, { isToSave: true });
	if (trouble) throw new ProblemError(trouble);
	if (expected === undefined) return;
	if (typeof expected === 'string') throw new ProfileNameError(`There is a profile named "${name}" already.`);
	const { app, user } = expected;
	const isOther = current.app.id !== app.id || (user !== null && current.user !== null && current.user.id !== user.id);
	if (isOther) throw new ProfileNameError(`The profile "${name}" is another app's or person's by now.`);
}
