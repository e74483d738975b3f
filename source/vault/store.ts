import { join } from 'node:path';
import { ProblemError, problem } from '../domain/problem.ts';
import { asDiskProblem, makePrivateFolder } from './files.ts';
import { withLock } from './lock.ts';
import type { Leftover, State } from './profile-schema.ts';
import { STATE_FILE, StateDamagedError, StateFile } from './state-file.ts';
import { removeParts, writeJson } from './write-json.ts';

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

	constructor(folder: string, now: () => number, discard: Discard) {
		this.#folder = folder;
		this.#file = new StateFile(folder);
		this.#now = now;
		this.#discard = discard;
	}

	/**
	 * What is stored now; no lock is needed.
	 * @throws {ProblemError} `store-damaged`, `disk`
	 */
	async read(): Promise<State> {
		try {
			return this.#file.read();
		} catch (error) {
			if (!(error instanceof StateDamagedError)) throw asDiskProblem(error, this.#folder);
			return this.#readAgain();
		}
	}

	/**
	 * Does some work while no other process changes the state. Where the work has changed what is left over, or has failed,
	 * that is cleaned up; what cannot be cleaned up now stays on the list. Keys leave the keychain after the lock is given back.
	 */
	async transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
		const keys: Leftover[] = [];
		try {
			return await this.#locked((write) => this.#transactUnder(write, work, keys));
		} catch (error) {
			throw asDiskProblem(error, this.#folder);
		} finally {
			await this.#sweepKeychain(keys);
		}
	}

	/** Does some work that may write, under the lock. Only those who write load conf, which takes its time. */
	async #locked<T>(work: (write: (state: State) => void) => Promise<T>): Promise<T> {
		const { default: Conf } = await import('conf');
		return withLock(join(this.#folder, 'lock'), (lock) =>
			work((state) => {
				lock.assertHeld();
				makePrivateFolder(this.#folder);
				removeParts(this.#folder, STATE_FILE);
				writeJson(Conf, this.#folder, STATE_FILE, state);
			}),
		);
	}

	/** Under the lock it is either damaged still, or others have changed it meanwhile; where there is no lock to be had, damaged. */
	async #readAgain(): Promise<State> {
		try {
			return await this.transact(async ({ state }) => state);
		} catch (error) {
			const isUnlockable = error instanceof ProblemError && error.problem.code === 'disk';
			throw isUnlockable ? damaged(this.#file.path, null) : error;
		}
	}

	/** Puts into `keys` what is left over in the keychain. */
	async #transactUnder<T>(
		write: (state: State) => void,
		work: (transaction: Transaction) => Promise<T>,
		keys: Leftover[],
	): Promise<T> {
		const before = this.#readUnderLock();
		const transaction = {
			state: before,
			commit(state: State) {
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
			const failed = state.leftovers.filter((leftover) => !succeeds(() => this.#discard.fromFolder(leftover)));
			const keys = state.leftovers.filter(
				(leftover) => leftover.key?.kind === 'keychain' && !failed.includes(leftover),
			);
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

	#readUnderLock(): State {
		try {
			return this.#file.read();
		} catch (error) {
			if (!(error instanceof StateDamagedError)) throw error;
			throw damaged(this.#file.path, this.#file.setAside(this.#now()));
		}
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

function damaged(path: string, aside: string | null): ProblemError {
	return new ProblemError(
		problem('store-damaged', {
			title: 'The stored profiles are damaged',
			cause: `${path} is not what this program writes.${aside ? ` It is kept as ${aside}.` : ''}`,
			remedy: 'Repair it or bring it back from a backup; or connect again, which begins a new one.',
		}),
	);
}
