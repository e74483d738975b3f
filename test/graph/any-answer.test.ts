import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from '../support/fast-check.ts';
import type { Answer } from '../support/http-server.ts';
import { tokenOf } from '../support/secrets.ts';
import { APP_ID, PAGE_ID } from '../support/token-infos.ts';
import { outcomeOf } from './endings.ts';
import { assertHonest, CALLS, type CallName, infosIn, PLANTED, replay, replayTurns } from './replay.ts';

const EVERY_CALL = Object.keys(CALLS) as CallName[];

type Whole = { status: number; body: string; headers?: Record<string, string> };

/** Has every call end with random answers: in a value or a known problem, at once, and no better than the answer itself. */
async function replayAll(answers: fc.Arbitrary<Whole>, numRuns: number): Promise<void> {
	await fc.assert(
		fc.asyncProperty(answers, async (answer) => {
			await Promise.all(
				EVERY_CALL.map(async (call) => {
					const { value, problem } = await replay(call, answer);
					assert.ok(problem || value !== null, call);
					assert.notEqual(problem?.code, 'timeout', call);
					assertHonest(infosIn(value), answer.body);
				}),
			);
		}),
		{ numRuns },
	);
}

// No 1xx, after which an answer is still to come. 204, 205 and 304 have no body, whatever is sent with them.
const status = fc.oneof(
	{ weight: 3, arbitrary: fc.constant(200) },
	{ weight: 2, arbitrary: fc.constantFrom(201, 204, 205, 302, 304, 400, 401, 403, 404, 407, 429, 500, 502, 503) },
	{ weight: 1, arbitrary: fc.integer({ min: 200, max: 999 }) },
);

const odd = fc.oneof(
	fc.jsonValue({ maxDepth: 1 }),
	fc.constantFrom<unknown>(0, '0', -1, 190, 463, true, false, null, 'PAGE', '5', [], {}, 2 ** 60, '9'.repeat(40)),
);
const WORDS = [
	...[
		'id',
		'name',
		'data',
		'paging',
		'next',
		'error',
		'code',
		'message',
		'error_subcode',
		'access_token',
		'expires_in',
	],
	...['is_valid', 'type', 'expires_at', 'scopes', 'granular_scopes', 'target_ids', 'app_id', 'body', 'tasks'],
	...['is_transient', 'error_msg', 'error_code', 'category', 'profile_id', 'scope', 'fbtrace_id', 'expires'],
];
const { tree } = fc.letrec((tie) => ({
	tree: fc.oneof(
		{ depthSize: 'small' },
		odd,
		fc.array(tie('tree'), { maxLength: 3 }),
		fc.dictionary(fc.constantFrom(...WORDS), tie('tree'), { maxKeys: 6 }),
	),
}));

const TOKEN = tokenOf('any answer');
const PAGE = `{"id":"${PAGE_ID}","name":"My Bakery","category":"Bakery","tasks":["MANAGE"],"access_token":"${TOKEN}"}`;
const ABOUT = `{"data":{"app_id":"${APP_ID}","type":"PAGE","is_valid":true,"expires_at":0,"profile_id":"${PAGE_ID}"}}`;
/** What each call wants to hear. */
const GOOD: Readonly<Record<CallName, string>> = {
	checkCredentials: `{"access_token":"${APP_ID}|abc"}`,
	exchange: `{"access_token":"${TOKEN}","expires_in":5183944}`,
	...{ exchangeCode: `{"access_token":"${TOKEN}"}`, deviceLoginStatus: `{"access_token":"${TOKEN}"}` },
	startDeviceLogin: '{"code":"2674","user_code":"DUY5TQRK","expires_in":420,"interval":5}',
	...{ describeApp: PAGE, me: PAGE, page: PAGE, version: PAGE },
	...{ accounts: `{"data":[${PAGE}]}`, businesses: `{"data":[${PAGE}]}`, businessPages: `{"data":[${PAGE}]}` },
	...{ debugToken: ABOUT, debugItself: ABOUT },
	inspect: JSON.stringify(Array(2).fill({ code: 200, body: ABOUT })),
};

