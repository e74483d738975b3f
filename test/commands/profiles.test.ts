import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { startSandbox } from '../../source/sandbox/server.ts';
import { type Pty, runInPty } from '../support/pty.ts';
import { readProblem, readReport } from './outputs.ts';
import { bareEnvironment, PROGRAM } from './run-program.ts';
import { Store } from './store.ts';

const FIRST = 'correct horse battery staple';
const SECOND = 'a second passphrase, späti';

/** A sandbox, and a profile of it by the name of `bakery`. */
async function connected(t: TestContext, options?: { env: Record<string, string> }): Promise<Store> {
	const sandbox = await startSandbox({ pages: 2 });
	t.after(() => sandbox.close());
	const store = new Store(t, sandbox);
	await store.connect(['--profile', 'bakery'], options);
	return store;
}

/** Runs the program in a terminal. */
function inTerminal(t: TestContext, store: Store, args: string[]): Pty {
	return runInPty(t, process.execPath, [PROGRAM, ...args], {
		columns: 120,
		env: { ...bareEnvironment(), ...store.env },
	});
}

describe('profiles rename', () => {
	test('gives a profile another name under which it opens', async (t) => {
		const store = await connected(t);
		const { code, stdout, stderr } = await store.run(['profiles', 'rename', 'bakery', 'Bäckerei 株式会社']);
		assert.deepEqual([code, stdout, stderr], [0, '', '"bakery" is now "Bäckerei 株式会社".\n']);
		const { profile } = readReport((await store.run(['check', '--profile', 'Bäckerei 株式会社', '--json'])).stdout);
		assert.equal(profile, 'Bäckerei 株式会社');
		assert.equal((await store.run(['list', '--profile', 'bakery'])).code, 1);
	});

	test('takes no name that another profile has, or that cannot be one', async (t) => {
		const store = await connected(t);
		await store.connect(['--profile', 'café']);
		for (const [name, told] of [
			['café', /There is a profile named "café" already/],
			['', /needs a name/],
			['x'.repeat(65), /at most 64/],
			['0c'.repeat(16), /looks like a token or a secret/],
			[`${'0c'.repeat(12)}x`, /looks like a token or a secret/],
		] as const) {
			const { code, stdout, stderr } = await store.run(['profiles', 'rename', 'bakery', name]);
			assert.deepEqual([code, stdout], [2, ''], name);
			assert.match(stderr, told);
		}
		const missing = await store.run(['profiles', 'rename', 'none', 'other', '--json']);
		assert.deepEqual([missing.code, readProblem(missing.stderr).code], [1, 'not-found']);
	});
});

describe('profiles use', () => {
	test('makes a profile the default one, under each name that it gets, and nothing else', async (t) => {
		const store = await connected(t);
		await store.connect(['--profile', 'café']);
		const files = () => [...store.files().keys()].filter((path) => !path.startsWith('lock'));
		const before = files();
		const { code, stdout, stderr } = await store.run(['profiles', 'use', 'café']);
		assert.deepEqual([code, stdout, stderr], [0, '', '"café" is now the default profile.\n']);
		assert.deepEqual(files(), before);
		assert.match((await store.run(['list'])).stdout, /^bakery\n(.*\n)+café \(default\)\n/);
		assert.match((await store.run(['profiles', 'list'])).stdout, /^bakery: .+\ncafé \(default\): /);
		await store.run(['profiles', 'rename', 'café', 'Café Zwei']);
		assert.match((await store.run(['profiles', 'list'])).stdout, /^Café Zwei \(default\): /m);
		const env = { FB_TOKEN_TUI_PROFILE: 'bakery' };
		assert.match((await store.run(['profiles', 'list'], { env })).stdout, /^bakery \(default\): .+\nCafé Zwei: /);
		assert.match((await store.run(['profiles', 'use', 'bakery'], { env })).stderr, /FB_TOKEN_TUI_PROFILE is set/);
		const none = await store.run(['profiles', 'use', 'none', '--json']);
		assert.deepEqual([none.code, readProblem(none.stderr).code], [1, 'not-found']);
	});

	test('leaves the screens at all profiles, and FB_TOKEN_TUI_PROFILE opens one there', async (t) => {
		const store = await connected(t);
		await store.connect(['--profile', 'café']);
		await store.run(['profiles', 'use', 'café']);
		const listed = inTerminal(t, store, []);
		await listed.waitFor('Profiles');
		await listed.waitFor('bakery');
		store.env.FB_TOKEN_TUI_PROFILE = 'bakery';
		const opened = inTerminal(t, store, []);
		await opened.waitFor('My Bakery');
	});

	test('says which profile check, refresh and revoke work on, and --all goes before it', async (t) => {
		const store = await connected(t);
		await store.connect(['--profile', 'café']);
		const profilesOf = async (args: string[], env: Record<string, string> = {}) =>
			JSON.parse((await store.run([...args, '--json'], { env })).stdout || '{"profiles":[]}').profiles.map(
				({ profile }: { profile: string }) => profile,
			);
		const undecided = await store.run(['check', '--json']);
		assert.equal(undecided.code, 4);
		assert.equal(readProblem(undecided.stderr).cause, 'Saved are: "bakery", "café".');
		await store.run(['profiles', 'use', 'café']);
		assert.deepEqual(await profilesOf(['check']), ['café']);
		assert.deepEqual(await profilesOf(['refresh']), ['café']);
		assert.deepEqual(await profilesOf(['check'], { FB_TOKEN_TUI_PROFILE: 'bakery' }), ['bakery']);
		assert.deepEqual(await profilesOf(['check', '--all'], { FB_TOKEN_TUI_PROFILE: 'bakery' }), ['bakery', 'café']);
		assert.deepEqual(await profilesOf(['list'], { FB_TOKEN_TUI_PROFILE: 'bakery' }), ['bakery', 'café']);
		await store.connect([], { env: { FB_TOKEN_TUI_PROFILE: 'third' } });
		assert.deepEqual(await profilesOf(['list']), ['bakery', 'café', 'third']);
	});
});

