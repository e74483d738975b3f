import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as v from 'valibot';
import { cleanTexts } from '../../source/domain/clean-text.ts';
import { failureIn, parseBody } from '../../source/graph/replies.ts';
import { DebugTokenReply, EdgeReply, NamedNode, pageSchema, TokenReply } from '../../source/graph/schemas.ts';
import * as fc from '../support/fast-check.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { anyToken, tokenOf } from '../support/secrets.ts';

const TOKEN = tokenOf('schemas');

function read<const S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> | null {
	const result = v.safeParse(schema, parseBody(text));
	return result.success ? result.output : null;
}

describe('a body', () => {
	test('keeps ids beyond 2^53 exact, as numbers and as strings', () => {
		for (const id of ['61556789012345678', '9007199254740993', '18446744073709551615']) {
			assert.equal(read(NamedNode, `{"id":${id}}`)?.id, id);
			assert.equal(read(NamedNode, `{"id":"${id}"}`)?.id, id);
		}
		assert.equal(read(NamedNode, '{"id":123}')?.id, '123');
	});

	test('keeps great integers exact wherever they stand, and texts that look like them', () => {
		const great = '12345678901234567';
		for (const [text, expected] of [
			[great, great],
			[` -${great}\n`, `-${great}`],
			[`[1,${great}]`, [1, great]],
			[`{"a" :\r\n\t ${great} , "b":{"c":[[ -${great}]]}}`, { a: great, b: { c: [[`-${great}`]] } }],
			[`{"a":"n:${great}","b":1234567890123456}`, { a: `n:${great}`, b: 1234567890123456 }],
			[`{"a":1,"a":${great}}`, { a: great }],
			['{"a":1,"a":2}', { a: 2 }],
		] as const) {
			assert.deepEqual(parseBody(text), expected, text);
		}
	});

	test('of any JSON is read as JavaScript reads it, but for great integers and cleaned texts', () => {
		fc.assert(
			fc.property(fc.json({ noUnicodeString: false }), (text) => {
				const expected = cleanTexts(JSON.parse(text));
				fc.pre(!text.includes('__proto__') && !/\d{16}|e\d/.test(text));
				assert.deepEqual(parseBody(text), expected);
			}),
		);
	});

	test('of any text is read without an error', () => {
		fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void failureIn(parseBody(text), 200)));
		assert.equal(parseBody('['.repeat(1e6)), undefined);
	});

	test('may be a query string', () => {
		assert.deepEqual(parseBody('access_token=abc&expires=5183975\n'), { access_token: 'abc', expires: '5183975' });
		assert.equal(parseBody('An unknown error occurred'), undefined);
		assert.equal(parseBody('<p class=x>'), undefined);
	});

	test('cannot reach into other objects', () => {
		parseBody('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
		assert.equal(({} as { polluted?: boolean }).polluted, undefined);
	});
});

describe('the answer of the token endpoint', () => {
	const table: readonly (readonly [text: string, expiresIn: number | null])[] = [
		[`{"access_token":"${TOKEN}","token_type":"bearer","expires_in":5183944}`, 5183944],
		[`{"access_token":"${TOKEN}","token_type":"bearer"}`, null],
		[`{"access_token":"${TOKEN}","expires":"1422115200"}`, null],
		[`{"access_token":"${TOKEN}","expires_in":"5170982"}`, 5170982],
		[`{"access_token":"${TOKEN}","expires_in":"baz","machine_id":"bar"}`, null],
		[`{"access_token":"${TOKEN}","expires_in":-1}`, null],
		[`{"access_token":"${TOKEN}","expires_in":null,"auth_type":"rerequest"}`, null],
		[`access_token=${TOKEN}&expires=132363`, 132363],
		[`access_token=${TOKEN}`, null],
	];
	for (const [text, expiresIn] of table) {
		test(`lives ${expiresIn} seconds in ${text.replace(TOKEN, '…')}`, () => {
			const reply = read(TokenReply, text);
			assert.deepEqual([reply?.token.reveal(), reply?.expiresIn], [TOKEN, expiresIn]);
		});
	}

	for (const text of [
		'{"code":"my_neat_code"}',
		'{"access_token":""}',
		'{"access_token":5}',
		'{"access_token":"two words"}',
		'[null,{"access_token":"x"}]',
		'null',
		'200',
		'{"access_token":"a\\nb"}',
	]) {
		test(`is none in ${text}`, () => assert.equal(read(TokenReply, text), null));
	}
});

