import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Problem, ProblemError } from '../../../source/domain/problem.ts';
import { Secret } from '../../../source/domain/secret.ts';
import type { SignInEvent } from '../../../source/domain/sign-in/events.ts';
import { GraphClient } from '../../../source/graph/client.ts';
import { Transport } from '../../../source/graph/transport.ts';
import { signInByDevice } from '../../../source/operations/sign-in/by-device.ts';
import { HastyClock } from '../../support/clocks.ts';
import { type Answer, type Received, startHttpServer } from '../../support/http-server.ts';
import { textOf } from '../../support/problems.ts';
import { tokenOf } from '../../support/secrets.ts';
import { APP_ID } from '../../support/token-infos.ts';

const CLIENT_TOKEN = new Secret('0c'.repeat(16));
const TOKEN = tokenOf('device');

const error = (code: number, error_subcode?: number): Answer => ({
	status: 400,
	body: { error: { message: 'made up', type: 'OAuthException', code, error_subcode } },
});
const PENDING = error(31, 1349174);
const TOO_FAST = error(17, 1349172);
const DECLINED = error(17, 1349173);
const EXPIRED = error(463, 1349152);
const CUT: Answer = (response) => response.destroy();
const GRANTED: Answer = { body: { access_token: TOKEN, expires_in: 5_184_000 } };
const codeOf = (number: number, more: object = {}): Answer => ({
	body: { code: `made-up-code-${number}`, user_code: `ABCD${number}`, expires_in: 420, interval: 5, ...more },
});

type Ending = {
	events: SignInEvent[];
	token: string | null;
	problem: Problem | null;
	pauses: number[];
	received: readonly Received[];
};

/** Signs in against a server that answers so to who asks for a code, and so, in turn, to who asks about it. */
async function signIn(
	statuses: readonly Answer[],
	{ start = codeOf, patienceMs = 300_000 }: { start?: (number: number) => Answer; patienceMs?: number } = {},
): Promise<Ending> {
	let codes = 0;
	let asked = 0;
	await using server = await startHttpServer(({ url }) => {
		if (url.endsWith('/device/login')) return start(++codes);
		return statuses[Math.min(asked++, statuses.length - 1)] ?? PENDING;
	});
	const clock = new HastyClock();
	const transport = new Transport({ graph: server.origin, version: 'v27.0', timeoutMs: 5000 });
	const client = new GraphClient(transport, { id: APP_ID, secret: new Secret('0a'.repeat(16)) });
	const work = signInByDevice(
		client,
		{
			clientToken: CLIENT_TOKEN,
			permissions: ['pages_show_list', 'pages_manage_posts'],
			facebook: 'https://www.facebook.com',
		},
		{ clock, patienceMs, signal: new AbortController().signal },
	);
	const ending: Ending = { events: [], token: null, problem: null, pauses: clock.pauses, received: server.received };
	try {
		let step = await work.next();
		for (; !step.done; step = await work.next()) ending.events.push(step.value);
		ending.token = step.value.reveal();
	} catch (thrown) {
		assert.ok(thrown instanceof ProblemError);
		ending.problem = thrown.problem;
	} finally {
		await transport.close();
	}
	return ending;
}

const typesOf = ({ events }: Ending) => events.map(({ type }) => type.replace('device-', '')).join(' ');

