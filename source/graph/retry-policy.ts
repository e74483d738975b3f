import { setTimeout as delay } from 'node:timers/promises';
import { type Problem, ProblemError, problem } from '../domain/problem.ts';
import { isRetryable } from '../domain/problem-text.ts';
import type { Waiting, WaitReason } from '../domain/waiting.ts';

/** A clock in milliseconds that never goes back. */
export type Clock = {
	now(): number;
	/** Rejects as soon as the signal is aborted. */
	delay(milliseconds: number, signal?: AbortSignal): Promise<void>;
};

/** The clock of this machine. */
export const MACHINE_CLOCK: Clock = {
	now: () => performance.now(),
	delay: (milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {}),
};

/**
 * Waits so many milliseconds.
 * @throws {ProblemError} `cancelled` as soon as the signal is aborted.
 */
export async function wait(clock: Clock, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
	try {
		signal?.throwIfAborted();
		await clock.delay(milliseconds, signal);
	} catch {
		throw new ProblemError(problem('cancelled'));
	}
}

/** How long calls may wait, and who is told. */
export type RetryOptions = {
	/** A longer pause of Meta's, in milliseconds, is not waited for; 0 unless given. */
	longestPauseMs?: number;
	/** Told of every pause when it begins, and of null when calls go on. */
	onWaiting?: ((waiting: Waiting | null) => void) | undefined;
	/** This machine's, unless given. */
	clock?: Clock;
};

/** The rate limit is reached. `seconds` is the pause that Meta asks for, null where it does not say. */
export class RateLimitError extends ProblemError {
	readonly seconds: number | null;

	constructor(subject: Problem, seconds: number | null) {
		super(seconds === null ? subject : problem('rate-limited', { kind: 'pause', seconds }, subject.graph));
		this.seconds = seconds;
	}
}

const ATTEMPTS = 3;
const TRANSIENT: readonly WaitReason[] = ['network', 'graph-unavailable'];
const FIRST_PAUSE_MS = 1000;
/** Where Meta does not say how long: the least of what it advises. */
const DEFAULT_PAUSE_SECONDS = 60;
/** Ends that are nearer to each other, in milliseconds, are those of one pause. */
const SAME_END_MS = 1000;

/**
 * How the calls of one transport are repeated:
 *
 * - A call that failed for good is never made again. One that failed because of the network or of Meta's servers is made
 *   three times in all, after pauses that double: a second at most, then two, each at least half as long.
 * - At the rate limit no call is made until the pause that Meta asks for is over; then those that it refused are made again,
 *   once (graph-api.md, section 9: further calls lengthen the pause). A call fails at once where the pause is longer than
 *   `longestPauseMs`, or where one after a pause was refused again, until Meta answers one.
 */
export class RetryPolicy {
	readonly clock: Clock;
	onWaiting: RetryOptions['onWaiting'];
	readonly #longestPauseMs: number;
	/** What all calls wait for, as long as any does. */
	#gate: { waiting: Waiting; calls: number } | null = null;
	/** Was a call refused again after a pause, and none answered since? */
	#isUsedUp = false;
	/** What calls wait for right now, one entry for each of them. */
	readonly #waits: Waiting[] = [];
	#announced: Waiting | null = null;

	constructor({ longestPauseMs = 0, onWaiting, clock = MACHINE_CLOCK }: RetryOptions) {
		this.clock = clock;
		this.onWaiting = onWaiting;
		this.#longestPauseMs = longestPauseMs;
	}

	/**
	 * Makes a call, more than once where that can help and `mayRepeat` says that it does no harm. `call` is given the number of
	 * the attempt and the milliseconds that were waited before it.
	 * @throws whatever the last attempt threw; {@link ProblemError} `cancelled` as soon as the signal is aborted in a pause.
	 */
	async retry<T>(
		call: (attempt: number, pausedMs: number) => Promise<T>,
		{ mayRepeat, signal }: { mayRepeat: boolean; signal: AbortSignal | undefined },
	): Promise<T> {
		let attempts = mayRepeat ? ATTEMPTS : 1;
		let pause: Waiting | null = null;
		let wasHeld = false;
		for (let attempt = 1; ; attempt++) {
			const begin = this.clock.now();
			if (pause) await this.#wait(pause, signal);
			const isHeld = await this.#passGate(signal);
			wasHeld ||= isHeld;
			try {
				const value = await call(attempt, pause || isHeld ? this.clock.now() - begin : 0);
				this.#isUsedUp = false;
				return value;
			} catch (error) {
				if (wasHeld && error instanceof RateLimitError) this.#isUsedUp = true;
				pause = attempt < attempts ? this.#pauseAfter(error, attempt) : null;
				if (!pause) throw error;
				if (pause.reason !== 'rate-limited') continue;
				this.#closeGate(pause);
				pause = null;
				// What Meta has refused is asked for only once more, whatever comes then.
				attempts = attempt + 1;
			}
		}
	}

	/** The pause after a failed attempt; null where another one is of no use, or would come too late. */
	#pauseAfter(error: unknown, attempt: number): Waiting | null {
		if (error instanceof RateLimitError) {
			const milliseconds = (error.seconds ?? DEFAULT_PAUSE_SECONDS) * 1000;
			if (this.#isUsedUp || milliseconds > this.#longestPauseMs) return null;
			return this.#waiting('rate-limited', milliseconds, attempt + 1, attempt + 1);
		}
		const problem = error instanceof ProblemError ? error.problem : null;
		const reason = problem && isRetryable(problem) ? TRANSIENT.find((code) => code === problem.code) : undefined;
		if (!reason) return null;
		const longest = FIRST_PAUSE_MS * 2 ** (attempt - 1);
		return this.#waiting(reason, longest * (0.5 + Math.random() / 2), attempt + 1, ATTEMPTS);
	}

	#waiting(reason: WaitReason, milliseconds: number, attempt: number, of: number): Waiting {
		return { reason, seconds: Math.ceil(milliseconds / 1000), endsAt: this.clock.now() + milliseconds, attempt, of };
	}

	#closeGate(waiting: Waiting): void {
		const endsAt = this.#gate?.waiting.endsAt ?? Number.NEGATIVE_INFINITY;
		if (waiting.endsAt - endsAt > SAME_END_MS) this.#gate = { waiting, calls: 0 };
	}

	/** Waits as long as the gate is closed, and says whether it was. */
	async #passGate(signal: AbortSignal | undefined): Promise<boolean> {
		let wasClosed = false;
		for (let gate = this.#gate; gate; gate = this.#gate) {
			wasClosed = true;
			gate.calls++;
			try {
				await this.#wait(gate.waiting, signal);
			} finally {
				const isOver = this.clock.now() >= gate.waiting.endsAt;
				if ((--gate.calls === 0 || isOver) && this.#gate === gate) this.#gate = null;
			}
		}
		return wasClosed;
	}

	async #wait(waiting: Waiting, signal: AbortSignal | undefined): Promise<void> {
		this.#waits.push(waiting);
		this.#announce();
		try {
			await wait(this.clock, waiting.endsAt - this.clock.now(), signal);
		} finally {
			this.#waits.splice(this.#waits.indexOf(waiting), 1);
			this.#announce();
		}
	}

	/** Announces the pause that ends last, when it is another than before. */
	#announce(): void {
		const [latest = null] = [...this.#waits].sort((a, b) => b.endsAt - a.endsAt);
		if (latest === this.#announced) return;
		this.#announced = latest;
		this.onWaiting?.(latest);
	}
}
