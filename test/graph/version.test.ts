import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isVersion, KNOWN_VERSIONS, NEWEST_VERSION, probeVersion } from '../../source/graph/version.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { type Answer, startHttpServer } from '../support/http-server.ts';
import { problemOf, transportTo } from './failing.ts';

const error = (code: number, message: string): Answer => ({
	status: 400,
	body: { error: { message, type: 'OAuthException', code } },
});
const ALIVE = error(2500, 'An active access token must be used to query information about the current user.');
const UNKNOWN = error(2500, 'Unknown path components: /me');

describe('the version of Graph', () => {
	test('is the newest that the sandbox answers to, asked for without a token', async () => {
		await using sandbox = await startSandbox();
		sandbox.world.liveVersions = ['v25.0', 'v24.0'];
		const transport = transportTo({ origin: new URL(sandbox.graphUrl) });
		assert.equal(await probeVersion(transport), 'v25.0');
		assert.deepEqual(
			sandbox.requests.map(({ path, tokenPlace }) => [path, tokenPlace]),
			['v27.0', 'v26.0', 'v25.0'].map((version) => [`/${version}/me`, undefined]),
		);
	});

	test('is the newest known one at one call, where that is alive', async () => {
		await using server = await startHttpServer(() => ALIVE);
		assert.equal(await probeVersion(transportTo(server)), NEWEST_VERSION);
		assert.equal(server.received.length, 1);
	});

	test('is an older one where the newer is read as the name of an object', async () => {
		for (const answer of [UNKNOWN, error(803, '(#803) Some of the aliases you requested do not exist: v27.0')]) {
			await using server = await startHttpServer((_, turn) => (turn < 3 ? answer : ALIVE));
			assert.equal(await probeVersion(transportTo(server)), 'v25.0');
		}
	});

	test('is the newest where none is known, and where the answer proves nothing', async () => {
		for (const answer of [
			UNKNOWN,
			{ body: '<html>' },
			{ body: { id: '1' } },
			error(190, 'x'),
			{ status: 500, body: '' },
		]) {
			await using server = await startHttpServer(() => answer);
			assert.equal(await probeVersion(transportTo(server)), NEWEST_VERSION);
		}
	});

	test('is not guessed without an answer', async () => {
		await using silent = await startHttpServer(() => () => {});
		assert.equal((await problemOf(probeVersion(transportTo(silent, { timeoutMs: 30 })))).code, 'timeout');
		await using limited = await startHttpServer(() => error(4, '(#4) Application request limit reached'));
		assert.equal((await problemOf(probeVersion(transportTo(limited)))).code, 'rate-limited');
		assert.equal(limited.received.length, 1);
		assert.equal((await problemOf(probeVersion(transportTo(limited), AbortSignal.abort()))).code, 'cancelled');
	});

	test('is written v27.0', () => {
		assert.ok([...KNOWN_VERSIONS, 'v2.8', 'v100.0'].every(isVersion));
		for (const text of ['27.0', 'v27', 'V27.0', 'v27.0/', 'v27.0/me', '', 'v27.00']) assert.ok(!isVersion(text), text);
	});
});
