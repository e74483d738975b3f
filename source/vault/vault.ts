import { compareNames } from '../domain/compare-names.ts';
import { assertSameHost } from '../domain/graph-host.ts';
import type { KeychainState } from '../domain/keychain-state.ts';
import { ProblemError } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { entryNamed, entryOf, hasSameFiles, pendingDeletesOf, toListItem, toMetadata } from './entries.ts';
import { checkedName, type Expected, refuseOther, takenName } from './expected.ts';
import { asDiskProblem } from './files.ts';
import { withFindings } from './findings.ts';
import { configFolder, sealedFolder } from './folder.ts';
import { KEYCHAIN_TIMEOUT, type Keychain, type KeychainPatience } from './keychain.ts';
import { keychainOf } from './keychain-process.ts';
import { Keys, type ScryptCost } from './keys.ts';
import {
	freeName,
	type KeptProfile,
	type ListedProfile,
	type Profile,
	type ProfileSecrets,
	type StoredProfile,
} from './profile.ts';
import { ProfileFiles } from './profile-files.ts';
import { countUnreadable, type Entry } from './profile-schema.ts';
import { ProfileWriter } from './profile-writer.ts';
import { type Protection, passphraseFrom } from './protection.ts';
import { Store } from './store.ts';

/** A profile with its secrets. */
export type OpenProfile = { profile: StoredProfile; secrets: ProfileSecrets };

