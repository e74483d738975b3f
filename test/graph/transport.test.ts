import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { problemText } from '../../source/domain/problem-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import type { GraphRequest } from '../../source/graph/transport.ts';
import { type Answer, startHttpServer } from '../support/http-server.ts';
import { tokenOf } from '../support/secrets.ts';
import { problemOf, transportTo } from './failing.ts';

const TOKEN = tokenOf('transport');
const GET_ME: GraphRequest = { endpoint: 'me', path: 'me', query: { fields: 'id' }, token: new Secret(TOKEN) };
const POST: GraphRequest = { endpoint: 'batch', method: 'POST', path: '', form: { batch: '[]', access_token: TOKEN } };

const ok: Answer = { body: { id: '1' } };
const failing = (status: number): Answer => ({
	status,
	body: { error: { message: 'down', type: 'OAuthException', code: 2 } },
});

describe('a call', () => {
	test('carries its token in the header and not in the address', async () => {
		await using server = await startHttpServer(() => ok);
		await transportTo(server).send(GET_ME);
		const [request] = server.received;
		assert.equal(request?.url, '/v27.0/me?fields=id');
		assert.equal(request?.headers.authorization, `Bearer ${TOKEN}`);
		assert.equal(request?.headers.accept, 'application/json');
	});

	test('posts a form, to the version alone', async () => {
		await using server = await startHttpServer(() => ok);
		await transportTo(server).send(POST);
		const [request] = server.received;
		assert.deepEqual([request?.method, request?.url], ['POST', '/v27.0/']);
		assert.match(request?.headers['content-type'] ?? '', /^application\/x-www-form-urlencoded/);
		assert.equal(request?.body, `batch=%5B%5D&access_token=${TOKEN}`);
	});

	test('may name another version, or none', async () => {
		await using server = await startHttpServer(() => ok);
		const transport = transportTo(server);
		await transport.send({ ...GET_ME, version: 'v21.0' });
		await transport.send({ ...GET_ME, version: null });
		assert.deepEqual(
			server.received.map(({ url }) => url),
			['/v21.0/me?fields=id', '/me?fields=id'],
		);
	});

	test('tells the version that answered', async () => {
		await using server = await startHttpServer(() => ({ ...ok, headers: { 'facebook-api-version': 'v24.0' } }));
		assert.deepEqual(await transportTo(server).send(GET_ME), { body: { id: '1' }, version: 'v24.0' });
	});

	test('keeps its connection for the next one', async () => {
		const sockets = new Set<unknown>();
		await using server = await startHttpServer(() => (response) => {
			sockets.add(response.socket);
			response.end('{}');
		});
		const transport = transportTo(server);
		for (let turn = 0; turn < 4; turn++) await transport.send(GET_ME);
		assert.equal(sockets.size, 1);
		await transport.close();
	});

	test('runs beside seven others at most', async () => {
		let [now, most] = [0, 0];
		await using server = await startHttpServer(() => (response) => {
			most = Math.max(most, ++now);
			setTimeout(() => {
				now--;
				response.end('{}');
			}, 20);
		});
		const transport = transportTo(server);
		await Promise.all(Array.from({ length: 30 }, () => transport.send(GET_ME)));
		assert.equal(most, 8);
	});

	for (const [name, encode] of [
		['gzip', gzipSync],
		['br', brotliCompressSync],
	] as const) {
		test(`reads an answer compressed with ${name}`, async () => {
			await using server = await startHttpServer(() => (response) => {
				response.writeHead(200, { 'Content-Encoding': name }).end(encode('{"name":"Caf\\u00e9"}'));
			});
			assert.deepEqual((await transportTo(server).send(GET_ME)).body, { name: 'Café' });
		});
	}

	test('is not sent to where a redirect leads', async () => {
		await using elsewhere = await startHttpServer(() => ok);
		await using server = await startHttpServer(() => ({
			status: 302,
			body: '',
			headers: { Location: elsewhere.origin.href },
		}));
		assert.equal((await problemOf(transportTo(server).send(GET_ME))).code, 'bad-reply');
		assert.equal(elsewhere.received.length, 0);
	});
});

