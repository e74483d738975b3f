import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from '../../source/domain/page.ts';
import type { TokenInfo } from '../../source/domain/token.ts';
import type { Inspection } from '../../source/graph/debug-token.ts';
import { tokenOf } from '../support/secrets.ts';
import { APP_ID, PAGE_ID } from '../support/token-infos.ts';
import { type Judged, type Outcome, outcomeOf } from './endings.ts';
import { assertHonest, type CallName, infosIn, PLANTED, replay, replayTurns } from './replay.ts';

const TOKEN = tokenOf('shapes');

/** A shape that Graph has been seen to send, retyped with made-up names, ids and tokens, and how it ends. */
type Shape = readonly [name: string, status: number, text: string, ending: Outcome];

const judged = (verdict: Judged['verdict'], dead: Judged['dead'] = null): Judged => ({ verdict, dead });
const pages = (count: number, bare: number, asked = 1): Outcome => ({ pages: count, bare, asked });
const data = (text: string) => `{"data":{${text}}}`;
const error = (fields: object) => JSON.stringify({ error: fields });

const PERMANENT = data(
	`"app_id":"${APP_ID}","type":"PAGE","application":"My App","is_valid":true,"expires_at":0,"profile_id":"${PAGE_ID}","scopes":[]`,
);
const LOGIN_PAGE =
	'<!DOCTYPE html><html><title>Sign in to the hotel network</title><form action="/login"></form></html>';

/** No answer at all to any call, whatever it asks. */
const NOTHING: readonly (readonly [name: string, status: number, text: string])[] = [
	['the literal false', 200, 'false'],
	['the literal null', 200, 'null'],
	['the literal true', 200, 'true'],
	['a number', 200, '200'],
	['a string', 200, '"ok"'],
	['an object of nothing', 200, '{}'],
	['a list of nothing', 200, '[]'],
	['an empty body', 200, ''],
	['a plain sentence', 200, 'An unknown error occurred'],
	['a page of HTML', 200, LOGIN_PAGE],
	['a page of HTML with HTTP 403', 403, LOGIN_PAGE],
	['a proxy block of headers only', 200, 'HTTP/1.1 200 Connection established'],
	['JSON that is cut off', 200, '{"data":[{"id":"100000000000001","name":"My Bak'],
	['JSON with one brace too few', 400, '{"error":{"message":"The session has ended","code":190,"error_subcode":460}'],
	['what only looks like JSON', 400, '{"error": {"code"=>2500}}'],
	['a number with leading zeros', 200, '{"data":{"app_id":000000000000000,"is_valid":true}}'],
	['an object of nothing with HTTP 401', 401, '{}'],
	['an empty HTTP 404', 404, ''],
	['a redirect', 302, ''],
];

