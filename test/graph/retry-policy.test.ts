import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { problemText } from '../../source/domain/problem-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import type { Waiting } from '../../source/domain/waiting.ts';
import type { GraphCall, GraphRequest } from '../../source/graph/transport.ts';
import { HastyClock, StoppedClock } from '../support/clocks.ts';
import { type Answer, startHttpServer } from '../support/http-server.ts';
import { withText } from '../support/problems.ts';
import { tokenOf } from '../support/secrets.ts';
import { problemOf, transportTo } from './failing.ts';

const TOKEN = tokenOf('patience');
const GET: GraphRequest = { endpoint: 'me', path: 'me', token: new Secret(TOKEN) };
const WRITE: GraphRequest = { endpoint: 'page', method: 'POST', path: '5/feed', form: { access_token: TOKEN } };

const MINUTE = 60_000;
const longestPauseMs = 5 * MINUTE;

const ok: Answer = { body: { id: '1' } };
const down: Answer = { status: 500, body: { error: { message: 'down', type: 'OAuthException', code: 2 } } };
const dead: Answer = { status: 400, body: { error: { message: 'dead', type: 'OAuthException', code: 190 } } };
const error = { error: { message: '(#80001) There have been too many calls', type: 'OAuthException', code: 80001 } };
const limited = (minutes?: number): Answer => {
	const usage = { 5: [{ type: 'pages', call_count: 100, estimated_time_to_regain_access: minutes }] };
	return {
		status: 400,
		body: error,
		headers: minutes === undefined ? {} : { 'X-Business-Use-Case-Usage': JSON.stringify(usage) },
	};
};

/** A clock that hurries, and what a transport tells. */
function ears() {
	const clock = new HastyClock();
	const heard: (Waiting | null)[] = [];
	return { clock, heard, options: { clock, longestPauseMs, onWaiting: (told: Waiting | null) => heard.push(told) } };
}

async function until(holds: () => boolean): Promise<void> {
	while (!holds()) await nextTurn();
}

describe('trouble that passes', () => {
	test('is waited for twice, the second time longer, and every pause is told', async () => {
		const { clock, heard, options } = ears();
		await using server = await startHttpServer(() => down);
		assert.equal((await problemOf(transportTo(server, options).send(GET))).code, 'graph-unavailable');
		const [first = 0, second = 0, ...more] = clock.pauses;
		assert.ok(first >= 500 && first <= 1000, `${first}`);
		assert.ok(second >= 1000 && second <= 2000, `${second}`);
		assert.deepEqual([more, server.received.length], [[], 3]);
		assert.deepEqual(heard, [
			{ reason: 'graph-unavailable', seconds: 1, endsAt: first, attempt: 2, of: 3 },
			null,
			{ reason: 'graph-unavailable', seconds: 2, endsAt: first + second, attempt: 3, of: 3 },
			null,
		]);
	});

	test('does not bring all callers back at the same moment', async () => {
		const { clock, options } = ears();
		await using server = await startHttpServer(() => down);
		const transport = transportTo(server, options);
		for (let turn = 0; turn < 10; turn++) await problemOf(transport.send(GET));
		assert.equal(new Set(clock.pauses).size, 20);
	});

	test('that stays for good is neither waited for nor told', async () => {
		const { clock, heard, options } = ears();
		await using server = await startHttpServer(() => dead);
		await problemOf(transportTo(server, options).send(GET));
		assert.deepEqual([server.received.length, clock.pauses, heard], [1, [], []]);
	});
});