describe('what is repeated', () => {
	const hangUp: Answer = (response) => response.socket?.destroy();
	const table: readonly (readonly [
		name: string,
		request: GraphRequest,
		answer: Answer,
		calls: number,
		code: string,
	])[] = [
		["a GET with Meta's own trouble", GET_ME, failing(500), 3, 'graph-unavailable'],
		[
			'a GET with a page of a proxy in trouble',
			GET_ME,
			{ status: 502, body: '<html>Bad Gateway' },
			3,
			'graph-unavailable',
		],
		['a GET whose connection is cut', GET_ME, hangUp, 3, 'network'],
		['a POST that only reads', { ...POST, readOnly: true }, failing(503), 3, 'graph-unavailable'],
		['not a POST that writes', POST, failing(503), 1, 'graph-unavailable'],
		['not a POST that writes, whose connection is cut', POST, hangUp, 1, 'network'],
		['not a DELETE', { ...GET_ME, method: 'DELETE' }, failing(500), 1, 'graph-unavailable'],
		['not a limit of calls', GET_ME, { status: 400, body: { error: { code: 4 } } }, 1, 'rate-limited'],
		[
			'not a limit that Meta calls transient',
			GET_ME,
			{ status: 400, body: { error: { code: 4, is_transient: true } } },
			1,
			'rate-limited',
		],
		['not HTTP 429', GET_ME, { status: 429, body: '' }, 1, 'rate-limited'],
		[
			'not a dead token within HTTP 500',
			GET_ME,
			{ status: 500, body: { error: { code: 190, error_subcode: 463 } } },
			1,
			'token-expired',
		],
		['not an answer that makes no sense', GET_ME, { body: 'no JSON' }, 1, 'bad-reply'],
		[
			'not a wrong app secret',
			{ endpoint: 'app-token', path: 'oauth/access_token' },
			{ status: 400, body: { error: { code: 1, message: 'Error validating client secret.' } } },
			1,
			'wrong-app-secret',
		],
		['not a block', GET_ME, { status: 403, body: { error: { code: 368, is_transient: true } } }, 1, 'blocked'],
	];
	for (const [name, request, answer, calls, code] of table) {
		test(`${name}: ${calls} in all`, async () => {
			await using server = await startHttpServer(() => answer);
			assert.equal((await problemOf(transportTo(server).send(request))).code, code);
			assert.equal(server.received.length, calls);
		});
	}

	test('ends with the first good answer', async () => {
		await using server = await startHttpServer((_, turn) => (turn < 3 ? failing(500) : ok));
		assert.deepEqual((await transportTo(server).send(GET_ME)).body, { id: '1' });
		assert.equal(server.received.length, 3);
	});
});

describe('an answer', () => {
	const table: readonly (readonly [name: string, answer: Answer, code: string, cause: RegExp])[] = [
		['that is empty', { body: '' }, 'bad-reply', /HTTP 200 and an empty body/],
		[
			'that is a page of the network in between',
			{ body: '<html>Log in to the Wi-Fi</html>' },
			'bad-reply',
			/a web page/,
		],
		['that is half of one', { body: '{"data":[{"id"' }, 'bad-reply', /not JSON/],
		['with HTTP 401 and nothing in it', { status: 401, body: '{}' }, 'bad-reply', /HTTP 401/],
		['with HTTP 500 and nothing', { status: 500, body: '' }, 'graph-unavailable', /HTTP 500 and an empty body/],
		['with HTTP 404 in plain text', { status: 404, body: 'NOT FOUND' }, 'bad-reply', /HTTP 404/],
	];
	for (const [name, answer, code, cause] of table) {
		test(`${name} is ${code}`, async () => {
			await using server = await startHttpServer(() => answer);
			const told = await problemOf(transportTo(server).send(GET_ME));
			assert.equal(told.code, code);
			assert.match(problemText(told).cause, cause);
		});
	}

	test('that never ends is given up at 16 MB', async () => {
		await using server = await startHttpServer(() => (response) => {
			const chunk = Buffer.alloc(1 << 20, ' ');
			const more = () => {
				while (!response.destroyed && response.write(chunk));
			};
			response.on('drain', more);
			more();
		});
		const told = await problemOf(transportTo(server).send(GET_ME));
		assert.deepEqual([told.code, server.received.length], ['bad-reply', 1]);
		assert.match(problemText(told).cause, /does not end/);
	});

	test('that grows without bound when unpacked is given up too', async () => {
		const bomb = gzipSync(Buffer.alloc(64 << 20, ' '));
		await using server = await startHttpServer(() => (response) => {
			response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb);
		});
		assert.equal((await problemOf(transportTo(server).send(GET_ME))).code, 'bad-reply');
	});

	const cuts: readonly (readonly [string, Answer])[] = [
		['before its headers', (response) => response.socket?.end()],
		['within its headers', (response) => response.socket?.end('HTTP/1.1 200 OK\r\nContent-Le')],
		['after its headers', (response) => response.socket?.end('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n')],
		['within its body', (response) => response.socket?.end('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"data":[')],
		[
			'within a chunked body',
			(response) => response.socket?.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"data":[\r\n'),
		],
		['by a reset', (response) => response.socket?.resetAndDestroy()],
	];
	for (const [place, cut] of cuts) {
		test(`cut ${place} is network trouble, and is asked for again`, async () => {
			await using server = await startHttpServer((_, turn) => (turn === 1 ? cut : ok));
			assert.deepEqual((await transportTo(server).send(GET_ME)).body, { id: '1' });
			await using broken = await startHttpServer(() => cut);
			assert.equal((await problemOf(transportTo(broken).send(GET_ME))).code, 'network');
		});
	}

	test('cut within its compressed body is network trouble too', async () => {
		const packed = gzipSync(JSON.stringify({ data: Array.from({ length: 500 }, (_, id) => ({ id: `${id * 7919}` })) }));
		await using server = await startHttpServer(() => (response) => {
			response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': packed.length });
			response.write(packed.subarray(0, packed.length / 2), () => response.socket?.destroy());
		});
		assert.equal((await problemOf(transportTo(server).send(GET_ME))).code, 'network');
	});

	test('whose compression is broken is a bad reply', async () => {
		await using server = await startHttpServer(() => (response) => {
			response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('{"id":"1"}');
		});
		assert.equal((await problemOf(transportTo(server).send(GET_ME))).code, 'bad-reply');
	});
});
