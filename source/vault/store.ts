import { join } from 'node:path';
import { ProblemError, problem } from '../domain/problem.ts';
import { withoutNeeded } from './entries.ts';
import { asDiskProblem, makePrivateFolder, removeParts, replaceFile } from './files.ts';
import { withLock } from './lock.ts';
import { type Leftover, type State, stateToStore } from './profile-schema.ts';
import { STATE_FILE, StateDamagedError, StateFile } from './state-file.ts';

/** The state under the lock. */
export type Transaction = {
	/** What is stored now. */
	readonly state: State;
	/** Stores another state, at one moment. */
	commit(state: State): void;
};

/** How what is left over is removed; what fails has to be tried again another time. */
export type Discard = {
	/** What lies in the folder. */
	fromFolder(leftover: Leftover): void;
	/** A key in the keychain, which may take its time: nobody has to wait for it. */
	fromKeychain(leftover: Leftover): Promise<void>;
};

/** The state of one folder, and the lock under which it changes. Errors of the file system come out as the problem `disk`. */
export class Store {
	readonly #folder: string;
	readonly #file: StateFile;
	readonly #now: () => number;
	readonly #discard: Discard;
	/** The paths of damaged lists of profiles that were kept under another name. */
	readonly setAside: string[] = [];

	constructor(folder: string, now: () => number, discard: Discard) {
		this.#folder = folder;
		this.#file = new StateFile(folder);
		this.#now = now;
		this.#discard = discard;
	}

	/**
	 * What is stored now; nothing is locked or written. With `beginsAnew` a damaged list of profiles counts as empty.
	 * @throws {ProblemError} `store-damaged`, `disk`
	 */
	async read({ beginsAnew = false } = {}): Promise<State> {
		try {
			return this.#file.read();
		} catch (error) {
			if (!(error instanceof StateDamagedError)) throw asDiskProblem(error, this.#folder);
			if (beginsAnew) return { profiles: [], leftovers: [] };
			throw damaged(this.#file.path);
		}
	}

	/**
	 * Does some work while no other process changes the state. Where the work has changed what is left over, or has failed,
	 * that is cleaned up; what cannot be cleaned up now stays on the list. Keys leave the keychain after the lock is given back.
	 * With `beginsAnew` a damaged list of profiles counts as empty: it is kept under another name before it is replaced.
	 */
	async transact<T>(work: (transaction: Transaction) => Promise<T>, { beginsAnew = false } = {}): Promise<T> {
		const keys: Leftover[] = [];
		try {
			return await this.#locked((write) => this.#transactUnder(write, work, keys, beginsAnew));
		} catch (error) {
			throw asDiskProblem(error, this.#folder);
		} finally {
			await this.#sweepKeychain(keys);
		}
	}

	/** Does some work that may write, under the lock. */
	#locked<T>(work: (write: (state: State) => void) => Promise<T>): Promise<T> {
		return withLock(join(this.#folder, 'lock'), (lock) =>
			work((state) => {
				lock.assertHeld();
				makePrivateFolder(this.#folder);
				removeParts(this.#folder, STATE_FILE);
				replaceFile(this.#file.path, JSON.stringify(stateToStore(state)));
			}),
		);
	}

	/** Puts into `keys` what is left over in the keychain. */
	async #transactUnder<T>(
		write: (state: State) => void,
		work: (transaction: Transaction) => Promise<T>,
		keys: Leftover[],
		beginsAnew: boolean,
	): Promise<T> {
		const stored = this.#readUnderLock(beginsAnew);
		const before: State = stored ?? { profiles: [], leftovers: [] };
		let isInTheWay = stored === null;
		const transaction = {
			state: before,
			commit: (state: State) => {
				if (isInTheWay) this.#setAside();
				isInTheWay = false;
				write(state);
				transaction.state = state;
			},
		};
		try {
			return await work(transaction);
		} finally {
			if (transaction.state.leftovers !== before.leftovers) keys.push(...this.#sweepFolder(transaction));
		}
	}

	/** Gives what is left over in the keychain. */
	#sweepFolder(transaction: Transaction): Leftover[] {
		try {
			const { state } = transaction;
			const leftovers = withoutNeeded(state);
			const failed = leftovers.filter((leftover) => !succeeds(() => this.#discard.fromFolder(leftover)));
			const keys = leftovers.filter((leftover) => leftover.key?.kind === 'keychain' && !failed.includes(leftover));
			transaction.commit({ ...state, leftovers: [...failed, ...keys] });
			return keys;
		} catch {
			// What was asked for is done, or has failed with a reason of its own.
			return [];
		}
	}

	/** No profile needs these keys, nor ever will. A keychain that fails once is not asked again: each time may cost seconds. */
	async #sweepKeychain(leftovers: readonly Leftover[]): Promise<void> {
		const gone = new Set<string>();
		try {
			for (const leftover of leftovers) {
				await this.#discard.fromKeychain(leftover);
				gone.add(leftover.file);
			}
		} catch {
			// They stay on the list.
		}
		if (gone.size === 0) return;
		try {
			await this.#locked(async (write) => {
				const state = this.#file.read();
				write({ ...state, leftovers: state.leftovers.filter(({ file }) => !gone.has(file)) });
			});
		} catch {
			// To forget a key twice does no harm.
		}
	}

	/** Null for a damaged list of profiles, where a new one may be begun. */
	#readUnderLock(beginsAnew: boolean): State | null {
		try {
			return this.#file.read();
		} catch (error) {
			if (!(error instanceof StateDamagedError)) throw error;
			if (beginsAnew) return null;
			throw damaged(this.#file.path);
		}
	}

	#setAside(): void {
		const path = this.#file.setAside(this.#now());
		if (path === null) throw damaged(this.#file.path);
		this.setAside.push(path);
	}
}

function succeeds(work: () => void): boolean {
	try {
		work();
		return true;
	} catch {
		return false;
	}
}

function damaged(path: string): ProblemError {
	return new ProblemError(problem('store-damaged', { kind: 'damaged-store', path }));
}