const TABLE: Readonly<Partial<Record<CallName, readonly Shape[]>>> = {
	me: [
		// Nodes.
		['a query string', 200, 'id=123&name=Robin', { named: true }],
		['a person without a name', 200, '{"id":"123"}', { named: false }],
		['a map of nodes', 200, '{"4":{"id":"4","name":"Robin"}}', 'bad-reply'],
		['a success with a trace id', 200, '{"id":"123","fbtrace_id":"Aabc"}', { named: false }],
	],
	describeApp: [['an app', 200, `{"id":"${APP_ID}","name":"My App"}`, { named: true }]],
	page: [
		['a Page', 200, `{"id":"${PAGE_ID}","name":"My Bakery","access_token":"${TOKEN}"}`, pages(1, 0)],
		['a Page without a token', 200, `{"id":"${PAGE_ID}","name":"My Bakery"}`, pages(1, 1)],
		['a Page that cannot be seen', 200, 'false', 'not-found'],
	],
	exchange: [
		// The token endpoint.
		[
			'a token with its life',
			200,
			`{"access_token":"${TOKEN}","token_type":"bearer","expires_in":5183944}`,
			{ expiresIn: 5_183_944 },
		],
		['an exchange without an end', 200, `{"access_token":"${TOKEN}","token_type":"bearer"}`, { expiresIn: null }],
		['a token in a query string', 200, `access_token=${TOKEN}&expires=5183975`, { expiresIn: 5_183_975 }],
		['a token alone in a query string', 200, `access_token=${TOKEN}`, { expiresIn: null }],
		['a life that is no number', 200, `access_token=${TOKEN}&expires_in=soon&machine_id=m`, { expiresIn: null }],
		['a point in time as a life', 200, `{"access_token":"${TOKEN}","expires":"1790000000"}`, { expiresIn: null }],
		['a code in place of a token', 200, '{"code":"a-neat-code"}', 'bad-reply'],
		['sessions in place of a token', 200, `[null,{"access_token":"${TOKEN}"}]`, 'bad-reply'],
		['a token of two words', 200, '{"access_token":"your token"}', 'bad-reply'],
		['an error that is a string', 400, '{"error":"invalid_grant","error_description":"Not valid."}', 'unexpected'],
		['an error within HTTP 200', 200, error({ code: 190, error_subcode: 463 }), 'token-expired'],
	],
	checkCredentials: [
		['an app token', 200, `{"access_token":"${APP_ID}|abc","token_type":"bearer"}`, 'accepted'],
		['an app token in a query string', 200, `access_token=${APP_ID}|abc`, 'accepted'],
		['a wrong secret', 400, error({ code: 1, message: 'Error validating client secret.' }), 'wrong-app-secret'],
		[
			'an unknown app',
			400,
			error({ code: 101, message: 'Error validating application. Cannot get application info due to a system error.' }),
			'unknown-app',
		],
		['an app id that is no number', 500, error({ code: 1, message: 'An unknown error has occurred.' }), 'unexpected'],
	],
	accounts: [
		// Lists.
		['no Pages', 200, '{"data":[]}', pages(0, 0)],
		['a Page without token and tasks', 200, `{"data":[{"id":"${PAGE_ID}","name":"My Bakery"}]}`, pages(1, 1)],
		['a Page whose token is null', 200, '{"data":[{"id":"1","access_token":null}]}', pages(1, 1)],
		// Whoever gathers the list leaves one of them out.
		['the same Page twice', 200, '{"data":[{"id":"1","name":"A"},{"id":"1","name":"A"}]}', pages(2, 2)],
		['junk between the Pages', 200, '{"data":[null,{"id":1},["junk"],{"name":"No id"}]}', 'bad-reply'],
		[
			'an empty page that goes on',
			200,
			'{"data":[],"paging":{"cursors":{"after":"y"},"next":"GRAPH\\/v27.0\\/5\\/accounts?access_token=x&after=y"}}',
			pages(0, 0, 2),
		],
		[
			'a last page with a way back',
			200,
			'{"data":[{"id":"1"}],"paging":{"cursors":{"before":"x","after":"y"},"previous":"GRAPH\\/v27.0\\/5\\/accounts?before=x"}}',
			pages(1, 1),
		],
		[
			'a link to Meta from another host',
			200,
			'{"data":[{"id":"1"}],"paging":{"next":"https:\\/\\/graph.facebook.com\\/v27.0\\/5\\/accounts?access_token=x&after=y"}}',
			'bad-reply',
		],
		['an array in place of an edge', 200, '[{"id":123},["junk"]]', 'bad-reply'],
		['one Page in place of an edge', 200, `{"id":"${PAGE_ID}","access_token":"${TOKEN}"}`, 'bad-reply'],
		// Errors in each of their forms.
		[
			'a dead token within HTTP 500',
			500,
			error({ code: 190, error_subcode: 463, message: 'Session has expired' }),
			'token-expired',
		],
		[
			'an error within HTTP 200',
			200,
			error({ code: 803, message: '(#803) Some of the aliases you requested do not exist: abc' }),
			'not-found',
		],
		['an error with neither message nor type', 400, error({ code: 190, error_subcode: 463 }), 'token-expired'],
		['an error with its code in the message', 400, error({ message: '(#299) Requires it' }), 'missing-permission'],
		['an error of nothing', 400, error({}), 'unexpected'],
		['an error of nothing with HTTP 503', 503, error({}), 'graph-unavailable'],
		[
			'a flat limit',
			200,
			'{"error_code":613,"error_msg":"Calls to this api have exceeded the rate limit. (613)"}',
			'rate-limited',
		],
		['a flat error with its code as a string', 200, '{"error_code":"1","error_message":"?"}', 'graph-unavailable'],
		[
			'an error without its envelope',
			400,
			'{"message":"(#80004) Too many calls","type":"OAuthException","code":80004}',
			'rate-limited',
		],
		[
			'an error without its envelope, within HTTP 200',
			200,
			'{"message":"The session has ended","type":"OAuthException","code":190,"error_subcode":460}',
			'password-changed',
		],
		['a flat error without a code', 200, '{"error_msg":"The action is invalid"}', 'unexpected'],
		['an error that is a string', 200, '{"error":"server_error"}', 'unexpected'],
		['an unfinished page of HTML', 502, '<div id="core"><h1 id="sorry">Sorry', 'graph-unavailable'],
		['an empty HTTP 500', 500, '', 'graph-unavailable'],
		['a limit in plain text', 429, 'Too many requests', 'rate-limited'],
		[
			'a token that Meta repeats',
			400,
			error({ code: 190, message: `Malformed access token ${PLANTED.token}` }),
			'unreadable-token',
		],
	],
	businesses: [['businesses', 200, '{"data":[{"id":"5","name":"Bakeries"},{"id":"6"}]}', { businesses: 2, asked: 1 }]],
	businessPages: [
		['Pages of a business', 200, `{"data":[{"id":"1","access_token":"${TOKEN}"},{"id":"2"}]}`, pages(2, 1)],
	],
	debugToken: [
		// What Meta says of a token.
		['a permanent Page token', 200, PERMANENT, judged('permanent')],
		['a Page token with an end', 200, PERMANENT.replace(':0', ':1800000000'), judged('dated')],
		['a Page token that ends soon', 200, PERMANENT.replace(':0', ':1795003600'), judged('short')],
		['a Page token without an end', 200, PERMANENT.replace('"expires_at":0,', ''), judged('unknown')],
		['a Page token whose end is null', 200, PERMANENT.replace(':0', ':null'), judged('unknown')],
		['a Page token whose end is false', 200, PERMANENT.replace(':0', ':false'), judged('unknown')],
		['a Page token valid by a word', 200, PERMANENT.replace('true', '"true"'), judged('unknown')],
		['a Page token valid by nothing', 200, PERMANENT.replace('"is_valid":true,', ''), judged('unknown')],
		['a Page token of another app', 200, PERMANENT.replace(APP_ID, '999'), judged('permanent')],
		['a token without a type', 200, PERMANENT.replace('"type":"PAGE",', ''), judged('unknown')],
		['a token of a new type', 200, PERMANENT.replace('PAGE', 'PAGE_PLUS'), judged('unknown')],
		['a user token without an end', 200, PERMANENT.replace('PAGE', 'USER'), judged('unknown')],
		['a system user without an end', 200, PERMANENT.replace('PAGE', 'SYSTEM_USER'), judged('unknown')],
		['a Page token that is not valid', 200, PERMANENT.replace('true', 'false'), judged('invalid', 'token-revoked')],
		[
			'a dead token',
			200,
			data(
				'"error":{"code":190,"message":"The session is invalid","subcode":460},"is_valid":false,"scopes":["public_profile"]',
			),
			judged('invalid', 'password-changed'),
		],
		[
			'a dead token without an error',
			200,
			data(`"app_id":"${APP_ID}","is_valid":false,"user_id":"10226735999000000","scopes":[]`),
			judged('invalid', 'token-revoked'),
		],
		['an app token', 200, data(`"app_id":"${APP_ID}","is_valid":true`), judged('unknown')],
		['data that says nothing', 200, data('"user_id":"444"'), judged('unknown')],
		['data of nothing', 200, data(''), judged('unknown')],
		['data that is an array', 200, '{"data":[]}', 'bad-reply'],
		['data that is an array of tokens', 200, `{"data":[${PERMANENT.slice(8, -1)}]}`, 'bad-reply'],
		['data that is null', 200, '{"data":null}', 'bad-reply'],
		['a body without its wrapper', 200, PERMANENT.slice(8, -1), 'bad-reply'],
		['a token in a query string', 200, 'type=PAGE&is_valid=true&expires_at=0', 'bad-reply'],
		[
			'a foreign token',
			400,
			error({ code: 100, message: '(#100) The App_id in the input_token did not match the Viewing App' }),
			'token-of-another-app',
		],
	],
	debugItself: [
		// A token that asks about itself: refused for what it is, or for something else.
		['a dead token', 401, error({ code: 190, error_subcode: 458 }), judged('invalid', 'app-removed')],
		[
			'a token of another kind',
			400,
			error({ code: 102, message: 'A user access token is required to request this resource.' }),
			'not-a-user-token',
		],
		['a limit', 400, error({ code: 4, message: '(#4) Application request limit reached' }), 'rate-limited'],
	],
	inspect: [
		// Batches of two; what is left open is asked about singly, and has the very same answer here.
		[
			'a batch of answers',
			200,
			JSON.stringify([
				{ code: 200, body: PERMANENT },
				{ code: 200, headers: [], body: data('"is_valid":false') },
			]),
			{ answers: [judged('permanent'), judged('invalid', 'token-revoked')], singly: 0 },
		],
		[
			'a batch with a gap',
			200,
			JSON.stringify([{ code: 200, body: PERMANENT }, null]),
			{ answers: [judged('permanent'), 'bad-reply'], singly: 1 },
		],
		[
			'a batch of errors',
			200,
			JSON.stringify([
				{ code: 400, body: error({ code: 4, message: 'limit' }) },
				{ code: 200, body: PERMANENT },
			]),
			{ answers: ['rate-limited', judged('permanent')], singly: 0 },
		],
		['a batch of nothing but null', 200, '[null,null]', 'bad-reply'],
		['an empty batch with HTTP 500', 500, '[]', 'graph-unavailable'],
		[
			'a refused batch',
			200,
			error({ type: 'GraphBatchException', message: 'Too many requests in batch message. Maximum batch size is 50' }),
			'unexpected',
		],
		['no batch at all', 200, PERMANENT, { answers: [judged('permanent'), judged('permanent')], singly: 2 }],
	],
	version: [
		// Versions.
		[
			'a version that exists',
			400,
			error({
				code: 2500,
				message: 'An active access token must be used to query information about the current user.',
			}),
			{ asked: 1 },
		],
		['versions that do not', 400, error({ code: 2500, message: 'Unknown path components: /me' }), { asked: 7 }],
	],
};

