import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, test } from 'node:test';
import { Secret } from '../../source/domain/secret.ts';
import { Transport } from '../../source/graph/transport.ts';
import { startHttpServer } from '../support/http-server.ts';
import { tokenOf } from '../support/secrets.ts';
import { problemOf, transportTo } from './failing.ts';

const VARIABLES = [
	'HTTPS_PROXY',
	'https_proxy',
	'ALL_PROXY',
	'all_proxy',
	'HTTP_PROXY',
	'http_proxy',
	'NO_PROXY',
	'no_proxy',
];
const before = VARIABLES.map((name) => [name, process.env[name]] as const);
const CALL = { endpoint: 'me', path: 'me', token: new Secret(tokenOf('proxy')) } as const;

function useEnvironment(values: Readonly<Record<string, string>>): void {
	for (const name of VARIABLES) delete process.env[name];
	Object.assign(process.env, values);
}

/** A proxy that writes down whom it was asked for, and refuses. */
async function startProxy() {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		response.writeHead(403).end();
	});
	server.on('connect', (request, socket) => {
		asked.push(`CONNECT ${request.url}`);
		socket.on('error', () => {});
		socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		async [Symbol.asyncDispose]() {
			server.close();
			server.closeAllConnections();
		},
	};
}

/** A call of an https address that nobody serves: no name of this kind exists. */
function callNobody() {
	const graph = new URL('https://graph.invalid');
	const options = { graph, version: 'v27.0', timeoutMs: 5000, retryDelayMs: 0 };
	return problemOf(new Transport(options).send(CALL));
}

describe('a proxy', () => {
	afterEach(() => {
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	});

	for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY']) {
		test(`named by ${name} is asked for the host alone, and its refusal is told without the token`, async () => {
			await using proxy = await startProxy();
			useEnvironment({ [name]: proxy.url });
			const told = await callNobody();
			assert.ok(proxy.asked.length > 0);
			assert.deepEqual([...new Set(proxy.asked)], ['CONNECT graph.invalid:443']);
			assert.ok(['network', 'bad-reply'].includes(told.code), told.code);
			assert.ok(!JSON.stringify(told).includes(tokenOf('proxy')));
		});
	}

	for (const exempt of ['graph.invalid', '.invalid', '*', 'example.com,graph.invalid:443']) {
		test(`is left aside for NO_PROXY=${exempt}`, async () => {
			await using proxy = await startProxy();
			useEnvironment({ HTTPS_PROXY: proxy.url, NO_PROXY: exempt });
			assert.equal((await callNobody()).code, 'network');
			assert.deepEqual(proxy.asked, []);
		});
	}

	test('for plain http says nothing about https', async () => {
		await using proxy = await startProxy();
		useEnvironment({ HTTP_PROXY: proxy.url });
		await callNobody();
		assert.deepEqual(proxy.asked, []);
	});

	test('that is not there is network trouble', async () => {
		const proxy = await startProxy();
		await proxy[Symbol.asyncDispose]();
		useEnvironment({ HTTPS_PROXY: proxy.url });
		assert.equal((await callNobody()).code, 'network');
	});

	test('is never asked for this machine itself', async () => {
		await using proxy = await startProxy();
		await using server = await startHttpServer(() => ({ body: {} }));
		useEnvironment({ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, ALL_PROXY: proxy.url });
		await transportTo(server).send(CALL);
		assert.deepEqual([proxy.asked.length, server.received.length], [0, 1]);
	});
});
