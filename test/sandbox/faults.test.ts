import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import type { Fault } from '../../source/sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { ask, type EdgeBody, type ErrorBody, exchange } from './ask.ts';

/** All bytes that one request brings, up to the end of the connection. */
async function bytesOf(sandbox: Sandbox, path: string): Promise<string> {
	const url = new URL(sandbox.graphUrl);
	const socket = connect(Number(url.port), url.hostname);
	socket.on('error', () => {});
	socket.write(`GET ${path} HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${sandbox.userToken}\r\n\r\n`);
	let text = '';
	socket.setEncoding('latin1').on('data', (chunk) => {
		text += chunk;
	});
	await once(socket, 'close');
	return text;
}

describe('a fault', () => {
	test('answers in place of Graph, at its endpoint and turn alone', async () => {
		const fault: Fault = {
			endpoint: 'accounts',
			nth: [2, 3],
			status: 502,
			body: '<h1>Sorry</h1>',
			headers: { 'Content-Type': 'text/html' },
		};
		await using sandbox = await startSandbox({ faults: [fault] });
		const token = sandbox.userToken;
		const statuses: number[] = [];
		for (let turn = 0; turn < 4; turn++) {
			await ask(sandbox, '/me', { token });
			statuses.push((await ask(sandbox, '/me/accounts', { token })).status);
		}
		assert.deepEqual(statuses, [200, 502, 502, 200]);
	});

	test('may befall those alone that have something in their path', async () => {
		await using sandbox = await startSandbox({ faults: [{ path: 'fields=id', nth: 2, status: 500 }] });
		const statuses: number[] = [];
		for (const path of ['/me', '/me?fields=id', '/me', '/me?fields=id', '/me?fields=id']) {
			statuses.push((await ask(sandbox, path, { token: sandbox.userToken })).status);
		}
		assert.deepEqual(statuses, [200, 200, 200, 500, 200]);
	});

	test('may be added and taken away at any time', async () => {
		await using sandbox = await startSandbox();
		sandbox.faults.push({ status: 500 });
		const broken = await ask(sandbox, '/me', { token: sandbox.userToken });
		assert.deepEqual([broken.status, broken.text], [500, '']);
		sandbox.faults.length = 0;
		assert.equal((await ask(sandbox, '/me', { token: sandbox.userToken })).status, 200);
	});

	test('may only add headers', async () => {
		const usage = '{"call_count":100,"total_cputime":1,"total_time":1}';
		await using sandbox = await startSandbox({ faults: [{ headers: { 'x-app-usage': usage } }] });
		const { status, headers } = await ask(sandbox, '/me', { token: sandbox.userToken });
		assert.deepEqual([status, headers.get('x-app-usage')], [200, usage]);
	});

	test('may put items into a batch, null among them', async () => {
		const fault: Fault = { endpoint: 'batch', nth: 1, items: { 0: null, 1: { code: 500, body: '{}' } } };
		await using sandbox = await startSandbox({ faults: [fault] });
		const json = { batch: [{ relative_url: 'me' }, { relative_url: 'me' }, { relative_url: 'me' }] };
		const codes = async () => {
			const { body } = await ask<({ code: number } | null)[]>(sandbox, '/', { json, token: sandbox.userToken });
			return body.map((item) => item?.code ?? null);
		};
		assert.deepEqual(await codes(), [null, 500, 200]);
		assert.deepEqual(await codes(), [200, 200, 200]);
	});

	test('may delay, and an answer that never comes does not hold up the end', async () => {
		const sandbox = await startSandbox({ faults: [{ delayMs: Number.POSITIVE_INFINITY }] });
		const hanging = ask(sandbox, '/me').catch((error: unknown) => error);
		while (sandbox.requests.length === 0) {
			await new Promise(setImmediate);
		}
		await sandbox.close();
		assert.ok((await hanging) instanceof Error);
	});

	test('may cut the connection in six places', async () => {
		await using sandbox = await startSandbox();
		const cutAt = async (cut: NonNullable<Fault['cut']>) => {
			sandbox.faults.splice(0, 1, { cut });
			return bytesOf(sandbox, '/me/accounts');
		};
		assert.equal(await cutAt('before-handling'), '');
		assert.equal(await cutAt('before-headers'), '');
		const half = await cutAt('within-headers');
		assert.ok(half.startsWith('HTTP/1.1 200 OK\r\n') && !half.includes('\r\n\r\n'));
		assert.match(await cutAt('after-headers'), /\r\n\r\n$/);
		const [head, body] = (await cutAt('within-body')).split('\r\n\r\n');
		assert.match(body ?? '', /^\{"data":\[/);
		assert.ok((body?.length ?? 0) < Number(/Content-Length: (\d+)/.exec(head ?? '')?.[1]));
		const [wholeHead, whole] = (await cutAt('after-body')).split('\r\n\r\n');
		assert.equal(whole?.length, Number(/Content-Length: (\d+)/.exec(wholeHead ?? '')?.[1]));
	});

	test('may send a body byte by byte, packed to be huge, or without an end', async () => {
		await using sandbox = await startSandbox({ faults: [{ flow: 'drip', body: '{}' }] });
		const { graphUrl } = sandbox;
		assert.deepEqual(await (await fetch(`${graphUrl}/me`)).json(), {});
		sandbox.faults.splice(0, 1, { flow: 'bomb' });
		assert.equal((await (await fetch(`${graphUrl}/me`)).arrayBuffer()).byteLength, 64 << 20);
		sandbox.faults.splice(0, 1, { flow: 'endless' });
		let length = 0;
		for await (const chunk of (await fetch(`${graphUrl}/me`)).body ?? []) {
			length += chunk.length;
			if (length > 64 << 20) break;
		}
		assert.ok(length > 64 << 20);
	});

	test('that cuts before handling leaves no trace in the world, one before the headers does', async () => {
		await using sandbox = await startSandbox();
		const { world, userToken } = sandbox;
		const issued = world.tokens.size;
		sandbox.faults.push({ endpoint: 'exchange', cut: 'before-handling' });
		await assert.rejects(exchange(sandbox, userToken));
		assert.equal(world.tokens.size, issued);
		sandbox.faults.splice(0, 1, { endpoint: 'exchange', cut: 'before-headers' });
		await assert.rejects(exchange(sandbox, userToken));
		assert.equal(world.tokens.size, issued + 1);
	});
});

describe('a limit of calls', () => {
	const limits = [
		[{ code: 4 }, '403 (#4) Application request limit reached', ['x-app-usage']],
		[{ code: 17 }, '400 (#17) User request limit reached', ['x-app-usage']],
		[{ code: 32 }, '400 (#32) Page request limit reached', ['x-app-usage', 'x-page-usage']],
		[{ code: 613 }, '400 (#613) Calls to this api have exceeded the rate limit.', ['x-app-usage']],
		[
			{ code: 80001, minutes: 9 },
			'400 (#80001) There have been too many calls to this Page account. Wait a bit and try again.',
			['x-business-use-case-usage'],
		],
	] as const;
	const names = ['x-app-usage', 'x-page-usage', 'x-business-use-case-usage'];
	for (const [limit, told, headers] of limits) {
		test(`is told with code ${limit.code} and the usage that belongs to it`, async () => {
			await using sandbox = await startSandbox({ faults: [{ endpoint: 'me', limit }] });
			const reply = await ask<ErrorBody>(sandbox, '/me', { token: sandbox.userToken });
			const { error } = reply.body;
			assert.ok(`${reply.status} ${error.message}`.startsWith(told), error.message);
			assert.deepEqual([error.code, error.type], [limit.code, 'OAuthException']);
			assert.equal(reply.headers.get('x-fb-request-id'), error.fbtrace_id);
			assert.deepEqual(
				names.filter((name) => reply.headers.has(name)),
				headers,
			);
			for (const name of headers) assert.match(reply.headers.get(name) ?? '', /"call_count":100\b/);
			assert.equal((await ask(sandbox, '/me/accounts', { token: sandbox.userToken })).status, 200);
		});
	}

	test('of a Page names the Page and the minutes until it answers again', async () => {
		await using sandbox = await startSandbox();
		const { body } = await ask<EdgeBody>(sandbox, '/me/accounts', { token: sandbox.userToken });
		const { id = '', access_token: token = '' } = body.data[0] ?? {};
		sandbox.faults.push({ limit: { code: 80001, minutes: 12 } });
		const { headers } = await ask(sandbox, '/me', { token });
		const usage: unknown = JSON.parse(headers.get('x-business-use-case-usage') ?? '');
		const used = { call_count: 100, total_cputime: 25, total_time: 25 };
		assert.deepEqual(usage, { [id]: [{ type: 'pages', ...used, estimated_time_to_regain_access: 12 }] });
	});

	test('may tell minutes of an app or a person too', async () => {
		await using sandbox = await startSandbox({ faults: [{ limit: { code: 17, minutes: 3 } }] });
		const { headers } = await ask(sandbox, '/me', { token: sandbox.userToken });
		assert.match(headers.get('x-business-use-case-usage') ?? '', /"estimated_time_to_regain_access":3\b/);
	});

	test('comes after the token was judged', async () => {
		await using sandbox = await startSandbox({ faults: [{ limit: { code: 4 } }] });
		const { body } = await ask<ErrorBody>(sandbox, '/me', { token: 'half-a-token' });
		assert.equal(body.error.code, 190);
	});
});

describe('the log of requests', () => {
	test('tells endpoint, place of the token and secrets in the URL, but no secret', async () => {
		await using sandbox = await startSandbox();
		const { userToken: token, requests } = sandbox;
		await ask(sandbox, '/v27.0/me?fields=id', { token });
		await ask(sandbox, `/v27.0/me?access_token=${token}`);
		await exchange(sandbox, token);
		assert.deepEqual(
			requests.map(({ endpoint, tokenPlace, secretsInUrl, status }) => [endpoint, tokenPlace, secretsInUrl, status]),
			[
				['me', 'header', [], 200],
				['me', 'query', ['access_token'], 200],
				['exchange', undefined, ['fb_exchange_token', 'client_secret'], 200],
			],
		);
		const text = JSON.stringify(requests);
		assert.ok(!text.includes(token) && !text.includes(sandbox.appSecret));
		assert.equal(requests[0]?.path, '/v27.0/me?fields=id');
	});

	test('counts requests that run at once', async () => {
		await using sandbox = await startSandbox({ latencyMs: 40 });
		await Promise.all(Array.from({ length: 3 }, () => ask(sandbox, '/me', { token: sandbox.userToken })));
		assert.deepEqual(sandbox.requests.map(({ concurrent }) => concurrent).sort(), [1, 2, 3]);
	});
});
