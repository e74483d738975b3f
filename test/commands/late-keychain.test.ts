import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startSandbox } from '../../source/sandbox/server.ts';
import { LateKeychain } from '../support/late-keychain.ts';
import { runInPty } from '../support/pty.ts';
import { PROGRAM, until } from './run-program.ts';
import { Store } from './store.ts';

const NOTICE = 'Your keychain may ask for its password in a window. Press ^C to cancel.';

describe('a keychain that waits to be unlocked', () => {
	test('is waited for in a terminal, which is told, and not without one', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		using keychain = new LateKeychain();
		const store = new Store(t, sandbox);
		const env = { ...store.env, ...keychain.env, FB_TOKEN_TUI_KEYCHAIN: '' };
		const run = (...args: string[]) =>
			store.run(args, { env, program: keychain.program, input: `${sandbox.userToken}\n` });
		keychain.unlock();
		assert.match((await run('connect', '--profile', 'bakery')).stderr, /key in your keychain/);
		keychain.lock();

		const brief = await store.run(['token', 'bakery'], {
			env: { ...env, FB_TOKEN_TUI_KEYCHAIN_TIMEOUT: ' 0.05 ' },
			program: keychain.program,
		});
		assert.deepEqual([brief.code, brief.stdout], [4, '']);
		assert.match(brief.stderr, /keychain does not answer/);
		assert.ok(!brief.stderr.includes('window.'), 'nobody can answer a window');
		await until(() => !isAlive(keychain.asker));

		const command = ['exec', 'bakery', '--', 'echo', 'it', 'ran'];
		const pty = runInPty(t, process.execPath, [keychain.program, ...command], {
			columns: 120,
			env: { ...process.env, ...env },
		});
		await pty.waitFor(NOTICE);
		keychain.unlock();
		await pty.waitFor('it ran');
		assert.equal((await pty.exit).code, 0);
	});

	test('is left at once by Ctrl+C, and so is the process that asks it', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		using keychain = new LateKeychain();
		const store = new Store(t, sandbox);
		const env = { ...process.env, ...store.env, ...keychain.env, FB_TOKEN_TUI_KEYCHAIN: 'auto' };
		keychain.unlock();
		await store.run(['connect', '--profile', 'bakery'], {
			env: { ...keychain.env, FB_TOKEN_TUI_KEYCHAIN: '' },
			program: keychain.program,
			input: `${sandbox.userToken}\n`,
		});
		keychain.lock();
		for (const args of [
			['check'],
			['exec', 'bakery', '--', 'true'],
			['profiles', 'rename', 'bakery', 'shop'],
			['profiles', 'protect', 'bakery', '--with', 'file'],
			['publish-test', 'bakery'],
			['read-test', 'bakery'],
		]) {
			const pty = runInPty(t, process.execPath, [keychain.program, ...args], { columns: 120, env });
			await pty.waitFor(NOTICE);
			await until(() => isAlive(keychain.asker));
			const { asker } = keychain;
			pty.type('\x03');
			assert.deepEqual(await pty.exit, { code: 130, signal: undefined }, args.join(' '));
			await until(() => !isAlive(asker));
		}
		assert.deepEqual(
			(await store.vault().list()).map(({ name, storage }) => [name, storage]),
			[['bakery', 'keychain']],
		);
	});
});

test('FB_TOKEN_TUI_KEYCHAIN_TIMEOUT that is no time is wrong usage', async (t) => {
	await using sandbox = await startSandbox({ pages: 1 });
	const store = new Store(t, sandbox);
	for (const verb of ['list', 'doctor', 'check']) {
		const { code, stderr } = await store.run([verb], {
			env: { FB_TOKEN_TUI_KEYCHAIN_TIMEOUT: 'soon' },
			program: PROGRAM,
		});
		assert.deepEqual(
			[code, stderr],
			[2, 'FB_TOKEN_TUI_KEYCHAIN_TIMEOUT: "soon" is not a number of seconds up to 3600.\n'],
		);
	}
});

function isAlive(pid: number): boolean {
	// It was ended before it could write its number.
	if (pid === 0) return false;
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