describe('profiles remove', () => {
	test('asks nobody where there is no terminal, and removes only with --yes', async (t) => {
		const store = await connected(t);
		const refused = await store.run(['profiles', 'remove', 'bakery']);
		assert.deepEqual([refused.code, refused.stdout], [2, '']);
		assert.match(refused.stderr, /--yes/);
		const made = store.sandbox.requests.length;
		const { code, stdout, stderr } = await store.run(['profiles', 'remove', 'bakery', '--yes']);
		assert.deepEqual([code, stdout, stderr], [0, '', '"bakery" was removed.\n']);
		assert.deepEqual(
			[...store.files().keys()].filter((path) => path.startsWith('sealed')),
			[],
		);
		assert.deepEqual(JSON.parse((await store.run(['list', '--json'])).stdout).profiles, []);
		assert.equal(store.sandbox.requests.length, made, 'Meta is not told');
		const again = await store.run(['profiles', 'remove', 'bakery', '--yes', '--json']);
		assert.deepEqual([again.code, readProblem(again.stderr).code], [1, 'not-found']);
	});

	test('asks in a terminal', async (t) => {
		const store = await connected(t);
		for (const [answer, code] of [
			['\r', 130],
			['no\r', 130],
			['\x03', 130],
			['y\r', 0],
		] as const) {
			const pty = inTerminal(t, store, ['profiles', 'remove', 'bakery']);
			await pty.waitFor('Remove "bakery" with its 2 Page tokens from this machine? At Meta they stay valid. [y/N]');
			pty.type(answer);
			assert.equal((await pty.exit).code, code, JSON.stringify(answer));
			const left = JSON.parse((await store.run(['list', '--json'])).stdout).profiles.length;
			assert.equal(left, code === 0 ? 0 : 1);
		}
	});
});

