import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Secret } from '../../source/domain/secret.ts';
import { type Caller, debugToken, type Inspection, TokenInspector } from '../../source/graph/debug-token.ts';
import { appAccessToken, appSecretProof } from '../../source/graph/proof.ts';
import { type Answer, type Received, startHttpServer } from '../support/http-server.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { tokenOf } from '../support/secrets.ts';
import { APP_ID } from '../support/token-infos.ts';
import { problemOf, transportTo } from './failing.ts';

const SECRET = new Secret('0123456789abcdef0123456789abcdef');
const AS_APP: Caller = { kind: 'app', token: appAccessToken(APP_ID, SECRET) };
const ITSELF: Caller = { kind: 'self', appSecret: SECRET };

const tokens = (count: number) => Array.from({ length: count }, (_, index) => new Secret(tokenOf(`page ${index}`)));

/** A valid token whose Page is told by the token, so that an answer out of its place shows. */
const dataOf = (token: string) => ({
	data: { type: 'PAGE', is_valid: true, expires_at: 0, profile_id: token.slice(-8) },
});

const inputOf = (url: string) => new URLSearchParams(url.split('?')[1]).get('input_token') ?? '';

type Item = { code?: number; body?: unknown } | null;

/** Answers single calls, and batches item by item; `change` may put something else in an item's place. */
function answerTo(
	{ method, url, body }: Received,
	change: (item: Item, index: number) => unknown = (item) => item,
): Answer {
	if (method === 'GET') return { body: dataOf(inputOf(url)) };
	const batch = JSON.parse(new URLSearchParams(body).get('batch') ?? '[]') as { relative_url: string }[];
	const items = batch.map(({ relative_url }) => ({ code: 200, body: JSON.stringify(dataOf(inputOf(relative_url))) }));
	return { body: items.map(change) };
}

const profiles = (answers: readonly Inspection[]) =>
	answers.map(({ info, problem }) => info?.profileId ?? problem?.code);
const expected = (list: readonly Secret[]) => list.map((token) => token.reveal().slice(-8));
const kinds = (received: readonly Received[]) => received.map(({ method }) => method);

