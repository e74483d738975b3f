import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { compareNames } from '../domain/compare-names.ts';
import { ProblemError } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { asStored, damaged, entryNamed, entryOf, leftoverOf } from './entries.ts';
import type { SealingKey } from './envelope.ts';
import { asDiskProblem, tryToWrite } from './files.ts';
import { withFindings } from './findings.ts';
import { configFolder } from './folder.ts';
import { Keychain } from './keychain.ts';
import { systemKeychain } from './keychain-process.ts';
import type { KeychainState } from './keychain-state.ts';
import { Keys, type ScryptCost } from './keys.ts';
import {
	cleanProfileName,
	complaintAboutName,
	freeName,
	type Profile,
	ProfileNameError,
	type ProfileSecrets,
	type StoredProfile,
} from './profile.ts';
import { type Entry, type Leftover, ProfileSchema } from './profile-schema.ts';
import { type Protection, passphraseFrom } from './protection.ts';
import { SealedFileError, SealedFiles } from './sealed-files.ts';
import { Store, type Transaction } from './store.ts';

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
	/** The system's, unless given. */
	keychain?: Keychain;
	scryptCost?: ScryptCost;
};

/**
 * The profiles in the folder of the environment, and their secrets.
 *
 * `profiles.json` names for each profile the sealed file that holds its secrets. Whatever changes the secrets or their
 * protection writes a new sealed file, under a new key where the protection is new; the write of `profiles.json` that then
 * names it is the one moment of the change. Only after that the old file and key are removed. What a change makes, or will
 * remove, stands beforehand among the leftovers in `profiles.json`, so the next one cleans up after one that was killed.
 *
 * All methods throw a {@link ProblemError} for what can happen to a store: `store-locked`, `store-damaged`,
 * `keychain-unavailable`, `disk`, and `not-found` for a profile that is not there. A passphrase is needed for a profile
 * that is sealed with one; without it that of the environment counts, or the key that an earlier call has found.
 */
export class Vault {
	/** The folder of all that is stored, as an absolute path. */
	readonly folder: string;
	readonly #store: Store;
	readonly #files: SealedFiles;
	readonly #keys: Keys;
	readonly #now: () => number;
	readonly #passphrase: Secret | null;

