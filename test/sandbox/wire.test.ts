import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { describe, test } from 'node:test';
import { graphJson } from '../../source/sandbox/graph-json.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import * as fc from '../support/fast-check.ts';
import { ask, type EdgeBody, type ErrorBody } from './ask.ts';

describe('JSON text', () => {
	test('is escaped as Graph does it', () => {
		const text = graphJson({ link: 'https://x.y/?a=1&b=%7C#c', mail: "o'hara@example.com", name: 'Café 日本 🌻' });
		assert.equal(
			text,
			'{"link":"https:\\/\\/x.y\\/?a=1&b=\\u00257C#c","mail":"o\'hara\\u0040example.com",' +
				'"name":"Caf\\u00e9 \\u65e5\\u672c \\ud83c\\udf3b"}',
		);
	});

	test('is ASCII, and reads back as what it was', () => {
		fc.assert(
			fc.property(fc.json(), (json) => {
				const value: unknown = JSON.parse(json);
				const text = graphJson(value);
				assert.match(text, /^[\x20-\x7e]*$/);
				assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
			}),
		);
	});
});

describe('headers', () => {
	test('of a success carry the ETag over the plain body, the usage and the version', async () => {
		await using sandbox = await startSandbox();
		const { headers, text, status } = await ask(sandbox, '/v26.0/me', { token: sandbox.userToken });
		assert.equal(status, 200);
		assert.equal(headers.get('etag'), `"${createHash('sha1').update(text).digest('hex')}"`);
		assert.equal(headers.get('content-type'), 'application/json; charset=UTF-8');
		assert.equal(headers.get('cache-control'), 'private, no-cache, no-store, must-revalidate');
		assert.equal(headers.get('facebook-api-version'), 'v26.0');
		assert.deepEqual(JSON.parse(headers.get('x-app-usage') ?? ''), { call_count: 0, total_cputime: 0, total_time: 0 });
		assert.equal(headers.get('vary'), null);
		assert.match(headers.get('x-fb-debug') ?? '', /^[A-Za-z0-9+/]{86}==$/);
		assert.match(headers.get('x-fb-trace-id') ?? '', /^[A-Za-z0-9+/]{11}$/);
	});

	test('of the empty list have the ETag that Meta gives it', async () => {
		await using sandbox = await startSandbox({ pages: 0 });
		const reply = await ask(sandbox, '/me/accounts', { token: sandbox.userToken });
		assert.equal(reply.text, '{"data":[]}');
		assert.equal(reply.headers.get('etag'), '"1050253aec7b29caff644806927dabfa81406eee"');
	});

	test('of an error carry the challenge, and the trace id of the body', async () => {
		await using sandbox = await startSandbox();
		const { headers, body, text } = await ask<ErrorBody>(sandbox, '/v27.0/me?access_token=half-a-token');
		assert.deepEqual(Object.keys(body.error), ['message', 'type', 'code', 'fbtrace_id']);
		assert.match(body.error.fbtrace_id, /^A[\w-]{22}$/);
		assert.equal(headers.get('x-fb-request-id'), body.error.fbtrace_id);
		assert.equal(headers.get('etag'), null);
		assert.equal(headers.get('cache-control'), 'no-store');
		assert.equal(
			headers.get('www-authenticate'),
			'OAuth "Facebook Platform" "invalid_token" "Invalid OAuth access token - Cannot parse access token"',
		);
		assert.ok(text.startsWith('{"error":{"message":"Invalid OAuth access token - Cannot parse access token","type":'));
	});

	test('of a call with a Page token name the Page in the usage', async () => {
		await using sandbox = await startSandbox();
		const { body } = await ask<EdgeBody>(sandbox, '/me/accounts', { token: sandbox.userToken });
		const page = body.data[0];
		const { headers } = await ask(sandbox, '/me', { token: page?.access_token ?? '' });
		const usage: unknown = JSON.parse(headers.get('x-business-use-case-usage') ?? '');
		assert.deepEqual(usage, {
			[page?.id ?? '']: [
				{ type: 'pages', call_count: 0, total_cputime: 0, total_time: 0, estimated_time_to_regain_access: 0 },
			],
		});
		assert.equal(headers.get('x-app-usage'), null);
	});

	test('a long answer is compressed for those who accept it, and varies', async () => {
		await using sandbox = await startSandbox();
		const zipped = await ask(sandbox, '/me/accounts', { token: sandbox.userToken });
		const headers = { 'Accept-Encoding': 'identity' };
		const plain = await ask(sandbox, '/me/accounts', { token: sandbox.userToken, headers });
		assert.equal(zipped.headers.get('vary'), 'Accept-Encoding');
		assert.equal(zipped.headers.get('content-encoding'), 'gzip');
		assert.equal(plain.headers.get('content-encoding'), null);
		assert.equal(plain.headers.get('content-length'), String(Buffer.byteLength(plain.text)));
		assert.equal(zipped.text, plain.text);
	});
});

test('a request under another host name is refused', async () => {
	await using sandbox = await startSandbox();
	const call = request(`${sandbox.graphUrl}/me`, { headers: { Host: 'evil.example' } }).end();
	const [response] = await once(call, 'response');
	assert.equal(response.statusCode, 403);
	response.resume();
});

test('a stopped sandbox has ended its connections and listens no more', async () => {
	const sandbox = await startSandbox();
	await ask(sandbox, '/me');
	await sandbox.close();
	await assert.rejects(ask(sandbox, '/me'));
});

test('a taken port is an error, and leaves nothing listening', async () => {
	await using sandbox = await startSandbox();
	await assert.rejects(startSandbox({ port: Number(new URL(sandbox.graphUrl).port) }), { code: 'EADDRINUSE' });
});
