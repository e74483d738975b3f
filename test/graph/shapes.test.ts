import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { ProblemCode } from '../../source/domain/problem.ts';
import type { Answer } from '../support/http-server.ts';
import { tokenOf } from '../support/secrets.ts';
import { APP_ID, PAGE_ID } from '../support/token-infos.ts';
import { assertHonest, CALLS, type CallName, infosIn, PLANTED, replay } from './replay.ts';

const TOKEN = tokenOf('shapes');

/** Shapes that Graph has been seen to send, retyped with made-up names, ids and tokens, and what they end in. */
const TABLE: readonly (readonly [
	name: string,
	call: CallName,
	status: number,
	text: string,
	ending: ProblemCode | 'value',
])[] = [
	['a proxy block of headers only', 'me', 200, 'HTTP/1.1 200 Connection established', 'bad-reply'],
	['the literal false', 'me', 200, 'false', 'bad-reply'],
	['the literal null', 'me', 200, 'null', 'bad-reply'],
	['the literal true', 'me', 200, 'true', 'bad-reply'],
	['a query string', 'me', 200, 'id=123&name=Robin', 'value'],
	['a token in a query string', 'exchange', 200, `access_token=${TOKEN}&expires=5183975`, 'value'],
	['a plain sentence', 'exchange', 200, 'An unknown error occurred', 'bad-reply'],
	['a code in place of a token', 'exchange', 200, '{"code":"a-neat-code"}', 'bad-reply'],
	['an exchange without an end', 'exchange', 200, `{"access_token":"${TOKEN}","token_type":"bearer"}`, 'value'],
	[
		'an error that is a string',
		'exchange',
		400,
		'{"error":"invalid_grant","error_description":"Not valid."}',
		'unexpected',
	],
	['what only looks like JSON', 'exchange', 400, '{"error": {"code"=>2500}}', 'bad-reply'],
	[
		'a wrong secret',
		'checkCredentials',
		400,
		'{"error":{"message":"Error validating client secret.","type":"OAuthException","code":1}}',
		'wrong-app-secret',
	],
	[
		'an unknown app',
		'checkCredentials',
		400,
		'{"error":{"message":"Error validating application. Cannot get application info due to a system error.","type":"OAuthException","code":101}}',
		'unknown-app',
	],
	[
		'an app id that is no number',
		'checkCredentials',
		500,
		'{"error":{"message":"An unknown error has occurred.","type":"OAuthException","code":1}}',
		'unexpected',
	],
	['no Pages', 'accounts', 200, '{"data":[]}', 'value'],
	['a Page without token and tasks', 'accounts', 200, `{"data":[{"id":"${PAGE_ID}","name":"My Bakery"}]}`, 'value'],
	['the same Page twice', 'accounts', 200, '{"data":[{"id":"1","name":"A"},{"id":"1","name":"A"}]}', 'value'],
	[
		'a link to Meta from another host',
		'accounts',
		200,
		'{"data":[{"id":"1"}],"paging":{"next":"https:\\/\\/graph.facebook.com\\/v27.0\\/5\\/accounts?access_token=x&after=y"}}',
		'bad-reply',
	],
	['an array in place of an edge', 'accounts', 200, '[{"id":123},["junk"]]', 'bad-reply'],
	['a success with a trace id', 'accounts', 200, '{"data":[],"fbtrace_id":"Aabc"}', 'value'],
	[
		'a dead token within HTTP 500',
		'accounts',
		500,
		'{"error":{"message":"Session has expired","type":"OAuthException","code":190,"error_subcode":463}}',
		'token-expired',
	],
	[
		'an error within HTTP 200',
		'accounts',
		200,
		'{"error":{"message":"(#803) Some of the aliases you requested do not exist: abc","code":803}}',
		'not-found',
	],
	[
		'an error with neither message nor type',
		'accounts',
		400,
		'{"error":{"code":190,"error_subcode":463}}',
		'token-expired',
	],
	[
		'a flat limit',
		'accounts',
		200,
		'{"error_code":613,"error_msg":"Calls to this api have exceeded the rate limit. (613)"}',
		'rate-limited',
	],
	['a flat error without a code', 'accounts', 200, '{"error_msg":"The action is invalid"}', 'unexpected'],
	['an empty object with HTTP 401', 'accounts', 401, '{}', 'bad-reply'],
	['an unfinished page of HTML', 'accounts', 502, '<div id="core"><h1 id="sorry">Sorry', 'graph-unavailable'],
	['an empty HTTP 500', 'accounts', 500, '', 'graph-unavailable'],
	[
		'a token that Meta repeats',
		'accounts',
		400,
		`{"error":{"message":"Malformed access token ${PLANTED.token}","type":"OAuthException","code":190}}`,
		'unreadable-token',
	],
	[
		'a permanent Page token',
		'debugToken',
		200,
		`{"data":{"app_id":"${APP_ID}","type":"PAGE","application":"My App","is_valid":true,"expires_at":0,"profile_id":"${PAGE_ID}","scopes":[]}}`,
		'value',
	],
	[
		'a dead token',
		'debugToken',
		200,
		'{"data":{"error":{"code":190,"message":"The session is invalid","subcode":460},"is_valid":false,"scopes":["public_profile"]}}',
		'value',
	],
	[
		'a dead token without an error',
		'debugToken',
		200,
		`{"data":{"app_id":"${APP_ID}","is_valid":false,"user_id":"10226735999000000","scopes":[]}}`,
		'value',
	],
	[
		'an app token',
		'debugToken',
		200,
		'{\n  "data": {\n    "app_id": "210798282372757",\n    "is_valid": true\n  }\n}\n',
		'value',
	],
	['a body without its wrapper', 'debugToken', 200, '{"type":"PAGE","is_valid":true,"expires_at":0}', 'bad-reply'],
	[
		'a number with leading zeros',
		'debugToken',
		200,
		'{"data":{"app_id":000000000000000,"is_valid":true}}',
		'bad-reply',
	],
	[
		'a foreign token',
		'debugToken',
		400,
		'{"error":{"message":"(#100) The App_id in the input_token did not match the Viewing App","type":"OAuthException","code":100}}',
		'token-of-another-app',
	],
	['a batch of nothing but null', 'inspect', 200, '[null,null]', 'value'],
	['a batch of the number 200', 'inspect', 200, '200', 'value'],
	[
		'a refused batch',
		'inspect',
		200,
		'{"error":{"message":"Too many requests in batch message. Maximum batch size is 50","type":"GraphBatchException"}}',
		'value',
	],
];

