import { plural } from '../../domain/plural.ts';
import { formatTimeLeft } from '../../domain/time.ts';
import type { RateLimiter } from '../../graph/rate-limiter.ts';
import type { Context } from './context.ts';
import type { Progress } from './progress.ts';

/** Estimates, for one run of a verb, how long the work on many tokens takes where Meta's limit of calls makes it wait. */
export class Estimate {
	#isLimitTold: boolean;

	/** `quiet`: the limit is not told in words. */
	constructor({ options }: Pick<Context, 'options'>, { quiet = false }: { quiet?: boolean } = {}) {
		this.#isLimitTold = quiet || options.json;
	}

	/**
	 * Shows the time that so many tokens more take. When calls first have to pause, for so many milliseconds, it is said once why
	 * and how long all of it will take.
	 */
	tell(
		{ limiter, progress }: { limiter: RateLimiter; progress: Progress },
		tokens: number,
		pauseMs: number | null = null,
	): void {
		const pause = (pauseMs ?? 0) / 1000;
		const left = Math.max(pause, (limiter.pausesFor(tokens) ?? 0) / 1000);
		progress.predict(left, pause);
		if (pauseMs === null || this.#isLimitTold) return;
		this.#isLimitTold = true;
		const limit =
			limiter.perHour === null
				? 'What Meta allows of calls is used up'
				: `Meta allows about ${limiter.perHour} calls an hour`;
		progress.stderr.write(`${limit}: about ${formatTimeLeft(left)} for ${plural(tokens, 'more token')}.\n`);
	}
}