describe('many tokens', () => {
	test('are asked about fifty in one call, with the tokens in the body alone', async () => {
		await using server = await startHttpServer((request) => answerTo(request));
		const list = tokens(50);
		assert.deepEqual(profiles(await new TokenInspector(transportTo(server), AS_APP).inspect(list)), expected(list));
		const [request] = server.received;
		assert.deepEqual([server.received.length, request?.method, request?.url], [1, 'POST', '/v27.0/']);
		const form = new URLSearchParams(request?.body);
		assert.equal(form.get('access_token'), AS_APP.kind === 'app' ? AS_APP.token.reveal() : '');
		assert.equal(form.get('include_headers'), 'false');
		assert.equal(TokenInspector.batchSize, 50);
	});

	const oddities: readonly (readonly [name: string, change: (item: Item, index: number) => unknown])[] = [
		['null, as for a call that timed out', () => null],
		['an error of Graph', () => ({ code: 500, body: '{"error":{"code":2}}' })],
		['no JSON', () => ({ code: 499, body: 'error body' })],
		['without a body', () => ({ code: 302 })],
		['the text "true"', () => ({ code: 200, body: 'true' })],
		['no item at all', () => 'junk'],
		['an answer without data', () => ({ code: 200, body: '{"data":[]}' })],
	];
	for (const [name, odd] of oddities) {
		test(`keep their order when an item is ${name}, and that one is asked about alone`, async () => {
			await using server = await startHttpServer((request) =>
				answerTo(request, (item, index) => (index === 1 ? odd(item, index) : item)),
			);
			const list = tokens(4);
			assert.deepEqual(profiles(await new TokenInspector(transportTo(server), AS_APP).inspect(list)), expected(list));
			assert.deepEqual(kinds(server.received), ['POST', 'GET']);
			assert.equal(inputOf(server.received[1]?.url ?? ''), list[1]?.reveal());
		});
	}

	test('keep their order when the batch answers too few', async () => {
		await using server = await startHttpServer((request) => {
			const answer = answerTo(request);
			return request.method === 'POST' && 'body' in answer ? { body: (answer.body as unknown[]).slice(0, 2) } : answer;
		});
		const list = tokens(5);
		assert.deepEqual(profiles(await new TokenInspector(transportTo(server), AS_APP).inspect(list)), expected(list));
		assert.deepEqual(kinds(server.received), ['POST', 'GET', 'GET', 'GET']);
	});

	const refusals: readonly (readonly [name: string, answer: Answer])[] = [
		[
			'refused as a whole',
			{ status: 400, body: { error: { type: 'GraphBatchException', message: 'Unsupported method' } } },
		],
		['answered with no list', { body: '200' }],
		['answered with an empty list', { body: [] }],
		['answered with nothing but null', { body: [null, null, null] }],
		['answered with no JSON', { body: 'no' }],
	];
	for (const [name, refusal] of refusals) {
		test(`are asked about singly when the batch is ${name}, and no second batch is tried`, async () => {
			await using server = await startHttpServer((request) =>
				request.method === 'POST' ? refusal : answerTo(request),
			);
			const inspector = new TokenInspector(transportTo(server), AS_APP);
			const list = tokens(3);
			assert.deepEqual(profiles(await inspector.inspect(list)), expected(list));
			assert.deepEqual(profiles(await inspector.inspect(list)), expected(list));
			assert.deepEqual(kinds(server.received).sort(), [...Array(6).fill('GET'), 'POST']);
		});
	}

	test('are asked about singly five at once at most', async () => {
		let [now, most] = [0, 0];
		await using server = await startHttpServer((request) =>
			request.method === 'POST'
				? { status: 400, body: { error: { message: 'no batch' } } }
				: (response) => {
						most = Math.max(most, ++now);
						setTimeout(() => {
							now--;
							response.end(JSON.stringify(dataOf(inputOf(request.url))));
						}, 10);
					},
		);
		const list = tokens(30);
		assert.deepEqual(profiles(await new TokenInspector(transportTo(server), AS_APP).inspect(list)), expected(list));
		assert.equal(most, 5);
	});

	test('are not asked about any more once Meta wants a pause', async () => {
		await using server = await startHttpServer(() => ({
			status: 400,
			body: { error: { code: 4, message: '(#4) limit' } },
		}));
		const answers = await new TokenInspector(transportTo(server), AS_APP).inspect(tokens(9));
		assert.deepEqual(profiles(answers), Array(9).fill('rate-limited'));
		assert.equal(server.received.length, 1);
	});

	test('of which some meet a limit within the batch are not asked about again', async () => {
		const limited = { code: 400, body: '{"error":{"code":4,"message":"limit"}}' };
		await using server = await startHttpServer((request) =>
			answerTo(request, (item, index) => (index === 2 ? limited : item)),
		);
		const answers = await new TokenInspector(transportTo(server), AS_APP).inspect(tokens(3));
		assert.equal(profiles(answers)[2], 'rate-limited');
		assert.equal(server.received.length, 1);
	});

	test('are unknown, not invalid, without a network', async () => {
		await using server = await startHttpServer(() => (response) => response.socket?.destroy());
		const answers = await new TokenInspector(transportTo(server), AS_APP).inspect(tokens(3));
		assert.deepEqual(profiles(answers), Array(3).fill('network'));
		assert.ok(answers.every(({ info }) => info === null));
	});

	test('are asked about singly when the batch is not answered in time, and no second batch is tried', async () => {
		await using server = await startHttpServer((request) => (request.method === 'POST' ? () => {} : answerTo(request)));
		const inspector = new TokenInspector(transportTo(server, { timeoutMs: 150 }), AS_APP);
		const list = tokens(4);
		assert.deepEqual(profiles(await inspector.inspect(list)), expected(list));
		assert.deepEqual(profiles(await inspector.inspect(list)), expected(list));
		assert.deepEqual(kinds(server.received).sort(), [...Array(8).fill('GET'), 'POST']);
	});

	test('are not waited for one by one where no call is answered in time', async () => {
		await using server = await startHttpServer(() => () => {});
		const inspector = new TokenInspector(transportTo(server, { timeoutMs: 50 }), AS_APP);
		assert.deepEqual(profiles(await inspector.inspect(tokens(50))), Array(50).fill('timeout'));
		// One batch, five single calls at once, and what had begun when the fifth of them was given up.
		assert.ok(server.received.length <= 10, `${server.received.length} requests`);
		const sent = server.received.length;
		assert.deepEqual(profiles(await inspector.inspect(tokens(50))), Array(50).fill('timeout'));
		assert.equal(server.received.length, sent);
	});

	test('stop at once when cancelled', async () => {
		const cancel = new AbortController();
		await using server = await startHttpServer(() => () => setImmediate(() => cancel.abort()));
		const inspecting = new TokenInspector(transportTo(server), AS_APP).inspect(tokens(60).slice(0, 50), cancel.signal);
		assert.equal((await problemOf(inspecting)).code, 'cancelled');
		assert.equal(server.received.length, 1);
	});

	test('that are none or one need no batch', async () => {
		await using server = await startHttpServer((request) => answerTo(request));
		const inspector = new TokenInspector(transportTo(server), AS_APP);
		assert.deepEqual(await inspector.inspect([]), []);
		await inspector.inspect(tokens(1));
		assert.deepEqual(kinds(server.received), ['GET']);
	});
});