/** What is stored after a reading was saved; `isSuperseded`: others have saved meanwhile, and it is theirs. */
export type SavedReading = OpenProfile & { isSuperseded: boolean };

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
 * What a change makes, or will remove, is a pending delete in `profiles.json` before that, so the next change cleans up after
 * one that was killed.
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
	readonly #writer: ProfileWriter;
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
		this.#files = new ProfileFiles(this.folder, this.#keys);
		this.#writer = new ProfileWriter(this.#files, now);
		this.#store = new Store(this.folder, now, {
			fromFolder: (pending) => this.#files.discard(pending),
			fromKeychain: async ({ profile, key }) => {
				if (key) await this.#keys.forget({ ...key, profile });
			},
		});
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
		const state = this.#store.read({ beginsAnew: isToSave });
		this.#unreadable = countUnreadable(state);
		return state.profiles.map(toListItem).sort((a, b) => compareNames(a.name, b.name));
	}

	/** How many profiles the last {@link list} could not read at all. They stay in the file as they are. */
	get unreadable(): number {
		return this.#unreadable;
	}

	/** The name of the profile that {@link use} has made the default one, which may be gone since; null for none. */
	async defaultName(): Promise<string | null> {
		return this.#store.read().defaultProfile;
	}

	/** Makes a profile the default one, for where none is named. A new name of it counts as well. */
	use(name: string): Promise<KeptProfile> {
		return this.#store.transact(async ({ state, commit }) => {
			const entry = entryOf(state, name);
			if (state.defaultProfile !== entry.name) commit({ ...state, defaultProfile: entry.name });
			return toMetadata(entry);
		});
	}

	/** One profile out of that list. */
	async find(name: string): Promise<ListedProfile> {
		return toListItem(entryOf(this.#store.read(), name));
	}

	/** The paths to which this vault moved the damaged files that were in its way. */
	get quarantined(): readonly string[] {
		return [...this.#store.quarantined, ...this.#files.quarantined];
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
		this.#store.assertWritable();
	}

	/**
	 * Stores a profile as a whole, in place of one of the same name. A `protection` seals with a new key; `'keep'` with the key
	 * that the profile has, as {@link saveReading} does. `expected` is what must be stored under the name at that moment: without
	 * it, the later of two saves stays.
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
		if (protection === 'keep') return (await this.saveReading({ profile, secrets }, passphrase, expected)).profile;
		const key = await this.#keys.create(protection);
		return this.#store.transact(
			async (transaction) => {
				const { profiles } = transaction.state;
				const taken = profiles.map(({ name }) => name);
				const name = expected === 'new-numbered' ? checkedName(freeName(wanted, taken)) : wanted;
				const current = entryNamed(transaction.state, name);
				refuseOther(name, current, profile, expected);
				return this.#writer.replace(transaction, current, { ...profile, name }, { secrets, key });
			},
			{ beginsAnew: true },
		);
	}

	/**
	 * Stores a profile that was loaded and has changed, under the key that it has. If another process saved it meanwhile, that
	 * save stays with its secrets, and only what was found out about the same tokens is added to it. Gives what is stored now.
	 */
	async saveReading(
		{ profile, secrets }: { profile: Profile; secrets: ProfileSecrets },
		passphrase?: Secret,
		expected?: Expected,
	): Promise<SavedReading> {
		const name = checkedName(profile.name);
		await this.#preloadKey(name, passphrase);
		return this.#store.transact(async (transaction) => {
			const current = entryOf(transaction.state, name);
			refuseOther(name, current, profile, expected);
			const { key, secrets: kept, others } = await this.#open(current, passphrase);
			if (profile.revision !== undefined && profile.revision !== toMetadata(current).revision) {
				const amended = await this.#writer.amend(transaction, current, (stored) =>
					withFindings(stored, { checked: profile, found: profile }),
				);
				return { profile: amended, secrets: kept, isSuperseded: true };
			}
			const saved = await this.#writer.replace(transaction, current, { ...profile, name }, { secrets, key, others });
			return { profile: saved, secrets, isSuperseded: false };
		});
	}

	/**
	 * Changes the facts and Pages of a profile, not its name and secrets; no key is needed. `change` gets what is stored at that
	 * moment, so nothing is lost that another process has saved meanwhile.
	 */
	amend(name: string, change: (profile: StoredProfile) => Profile): Promise<StoredProfile> {
		return this.#store.transact(async (transaction) =>
			this.#writer.amend(transaction, entryOf(transaction.state, name), change),
		);
	}

	/**
	 * Gives a profile another name. Its secrets are sealed again, because they open only under that name.
	 * @throws {ProfileNameError} for a name that cannot be one, or that another profile has.
	 */
	async rename(from: string, to: string, passphrase?: Secret): Promise<KeptProfile> {
		const name = checkedName(to);
		await this.#preloadKey(from, passphrase);
		return this.#store.transact(async (transaction) => {
			const current = entryOf(transaction.state, from);
			if (name === current.name) return toMetadata(current);
			if (entryNamed(transaction.state, name)) throw takenName(name);
			const { key, ...opened } = await this.#open(current, passphrase);
			// A keychain entry bears the profile's name.
			const next = key.source.kind === 'keychain' ? await this.#keys.create({ kind: 'keychain' }) : key;
			return this.#writer.reseal(transaction, current, name, { ...opened, key: next });
		});
	}

	/**
	 * Seals a profile with a new key, under the same protection or another; `passphrase` is the old one. At every moment one of
	 * the two keys opens it.
	 */
	async protect(name: string, protection: Protection, passphrase?: Secret): Promise<KeptProfile> {
		const key = await this.#keys.create(protection);
		await this.#preloadKey(name, passphrase);
		return this.#store.transact(async (transaction) => {
			const current = entryOf(transaction.state, name);
			const opened = await this.#open(current, passphrase);
			return this.#writer.reseal(transaction, current, current.name, { ...opened, key });
		});
	}

	/**
	 * Removes a profile with its secrets and its key, which need not open. Files that its entry no longer names go as well, with
	 * their keys: damaged copies, and the Pages of a damaged entry. `isKeyLeft`: a key, now useless, is still in the keychain; a
	 * later change tries to remove it again.
	 */
	async remove(name: string): Promise<{ isKeyLeft: boolean }> {
		const gone = await this.#store.transact(async ({ state, commit }) => {
			const current = entryOf(state, name);
			const profiles = state.profiles.filter((entry) => entry !== current);
			const known = [...pendingDeletesOf(current), ...current.damaged];
			const others = this.#files
				.filesOf(current.name)
				.filter(({ file }) => !known.some((pending) => pending.file === file));
			const left = [...known, ...others];
			commit({ ...state, profiles, pendingDeletes: [...state.pendingDeletes, ...left] });
			return new Set(left.map(({ file }) => file));
		});
		const { pendingDeletes } = this.#store.read();
		return { isKeyLeft: pendingDeletes.some(({ file, key }) => gone.has(file) && key?.kind === 'keychain') };
	}

	#open(entry: Entry, passphrase = this.#passphrase) {
		return this.#files.sealed.open(entry, passphrase);
	}

	/**
	 * Reads files of a profile, and asks for their key; nothing is locked, moved or written. If that fails because another
	 * process has replaced the files and the key meanwhile, the new ones are read.
	 */
	async #readFiles<T>(name: string, read: (entry: Entry) => Promise<T>): Promise<T> {
		let entry = entryOf(this.#store.read(), name);
		for (let attempt = 1; ; attempt++) {
			try {
				return await read(entry);
			} catch (error) {
				const current = entryOf(this.#store.read(), name);
				if (attempt === MOST_ATTEMPTS || hasSameFiles(entry, current)) {
					throw asDiskProblem(error, this.folder);
				}
				entry = current;
			}
		}
	}

	/** Finds the key before the lock is taken, so that nobody has to wait meanwhile. Whatever fails, fails under the lock. */
	async #preloadKey(name: string, passphrase?: Secret): Promise<void> {
		const entry = entryNamed(this.#store.read(), name);
		if (entry) await this.#open(entry, passphrase).catch(() => {});
	}
}

/** How often a profile is read that others replace all the time. */
const MOST_ATTEMPTS = 100;