describe('a sign-in by a code on another device', () => {
	test('asks as Meta wants it until the person has allowed it', async () => {
		const ending = await signIn([PENDING, PENDING, GRANTED]);
		assert.equal(ending.token, TOKEN);
		assert.deepEqual(ending.pauses, [5000, 5000, 5000]);
		assert.deepEqual(ending.events[0], {
			type: 'device-code',
			userCode: 'ABCD1',
			url: 'https://www.facebook.com/device',
			urlWithCode: 'https://www.facebook.com/device?user_code=ABCD1&qr=1',
			interval: 5,
			endsAt: 420_000,
			isLast: true,
		});
		const [first, second] = ending.received.map(({ method, url, body }) => [
			method,
			url,
			Object.fromEntries(new URLSearchParams(body)),
		]);
		const access_token = `${APP_ID}|${CLIENT_TOKEN.reveal()}`;
		assert.deepEqual(first, [
			'POST',
			'/v27.0/device/login',
			{ access_token, scope: 'pages_show_list,pages_manage_posts' },
		]);
		assert.deepEqual(second, ['POST', '/v27.0/device/login_status', { access_token, code: 'made-up-code-1' }]);
	});

	test('asks more slowly when Meta says so, and stays slower', async () => {
		const { pauses, token } = await signIn([TOO_FAST, PENDING, TOO_FAST, GRANTED]);
		assert.deepEqual([pauses, token], [[5000, 10_000, 10_000, 15_000], TOKEN]);
	});

	test('survives trouble in between, and says so', async () => {
		const html: Answer = { status: 502, body: '<html>Bad gateway</html>' };
		const ending = await signIn([CUT, html, error(4), PENDING, GRANTED]);
		assert.equal(ending.token, TOKEN);
		assert.equal(typesOf(ending), 'code problem problem problem pending');
		assert.deepEqual(ending.pauses, [5000, 5000, 5000, 10_000, 10_000]);
	});

	test('ends when the person declines', async () => {
		const { problem } = await signIn([PENDING, DECLINED]);
		assert.deepEqual([problem?.code, textOf(problem).title], ['cancelled', 'The sign-in was cancelled at Facebook']);
	});

	test('takes another code when one has run out, whoever says so, as long as the person is waited for', async () => {
		const told = await signIn([PENDING, EXPIRED, PENDING, GRANTED]);
		assert.equal(typesOf(told), 'code pending expired code pending');
		assert.equal(told.token, TOKEN);
		const untold = await signIn([PENDING, PENDING, PENDING, GRANTED], {
			start: (number) => codeOf(number, number === 1 ? { expires_in: 12 } : {}),
		});
		const codes = untold.events.flatMap((event) =>
			event.type === 'device-code' ? [[event.endsAt, event.isLast]] : [],
		);
		assert.deepEqual(codes, [
			[12_000, false],
			[435_000, true],
		]);
		assert.equal(typesOf(untold), 'code pending pending expired code pending');
		assert.equal(untold.token, TOKEN);
	});

	test('ends when nobody has entered a code for as long as is waited', async () => {
		const { problem, pauses } = await signIn([PENDING]);
		assert.equal(problem?.code, 'sign-in-needed');
		assert.equal(
			pauses.reduce((sum, pause) => sum + pause, 0),
			420_000,
		);
	});

	test('waits as RFC 8628 has it where Meta says nothing', async () => {
		const ending = await signIn([GRANTED], {
			start: () => ({ body: { code: '26743274374324', user_code: 'DUY5TQRK' } }),
		});
		assert.deepEqual(ending.pauses, [5000]);
		assert.ok(ending.events[0]?.type === 'device-code' && ending.events[0].endsAt === 900_000);
	});

	test('says what the app lacks', async () => {
		const table: readonly (readonly [Answer, Problem['code'], RegExp])[] = [
			[error(3), 'missing-permission', /may not sign in on other devices/],
			[error(190), 'wrong-app-secret', /client token/],
			[error(101), 'wrong-app-secret', /client token/],
			[{ body: { code: 'x' } }, 'bad-reply', /makes no sense/],
		];
		for (const [answer, code, title] of table) {
			const { problem, events } = await signIn([], { start: () => answer });
			assert.deepEqual([problem?.code, events], [code, []]);
			assert.match(textOf(problem).title ?? '', title);
		}
	});

	test('is cancelled at once', async () => {
		const signal = AbortSignal.abort();
		await using server = await startHttpServer(() => codeOf(1));
		const transport = new Transport({ graph: server.origin, version: 'v27.0', timeoutMs: 5000 });
		const client = new GraphClient(transport, { id: APP_ID, secret: new Secret('0a'.repeat(16)) });
		const options = { clientToken: CLIENT_TOKEN, permissions: [], facebook: 'https://www.facebook.com' };
		const work = signInByDevice(client, options, { clock: new HastyClock(), patienceMs: 1, signal });
		await assert.rejects(
			work.next(),
			(thrown) => thrown instanceof ProblemError && thrown.problem.code === 'cancelled',
		);
		await transport.close();
	});
});