describe('a pause that Meta asks for', () => {
	for (const [name, minutes, seconds] of [
		['is as long as Meta says', 4, 240],
		['of five minutes is waited for', 5, 300],
		['is a minute where Meta does not say', undefined, 60],
		['is a minute where Meta says none', 0, 60],
	] as const) {
		test(name, async () => {
			const { clock, heard, options } = ears();
			await using server = await startHttpServer((_, turn) => (turn === 1 ? limited(minutes) : ok));
			assert.deepEqual((await transportTo(server, options).send(GET)).body, { id: '1' });
			assert.deepEqual([clock.pauses, server.received.length], [[seconds * 1000], 2]);
			assert.deepEqual(heard, [{ reason: 'rate-limited', seconds, endsAt: seconds * 1000, attempt: 2, of: 2 }, null]);
		});
	}

	test('in another header counts as well', async () => {
		const { clock, options } = ears();
		await using server = await startHttpServer((_, turn) =>
			turn === 1 ? { status: 429, body: '', headers: { 'Retry-After': '7' } } : ok,
		);
		await transportTo(server, options).send(GET);
		assert.deepEqual(clock.pauses, [7000]);
	});

	test('of more than is waited for ends the call at once, and the problem says how long it is', async () => {
		const { clock, heard, options } = ears();
		await using server = await startHttpServer(() => limited(6));
		const told = await problemOf(transportTo(server, options).send(GET));
		assert.deepEqual([told.code, problemText(told).retryable, told.graph?.code], ['rate-limited', true, 80001]);
		assert.match(problemText(told).cause, /^Meta asks for a pause of 6 minutes: /);
		assert.equal(problemText(told).remedy, 'Wait 6 minutes, then try again.');
		assert.deepEqual([server.received.length, clock.pauses, heard], [1, [], []]);
	});

	for (const [minutes, words] of [
		[1, '1 minute'],
		[120, '120 minutes'],
		[121, '3 hours'],
	] as const) {
		test(`of ${minutes} minutes is told as ${words}`, async () => {
			await using server = await startHttpServer(() => limited(minutes));
			const { cause, remedy } = withText(await problemOf(transportTo(server).send(GET)));
			assert.ok(cause.startsWith(`Meta asks for a pause of ${words}:`), cause);
			assert.equal(remedy, `Wait ${words}, then try again.`);
		});
	}

	test('is not waited for by a transport that was not told to', async () => {
		await using server = await startHttpServer(() => limited(1));
		assert.equal((await problemOf(transportTo(server).send(GET))).code, 'rate-limited');
		assert.equal(server.received.length, 1);
	});

	test('has a call made once more and no further, whatever comes then', async () => {
		for (const then of [limited(1), down]) {
			const { clock, options } = ears();
			await using server = await startHttpServer((_, turn) => (turn === 1 ? limited(1) : then));
			await problemOf(transportTo(server, options).send(GET));
			assert.deepEqual([server.received.length, clock.pauses], [2, [MINUTE]]);
		}
	});

	test('at the last of three attempts is not waited for', async () => {
		const { options } = ears();
		await using server = await startHttpServer((_, turn) => (turn === 3 ? limited(1) : down));
		assert.equal((await problemOf(transportTo(server, options).send(GET))).code, 'rate-limited');
		assert.equal(server.received.length, 3);
	});

	test('is not waited for by a call that writes', async () => {
		const { clock, options } = ears();
		await using server = await startHttpServer(() => limited(1));
		await problemOf(transportTo(server, options).send(WRITE));
		assert.deepEqual([server.received.length, clock.pauses], [1, []]);
	});

	test('after which Meta refuses again is the last one, until Meta answers', async () => {
		const { clock, options } = ears();
		const answers = [limited(1), limited(1), limited(1), ok, limited(2), ok];
		await using server = await startHttpServer((_, turn) => answers[turn - 1] ?? dead);
		const transport = transportTo(server, options);
		await problemOf(transport.send(GET));
		await problemOf(transport.send(GET));
		assert.deepEqual([server.received.length, clock.pauses], [3, [MINUTE]]);
		await transport.send(GET);
		await transport.send(GET);
		assert.deepEqual([server.received.length, clock.pauses], [6, [MINUTE, 2 * MINUTE]]);
	});
});

