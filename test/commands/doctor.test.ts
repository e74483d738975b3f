import assert from 'node:assert/strict';
import { once } from 'node:events';
import { renameSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { checkStore } from '../../source/operations/check-store.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { readOutput } from './outputs.ts';
import type { RunOptions } from './run-program.ts';
import { Store } from './store.ts';

/** Runs `doctor --json`: the exit code, and the checks; a look at one must find it. */
async function check(store: Store, options: RunOptions & { args?: string[] } = {}) {
	const before = store.files();
	const { code, stdout, stderr } = await store.run(['doctor', '--json', ...(options.args ?? [])], options);
	assert.equal(stderr, '');
	assert.deepEqual(store.files(), before, 'nothing was written, moved or left behind');
	const { checks } = readOutput('doctor', stdout);
	const look = (name: string) => {
		const found = checks.find((check) => check.name === name);
		assert.ok(found, name);
		return found;
	};
	const failed = checks.filter(({ state }) => state === 'failed').map(({ name }) => name);
	return { code, checks, look, failed, stdout };
}

describe('doctor', () => {
	test('says of each part what it is, and exits 0 when none has failed', async (t) => {
		await using sandbox = await startSandbox();
		const store = new Store(t, sandbox);
		const { code, look, checks, failed } = await check(store);
		assert.deepEqual([code, failed], [0, []]);
		const names = ['node', 'hosts', 'proxy', 'tls', 'network', 'graph-version', 'clock', 'store', 'file-modes'];
		assert.deepEqual(
			checks.map(({ name }) => name),
			[...names, 'keychain', 'browser', 'clipboard', 'terminal'],
		);
		assert.ok(look('node').detail.startsWith(process.versions.node));
		assert.equal(look('graph-version').detail, 'v27.0 answers; the newest known is v27.0');
		assert.deepEqual([look('clock').state, look('network').state], ['fine', 'fine']);
		assert.match(look('store').detail, /: writable, no profiles$/);
		assert.match(look('keychain').detail, /switched off by FB_TOKEN_TUI_KEYCHAIN/);
		assert.ok(sandbox.requests.every(({ method }) => method === 'GET'));
	});

	test('begins each line with a sign, with the remedy below what is not fine', async (t) => {
		await using sandbox = await startSandbox();
		const store = new Store(t, sandbox);
		const utf8 = await store.run(['doctor'], { env: { LANG: 'C.UTF-8', DISPLAY: '' } });
		assert.deepEqual([utf8.code, utf8.stderr], [0, '']);
		assert.match(utf8.stdout, /^✓ Node {7}\d+\.\d+\.\d+, /);
		assert.match(utf8.stdout, /^! Hosts {6}not Meta's: http:\/\/127\.0\.0\.1:\d+, .+\n {13}→ To talk to Meta unset /m);
		assert.match(utf8.stdout, /^✓ Network {4}127\.0\.0\.1:\d+ answers in \d+ ms$/m);
		const ascii = await store.run(['doctor'], { env: { TERM: 'dumb' } });
		assert.match(ascii.stdout, /^\+ Node .+\n! Hosts .+\n {13}-> To talk /);
		assert.match(ascii.stdout, /^! Terminal .+ no UTF-8, no colours$/m);
		assert.doesNotMatch(ascii.stdout, /[^\x20-\x7E\n]/);
	});

	test('says how each profile is protected, and finds those that are damaged', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery']);
		await store.connect(['--profile', 'café'], { env: { FB_TOKEN_TUI_PASSPHRASE: 'made up and long' } });
		const whole = await check(store);
		assert.equal(whole.code, 0);
		assert.match(whole.look('store').detail, /writable, 2 profiles$/);
		assert.deepEqual(
			whole.checks.filter(({ name }) => name === 'profile').map(({ state, detail }) => [state, detail.slice(0, 40)]),
			[
				['warning', '"bakery": Sealed with a key in a file be'],
				['fine', '"café": Sealed with your passphrase'],
			],
		);
		const paths = [...store.files().keys()];
		const pages = paths.find((path) => path.startsWith('pages')) ?? '';
		renameSync(join(store.folder, pages), join(store.folder, 'elsewhere'));
		const lost = await check(store);
		assert.deepEqual([lost.code, lost.failed], [1, ['profile']]);
		const told = lost.checks.find(({ state }) => state === 'failed')?.detail ?? '';
		assert.match(told, /^"(bakery|café)": its file of Pages .+\.json is damaged or missing$/);
		renameSync(join(store.folder, 'elsewhere'), join(store.folder, pages));
		for (const path of paths) if (path.endsWith('.sealed')) truncateSync(join(store.folder, path), 40);
		const cut = await check(store);
		assert.deepEqual([cut.code, cut.failed], [1, ['profile', 'profile']]);
		assert.match(cut.look('profile').detail, /^"bakery": its sealed file .+ is damaged or missing$/);
	});

	test('takes what another program replaces meanwhile for no damage', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery']);
		const checks = checkStore(store.env, { timeoutMs: 3000 });
		const told: [string, string][] = [];
		for await (const { name, state } of checks) {
			told.push([name, state]);
			if (name === 'store') await store.vault().protect('bakery', { kind: 'file' });
			if (name === 'store') await store.vault().amend('bakery', (profile) => profile);
		}
		assert.deepEqual(told.slice(0, 3), [
			['store', 'fine'],
			['file-modes', 'fine'],
			['profile', 'warning'],
		]);
	});

	test('says that the file with more certificates is not there', async (t) => {
		await using sandbox = await startSandbox();
		const store = new Store(t, sandbox);
		const env = { NODE_EXTRA_CA_CERTS: join(store.folder, 'none.pem') };
		const { stdout } = await store.run(['doctor', '--json'], { env });
		const { checks } = readOutput('doctor', stdout);
		const tls = checks.find(({ name }) => name === 'tls');
		assert.equal(tls?.state, 'warning');
		assert.match(tls.detail, /NODE_EXTRA_CA_CERTS cannot be read$/);
	});

	test('finds a damaged store and leaves it as it is', async (t) => {
		await using sandbox = await startSandbox();
		const store = new Store(t, sandbox);
		writeFileSync(join(store.folder, 'profiles.json'), '{"half');
		const { code, look, failed } = await check(store);
		assert.deepEqual([code, failed], [1, ['store']]);
		assert.match(look('store').detail, /profiles\.json is damaged$/);
	});

	test('finds a folder in which nothing can be stored', async (t) => {
		await using sandbox = await startSandbox();
		const store = new Store(t, sandbox);
		const file = join(store.folder, 'file');
		writeFileSync(file, '');
		const { code, look } = await check(store, { env: { FB_TOKEN_TUI_CONFIG_DIR: join(file, 'below') } });
		assert.deepEqual([code, look('store').state], [1, 'failed']);
		const fresh = await check(store, { env: { FB_TOKEN_TUI_CONFIG_DIR: join(store.folder, 'new', 'folder') } });
		assert.match(fresh.look('store').detail, /: not there yet, can be made, no profiles$/);
	});
});

