import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, describe, test } from 'node:test';
import { type Problem, problem } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import { Transport } from '../../source/graph/transport.ts';
import { HastyClock } from '../support/clocks.ts';
import { startHttpServer } from '../support/http-server.ts';
import { assertNoSecrets } from '../support/leaks.ts';
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

/** A proxy that writes down whom it was asked for, and refuses with a status; with none it hangs up. */
async function startProxy(status: number | null = 403) {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		response.writeHead(403).end();
	});
	server.on('connect', (request, socket) => {
		asked.push(`CONNECT ${request.url}`);
		socket.on('error', () => {});
		socket.end(status === null ? '' : `HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		host,
		url: `http://robin:open-sesame@${host}`,
		asked,
		async [Symbol.asyncDispose]() {
			server.close();
			server.closeAllConnections();
		},
	};
}

/** A call of an https address that nobody serves: no name of this kind exists. */
function callNobody() {
	return problemOf(transportToNobody().send(CALL));
}

function transportToNobody(timeoutMs = 5000) {
	return new Transport({
		graph: new URL('https://graph.invalid'),
		version: 'v27.0',
		timeoutMs,
		clock: new HastyClock(),
	});
}

/** Fails when a problem does not name the proxy, or tells a secret. */
function assertTold(told: Problem, host = ''): void {
	const text = JSON.stringify(told);
	assert.ok(problemText(told).cause.includes(host), problemText(told).cause);
	assertNoSecrets(text, [tokenOf('proxy'), 'open-sesame'], 'the problem');
	assert.ok(!text.includes('robin'), text);
}

/** Takes connections and never says a word. */
async function startSilence() {
	const server = createTcpServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => {});
	});
	const sockets = new Set<Socket>();
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
		async [Symbol.asyncDispose]() {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
	};
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
			assert.deepEqual(
				[told.code, problemText(told).title, problemText(told).retryable],
				['network', 'The proxy refuses the connection', false],
			);
			assertTold(told, proxy.host);
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
		const told = await callNobody();
		assert.deepEqual([told.code, problemText(told).title], ['network', 'The proxy cannot be reached']);
		assert.equal(problemText(told).cause, `The proxy ${proxy.host} refused the connection.`);
		assertTold(told, proxy.host);
	});

	for (const [status, title, retryable] of [
		[407, 'The proxy wants a sign-in', false],
		[502, 'The proxy did not get through', true],
		[null, 'The proxy cannot be reached', true],
	] as const) {
		test(`that answers ${status ?? 'nothing'} is named, and Meta is not blamed`, async () => {
			await using proxy = await startProxy(status);
			useEnvironment({ HTTPS_PROXY: proxy.url });
			const told = await callNobody();
			assert.deepEqual(
				[told.code, problemText(told).title, problemText(told).retryable],
				['network', title, retryable],
			);
			assert.equal(proxy.asked.length, retryable ? 3 : 1);
			assertTold(told, proxy.host);
		});
	}

	test('that lets through is named where the connection fails behind it', async () => {
		await using proxy = await startProxy(200);
		useEnvironment({ HTTPS_PROXY: proxy.url });
		const told = await callNobody();
		assert.deepEqual([told.code, problemText(told).title], ['network', problemText(problem('network')).title]);
		assert.match(
			problemText(told).cause,
			/^graph\.invalid cut the connection\. The connection went through the proxy /,
		);
		assertTold(told, proxy.host);
	});

	test('that says nothing is named in the time-out', async () => {
		await using silent = await startSilence();
		useEnvironment({ HTTPS_PROXY: `http://robin:open-sesame@${silent.host}` });
		const told = await problemOf(transportToNobody(60).send(CALL));
		assert.equal(told.code, 'timeout');
		assertTold(told, silent.host);
	});

	for (const [address, words] of [
		['http://robin:open-sesame@[bad', /HTTPS_PROXY cannot be read/],
		['http://', /HTTPS_PROXY cannot be read/],
		['http://robin:100%@127.0.0.1:8080', /write % as %25/],
		['socks5://robin:open-sesame@127.0.0.1:1080', /socks5:\/\/ and only http:\/\/ and https:\/\//],
	] as const) {
		test(`cannot have the address ${address}`, async () => {
			useEnvironment({ HTTPS_PROXY: address });
			const transport = transportToNobody();
			const told = await problemOf(transport.send(CALL));
			assert.deepEqual([told.code, problemText(told).retryable], ['network', false]);
			assert.match(problemText(told).cause, words);
			assert.match(problemText(told).remedy, /HTTPS_PROXY/);
			assertTold(told);
			await transport.close();
		});
	}

	test('is told by the name of the variable that names it', async () => {
		useEnvironment({ ALL_PROXY: 'socks5://127.0.0.1:1080' });
		const transport = transportToNobody();
		const { cause, remedy } = problemText(await problemOf(transport.send(CALL)));
		assert.match(cause, /^ALL_PROXY names a proxy of the kind socks5:/);
		assert.match(remedy, /^Correct ALL_PROXY,/);
		await transport.close();
	});

	test('without a scheme, and with what a file from Windows leaves behind it, is one of plain http', async () => {
		await using proxy = await startProxy();
		useEnvironment({ HTTPS_PROXY: `${new URL(proxy.url).host}\r` });
		const transport = transportToNobody();
		await problemOf(transport.send(CALL));
		assert.deepEqual(proxy.asked, ['CONNECT graph.invalid:443']);
		await transport.close();
	});

	test('whose address was mended is used by the same transport', async () => {
		await using proxy = await startProxy();
		useEnvironment({ HTTPS_PROXY: 'http://[bad' });
		const transport = transportToNobody();
		await problemOf(transport.send(CALL));
		useEnvironment({ HTTPS_PROXY: proxy.url });
		await problemOf(transport.send(CALL));
		assert.deepEqual(proxy.asked, ['CONNECT graph.invalid:443']);
		await transport.close();
	});

	test('is never asked for this machine itself', async () => {
		await using proxy = await startProxy();
		await using server = await startHttpServer(() => ({ body: {} }));
		useEnvironment({ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, ALL_PROXY: proxy.url });
		await transportTo(server).send(CALL);
		assert.deepEqual([proxy.asked.length, server.received.length], [0, 1]);
	});
});