describe('while a pause runs', () => {
	/** A transport that is in a pause of four minutes, for as many calls. */
	async function paused(calls: number, later: Answer = ok) {
		const clock = new StoppedClock();
		const heard: (Waiting | null)[] = [];
		const cancels = Array.from({ length: calls }, () => new AbortController());
		const server = await startHttpServer((_, turn) => (turn <= calls ? limited(4) : later));
		const transport = transportTo(server, { clock, longestPauseMs, onWaiting: (told) => heard.push(told) });
		const ends = cancels.map(({ signal }) => transport.send(GET, signal).then(() => 'ok', problemCode));
		await until(() => clock.waiting === calls);
		return { clock, heard, cancels, server, transport, ends };
	}
	const problemCode = async (thrown: unknown) => (await problemOf(Promise.reject(thrown))).code;

	test('no call is made, and all share it', async () => {
		const { clock, heard, server, transport, ends } = await paused(5);
		await using _ = server;
		const another = transport.send(WRITE);
		await until(() => clock.waiting === 6);
		await clock.advance(4 * MINUTE - 1);
		assert.deepEqual([server.received.length, heard.length], [5, 1]);
		await clock.advance(1);
		assert.deepEqual(await Promise.all(ends), Array(5).fill('ok'));
		await another;
		assert.deepEqual([server.received.length, heard.length, heard[1]], [11, 2, null]);
	});

	test('calls that are refused after it are not made a third time, those that only waited included', async () => {
		const { clock, server, transport, ends } = await paused(3, limited(4));
		await using _ = server;
		const another = problemOf(transport.send(GET));
		await until(() => clock.waiting === 4);
		await clock.advance(4 * MINUTE);
		assert.deepEqual(await Promise.all(ends), Array(3).fill('rate-limited'));
		assert.equal((await another).code, 'rate-limited');
		assert.equal(clock.waiting, 0);
		assert.equal(server.received.length, 7);
	});

	test('it ends at once for whoever is cancelled, and goes on for the others', async () => {
		const { clock, heard, cancels, server, ends } = await paused(2);
		await using _ = server;
		cancels[0]?.abort();
		assert.equal(await ends[0], 'cancelled');
		assert.deepEqual([clock.waiting, heard.length], [1, 1]);
		await clock.advance(4 * MINUTE);
		assert.equal(await ends[1], 'ok');
	});

	test('and nobody waits for it any more, it is over', async () => {
		const { heard, cancels, server, transport, ends } = await paused(2);
		await using _ = server;
		for (const cancel of cancels) cancel.abort();
		assert.deepEqual(await Promise.all(ends), ['cancelled', 'cancelled']);
		assert.equal(heard.at(-1), null);
		await transport.send(GET);
		assert.equal(server.received.length, 3);
	});

	test('a longer one that a call on its way brings takes its place', async () => {
		const clock = new StoppedClock();
		const heard: (Waiting | null)[] = [];
		let answerLate = () => {};
		await using server = await startHttpServer((_, turn) => {
			if (turn === 1) return limited(1);
			if (turn > 2) return ok;
			return (response) => {
				answerLate = () => response.writeHead(400, { 'Retry-After': '240' }).end(JSON.stringify(error));
			};
		});
		const transport = transportTo(server, { clock, longestPauseMs, onWaiting: (told) => heard.push(told) });
		const first = transport.send(GET);
		const second = transport.send(GET);
		await until(() => clock.waiting === 1 && server.received.length === 2);
		answerLate();
		await until(() => clock.waiting === 2);
		await clock.advance(MINUTE);
		assert.equal(server.received.length, 2);
		await clock.advance(3 * MINUTE);
		await Promise.all([first, second]);
		assert.deepEqual(
			heard.map((told) => told?.seconds),
			[60, 240, undefined],
		);
	});
});

test('the log of calls tells attempts, pauses and how much of the limit is used', async () => {
	const calls: GraphCall[] = [];
	const { options } = ears();
	const used = { 'X-App-Usage': '{"call_count":97,"total_time":3,"total_cputime":4}' };
	await using server = await startHttpServer((_, turn) =>
		turn === 1 ? limited(2) : { body: { id: '1' }, headers: used },
	);
	await transportTo(server, { ...options, onCall: (call) => calls.push(call) }).send(GET);
	assert.deepEqual(
		calls.map(({ attempt, pausedMs, outcome, usage }) => [attempt, pausedMs, outcome, usage]),
		[
			[1, 0, 'rate-limited', 100],
			[2, 2 * MINUTE, 'ok', 97],
		],
	);
});
