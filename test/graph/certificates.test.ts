import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Problem } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import { Transport } from '../../source/graph/transport.ts';
import { readOutput, readProblem } from '../commands/outputs.ts';
import { runProgram } from '../commands/run-program.ts';
import { HastyClock } from '../support/clocks.ts';
import { type SelfSignedServer, startSelfSignedServer, tunnelTo, whyNoCertificate } from '../support/https-server.ts';
import { tokenOf } from '../support/secrets.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { problemOf } from './failing.ts';

const CALL = { endpoint: 'me', path: 'me', token: new Secret(tokenOf('certificates')) } as const;
const NAMES = ['NODE_TLS_REJECT_UNAUTHORIZED', 'HTTPS_PROXY', 'NO_PROXY', 'no_proxy'];

/** The problem of a call for which the variable says 0 as the connection is made. */
async function callTo(graph: string): Promise<Problem> {
	const transport = new Transport({
		graph: new URL(graph),
		version: 'v27.0',
		timeoutMs: 5000,
		clock: new HastyClock(),
	});
	try {
		await problemOf(transport.send(CALL));
		// The transport has removed it, so that Node does not warn.
		process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
		return await problemOf(transport.send(CALL));
	} finally {
		await transport.close();
	}
}

/** A plain proxy that connects everybody to a server. */
async function startTunnel({ host }: SelfSignedServer) {
	const server = createServer();
	const asked: string[] = [];
	tunnelTo(server, host, asked);
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		[Symbol.dispose]: () => void server.close().closeAllConnections(),
	};
}

describe('a certificate that is not trusted, with NODE_TLS_REJECT_UNAUTHORIZED=0', { skip: whyNoCertificate }, () => {
	const before = NAMES.map((name) => [name, process.env[name]] as const);
	beforeEach(() => {
		for (const name of NAMES) delete process.env[name];
		process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
	});
	afterEach(() => {
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	});

	test('of Graph itself ends the connection before anything is sent', async () => {
		await using server = await startSelfSignedServer();
		const told = await callTo(`https://${server.host}`);
		assert.deepEqual([told.code, problemText(told).retryable, server.received], ['network', false, []]);
		assert.match(problemText(told).cause, /certificate of 127\.0\.0\.1:\d+ is not trusted/);
		assert.match(problemText(told).remedy, /NODE_EXTRA_CA_CERTS/);
	});

	test('of Graph behind a proxy does too', async () => {
		await using server = await startSelfSignedServer();
		using tunnel = await startTunnel(server);
		process.env.HTTPS_PROXY = tunnel.url;
		const told = await callTo('https://graph.invalid');
		assert.deepEqual([new Set(tunnel.asked), server.received], [new Set(['graph.invalid:443']), []]);
		assert.deepEqual([told.code, problemText(told).retryable], ['network', false]);
		assert.match(problemText(told).cause, /certificate of graph\.invalid is not trusted/);
	});

	test('of an https proxy does too', async () => {
		await using server = await startSelfSignedServer();
		await using proxy = await startSelfSignedServer(server.host);
		process.env.HTTPS_PROXY = `https://${proxy.host}`;
		const told = await callTo('https://graph.invalid');
		assert.deepEqual([proxy.received, server.received], [[], []]);
		assert.deepEqual([told.code, problemText(told).title], ['network', 'The proxy is not trusted']);
		assert.match(problemText(told).remedy, /NODE_EXTRA_CA_CERTS/);
	});

	test('is refused by the program, which says only that; named in NODE_EXTRA_CA_CERTS it is trusted', async () => {
		await using server = await startSelfSignedServer();
		const env = { FB_TOKEN_TUI_GRAPH_URL: `https://${server.host}`, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
		const options = { env, input: tokenOf('certificates') };
		const refused = await runProgram(['inspect', '--json'], options);
		assert.equal(refused.code, 1);
		assert.match(readProblem(refused.stderr).cause, /is not trusted/);
		assert.deepEqual(server.received, []);
		await runProgram(['inspect'], { ...options, env: { ...env, NODE_EXTRA_CA_CERTS: server.certificate } });
		assert.ok(server.received.length > 0);
	});

	test('is no surprise to who asks doctor', async () => {
		await using server = await startSelfSignedServer();
		using folder = new TemporaryFolder();
		const env = {
			FB_TOKEN_TUI_GRAPH_URL: `https://${server.host}`,
			FB_TOKEN_TUI_CONFIG_DIR: folder.path,
			FB_TOKEN_TUI_KEYCHAIN: 'off',
		};
		const tls = async (more: Readonly<Record<string, string>>) => {
			const { stdout } = await runProgram(['doctor', '--json'], { env: { ...env, ...more } });
			const { checks } = readOutput('doctor', stdout);
			const { state, detail } = checks.find(({ name }) => name === 'tls') ?? {};
			return [state, detail, checks.find(({ name }) => name === 'network')?.state];
		};
		const ignored = 'certificates are verified: this program ignores NODE_TLS_REJECT_UNAUTHORIZED=0';
		assert.deepEqual(await tls({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }), ['warning', ignored, 'failed']);
		assert.deepEqual(await tls({}), ['fine', 'certificates are verified', 'failed']);
		const trusted = await tls({ NODE_EXTRA_CA_CERTS: server.certificate });
		assert.deepEqual(trusted.slice(0, 2), [
			'fine',
			'certificates are verified, also with those in NODE_EXTRA_CA_CERTS',
		]);
	});
});