describe('at every call it ends in a value or a known problem, at once:', () => {
	test('any JSON', () => replayAll(fc.record({ status, body: fc.json() }), 30));

	test('any text', () => replayAll(fc.record({ status, body: fc.string({ unit: 'binary' }) }), 20));

	test('any tree of Graph’s own words', () =>
		replayAll(fc.record({ status, body: tree.map((value) => JSON.stringify(value)) }), 50));

	test('any bytes', async () => {
		await fc.assert(
			fc.asyncProperty(status, fc.uint8Array({ maxLength: 200 }), async (code, bytes) => {
				const answer: Answer = (response) => void response.writeHead(code).end(bytes);
				await Promise.all(EVERY_CALL.map((call) => replay(call, answer)));
			}),
			{ numRuns: 15 },
		);
	});

	test('what it wants to hear, with any piece of it cut out, doubled or swapped', async () => {
		const edit = fc.record({ from: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat({ max: 30 }) });
		const put = fc.oneof(fc.constant(''), fc.constant(null), fc.constantFrom('null', '[]', '{}', '"', ',', '0', '-1'));
		await fc.assert(
			fc.asyncProperty(status, edit, put, async (code, { from, length }, instead) => {
				await Promise.all(
					EVERY_CALL.map(async (call) => {
						const good = GOOD[call];
						const start = Math.floor(from * good.length);
						const piece = good.slice(start, start + length);
						const body = good.slice(0, start) + (instead ?? piece + piece) + good.slice(start + length);
						const { value, problem } = await replay(call, { status: code, body });
						assert.notEqual(problem?.code, 'timeout', call);
						assertHonest(infosIn(value), body.replaceAll('\\"', '"'));
					}),
				);
			}),
			{ numRuns: 30 },
		);
	});

	test('any beginning of an HTTP answer that is cut off', async () => {
		const whole = Buffer.from(
			'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 26\r\n\r\n{"id":"1","access_token":1}',
		);
		const lengths = Array.from({ length: Math.ceil(whole.length / 9) }, (_, index) => index * 9);
		for (const length of lengths) {
			const { problem } = await replay('me', (response) => response.socket?.end(whole.subarray(0, length)));
			assert.equal(problem?.code, 'network', `${length} bytes`);
		}
	});

	test('JSON as deep as the body may be long', async () => {
		const ends = EVERY_CALL.map((call) => replay(call, { body: '{"data":['.repeat(100_000) }));
		for (const { problem } of await Promise.all(ends)) assert.notEqual(problem?.code, 'timeout');
	});
});

describe('headers', () => {
	const usage = fc.constantFrom(
		'{"call_count":100,"total_time":25}',
		'{"acc_id_util_pct"9.67}',
		'[]',
		'null',
		'{}',
		'%',
	);
	const text = fc.string({ unit: fc.constantFrom(...'\t !"#%&/:;<=>@\\{}~aZ09\x80\xff') }).map((value) => value.trim());
	const value = fc.oneof(
		usage,
		text,
		fc.constantFrom(
			PLANTED.token,
			PLANTED.secret,
			`https://example.com/?access_token=${PLANTED.token}`,
			'x'.repeat(5000),
		),
	);
	const names = [
		...['x-app-usage', 'x-business-use-case-usage', 'x-page-usage', 'x-ad-account-usage', 'facebook-api-version'],
		...['www-authenticate', 'content-type', 'date', 'retry-after', 'location', 'set-cookie', 'etag', 'x-fb-trace-id'],
	];
	const headers = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 3 });

	test('of any kind change nothing of what a body says', async () => {
		const bodies = fc.constantFrom('good', '{}', '', '{"error":{"code":190,"error_subcode":463}}', 'no JSON');
		await fc.assert(
			fc.asyncProperty(status, bodies, headers, async (code, text, more) => {
				await Promise.all(
					EVERY_CALL.map(async (call) => {
						const answer = { status: code, body: text === 'good' ? GOOD[call] : text };
						const [bare, full] = await Promise.all([replay(call, answer), replay(call, { ...answer, headers: more })]);
						assert.deepEqual(outcomeOf(call, full), outcomeOf(call, bare), call);
					}),
				);
			}),
			{ numRuns: 20 },
		);
	});

	const encodings = ['gzip', 'deflate', 'br', 'identity', 'nonsense', 'gzip, br', ''];
	for (const encoding of encodings) {
		test(`that promise a body packed as "${encoding}" end well or in a problem`, async () => {
			for (const { problem } of await Promise.all(
				EVERY_CALL.map((call) => replay(call, { body: GOOD[call], headers: { 'content-encoding': encoding } })),
			)) {
				assert.ok(problem === null || problem.code === 'bad-reply', problem?.code);
			}
		});
	}

	test('greater than Node reads end in a problem', async () => {
		const ends = EVERY_CALL.map((call) =>
			replay(call, { body: GOOD[call], headers: { 'x-app-usage': 'x'.repeat(20_000) } }),
		);
		for (const { problem } of await Promise.all(ends)) assert.equal(problem?.code ?? 'network', 'network');
	});
});

