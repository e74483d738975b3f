import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { ProblemError } from '../../source/domain/problem.ts';
import { Secret } from '../../source/domain/secret.ts';
import type { GraphRequest } from '../../source/graph/transport.ts';
import { type Answer, startHttpServer } from '../support/http-server.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { tokenOf } from '../support/secrets.ts';
import { problemOf, transportTo } from './failing.ts';

const TOKEN = tokenOf('transport');
const SECRET = 'fedcba98'.repeat(4);
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
		['with HTTP 200 and an error', { body: { error: { code: 190, message: 'x' } } }, 'token-revoked', /./],
		['with HTTP 200 and a flat error', { body: { error_code: 613, error_msg: 'too many' } }, 'rate-limited', /./],
		['with HTTP 401 and nothing in it', { status: 401, body: '{}' }, 'bad-reply', /HTTP 401/],
		['with HTTP 500 and nothing', { status: 500, body: '' }, 'graph-unavailable', /HTTP 500 and an empty body/],
		['with HTTP 404 in plain text', { status: 404, body: 'NOT FOUND' }, 'bad-reply', /HTTP 404/],
		[
			'with an error that is a string',
			{ status: 400, body: { error: 'invalid_grant' } },
			'unexpected',
			/invalid_grant/,
		],
	];
	for (const [name, answer, code, cause] of table) {
		test(`${name} is ${code}`, async () => {
			await using server = await startHttpServer(() => answer);
			const told = await problemOf(transportTo(server).send(GET_ME));
			assert.equal(told.code, code);
			assert.match(told.cause, cause);
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
		assert.match(told.cause, /does not end/);
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

describe('time', () => {
	const silent = () => {};
	const dripping = (response: ServerResponse) => {
		response.writeHead(200);
		response.write('{"data":[');
	};
	for (const [name, answer] of [
		['no answer', silent],
		['an answer without an end', dripping],
	] as const) {
		test(`runs out for ${name}, and the call is not repeated`, async () => {
			await using server = await startHttpServer(() => answer);
			const told = await problemOf(transportTo(server, { timeoutMs: 60 }).send(GET_ME));
			assert.deepEqual([told.code, server.received.length], ['timeout', 1]);
			assert.match(told.cause, /within 0\.06 seconds/);
		});

		test(`is not waited for once cancelled: ${name}`, async () => {
			const cancel = new AbortController();
			const ends = new EventEmitter();
			const ended = once(ends, 'close');
			await using server = await startHttpServer(() => (response) => {
				response.on('close', () => ends.emit('close'));
				answer(response);
				setImmediate(() => cancel.abort());
			});
			assert.equal((await problemOf(transportTo(server).send(GET_ME, cancel.signal))).code, 'cancelled');
			// The server sees it: the request was ended, not only forgotten.
			await ended;
		});
	}

	test('before a repetition is not waited for once cancelled', async () => {
		const cancel = new AbortController();
		await using server = await startHttpServer(() => {
			setImmediate(() => cancel.abort());
			return failing(500);
		});
		const transport = transportTo(server, { retryDelayMs: 3_600_000 });
		assert.equal((await problemOf(transport.send(GET_ME, cancel.signal))).code, 'cancelled');
		assert.equal(server.received.length, 1);
	});

	test('is not begun when cancelled beforehand', async () => {
		await using server = await startHttpServer(() => ok);
		assert.equal((await problemOf(transportTo(server).send(GET_ME, AbortSignal.abort()))).code, 'cancelled');
		assert.equal(server.received.length, 0);
	});

	test('leaves nothing behind on a signal that many calls share', async () => {
		const warnings: Error[] = [];
		const onWarning = (warning: Error) => warnings.push(warning);
		process.on('warning', onWarning);
		await using server = await startHttpServer(() => ok);
		const transport = transportTo(server);
		const { signal } = new AbortController();
		await Promise.all(Array.from({ length: 40 }, () => transport.send(GET_ME, signal)));
		await new Promise(setImmediate);
		process.off('warning', onWarning);
		assert.deepEqual(warnings, []);
	});
});

describe('a failure tells no secret', () => {
	const request: GraphRequest = {
		endpoint: 'exchange',
		path: 'oauth/access_token',
		query: { client_secret: SECRET, fb_exchange_token: TOKEN },
		token: new Secret(TOKEN),
	};
	const answers: Readonly<Record<string, Answer>> = {
		'when Meta repeats the token': {
			status: 400,
			body: { error: { code: 190, message: `Malformed access token ${TOKEN}` } },
		},
		'when Meta repeats everything': {
			status: 400,
			body: {
				error: {
					code: 5,
					type: TOKEN,
					fbtrace_id: SECRET,
					message: `${SECRET} in client_secret=${SECRET}&x=${TOKEN}`,
					error_user_msg: TOKEN,
				},
			},
		},
		'in a flat error': { body: { error_msg: `no: ${TOKEN}`, error_description: SECRET } },
		'when the connection is cut': (response) => response.socket?.destroy(),
		'when headers are broken': (response) => response.socket?.end(`NONSENSE ${TOKEN}\r\n\r\n`),
		'when it redirects to itself with the token': {
			status: 302,
			body: '',
			headers: { Location: `/?access_token=${TOKEN}` },
		},
		'when the body is the token': { body: TOKEN },
	};
	for (const [name, answer] of Object.entries(answers)) {
		test(name, async () => {
			await using server = await startHttpServer(() => answer);
			const error: unknown = await transportTo(server)
				.send(request)
				.catch((thrown: unknown) => thrown);
			assert.ok(error instanceof ProblemError);
			const text = [inspect(error, { depth: 9, showHidden: true }), error.stack, JSON.stringify(error.problem)].join(
				'\n',
			);
			assertNoSecrets(text, [TOKEN, SECRET], 'the error');
			assert.ok(!text.includes('oauth/access_token'), 'the address is in the error');
		});
	}

	test('when nobody listens', async () => {
		const server = await startHttpServer(() => ok);
		await server[Symbol.asyncDispose]();
		const told = await problemOf(transportTo(server).send(request));
		assert.deepEqual([told.code, told.retryable], ['network', true]);
		assert.match(told.cause, /refused the connection/);
		assertNoSecrets(JSON.stringify(told), [TOKEN, SECRET], 'the problem');
	});

	test('when the name is unknown', async () => {
		const transport = transportTo({ origin: new URL('https://graph.invalid') });
		const told = await problemOf(transport.send(request));
		assert.equal(told.code, 'network');
		assertNoSecrets(JSON.stringify(told), [TOKEN, SECRET], 'the problem');
	});
});
