import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { verb as check } from '../../source/commands/check.ts';
import { verb as refresh } from '../../source/commands/refresh.ts';
import { HourlyLimit } from '../../source/sandbox/hourly-limit.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { ended, startProgram, until } from './run-program.ts';
import { Store } from './store.ts';
import { contextOf } from './verb-context.ts';

const PAGES = 200;
const onWindows = process.platform === 'win32' ? 'Windows has no signals that a program can answer' : false;

/** A sandbox of some Pages, whose clock is moved by hand, and a profile of them that was stored a day ago. */
async function storedYesterday(t: TestContext, pages = PAGES) {
	const time = { ahead: 0 };
	const sandbox = await startSandbox({ pages, now: () => Math.floor(Date.now() / 1000) + time.ahead });
	t.after(() => sandbox.close());
	const store = new Store(t, sandbox);
	await store.connect(['--profile', 'bakery']);
	return { sandbox, store, time };
}

/** The calls in batches since so many requests. */
const askedSince = ({ requests }: Sandbox, count: number) =>
	requests.slice(count).reduce((sum, { items }) => sum + items.length, 0);

/** How many Pages were verified at that time or later. */
async function verifiedSince(store: Store, time: number): Promise<number> {
	const { pages } = await store.vault().read('bakery');
	return pages.filter(({ checkedAt }) => (checkedAt ?? 0) >= time).length;
}

describe('a long check', () => {
	test('stores what it has found out as it goes, so that one that is killed loses little', async (t) => {
		const { sandbox, store, time } = await storedYesterday(t);
		time.ahead = 86_400;
		const begun = sandbox.world.now();
		const made = sandbox.requests.length;
		sandbox.faults.push({ endpoint: 'batch', nth: 3, delayMs: Number.POSITIVE_INFINITY });
		const cancel = new AbortController();
		const now = () => {
			// Each look at the clock is half a minute later.
			time.ahead += 30;
			return sandbox.world.now();
		};
		const { context } = contextOf(store, { signal: cancel.signal, now });
		const checking = check.run({ args: [], options: {} }, context).catch(() => {});
		await until(() => askedSince(sandbox, made) >= 100 && sandbox.requests.length > made + 3);
		assert.ok((await verifiedSince(store, begun)) >= 50, 'it is stored while the third batch is under way');
		cancel.abort();
		await checking;
	});

	test('goes on with --max-age where it was stopped, as it says', { skip: onWindows }, async (t) => {
		const { sandbox, store } = await storedYesterday(t);
		const profile = await store.vault().read('bakery');
		const long = { ...profile, pages: profile.pages.map((page) => ({ ...page, checkedAt: 1 })) };
		await store.vault().amend('bakery', () => long);
		const hanging = { endpoint: 'batch', nth: 3, delayMs: Number.POSITIVE_INFINITY } as const;
		sandbox.faults.push(hanging);
		const made = sandbox.requests.length;
		const child = startProgram(['check', '--profile', 'bakery'], { env: store.env });
		child.stdin.end();
		const run = ended(child);
		await until(() => sandbox.requests.length > made + 3, child);
		child.kill('SIGINT');
		const { code, stdout, stderr } = await run;
		assert.deepEqual([code, stdout], [130, '']);
		assert.match(stderr, /^What was verified is stored\. To go on: fb-token-tui check --profile bakery --max-age 1$/m);
		assert.equal(await verifiedSince(store, 2), 100);
		sandbox.faults.length = 0;
		const before = sandbox.requests.length;
		const again = await store.run(['check', '--profile', 'bakery', '--max-age', '1']);
		assert.equal(again.code, 3, 'what was found before it was stopped counts as well');
		const tokens = profile.pages.filter(({ summary }) => summary).length;
		assert.equal(askedSince(sandbox, before), tokens - 100);
		assert.equal(await verifiedSince(store, 2), tokens);
	});

	test('of few tokens waits for nothing, however much of the limit others have used up', async (t) => {
		const { sandbox, store } = await storedYesterday(t, 90);
		sandbox.world.usage.callCount = 95;
		const clock = { now: () => 0, delay: () => Promise.reject(new Error('it waits')) };
		assert.equal(await check.run({ args: [], options: {} }, contextOf(store, { clock }).context), 3);
	});

	test('says nothing of that with --quiet', async (t) => {
		const { sandbox, store, time } = await storedYesterday(t);
		sandbox.world.hourlyLimit = new HourlyLimit(100);
		const clock = {
			now: () => time.ahead * 1000,
			async delay(milliseconds: number) {
				time.ahead += milliseconds / 1000;
			},
		};
		const { context, stderr } = contextOf(store, { clock });
		await check.run({ args: [], options: { quiet: true } }, context);
		assert.ok(time.ahead > 3000, 'it has waited');
		assert.doesNotMatch(stderr.join(''), /Meta allows/);
	});
});

describe('many tokens', () => {
	const VERBS = [
		{ name: 'check', verb: check, pages: PAGES, perHour: 100 },
		// It has eight batches under way before the first answer tells of a limit.
		{ name: 'refresh', verb: refresh, pages: 1200, perHour: 1000 },
	];
	for (const { name, verb, pages, perHour } of VERBS) {
		test(`${name} stays within what Meta allows in an hour, and says how long it takes`, async (t) => {
			const { sandbox, store, time } = await storedYesterday(t, pages);
			sandbox.world.hourlyLimit = new HourlyLimit(perHour);
			let greatest = 0;
			const look = () => {
				greatest = Math.max(greatest, sandbox.world.hourlyLimit?.percent(sandbox.world.now()) ?? 0);
			};
			const begin = Date.now();
			const clock = {
				now: () => Date.now() - begin + time.ahead * 1000,
				async delay(milliseconds: number) {
					look();
					time.ahead += Math.ceil(milliseconds / 1000);
				},
			};
			const { context, stderr } = contextOf(store, { clock });
			const ahead = time.ahead;
			assert.equal(await verb.run({ args: [], options: {} }, context), 3);
			look();
			const hours = (time.ahead - ahead) / 3600;
			const [, foretold = ''] =
				/^Meta allows about \d+ calls an hour: about (\d+) h \d+ min for \d+ more tokens\.$/m.exec(stderr.join('')) ??
				[];
			assert.ok(hours > 0.9 && Math.abs(hours - Number(foretold)) <= 1, `${hours} hours, foretold: ${foretold}`);
			assert.ok(greatest < 100, `${greatest} %`);
			assert.equal(stderr.filter((text) => text.startsWith('Meta allows')).length, 1);
		});
	}
});