describe('a secret that an answer repeats does not get out at any call:', () => {
	const secret = fc.constantFrom(PLANTED.token, PLANTED.secret, `${APP_ID}|${PLANTED.secret}`);
	const before = fc.constantFrom(' ', '"', "'", '=', ': ', '(', '\n', '/', '?access_token=', 'Bearer ', '%20', '%3D');
	const after = fc.constantFrom('', ' ', '"', "'", '&', ')', ', ', '.', '\n', '/', '%20', '%26');
	const sentence = fc
		.tuple(fc.constantFrom('Malformed access token', 'Invalid', 'Ungültig', ''), before, secret, after)
		.map((parts) => parts.join(''));

	const forms: readonly ((text: string) => string)[] = [
		(text) => text,
		(text) => `<html><p>${text}</p>`,
		(text) => JSON.stringify(text),
		(text) => JSON.stringify({ error: text, error_description: text }),
		(text) => JSON.stringify({ error_code: 190, error_msg: text, error_message: text }),
		(text) => JSON.stringify({ error: { code: 190, message: text, type: text, fbtrace_id: text } }),
		(text) => JSON.stringify({ error: { code: 100, error_user_title: text, error_user_msg: text } }),
		(text) => JSON.stringify({ error: { code: text, message: [text], error_data: text } }),
		(text) => JSON.stringify({ data: { is_valid: false, error: { code: 190, message: text } } }),
		(text) => JSON.stringify({ data: [], paging: { next: `https://example.com/?access_token=${text}` } }),
		(text) =>
			JSON.stringify([
				{ code: 400, body: JSON.stringify({ error: { message: text } }) },
				{ code: 200, body: text },
			]),
		// What looks like an id is shown as one, so there is more than the secret in it.
		(text) => JSON.stringify({ data: text, id: `1 ${text}`, access_token: text }),
		(text) => `access_token=${text}&expires=${text}`,
	];

	for (const form of forms) {
		test(form('…'), async () => {
			await fc.assert(
				fc.asyncProperty(status, sentence, async (code, text) => {
					const body = form(text);
					await Promise.all(EVERY_CALL.map((call) => replay(call, { status: code, body })));
				}),
				{ numRuns: 8 },
			);
		});
	}
});

describe('what does not end is given up in time at every call:', () => {
	const answers: Readonly<Record<string, Answer>> = {
		silence: () => {},
		'headers alone': (response) => void response.writeHead(200).flushHeaders(),
		'a body that drips': (response) => {
			response.writeHead(200).write('{"data":[');
			const drip = setInterval(() => response.write(' '), 5);
			response.on('close', () => clearInterval(drip));
		},
	};
	for (const [name, answer] of Object.entries(answers)) {
		test(name, async () => {
			const ends = EVERY_CALL.map(async (call) => outcomeOf(call, await replayTurns(call, () => answer, 100)));
			assert.deepEqual(await Promise.all(ends), Array(EVERY_CALL.length).fill('timeout'));
		});
	}
});