describe('profiles protect', () => {
	test('moves to a passphrase, to another one, and back to a file', async (t) => {
		const store = await connected(t);
		const protect = (kind: string, env: Record<string, string> = {}) =>
			store.run(['profiles', 'protect', 'bakery', '--with', kind, '--json'], { env });
		const sealed = await protect('passphrase', { FB_TOKEN_TUI_PASSPHRASE: FIRST });
		assert.deepEqual([sealed.code, sealed.stderr], [0, '"bakery": Sealed with your passphrase.\n']);
		assert.ok(
			[...store.files().keys()].every((path) => !path.endsWith('.key')),
			'the key file is gone',
		);
		for (const env of [{}, { FB_TOKEN_TUI_PASSPHRASE: SECOND }] as Record<string, string>[]) {
			const locked = await store.run(['check', '--json'], { env });
			assert.deepEqual([locked.code, locked.stdout, readProblem(locked.stderr).code], [4, '', 'store-locked']);
		}
		const nothingNew = await protect('passphrase', { FB_TOKEN_TUI_PASSPHRASE: FIRST });
		assert.deepEqual([nothingNew.code, readProblem(nothingNew.stderr).code], [4, 'store-locked']);
		const changed = await protect('passphrase', {
			FB_TOKEN_TUI_PASSPHRASE: FIRST,
			FB_TOKEN_TUI_NEW_PASSPHRASE: SECOND,
		});
		assert.equal(changed.code, 0);
		assert.equal((await store.run(['check'], { env: { FB_TOKEN_TUI_PASSPHRASE: SECOND } })).code, 0);
		store.assertSealed([FIRST, SECOND]);
		assert.equal((await protect('file', { FB_TOKEN_TUI_PASSPHRASE: SECOND })).code, 0);
		assert.equal((await store.run(['check'])).code, 0);
	});

	test('changes nothing where there is no keychain, and knows no other protection', async (t) => {
		const store = await connected(t);
		const { code, stderr } = await store.run(['profiles', 'protect', 'bakery', '--with', 'keychain', '--json']);
		assert.deepEqual([code, readProblem(stderr).code], [4, 'keychain-unavailable']);
		assert.match(readProblem(stderr).cause, /FB_TOKEN_TUI_KEYCHAIN/);
		assert.equal((await store.run(['check'])).code, 0);
		assert.equal((await store.run(['profiles', 'protect', 'bakery', '--with', 'hope'])).code, 2);
		assert.equal((await store.run(['profiles', 'protect', 'bakery'])).code, 2);
	});
});

describe('a passphrase in a terminal', () => {
	test('is asked for without being shown, and a wrong one is asked for again', async (t) => {
		const store = await connected(t, { env: { FB_TOKEN_TUI_PASSPHRASE: FIRST } });
		const pty = inTerminal(t, store, ['check']);
		await pty.waitFor('Passphrase of "bakery":');
		pty.type('wrong one\r');
		await pty.waitFor('The passphrase is wrong.');
		// Typed with a mistake that is taken back, as in any field.
		pty.type(`${FIRST}xx\x7f\x7f\r`);
		assert.equal((await pty.exit).code, 0);
		assert.match(pty.text(), /My Bakery +never expires/);
		for (const secret of [FIRST, 'wrong one']) assert.ok(!pty.raw().includes(secret));
		const cancelled = inTerminal(t, store, ['check']);
		await cancelled.waitFor('Passphrase of "bakery":');
		cancelled.type('half\x03');
		assert.equal((await cancelled.exit).code, 130);
	});

	test('is taken twice when it is new', async (t) => {
		const store = await connected(t);
		const pty = inTerminal(t, store, ['profiles', 'protect', 'bakery', '--with', 'passphrase']);
		for (const [question, answer] of [
			['New passphrase:', ''],
			['cannot be empty.\nNew passphrase:', FIRST],
			['The same again:', 'something else'],
			['The two differ.\nNew passphrase:', SECOND],
			['The same again:', SECOND],
		] as const) {
			await pty.waitFor((screen) => screen.text().endsWith(question));
			pty.type(`${answer}\r`);
		}
		assert.equal((await pty.exit).code, 0);
		for (const told of [
			'The passphrase cannot be empty.',
			'The two differ.',
			'"bakery": Sealed with your passphrase.',
		]) {
			assert.ok(pty.text().includes(told), pty.text());
		}
		for (const secret of [FIRST, SECOND]) assert.ok(!pty.raw().includes(secret));
		assert.equal((await store.run(['check'], { env: { FB_TOKEN_TUI_PASSPHRASE: SECOND } })).code, 0);
	});
});

test('a damaged store is told as such', async (t) => {
	const store = await connected(t);
	for (const path of store.files().keys()) if (path.endsWith('.sealed')) writeFileSync(join(store.folder, path), 'x');
	const sealed = await store.run(['check', '--json']);
	assert.deepEqual([sealed.code, sealed.stdout, readProblem(sealed.stderr).code], [1, '', 'store-damaged']);
	writeFileSync(join(store.folder, 'profiles.json'), '{"version":');
	const listed = await store.run(['list', '--json']);
	assert.deepEqual([listed.code, listed.stdout, readProblem(listed.stderr).code], [1, '', 'store-damaged']);
});