/** Answers with a shape; a list that goes on at `GRAPH`, the very server, ends with the next answer. */
function replayShape(call: CallName, status: number, text: string) {
	return replayTurns(call, ({ headers }, turn) =>
		turn > 1 && text.includes('"next":"GRAPH')
			? { body: { data: [] } }
			: { status, body: text.replaceAll('GRAPH', `http://${headers.host}`) },
	);
}

describe('what Graph was seen to send ends as it must:', () => {
	for (const [call, shapes] of Object.entries(TABLE) as [CallName, readonly Shape[]][]) {
		for (const [name, status, text, expected] of shapes) {
			test(`${name} at ${call}: ${JSON.stringify(expected)}`, async () => {
				const ending = await replayShape(call, status, text);
				assert.deepEqual(outcomeOf(call, ending), expected);
				assertHonest(infosIn(ending.value), text);
			});
		}
	}
});

describe('what is no answer is a bad reply at every call that wants one:', () => {
	const calls: readonly CallName[] = [
		...(['checkCredentials', 'describeApp', 'exchange', 'me', 'accounts', 'businesses', 'businessPages'] as const),
		...(['page', 'debugToken', 'debugItself', 'inspect'] as const),
	];
	for (const [name, status, text] of NOTHING) {
		test(name, async () => {
			const outcomes = await Promise.all(
				calls.map(async (call) => [call, outcomeOf(call, await replay(call, { status, body: text }))]),
			);
			const expected = Object.fromEntries(calls.map((call) => [call, 'bad-reply']));
			// Graph says false of a Page that it does not show.
			assert.deepEqual(Object.fromEntries(outcomes), text === 'false' ? { ...expected, page: 'not-found' } : expected);
		});
	}
});

