import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../source/graph/retry-policy.ts';

/** A clock on which every pause is over at once, as if it had been waited for. */
export class HastyClock implements Clock {
	/** The pauses so far, in milliseconds. */
	readonly pauses: number[] = [];
	#now = 0;

	now(): number {
		return this.#now;
	}

	async delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		this.pauses.push(milliseconds);
		this.#now += milliseconds;
	}
}

type Sleeper = { until: number; wake: () => void };

/** A clock that stands still until it is moved on by hand. */
export class StoppedClock implements Clock {
	readonly #sleepers = new Set<Sleeper>();
	#now = 0;

	now(): number {
		return this.#now;
	}

	delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
		return new Promise((resolve, reject) => {
			const stop = () => {
				this.#sleepers.delete(sleeper);
				reject(signal?.reason);
			};
			const wake = () => {
				signal?.removeEventListener('abort', stop);
				resolve();
			};
			const sleeper = { until: this.#now + Math.max(0, milliseconds), wake };
			if (signal?.aborted) return stop();
			signal?.addEventListener('abort', stop, { once: true });
			this.#sleepers.add(sleeper);
		});
	}

	/** How many wait for it. */
	get waiting(): number {
		return this.#sleepers.size;
	}

	/** Moves on, and wakes who waits in the order of their times. */
	async advance(milliseconds: number): Promise<void> {
		const end = this.#now + milliseconds;
		for (;;) {
			const [next] = [...this.#sleepers].filter(({ until }) => until <= end).sort((a, b) => a.until - b.until);
			if (!next) break;
			this.#sleepers.delete(next);
			this.#now = Math.max(this.#now, next.until);
			next.wake();
			await nextTurn();
		}
		this.#now = end;
	}
}