describe('what Graph was seen to send ends well or in a known problem', () => {
	for (const [name, call, status, body, ending] of TABLE) {
		test(`${name} at ${call}: ${ending}`, async () => {
			const { value, problem } = await replay(call, { status, body });
			assert.equal(problem?.code ?? 'value', ending);
			assertHonest(infosIn(value), body);
		});
	}
});

/** Replays random answers. */
async function replayMany(arbitrary: fc.Arbitrary<{ call: CallName; status: number; body: string }>, numRuns: number) {
	await fc.assert(
		fc.asyncProperty(arbitrary, async ({ call, status, body }) => {
			const { value, problem } = await replay(call, { status, body });
			assertHonest(infosIn(value), body);
			assert.ok(problem || value !== null);
		}),
		{ numRuns },
	);
}

const call = fc.constantFrom(...(Object.keys(CALLS) as CallName[]));
// Without 1xx and 204, 205 and 304, which have no body by definition.
const status = fc.oneof(
	{ weight: 3, arbitrary: fc.constant(200) },
	fc.constantFrom(201, 302, 400, 401, 403, 404, 429, 500, 502, 599),
);

describe('whatever comes, from whichever call, it ends in a value or a known problem:', () => {
	test('any JSON', () => replayMany(fc.record({ call, status, body: fc.json() }), 300));

	test('any text', () => replayMany(fc.record({ call, status, body: fc.string({ unit: 'binary' }) }), 150));

	const odd = fc.oneof(
		fc.jsonValue({ maxDepth: 1 }),
		fc.constantFrom<unknown>(0, '0', -1, 190, 463, true, false, null, 'PAGE', [], {}, PLANTED.token),
	);
	const names = [
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
		'is_valid',
	];
	const moreNames = [
		'type',
		'expires_at',
		'scopes',
		'granular_scopes',
		'target_ids',
		'app_id',
		'body',
		'tasks',
		'is_transient',
		'error_msg',
	];
	const { tree } = fc.letrec((tie) => ({
		tree: fc.oneof(
			{ depthSize: 'small' },
			odd,
			fc.array(tie('tree'), { maxLength: 3 }),
			fc.dictionary(fc.constantFrom(...names, ...moreNames), tie('tree'), { maxKeys: 6 }),
		),
	}));
	test('any tree of Graph’s own words', () =>
		replayMany(fc.record({ call, status, body: tree.map((value) => JSON.stringify(value)) }), 400));

	test('any bytes', async () => {
		await fc.assert(
			fc.asyncProperty(call, fc.uint8Array({ maxLength: 200 }), async (name, bytes) => {
				const answer: Answer = (response) => void response.writeHead(200).end(bytes);
				await replay(name, answer);
			}),
			{ numRuns: 100 },
		);
	});

	test('any beginning of an HTTP answer that is cut off', async () => {
		const whole = Buffer.from(
			'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 26\r\n\r\n{"id":"1","access_token":1}',
		);
		for (let length = 0; length < whole.length; length += 9) {
			const { problem } = await replay('me', (response) => void response.socket?.end(whole.subarray(0, length)));
			assert.equal(problem?.code, 'network', `${length} bytes`);
		}
	});
});
