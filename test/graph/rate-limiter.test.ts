import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RateLimiter } from '../../source/graph/rate-limiter.ts';
import { HourlyLimit } from '../../source/sandbox/hourly-limit.ts';
import { HastyClock, StoppedClock } from '../support/clocks.ts';
import * as fc from '../support/fast-check.ts';
import { isProblem } from '../support/problems.ts';

const HOUR = 3600;
const BATCH = 50;

/** Makes so many calls in batches on a clock that does not wait, and tells after each how much of the limit is used up. */
async function makeCalls(
	limiter: RateLimiter,
	clock: HastyClock,
	limit: HourlyLimit,
	calls: number,
): Promise<number[]> {
	const usages: number[] = [];
	for (let left = calls; left > 0; left -= BATCH) {
		const some = Math.min(BATCH, left);
		await limiter.acquire(some);
		const now = clock.now() / 1000;
		for (let call = 0; call < some; call++) limit.count(now);
		usages.push(limit.percent(now));
		limiter.observe(limit.percent(now));
	}
	return usages;
}

describe('the rate limiter', () => {
	test('is not slowed down where nothing tells of a limit, or it is far away', async () => {
		const clock = new HastyClock();
		const limiter = new RateLimiter(clock);
		for (let batch = 0; batch < 100; batch++) {
			await limiter.acquire(BATCH);
			limiter.observe(batch % 2 === 0 ? null : 1);
		}
		assert.deepEqual([clock.pauses, limiter.perHour, limiter.pausesFor(1e6)], [[], null, null]);
	});

	test('stays within any limit, and foretells how long that takes', async () => {
		await fc.assert(
			fc.asyncProperty(
				// Of a limit that few batches use up, what is left over each hour would count too much.
				fc.integer({ min: 6 * BATCH, max: 20_000 }),
				fc.integer({ min: 1, max: 5 }),
				async (perHour, times) => {
					const clock = new HastyClock();
					const limiter = new RateLimiter(clock);
					const limit = new HourlyLimit(perHour);
					const first = await makeCalls(limiter, clock, limit, Math.floor(perHour * 0.7));
					assert.equal(clock.now(), 0, 'what is within the limit waits for nothing');
					assert.ok(limiter.perHour && Math.abs(limiter.perHour / perHour - 1) < 0.3, `${limiter.perHour}`);
					const foretold = limiter.pausesFor(perHour * times) ?? Number.NaN;
					const usages = await makeCalls(limiter, clock, limit, perHour * times);
					assert.ok(Math.max(...first, ...usages) < 100);
					const hours = clock.now() / 1000 / HOUR;
					assert.ok(Math.abs(hours - foretold / 1000 / HOUR) <= Math.max(1, hours / 4), `${hours}, ${foretold}`);
				},
			),
		);
	});

	test('waits where others have used the limit up, and looks again', async () => {
		const clock = new HastyClock();
		const limiter = new RateLimiter(clock);
		limiter.observe(85);
		await limiter.acquire(BATCH);
		assert.equal(clock.now(), 20 * 60_000);
		limiter.observe(10);
		await limiter.acquire(BATCH);
		assert.equal(clock.now(), 20 * 60_000);
	});

	test('tells of a pause every minute, and of its end', async () => {
		const clock = new HastyClock();
		const limiter = new RateLimiter(clock);
		const told: (number | null)[] = [];
		limiter.onPause = (milliseconds) => {
			told.push(milliseconds);
		};
		limiter.observe(80);
		await limiter.acquire(1);
		assert.deepEqual(told.slice(0, 2), [20 * 60_000, 19 * 60_000]);
		assert.deepEqual(told.slice(-2), [60_000, null]);
	});

	test('is given up as soon as the work is cancelled', async () => {
		const limiter = new RateLimiter(new StoppedClock());
		limiter.observe(99);
		const cancel = new AbortController();
		const turn = limiter.acquire(1, cancel.signal);
		cancel.abort();
		await assert.rejects(turn, isProblem('cancelled'));
	});
});
