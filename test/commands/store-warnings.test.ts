import assert from 'node:assert/strict';
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startSandbox } from '../../source/sandbox/server.ts';
import { Store } from './store.ts';

const skip = process.getuid ? false : 'Windows has no file modes';

test('saving and doctor warn about what others can read, and a key file of that kind is not used', {
	skip,
}, async (t) => {
	await using sandbox = await startSandbox({ pages: 1 });
	const store = new Store(t, sandbox);
	chmodSync(store.folder, 0o755);
	const fix = `chmod 700 '${store.folder}'`;
	const saved = await store.connect(['--profile', 'bakery']);
	assert.ok(saved.stderr.includes(`Warning: ${store.folder} has mode 755, so others can read it. Fix it: ${fix}\n`));
	assert.equal(saved.code, 0);
	const looked = await store.run(['doctor', '--json']);
	type Checks = { checks: { name: string; state: string; remedy: string }[] };
	const modes = (text: string) => (JSON.parse(text) as Checks).checks.find(({ name }) => name === 'file-modes');
	assert.deepEqual([modes(looked.stdout)?.state, modes(looked.stdout)?.remedy], ['warning', fix]);
	chmodSync(store.folder, 0o700);
	assert.equal(modes((await store.run(['doctor', '--json'])).stdout)?.state, 'fine');

	const sealed = join(store.folder, 'sealed');
	const key = join(sealed, readdirSync(sealed).find((name) => name.endsWith('.key')) ?? assert.fail());
	chmodSync(key, 0o640);
	const before = readdirSync(sealed);
	const checked = await store.run(['doctor', '--json']);
	assert.deepEqual([checked.code, modes(checked.stdout)?.state], [1, 'failed']);
	for (const args of [
		['token', 'bakery'],
		['check'],
		['exec', 'bakery', '--', 'true'],
		['profiles', 'protect', 'bakery', '--with', 'file'],
	]) {
		const { code, stdout, stderr } = await store.run(args);
		assert.deepEqual([code, stdout], [4, ''], args.join(' '));
		assert.ok(stderr.includes(`chmod 600 '${key}'`), stderr);
	}
	assert.equal((await store.connect(['--profile', 'bakery'])).code, 4, 'the key is not lost, so it is not replaced');
	assert.deepEqual(readdirSync(sealed), before);
	chmodSync(key, 0o600);
	assert.equal((await store.run(['check'])).code, 0);
});

test('a short passphrase is warned about where it is chosen, and not where it is given', async (t) => {
	await using sandbox = await startSandbox({ pages: 1 });
	const store = new Store(t, sandbox);
	const short = { FB_TOKEN_TUI_PASSPHRASE: 'correct hor' };
	const warning = 'Warning: this passphrase has only 11 characters. Choose one of 12 or more.\n';
	const count = ({ stderr }: { stderr: string }) => stderr.split(warning).length - 1;
	assert.equal(count(await store.connect(['--profile', 'bakery'], { env: short })), 1);
	assert.equal(count(await store.run(['check'], { env: short })), 0);
	const protect = ['profiles', 'protect', 'bakery', '--with', 'passphrase'];
	const env = { ...short, FB_TOKEN_TUI_NEW_PASSPHRASE: 'another one' };
	assert.equal(count(await store.run(protect, { env })), 1);
	const long = { FB_TOKEN_TUI_PASSPHRASE: 'another one', FB_TOKEN_TUI_NEW_PASSPHRASE: 'correct horse battery' };
	assert.equal(count(await store.run(protect, { env: long })), 0);
});
