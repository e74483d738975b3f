import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { describe, type TestContext, test } from 'node:test';
import * as v from 'valibot';
import { readOutput, readReport } from './outputs.ts';
import { ended, runProgram, startProgram } from './run-program.ts';

/** Starts `sandbox --json` and reads its first line. */
async function serve(t: TestContext, args: readonly string[] = []) {
	const child = startProgram(['sandbox', '--json', ...args]);
	t.after(() => child.kill('SIGKILL'));
	const lines = createInterface(child.stdout);
	const [line] = await once(lines, 'line');
	return { child, ...readOutput('sandbox', line) };
}

describe('sandbox', () => {
	test('says in its first line all that a client needs', async (t) => {
		const { graphUrl, facebookUrl, developersUrl, appId, appSecret, clientToken, userToken } = await serve(t);
		const me = await fetch(`${graphUrl}/v27.0/me?access_token=${userToken}`);
		assert.equal(v.parse(v.object({ name: v.string() }), await me.json()).name, 'Robin Example');
		const debugged = await fetch(`${graphUrl}/debug_token?input_token=${userToken}`, {
			headers: { Authorization: `Bearer ${appId}|${appSecret}` },
		});
		const { data } = v.parse(v.object({ data: v.looseObject({ type: v.string() }) }), await debugged.json());
		assert.equal(data.type, 'USER');
		for (const url of [`${facebookUrl}/v27.0/dialog/oauth`, `${developersUrl}/tools/explorer/`]) {
			assert.match((await fetch(url)).headers.get('content-type') ?? '', /^text\/html/);
		}
		const body = new URLSearchParams({ access_token: `${appId}|${clientToken}` });
		assert.equal((await fetch(`${graphUrl}/v27.0/device/login`, { method: 'POST', body })).status, 200);
	});

	test('has the Pages and the latency that are asked for, and serves connect', async (t) => {
		const { graphUrl, appId, appSecret, userToken } = await serve(t, ['--pages', '3', '--latency', '40']);
		const begin = performance.now();
		const { stdout } = await runProgram(['connect', '--no-save', '--json'], {
			env: { FB_TOKEN_TUI_GRAPH_URL: graphUrl, FB_APP_ID: appId, FB_APP_SECRET: appSecret },
			input: userToken,
		});
		assert.equal(readReport(stdout).pages.filter(({ foundBy }) => foundBy === 'accounts').length, 3);
		assert.ok(performance.now() - begin > 8 * 40, 'eight calls follow on one another at the least');
	});

	test('listens at the port that is asked for', async (t) => {
		const server = createServer();
		await once(server.listen(0, '127.0.0.1'), 'listening');
		const { port } = server.address() as AddressInfo;
		const taken = await runProgram(['sandbox', '--port', String(port)]);
		assert.deepEqual([taken.code, taken.stdout], [1, '']);
		assert.match(taken.stderr, new RegExp(`^Port ${port} cannot be used\n  Another program listens there\\.\n`));
		assert.doesNotMatch(taken.stderr, /\bat .+:\d+/, 'no stack');
		await new Promise((resolve) => server.close(resolve));
		assert.equal((await serve(t, ['--port', String(port)])).graphUrl, `http://127.0.0.1:${port}`);
	});

	test('takes no port, number of Pages or latency that cannot be', async () => {
		for (const args of [
			['--port', '65536'],
			['--port', 'http'],
			['--pages', '-1'],
			['--latency', '1e3'],
		]) {
			const { code, stdout, stderr } = await runProgram(['sandbox', ...args]);
			assert.deepEqual([code, stdout], [2, ''], args.join(' '));
			assert.match(stderr, new RegExp(args[0] ?? ''));
		}
	});

	test('tells a person what to enter in another terminal', async (t) => {
		const child = startProgram(['sandbox']);
		t.after(() => child.kill('SIGKILL'));
		let told = '';
		for await (const line of createInterface(child.stdout)) {
			told += `${line}\n`;
			if (line.includes('connect')) break;
		}
		for (const name of ['GRAPH', 'FACEBOOK', 'DEVELOPERS']) {
			assert.match(told, new RegExp(`^export FB_TOKEN_TUI_${name}_URL=http://127\\.0\\.0\\.1:\\d+$`, 'm'));
		}
		assert.match(told, /^export FB_APP_ID=\d+\nexport FB_APP_SECRET=[0-9a-f]{32}$/m);
	});

	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		const skip = process.platform === 'win32' && 'Windows has no signals that a program can answer';
		test(`ends at ${signal}, even with a call that waits for its answer`, { skip }, async (t) => {
			const { child, graphUrl } = await serve(t, ['--latency', '60000']);
			const waiting = assert.rejects(fetch(`${graphUrl}/me`));
			const idle = assert.rejects(fetch(`${graphUrl}/v27.0/me`));
			child.kill(signal);
			const { code, stderr } = await ended(child);
			assert.deepEqual([code, stderr], [130, '']);
			await Promise.all([waiting, idle]);
		});
	}
});