	constructor({
		env,
		now = () => Math.floor(Date.now() / 1000),
		keychain = keychainOf(env),
		scryptCost,
	}: VaultOptions) {
		this.folder = configFolder(env);
		const sealed = join(this.folder, 'sealed');
		this.#keys = new Keys(sealed, keychain, scryptCost);
		this.#files = new SealedFiles(sealed, this.#keys);
		this.#store = new Store(this.folder, now, {
			fromFolder: (leftover) => this.#discard(leftover),
			fromKeychain: async ({ profile, key }) => {
				if (key) await this.#keys.forget({ ...key, profile });
			},
		});
		this.#now = now;
		this.#passphrase = passphraseFrom(env);
	}

	/** Whether the keychain can keep keys, found out by keeping one; takes up to three seconds. */
	keychainState(): Promise<KeychainState> {
		return this.#keys.keychainState();
	}

	/** All profiles by name, without their secrets: neither a key nor the network is needed. */
	async list(): Promise<StoredProfile[]> {
		const { profiles } = await this.#store.read();
		return profiles.map(asStored).sort((a, b) => compareNames(a.name, b.name));
	}

	/** One profile without its secrets. */
	async find(name: string): Promise<StoredProfile> {
		return asStored(entryOf(await this.#store.read(), name));
	}

	/** One profile with its secrets. A damaged sealed file is kept aside under another name. */
	async load(name: string, passphrase?: Secret): Promise<OpenProfile> {
		const entry = entryOf(await this.#store.read(), name);
		try {
			return { profile: asStored(entry), secrets: (await this.#open(entry, passphrase)).secrets };
		} catch (error) {
			if (!(error instanceof SealedFileError)) throw asDiskProblem(error, this.folder);
			return this.#loadUnderLock(entry, error, passphrase);
		}
	}

	/** Fails where nothing could be stored; found out by writing a file that is removed again. */
	assertWritable(): void {
		try {
			tryToWrite(this.folder);
			for (const name of ['lock', 'sealed']) {
				if (existsSync(join(this.folder, name))) tryToWrite(join(this.folder, name));
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
		return this.#store.transact(async (transaction) => {
			const { profiles } = transaction.state;
			const taken = profiles.map(({ name }) => name);
			const name = expected === 'new-numbered' ? checkedName(freeName(wanted, taken)) : wanted;
			const current = entryNamed(transaction.state, name);
			refuseOther(name, current, expected);
			return this.#replace(transaction, current, { ...profile, name }, secrets, key);
		});
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
			return amend(transaction, current, change(asStored(current)));
		});
	}

	/**
	 * Gives a profile another name. Its secrets are sealed anew, for they open under their own name alone.
	 * @throws {ProfileNameError} for a name that cannot be one, or that another profile has.
	 */
	async rename(from: string, to: string, passphrase?: Secret): Promise<StoredProfile> {
		const name = checkedName(to);
		await this.#warm(from, passphrase);
		return this.#store.transact(async (transaction) => {
			const current = entryOf(transaction.state, from);
			if (name === current.name) return asStored(current);
			if (entryNamed(transaction.state, name)) {
				throw new ProfileNameError(`There is a profile named "${name}" already.`);
			}
			const { secrets, key } = await this.#openUnderLock(current, passphrase);
			// A keychain entry bears the profile's name.
			const next = current.storage === 'keychain' ? await this.#keys.create({ kind: 'keychain' }) : key;
			return this.#replace(transaction, current, { ...current, name }, secrets, next);
		});
	}

	/**
	 * Seals a profile with a new key, under the same protection or another; `passphrase` is the one it has had. At every moment
	 * one of the two keys opens it.
	 */
	async protect(name: string, protection: Protection, passphrase?: Secret): Promise<StoredProfile> {
		const key = await this.#keys.create(protection);
		await this.#warm(name, passphrase);
		return this.#store.transact(async (transaction) => {
			const current = entryOf(transaction.state, name);
			const { secrets } = await this.#openUnderLock(current, passphrase);
			return this.#replace(transaction, current, current, secrets, key);
		});
	}

	/**
	 * Removes a profile with its secrets and its key; they need not open. `isKeyLeft`: the keychain did not forget the key,
	 * which opens nothing any more; a later change tries again.
	 */
	async remove(name: string): Promise<{ isKeyLeft: boolean }> {
		const { file } = await this.#store.transact(async ({ state, commit }) => {
			const current = entryOf(state, name);
			commit({
				...state,
				profiles: state.profiles.filter((entry) => entry !== current),
				leftovers: [...state.leftovers, leftoverOf(current, true)],
			});
			return current.sealed;
		});
		const { leftovers } = await this.#store.read();
		return { isKeyLeft: leftovers.some((leftover) => leftover.file === file && leftover.key?.kind === 'keychain') };
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
			refuseOther(name, current, expected);
			const stored = asStored(current);
			const { key, secrets: kept } = await this.#openUnderLock(current, passphrase);
			if (profile.revision !== undefined && profile.revision !== stored.revision) {
				const amended = amend(transaction, current, withFindings(stored, { checked: profile, found: profile }));
				return { profile: amended, secrets: kept, isSuperseded: true };
			}
			const saved = await this.#replace(transaction, current, { ...profile, name }, secrets, key);
			return { profile: saved, secrets, isSuperseded: false };
		});
	}

	/** Puts a profile with its secrets in the place of another, or of none. */
	async #replace(
		{ state, commit }: Transaction,
		current: Entry | undefined,
		profile: Profile,
		secrets: ProfileSecrets,
		key: SealingKey,
	): Promise<StoredProfile> {
		const isNewKey = key.id !== current?.sealed.keyId;
		const next: Entry = {
			...v.parse(ProfileSchema, profile),
			storage: key.source.kind,
			savedAt: this.#now(),
			sealed: { file: this.#files.newName(profile.name), keyId: key.id },
		};
		const { leftovers } = state;
		commit({ ...state, leftovers: [...leftovers, leftoverOf(next, isNewKey)] });
		await this.#files.write(next.sealed.file, next.name, secrets, key, isNewKey);
		commit({
			...state,
			profiles: [...state.profiles.filter((entry) => entry !== current), next],
			leftovers: [...leftovers, ...this.#superseded(current, isNewKey)],
		});
		return asStored(next);
	}

	/** What is left of a profile that was replaced. A damaged file stays, under another name, and so does its key. */
	#superseded(entry: Entry | undefined, withKey: boolean): Leftover[] {
		if (!entry) return [];
		if (this.#files.isWhole(entry.sealed.file)) return [leftoverOf(entry, withKey)];
		this.#files.setAside(entry.sealed.file, this.#now());
		return [];
	}

	#open(entry: Entry, passphrase = this.#passphrase) {
		return this.#files.open(entry, passphrase);
	}

	/** Opens what nobody else can replace meanwhile: a file that is damaged now is kept aside, and that is said. */
	async #openUnderLock(entry: Entry, passphrase?: Secret) {
		try {
			return await this.#open(entry, passphrase);
		} catch (error) {
			if (!(error instanceof SealedFileError)) throw error;
			throw damaged(entry, error, this.#files.setAside(entry.sealed.file, this.#now()));
		}
	}

	/** What does not open may be another's work by now; where there is no lock to be had, it counts as damaged. */
	async #loadUnderLock(entry: Entry, failure: SealedFileError, passphrase?: Secret): Promise<OpenProfile> {
		try {
			return await this.#store.transact(async ({ state }) => {
				const current = entryOf(state, entry.name);
				return { profile: asStored(current), secrets: (await this.#openUnderLock(current, passphrase)).secrets };
			});
		} catch (error) {
			const isUnlockable = error instanceof ProblemError && error.problem.code === 'disk';
			throw isUnlockable ? damaged(entry, failure, null) : error;
		}
	}

	/** Finds the key before the lock is taken, so that nobody has to wait meanwhile. Whatever fails, fails under the lock. */
	async #warm(name: string, passphrase?: Secret): Promise<void> {
		const entry = entryNamed(await this.#store.read(), name);
		if (entry) await this.#open(entry, passphrase).catch(() => {});
	}

	#discard({ profile, file, key }: Leftover): void {
		this.#files.discard(file);
		if (key) this.#keys.discardFile({ ...key, profile });
	}
}

function keychainOf(env: NodeJS.ProcessEnv): Keychain {
	return new Keychain(env.FB_TOKEN_TUI_KEYCHAIN === 'off' ? null : systemKeychain(env));
}

function checkedName(text: string): string {
	const complaint = complaintAboutName(text);
	if (complaint) throw new ProfileNameError(complaint);
	return cleanProfileName(text);
}

/** Stores other facts of a profile; its name and its secrets stay. */
function amend({ state, commit }: Transaction, current: Entry, facts: Profile): StoredProfile {
	const next = { ...current, ...v.parse(ProfileSchema, facts), name: current.name };
	commit({ ...state, profiles: state.profiles.map((entry) => (entry === current ? next : entry)) });
	return asStored(next);
}

/** Another program may have saved under the name since what is expected there was found out. */
function refuseOther(name: string, current: Entry | undefined, expected: Expected | undefined): void {
	if (expected === undefined || !current) return;
	if (typeof expected === 'string') throw new ProfileNameError(`There is a profile named "${name}" already.`);
	const { app, user } = expected;
	const isOther = current.app.id !== app.id || (user !== null && current.user !== null && current.user.id !== user.id);
	if (isOther) throw new ProfileNameError(`The profile "${name}" is another app's or person's by now.`);
}
