import { join } from 'node:path';
import { ProblemError, problem } from '../domain/problem.ts';
import { asDiskProblem } from './files.ts';
import { type Lock, withLock } from './lock.ts';
import type { Leftover, State } from './profile-schema.ts';
import { StateDamagedError, StateFile } from './state-file.ts';

/** The state under the lock. */
export type Transaction = {
	/** What is stored now. */
	readonly state: State;
	/** Stores another state, at one moment. */
	commit(state: State): void;
};

/** The state of one folder, and the lock under which it changes. Errors of the file system come out as the problem `disk`. */
export class Store {
	readonly #folder: string;
	readonly #file: StateFile;
	readonly #now: () => number;
	readonly #discard: (leftover: Leftover) => Promise<void>;

	/** `discard` removes what is left over; it fails when that has to be tried again another time. */
	constructor(folder: string, now: () => number, discard: (leftover: Leftover) => Promise<void>) {
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
			// Under the lock it is either damaged still, which is said there, or others have changed it meanwhile.
			return this.transact(async ({ state }) => state);
		}
	}

	/**
	 * Does some work while no other process changes the state. Where the work has changed what is left over, or has failed,
	 * that is cleaned up; what cannot be cleaned up now stays on the list.
	 */
	async transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
		try {
			return await withLock(join(this.#folder, 'lock'), (lock) => this.#transactUnder(lock, work));
		} catch (error) {
			throw asDiskProblem(error, this.#folder);
		}
	}

	async #transactUnder<T>(lock: Lock, work: (transaction: Transaction) => Promise<T>): Promise<T> {
		const file = this.#file;
		const before = this.#readUnderLock();
		const transaction = {
			state: before,
			commit(state: State) {
				lock.assertHeld();
				file.write(state);
				transaction.state = state;
			},
		};
		try {
			return await work(transaction);
		} finally {
			if (transaction.state.leftovers !== before.leftovers) await this.#sweep(transaction);
		}
	}

	async #sweep(transaction: Transaction): Promise<void> {
		try {
			const leftovers: Leftover[] = [];
			for (const leftover of transaction.state.leftovers) {
				await this.#discard(leftover).catch(() => leftovers.push(leftover));
			}
			transaction.commit({ ...transaction.state, leftovers });
		} catch {
			// What was asked for is done, or has failed with a reason of its own.
		}
	}

	#readUnderLock(): State {
		try {
			return this.#file.read();
		} catch (error) {
			if (!(error instanceof StateDamagedError)) throw error;
			const aside = this.#file.setAside(this.#now());
			throw new ProblemError(
				problem('store-damaged', {
					title: 'The stored profiles are damaged',
					cause: `${this.#file.path} is not what this program writes.${aside ? ` It is kept as ${aside}.` : ''}`,
					remedy: 'Repair it or bring it back from a backup; or connect again, which begins a new one.',
				}),
			);
		}
	}
}
