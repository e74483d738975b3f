import { type Clock, MACHINE_CLOCK, wait } from './retry-policy.ts';

/** Meta counts the calls of the last hour. */
const HOUR_MS = 3_600_000;
/** The rest of the limit is left to whatever else the app does. */
const MOST_PERCENT = 80;
/** The limit is estimated once the usage has grown by so much, in percent. */
const TELLING_GROWTH = 3;
/** Where it is not known how long the limit stays used up, calls go on after this time. */
const LOOK_AGAIN_MS = 20 * 60_000;
/** How often a pause is announced. */
const STEP_MS = 60_000;

type Calls = { at: number; calls: number };

/**
 * Keeps many calls of one app within Meta's hourly limit (graph-api.md, section 9), which it estimates from how far
 * `X-App-Usage` grows with the calls that are made. Four fifths of it are used at once; what is beyond waits until earlier
 * calls are an hour old.
 */
export class RateLimiter {
	/** Told how long a pause lasts, in milliseconds, when it begins and every minute; then null. It is waited for. */
	onPause: (milliseconds: number | null) => void | Promise<void> = () => {};
	readonly #clock: Clock;
	/** The calls of the last hour, oldest first. */
	readonly #recent: Calls[] = [];
	#count = 0;
	/** The usage as it was told last, in percent; since then, the calls that were made, and those that became an hour old. */
	#percent = 0;
	#since = { made: 0, expired: 0 };
	/** Where the growth of the usage is measured from. */
	#base: { percent: number; count: number; at: number } | null = null;
	/** The greatest growth so far, from which the limit is estimated best. */
	#growth = 0;
	#perHour: number | null = null;

	constructor(clock: Clock = MACHINE_CLOCK) {
		this.#clock = clock;
	}

	/** How many calls Meta allows in an hour; null as long as that is not known. */
	get perHour(): number | null {
		return this.#perHour;
	}

	/**
	 * Waits until so many calls can be made, and counts them.
	 * @throws {ProblemError} `cancelled` as soon as the signal is aborted.
	 */
	async acquire(calls: number, signal?: AbortSignal): Promise<void> {
		let pause = this.#pauseBefore(calls);
		if (pause) {
			while (pause) {
				await this.#wait(pause.milliseconds, signal);
				pause = pause.isGuess ? null : this.#pauseBefore(calls);
			}
			await this.onPause(null);
		}
		this.#count += calls;
		this.#since.made += calls;
		this.#recent.push({ at: this.#clock.now(), calls });
	}

	/** Learns from an answer how much of the limit is used up, in percent; null where it does not say. */
	observe(percent: number | null): void {
		if (percent === null) return;
		const at = this.#clock.now();
		this.#base = this.#base && percent >= this.#percent ? this.#base : { percent, count: this.#count, at };
		this.#percent = percent;
		this.#since = { made: 0, expired: 0 };
		const growth = percent - this.#base.percent;
		// After an hour the first calls count no more, and the growth says nothing.
		if (growth < Math.max(TELLING_GROWTH, this.#growth) || at - this.#base.at >= HOUR_MS) return;
		this.#growth = growth;
		this.#perHour = Math.round(((this.#count - this.#base.count) / growth) * 100);
	}

	/** The milliseconds of pauses before so many calls more are made; null as long as nobody knows. */
	pausesFor(calls: number): number | null {
		if (this.#perHour === null) return null;
		const beyond = calls - this.#free(this.#perHour);
		if (beyond <= 0) return 0;
		const [oldest] = this.#recent;
		const first = oldest ? oldest.at + HOUR_MS - this.#clock.now() : 0;
		return first + (Math.ceil(beyond / ((this.#perHour * MOST_PERCENT) / 100)) - 1) * HOUR_MS;
	}

	#free(perHour: number): number {
		this.#forgetOld();
		return ((MOST_PERCENT - this.#percent) / 100) * perHour - this.#since.made + this.#since.expired;
	}

	#forgetOld(): void {
		const old = this.#recent.findIndex(({ at }) => at + HOUR_MS > this.#clock.now());
		for (const { calls } of this.#recent.splice(0, old === -1 ? this.#recent.length : old))
			this.#since.expired += calls;
	}

	/** How long so many calls have to wait, and whether that is known; null where they need not. */
	#pauseBefore(calls: number): { milliseconds: number; isGuess: boolean } | null {
		if (this.#perHour === null) {
			return this.#percent < MOST_PERCENT ? null : { milliseconds: LOOK_AGAIN_MS, isGuess: true };
		}
		let missing = calls - this.#free(this.#perHour);
		if (missing <= 0) return null;
		for (const { at, calls: made } of this.#recent) {
			missing -= made;
			if (missing <= 0) return { milliseconds: at + HOUR_MS - this.#clock.now(), isGuess: false };
		}
		return { milliseconds: LOOK_AGAIN_MS, isGuess: true };
	}

	async #wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
		for (const end = this.#clock.now() + milliseconds; this.#clock.now() < end; ) {
			const left = end - this.#clock.now();
			await this.onPause(left);
			await wait(this.#clock, Math.min(left, STEP_MS), signal);
		}
	}
}