describe('a token that asks about itself', () => {
	test('does so in the header, with its own proof', async () => {
		await using server = await startHttpServer((request) => answerTo(request));
		const [token] = tokens(1) as [Secret];
		await debugToken(transportTo(server), token, ITSELF);
		const [request] = server.received;
		assert.equal(request?.headers.authorization, `Bearer ${token.reveal()}`);
		const query = new URLSearchParams(request?.url.split('?')[1]);
		assert.deepEqual(Object.fromEntries(query), {
			input_token: token.reveal(),
			appsecret_proof: appSecretProof(SECRET, token),
		});
	});

	test('sends no proof where the secret is not its own app’s', async () => {
		await using server = await startHttpServer((request) => answerTo(request));
		await debugToken(transportTo(server), tokens(1)[0] as Secret, { kind: 'self', appSecret: null });
		assert.doesNotMatch(server.received[0]?.url ?? '', /appsecret_proof/);
	});

	test('brings its own token and proof within a batch', async () => {
		await using server = await startHttpServer((request) => answerTo(request));
		const list = tokens(3);
		assert.deepEqual(profiles(await new TokenInspector(transportTo(server), ITSELF).inspect(list)), expected(list));
		const batch = JSON.parse(new URLSearchParams(server.received[0]?.body).get('batch') ?? '') as {
			relative_url: string;
		}[];
		for (const [index, { relative_url }] of batch.entries()) {
			const query = new URLSearchParams(relative_url.split('?')[1]);
			assert.equal(query.get('access_token'), list[index]?.reveal());
			assert.equal(query.get('appsecret_proof'), appSecretProof(SECRET, list[index] as Secret));
		}
	});

	test('and is dead says so by being refused, single and in a batch', async () => {
		const error = { message: 'Error validating access token: The session is invalid.', code: 190, error_subcode: 467 };
		await using server = await startHttpServer((request) =>
			request.method === 'GET'
				? { status: 401, body: { error } }
				: answerTo(request, () => ({ code: 401, body: JSON.stringify({ error }) })),
		);
		const transport = transportTo(server);
		const single = await debugToken(transport, tokens(1)[0] as Secret, ITSELF);
		const [batched] = await new TokenInspector(transport, ITSELF).inspect(tokens(2));
		for (const info of [single, batched?.info]) {
			assert.equal(info?.isValid, false);
			assert.deepEqual([info?.error?.code, info?.error?.subcode], [190, 467]);
		}
	});

	for (const error of [
		{ code: 190, message: 'Error validating application. Cannot get application info due to a system error.' },
		{ code: 2, message: 'Service temporarily unavailable' },
		{ code: 100, message: 'Invalid appsecret_proof provided in the API argument' },
	]) {
		test(`is not dead when Meta answers "${error.message}"`, async () => {
			await using server = await startHttpServer(() => ({ status: 400, body: { error } }));
			await problemOf(debugToken(transportTo(server), tokens(1)[0] as Secret, ITSELF));
		});
	}
});

test('a dead caller is a problem of the caller, not a dead token', async () => {
	await using server = await startHttpServer(() => ({
		status: 401,
		body: { error: { code: 190, error_subcode: 463 } },
	}));
	const told = await problemOf(debugToken(transportTo(server), tokens(1)[0] as Secret, AS_APP));
	assert.equal(told.code, 'token-expired');
	const answers = await new TokenInspector(transportTo(server), AS_APP).inspect(tokens(2));
	assert.ok(answers.every(({ info, problem }) => info === null && problem.code === 'token-expired'));
	assertNoSecrets(
		JSON.stringify(answers),
		tokens(2).map((token) => token.reveal()),
		'the answers',
	);
});
