import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { ProblemError } from '../../source/domain/problem.ts';
import { type LoopbackPage, listenOnLoopback } from '../../source/system/loopback-server.ts';
import { withText } from '../support/problems.ts';

const DONE: LoopbackPage = { status: 200, title: 'Done', texts: ['Received.', 'Go back.'] };
const STRAY: LoopbackPage = { status: 400, title: 'Stray', texts: ['Not this one.'] };

type Answer = { status: number | undefined; headers: IncomingMessage['headers']; body: string };

async function ask(url: string, options: { host?: string; method?: string } = {}): Promise<Answer> {
	const { host, ...rest } = options;
	const outgoing = request(url, { ...rest, headers: host === undefined ? {} : { Host: host } });
	outgoing.end();
	const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
	return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** A server that sends a query with `right` in it on to its result, and takes one with `wrong` in it as a stray one. */
async function listen(port = 0) {
	const queries: string[] = [];
	const server = await listenOnLoopback((path, query) => {
		queries.push(query.toString());
		if (path === '/result') return DONE;
		return query.has('right') ? { status: 303, location: '/result' } : query.has('wrong') ? STRAY : null;
	}, port);
	return { server, queries, url: server.url };
}

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

describe('the web server of a sign-in', () => {
	test('answers on localhost, by whichever of its addresses', async () => {
		const { server, url } = await listen();
		await using _ = server;
		assert.match(url, /^http:\/\/localhost:\d+\/$/);
		const { host, port } = new URL(url);
		for (const address of hasIpv6 ? ['127.0.0.1', '[::1]'] : ['127.0.0.1']) {
			assert.equal((await ask(`http://${address}:${port}/?wrong=1`, { host })).status, 400, address);
		}
	});

	test('is of this machine alone', async (t) => {
		const outside = Object.values(networkInterfaces())
			.flat()
			.find((entry) => entry?.family === 'IPv4' && !entry.internal);
		if (!outside) return t.skip('this machine has no other address');
		const { server, url } = await listen();
		await using _ = server;
		const socket = connect({ host: outside.address, port: Number(new URL(url).port) });
		await assert.rejects(once(socket, 'connect'));
	});

	test('gives a page that nothing keeps, frames, reads or refers to', async () => {
		const { server, url } = await listen();
		await using _ = server;
		const { status, headers, body } = await ask(`${url}result`);
		assert.equal(status, 200);
		assert.match(body, /<title>Done · fb-token-tui<\/title>/);
		assert.match(body, /<h1>Done<\/h1>\n<p>Received\.<\/p>\n<p>Go back\.<\/p>/);
		assert.match(body, /prefers-color-scheme:dark/);
		assert.doesNotMatch(body, /<script|https?:\/\//);
		assert.equal(headers['cache-control'], 'no-store');
		assert.equal(headers['referrer-policy'], 'no-referrer');
		const policy = String(headers['content-security-policy']);
		assert.match(policy, /^default-src 'none'; img-src data:; style-src 'sha256-\S+'; .+frame-ancestors 'none'$/);
		assert.equal(headers['access-control-allow-origin'], undefined);
	});

	test('answers anything else with 404 and goes on waiting', async () => {
		const { server, url, queries } = await listen();
		await using _ = server;
		const { host } = new URL(url);
		for (const [address, options] of [
			[`${url}favicon.ico`],
			[`${url}?`],
			[`${url}callback?right=1`],
			[`${url}result/`],
			[`${url}/`],
			[`${url}?right=1`, { method: 'POST' }],
			[`${url}?right=1`, { method: 'HEAD' }],
			[`${url}?right=1`, { method: 'OPTIONS' }],
			[`${url}?right=1`, { host: 'evil.example.com' }],
			[`${url}?right=1`, { host: host.replace('localhost', '127.0.0.1') }],
			[`${url}?right=1`, { host: 'localhost' }],
		] as const) {
			assert.equal((await ask(address, options)).status, 404, JSON.stringify([address, options]));
		}
		assert.deepEqual(queries, ['']);
		assert.equal((await ask(`${url}?wrong=1`)).status, 400);
	});

	test('sends a browser on, whose address bar then has nothing of the query', async () => {
		const { server, url } = await listen();
		await using _ = server;
		const { status, headers, body } = await ask(`${url}?right=1`);
		assert.deepEqual([status, headers.location, body], [303, '/result', '']);
		assert.equal(headers['cache-control'], 'no-store');
		const followed = await fetch(`${url}?right=1`);
		assert.deepEqual([followed.status, followed.url], [200, `${url}result`]);
	});

	test('is gone at once when it is closed, whoever is still connected', async () => {
		const { server, url } = await listen();
		const { port } = new URL(url);
		const idle = connect({ host: '127.0.0.1', port: Number(port) });
		await once(idle, 'connect');
		idle.on('error', () => {});
		assert.equal((await ask(`${url}result`)).status, 200);
		assert.equal((await ask(`${url}result`)).status, 200);
		await server[Symbol.asyncDispose]();
		await assert.rejects(ask(url));
		if (!idle.destroyed) await once(idle, 'close');
	});

	test('lets a page be followed to, and read to its end, when it is closed meanwhile', async () => {
		const { server, url } = await listen();
		assert.equal((await ask(`${url}?right=1`)).status, 303);
		const closed = server[Symbol.asyncDispose]();
		assert.match((await ask(`${url}result`)).body, /<\/html>/);
		await closed;
		await assert.rejects(ask(url));
	});

	test('does not wait for a browser that never follows', { timeout: 5000 }, async () => {
		const { server, url } = await listen();
		assert.equal((await ask(`${url}?right=1`)).status, 303);
		await server[Symbol.asyncDispose]();
	});

	test('keeps no process alive, nor does a browser that stays connected', { timeout: 20_000 }, async () => {
		const module = new URL('../../source/system/loopback-server.ts', import.meta.url).href;
		const program = `import { listenOnLoopback } from ${JSON.stringify(module)};
			import { connect } from 'node:net';
			const { url } = await listenOnLoopback(() => null);
			connect(Number(new URL(url).port), '127.0.0.1', () => process.stdout.write('connected')).unref();
			await new Promise((resolve) => setTimeout(resolve, 200));`;
		const { stdout } = await promisify(execFile)(process.execPath, [
			'--import',
			'tsx',
			'--input-type=module',
			'--eval',
			program,
		]);
		assert.equal(stdout, 'connected');
	});

	test('says that a port is taken, on either address', async () => {
		for (const host of hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']) {
			const other = createServer();
			await once(other.listen(0, host), 'listening');
			const { port } = other.address() as AddressInfo;
			await assert.rejects(listen(port), (error) => {
				assert.ok(error instanceof ProblemError);
				const { code, title, cause } = withText(error.problem);
				assert.deepEqual(
					[code, title, cause],
					['network', `Port ${port} cannot be used`, 'Another program listens there.'],
				);
				return true;
			});
			other.close();
		}
	});

	test('takes the port that it is told to, and leaves it', async () => {
		const { server, url } = await listen();
		await server[Symbol.asyncDispose]();
		const port = Number(new URL(url).port);
		const again = await listen(port);
		assert.equal(again.url, url);
		await again.server[Symbol.asyncDispose]();
	});
});