describe('what is read is read exactly:', () => {
	const BEYOND = '61556789012345679';

	async function readBy<T>(call: CallName, body: string): Promise<T> {
		const { value, problem } = await replay(call, { body });
		assert.equal(problem, null);
		return value as T;
	}

	for (const id of [BEYOND, `"${BEYOND}"`]) {
		test(`the digits of ${id} at every call`, async () => {
			const node = `{"id":${id},"name":"My Bakery"}`;
			for (const call of ['me', 'page'] as const) {
				assert.equal((await readBy<{ id: string }>(call, node)).id, BEYOND, call);
			}
			for (const call of ['accounts', 'businesses', 'businessPages'] as const) {
				assert.equal((await readBy<{ id: string }[]>(call, `{"data":[${node}]}`))[0]?.id, BEYOND, call);
			}
			const about = data(
				`"type":"PAGE","app_id":${id},"user_id":${id},"profile_id":${id},"granular_scopes":[{"scope":"pages_show_list","target_ids":[${id}]}]`,
			);
			const infos = [
				await readBy<TokenInfo>('debugToken', about),
				...(await readBy<Inspection[]>('inspect', JSON.stringify(Array(2).fill({ code: 200, body: about })))).map(
					({ info }) => info,
				),
			];
			for (const info of infos) {
				assert.deepEqual([info?.appId, info?.userId, info?.profileId], [BEYOND, BEYOND, BEYOND]);
				assert.deepEqual(info?.granularScopes, [{ scope: 'pages_show_list', targetIds: [BEYOND] }]);
			}
		});
	}

	test('permissions that nobody knows, and those granted for all', async () => {
		const info = await readBy<TokenInfo>(
			'debugToken',
			data('"scopes":["pages_show_list","pages_fly"],"granular_scopes":[{"scope":"pages_fly"}]'),
		);
		assert.deepEqual(info.scopes, ['pages_show_list', 'pages_fly']);
		assert.deepEqual(info.granularScopes, [{ scope: 'pages_fly', targetIds: null }]);
	});

	test('tasks that nobody knows', async () => {
		const [page] = await readBy<Page[]>('accounts', '{"data":[{"id":"1","tasks":["PROFILE_PLUS_FLY","MANAGE"]}]}');
		assert.deepEqual(page?.tasks, ['PROFILE_PLUS_FLY', 'MANAGE']);
	});

	test('the type of a content that says it is none', async () => {
		const { value } = await replay('me', { body: '{"id":"1"}', headers: { 'Content-Type': 'text/javascript' } });
		assert.deepEqual(value, { id: '1', name: null });
	});

	for (const [header, version] of [
		['v24.0', 'v24.0'],
		['v<api_version>', null],
		['../me', null],
	]) {
		test(`the version that answered, ${header} as ${version}`, async () => {
			const headers = { 'facebook-api-version': header ?? '' };
			const { value } = await replay('describeApp', { body: { id: APP_ID }, headers });
			assert.equal((value as { version: string | null }).version, version);
		});
	}
});
