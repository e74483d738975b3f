import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withoutNeeded } from './entries.ts';
import { asDiskProblem, makePrivateFolder, quarantine, removeParts, replaceFile, tryToWrite } from './files.ts';
import { pagesFolder, sealedFolder } from './folder.ts';
import { withLock } from './lock.ts';
import { type PendingDelete, type State, stateToStore } from './profile-schema.ts';
import { EMPTY_STATE, identityOfState, isDamagedState, readStateFile, STATE_FILE } from './state-file.ts';
import { attempt } from './tolerant.ts';

/** The state under the lock. */
export type Transaction = {
	/** What is stored now. */
	readonly state: State;
	/** Stores another state, at one moment. */
	commit(state: State): void;
};

/** How a pending delete is done. One that fails is tried again after a later change. */
export type Discard = {
	/** Removes what lies in the folder. */
	fromFolder(pending: PendingDelete): void;
	/** Removes a key from the keychain. That may be slow, so nobody waits for it under the lock. */
	fromKeychain(pending: PendingDelete): Promise<void>;
};

/** The state of one folder, and the lock under which it changes. Errors of the file system come out as the problem `disk`. */
export class Store {
	readonly #folder: string;
	readonly #now: () => number;
	readonly #discard: Discard;
	/** What was read last. Every change puts a new file in the place of the list. */
	#known: { identity: string | null; state: State } | null = null;
	/** The paths to which damaged lists of profiles were moved. */
	readonly quarantined: string[] = [];

	constructor(folder: string, now: () => number, discard: Discard) {
		this.#folder = folder;
		this.#now = now;
		this.#discard = discard;
	}

	/**
	 * What is stored now; nothing is locked or written. With `beginsAnew` a damaged list of profiles counts as empty.
	 * @throws {ProblemError} `store-damaged`, `disk`
	 */
	read({ beginsAnew = false } = {}): State {
		try {
			const identity = identityOfState(this.#folder);
			if (identity === null || identity !== this.#known?.identity) {
				this.#known = { identity, state: readStateFile(this.#folder) };
			}
			return this.#known.state;
		} catch (error) {
			if (beginsAnew && isDamagedState(error)) return EMPTY_STATE;
			throw asDiskProblem(error, this.#folder);
		}
	}

	/** Fails where nothing could be stored; found out by writing a file that is removed again. */
	assertWritable(): void {
		try {
			tryToWrite(this.#folder);
			for (const folder of [join(this.#folder, 'lock'), sealedFolder(this.#folder), pagesFolder(this.#folder)]) {
				if (existsSync(folder)) tryToWrite(folder);
			}
		} catch (error) {
			throw asDiskProblem(error, this.#folder);
		}
	}

	/**
	 * Does some work while no other process changes the state. If the work changed the pending deletes, or failed, they are
	 * done now; those that fail stay on the list. Keys leave the keychain after the lock is released. With `beginsAnew` a
	 * damaged list of profiles counts as empty, and is quarantined before it is replaced.
	 */
	async transact<T>(work: (transaction: Transaction) => Promise<T>, { beginsAnew = false } = {}): Promise<T> {
		const keys: PendingDelete[] = [];
		try {
			return await this.#locked((write) => this.#transactUnder(write, work, keys, beginsAnew));
		} catch (error) {
			throw asDiskProblem(error, this.#folder);
		} finally {
			await this.#sweepKeychain(keys);
		}
	}

	#locked<T>(work: (write: (state: State) => void) => Promise<T>): Promise<T> {
		return withLock(join(this.#folder, 'lock'), (lock) =>
			work((state) => {
				lock.assertHeld();
				makePrivateFolder(this.#folder);
				removeParts(this.#folder, STATE_FILE);
				replaceFile(join(this.#folder, STATE_FILE), JSON.stringify(stateToStore(state)));
			}),
		);
	}

	/** Puts into `keys` what has to leave the keychain. */
	async #transactUnder<T>(
		write: (state: State) => void,
		work: (transaction: Transaction) => Promise<T>,
		keys: PendingDelete[],
		beginsAnew: boolean,
	): Promise<T> {
		let damage: unknown = null;
		let before = EMPTY_STATE;
		try {
			before = readStateFile(this.#folder);
		} catch (error) {
			if (!beginsAnew || !isDamagedState(error)) throw error;
			damage = error;
		}
		const transaction = {
			state: before,
			commit: (state: State) => {
				if (damage) this.#quarantine(damage);
				damage = null;
				write(state);
				transaction.state = state;
			},
		};
		try {
			return await work(transaction);
		} finally {
			if (transaction.state.pendingDeletes !== before.pendingDeletes) keys.push(...this.#sweepFolder(transaction));
		}
	}

	/** Gives what has to leave the keychain. */
	#sweepFolder(transaction: Transaction): PendingDelete[] {
		try {
			const { state } = transaction;
			const pending = withoutNeeded(state);
			const discarded = pending.filter((one) =>
				attempt(() => {
					this.#discard.fromFolder(one);
					return true;
				}),
			);
			const keys = discarded.filter((one) => one.key?.kind === 'keychain');
			const failed = pending.filter((one) => !discarded.includes(one));
			transaction.commit({ ...state, pendingDeletes: [...failed, ...keys] });
			return keys;
		} catch {
			// What was asked for is done, or has failed with a reason of its own.
			return [];
		}
	}

	/** No profile needs these keys, nor ever will. A keychain that fails once is not asked again: each time may cost seconds. */
	async #sweepKeychain(pending: readonly PendingDelete[]): Promise<void> {
		const gone = new Set<string>();
		try {
			for (const one of pending) {
				await this.#discard.fromKeychain(one);
				gone.add(one.file);
			}
		} catch {
			// They stay on the list.
		}
		if (gone.size === 0) return;
		try {
			await this.#locked(async (write) => {
				const state = readStateFile(this.#folder);
				write({ ...state, pendingDeletes: state.pendingDeletes.filter(({ file }) => !gone.has(file)) });
			});
		} catch {
			// Removing a key twice does no harm.
		}
	}

	#quarantine(damage: unknown): void {
		const path = quarantine(join(this.#folder, STATE_FILE), this.#now());
		if (path === null) throw damage;
		this.quarantined.push(path);
	}
}