describe('the answer of debug_token', () => {
	const debug = (data: string) => read(DebugTokenReply, `{"data":${data}}`);

	test('may have its ids as numbers', () => {
		const info = debug('{"app_id":100000000000,"user_id":61556789012345678,"profile_id":"5","is_valid":true}');
		assert.deepEqual([info?.appId, info?.userId, info?.profileId], ['100000000000', '61556789012345678', '5']);
	});

	test('may leave out everything, and then nothing is known', () => {
		const info = debug('{"user_id":"444"}');
		assert.deepEqual(
			[
				info?.isValid,
				info?.type,
				info?.expiresAt,
				info?.dataAccessExpiresAt,
				info?.scopes,
				info?.granularScopes,
				info?.error,
			],
			[null, null, null, null, [], [], null],
		);
	});

	test('keeps never (0) and nothing apart', () => {
		assert.equal(debug('{"expires_at":0}')?.expiresAt, 0);
		for (const other of ['null', '"never"', '-1', '1.5', 'false', '[]', '1e400']) {
			assert.equal(debug(`{"expires_at":${other}}`)?.expiresAt, null, other);
		}
	});

	test('calls a token valid or not only with a real true or false', () => {
		assert.equal(debug('{"is_valid":true}')?.isValid, true);
		assert.equal(debug('{"is_valid":false}')?.isValid, false);
		for (const other of ['1', '0', '"true"', 'null', '{}'])
			assert.equal(debug(`{"is_valid":${other}}`)?.isValid, null, other);
	});

	test('may have granular scopes without targets (all), with numbers, and junk', () => {
		const scopes =
			'[{"scope":"a"},{"scope":"b","target_ids":[17841400000000002,"act_5",null,{}]},{"scope":"c","target_ids":null},"junk",null]';
		assert.deepEqual(debug(`{"granular_scopes":${scopes}}`)?.granularScopes, [
			{ scope: 'a', targetIds: null },
			{ scope: 'b', targetIds: ['17841400000000002', 'act_5'] },
			{ scope: 'c', targetIds: null },
		]);
		assert.deepEqual(debug('{"granular_scopes":"x","scopes":["a",5,"b"]}')?.scopes, ['a', 'b']);
	});

	test('shares with others what it has alike, so that thousands take little room', () => {
		const data = (page: string, scopes: string) =>
			debug(
				`{"scopes":${scopes},"granular_scopes":[{"scope":"a","target_ids":["${page}"]},{"scope":"b","target_ids":["${page}"]}]}`,
			);
		const [one, two, other] = [data('1', '["a","b"]'), data('2', '["a","b"]'), data('1', '["b","a"]')];
		assert.equal(one?.scopes, two?.scopes);
		assert.deepEqual(other?.scopes, ['b', 'a']);
		assert.equal(one?.granularScopes[0]?.targetIds, one?.granularScopes[1]?.targetIds);
		assert.deepEqual(two?.granularScopes, [
			{ scope: 'a', targetIds: ['2'] },
			{ scope: 'b', targetIds: ['2'] },
		]);
	});

	test('may tell the error with either name of the subcode, and never the token in it', () => {
		assert.deepEqual(debug('{"error":{"code":190,"message":"m","subcode":463}}')?.error, {
			code: 190,
			subcode: 463,
			message: 'm',
		});
		assert.equal(debug('{"error":{"code":190,"error_subcode":460}}')?.error?.subcode, 460);
		assertNoSecrets(
			JSON.stringify(debug(`{"error":{"message":"Malformed access token ${TOKEN}"}}`)),
			[TOKEN],
			'the answer',
		);
	});

	for (const text of [
		'{}',
		'{"data":null}',
		'{"data":[]}',
		'{"data":"x"}',
		'{"data":5}',
		'{"app_id":"5","is_valid":true,"expires_at":0}',
		'[]',
		'true',
	]) {
		test(`is none in ${text}`, () => assert.equal(read(DebugTokenReply, text), null));
	}
});