describe('the way to Graph', () => {
	test('is down: the network has failed, and what rests on it is not known', async (t) => {
		await using sandbox = await startSandbox();
		const store = new Store(t, sandbox);
		await sandbox.close();
		const { code, look, failed } = await check(store);
		assert.deepEqual([code, failed], [1, ['network']]);
		assert.match(look('network').detail, /refused the connection/);
		assert.deepEqual([look('graph-version').state, look('clock').state], ['warning', 'warning']);
	});

	test('ends at something that is not Graph', async (t) => {
		await using sandbox = await startSandbox({ faults: [{ status: 200, body: '<html>Sign in to the WLAN</html>' }] });
		const { code, look } = await check(new Store(t, sandbox));
		assert.deepEqual([code, look('network').state], [1, 'failed']);
		assert.match(look('network').detail, /a web page/);
	});

	test('has no newest version, or not the one that is asked for', async (t) => {
		await using sandbox = await startSandbox();
		const store = new Store(t, sandbox);
		sandbox.world.liveVersions = ['v26.0', 'v25.0'];
		assert.equal((await check(store)).look('graph-version').detail, 'v26.0 answers; the newest known is v27.0');
		const forced = await check(store, { args: ['--graph-version', '27.0'] });
		assert.deepEqual([forced.code, forced.failed], [1, ['graph-version']]);
		const older = await check(store, { args: ['--graph-version', '25.0'] });
		assert.equal(older.look('graph-version').detail, 'v25.0 answers; the newest known is v27.0');
	});

	for (const [minutes, state, told] of [
		[0.5, 'fine', /^agrees/],
		[-10, 'warning', /^10 minutes ahead of Graph's$/],
		[10, 'warning', /^(9|10) minutes behind Graph's$/],
		[-300, 'failed', /^5 hours ahead of Graph's$/],
	] as const) {
		test(`tells the time: ${minutes} minutes on from here are ${state}`, async (t) => {
			const headers = { Date: new Date(Date.now() + minutes * 60_000).toUTCString() };
			await using sandbox = await startSandbox({ faults: [{ headers }] });
			const { code, look } = await check(new Store(t, sandbox));
			assert.deepEqual([code, look('clock').state], [state === 'failed' ? 1 : 0, state]);
			assert.match(look('clock').detail, told);
		});
	}

	test('leads through a proxy, which is named without its password', async (t) => {
		await using sandbox = await startSandbox();
		const server = createServer();
		server.on('connect', (_request, socket) => socket.end('HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n'));
		await once(server.listen(0, '127.0.0.1'), 'listening');
		t.after(() => server.close());
		const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
		const env = {
			FB_TOKEN_TUI_GRAPH_URL: 'https://graph.example.com',
			HTTPS_PROXY: `http://robin:open-sesame@${host}`,
			NO_PROXY: '',
		};
		const { code, look, stdout } = await check(new Store(t, sandbox), { env });
		assert.deepEqual([code, look('proxy').detail], [1, host]);
		assert.match(look('network').detail, /The proxy refuses the connection/);
		assert.doesNotMatch(stdout, /open-sesame|robin/);
		const wrong = await check(new Store(t, sandbox), {
			env: { ...env, HTTPS_PROXY: 'socks5://robin:open-sesame@x' },
		});
		assert.deepEqual(wrong.failed, ['proxy', 'network']);
		assert.doesNotMatch(wrong.stdout, /open-sesame/);
	});
});