describe('a Page', () => {
	const page = (text: string) => read(pageSchema('accounts'), text);

	test('may lack name, category, tasks and token', () => {
		assert.deepEqual(page('{"id":"5"}'), {
			id: '5',
			name: '5',
			category: null,
			tasks: null,
			foundBy: 'accounts',
			token: null,
		});
	});

	test('may have tasks that nobody knows, and junk among them', () => {
		assert.deepEqual(page('{"id":"5","tasks":["MANAGE","SOMETHING_NEW",7,null]}')?.tasks, ['MANAGE', 'SOMETHING_NEW']);
		assert.equal(page('{"id":"5","tasks":"MANAGE"}')?.tasks, null);
	});

	test('has a name fit for one line', () => {
		assert.equal(page('{"id":"5","name":"My\\u202e\\nBakery\\u001b[31m"}')?.name, 'My Bakery');
		assert.equal(page('{"id":"5","name":"\\u200b"}')?.name, '5');
		assert.equal(page('{"id":"5","name":"\\u3164 \\u2800"}')?.name, '5');
	});

	test('has a token only where it is a text that can be one', () => {
		fc.assert(
			fc.property(anyToken, (token) =>
				assert.equal(page(`{"id":"5","access_token":"${token}"}`)?.token?.reveal(), token),
			),
		);
		for (const other of ['""', '5', 'null', '"two words"', '"a\\nb"'])
			assert.equal(page(`{"id":"5","access_token":${other}}`)?.token, null);
	});

	for (const text of [
		'{"id":null}',
		'{"id":"../me"}',
		'{"id":"5?x=1"}',
		'{"id":true}',
		'{"id":1.5}',
		'{"name":"x"}',
		'[]',
		'null',
	]) {
		test(`is none in ${text}`, () => assert.equal(page(text), null));
	}
});

test('an edge needs its list and nothing else', () => {
	assert.deepEqual(read(EdgeReply, '{"data":[1,null]}'), { data: [1, null], paging: null });
	assert.equal(read(EdgeReply, '{"data":{"0":1}}'), null);
});

describe('an error', () => {
	const failure = (body: unknown, status = 400) => failureIn(body, status);

	test('is found in each of its forms', () => {
		assert.deepEqual(
			failure({
				error: { message: 'm', type: 't', code: 190, error_subcode: 463, fbtrace_id: 'f', is_transient: false },
			}),
			{
				...{ message: 'm', type: 't', code: 190, subcode: 463, fbtraceId: 'f', isTransient: false, status: 400 },
			},
		);
		assert.equal(failure({ error: { code: '190', error_subcode: '463' } })?.subcode, 463);
		assert.equal(failure({ error: { message: '(#100) Invalid fbid.' } })?.code, 100);
		assert.equal(failure({ error: 'invalid_grant', error_description: 'why' })?.message, 'why');
		assert.equal(failure({ error_code: 613, error_msg: 'm' })?.code, 613);
		assert.equal(failure({ error_code: '1', error_message: 'm' })?.code, 1);
		assert.equal(failure({ error_msg: 'm' })?.message, 'm');
		assert.deepEqual(failure({ error: {} })?.code, null);
	});

	test('is not found in an answer', () => {
		for (const body of [
			{ id: '1' },
			{ data: [] },
			{ error: null },
			{ error: false },
			{ fbtrace_id: 'x', events_received: 1 },
			[],
			null,
			'x',
			5,
			true,
		]) {
			assert.equal(failure(body, 200), null, JSON.stringify(body));
		}
	});
});
