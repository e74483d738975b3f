import assert from 'node:assert/strict';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { permissionsFor } from '../../source/domain/permissions.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { profileOf, reveal, secretsOf } from '../support/profiles.ts';
import { SecretService, whyNoSecretService } from '../support/secret-service.ts';
import { readProblem, readReport } from './outputs.ts';
import { Store } from './store.ts';

const PASSPHRASE = 'correct horse battery staple';

describe('connect saves', () => {
	test('a profile named after the app, and says on standard error what, where and how protected', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = new Store(t, sandbox);
		const { code, stdout, stderr } = await store.connect();
		assert.equal(code, 0);
		assert.match(stdout, /^permanent +104829375610284 +My Bakery +never expires$/m);
		const told = `Saved as "my-app" in ${store.folder}. Sealed with a key in a file beside it`;
		assert.ok(stderr.startsWith(told), stderr);
		assert.equal(stderr.split('\n').length, 2, 'one line');
		store.assertSealed();
		if (process.platform === 'win32') return;
		for (const path of store.files().keys()) assert.equal(statSync(join(store.folder, path)).mode & 0o077, 0, path);
	});

	test('under the name that is given, with the name and the storage in the report', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		const env = { FB_TOKEN_TUI_PASSPHRASE: PASSPHRASE };
		const { code, stdout, stderr } = await store.connect(['--json', '--profile', ' Bäckerei «Zur Sonne»\t'], { env });
		const { profile, storage, pages } = readReport(stdout);
		assert.deepEqual([code, profile, storage], [0, 'Bäckerei «Zur Sonne»', 'passphrase']);
		assert.ok(pages.every(({ token }) => token && token.value === undefined));
		assert.match(stderr, /^Saved as "Bäckerei «Zur Sonne»" in .+ Sealed with your passphrase\./);
		store.assertSealed([PASSPHRASE]);
		// Connecting again keeps the passphrase, so it is needed, and that is found out first.
		const sent = sandbox.requests.length;
		const locked = await store.connect(['--json', '--profile', profile ?? '']);
		assert.deepEqual([locked.code, locked.stdout, readProblem(locked.stderr).code], [4, '', 'store-locked']);
		assert.equal(sandbox.requests.length, sent);
	});

	test('never without a protection: that is refused with the remedy, before anything is sent', async (t) => {
		await using sandbox = await startSandbox();
		const store = new Store(t, sandbox);
		const { code, stdout, stderr } = await store.run(['connect', '--json'], { input: sandbox.userToken });
		const { code: name, remedy } = readProblem(stderr);
		assert.deepEqual([code, stdout, name], [4, '', 'keychain-unavailable']);
		for (const method of ['FB_TOKEN_TUI_PASSPHRASE', '--insecure-storage', '--no-save'])
			assert.ok(remedy.includes(method));
		assert.deepEqual([sandbox.requests, [...store.files()]], [[], []]);
	});

	test('nothing with --no-save', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		const { code, stderr } = await store.connect(['--no-save']);
		assert.deepEqual([code, stderr, [...store.files()]], [0, '', []]);
	});

	test('nothing when the journey fails', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		assert.equal((await store.connect([], { input: 'EAAmadeupmadeupmadeup12345' })).code, 3);
		assert.deepEqual([...store.files()], []);
	});

	test('and says so when that cannot be done', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		writeFileSync(join(store.folder, 'file'), 'no folder');
		const env = { FB_TOKEN_TUI_CONFIG_DIR: join(store.folder, 'file') };
		const { code, stdout, stderr } = await store.connect(['--json'], { env });
		assert.deepEqual([code, stdout, readProblem(stderr).code], [1, '', 'disk']);
		assert.deepEqual(sandbox.requests, [], 'before anything is sent');
	});

	test('or shows what it has found all the same, when the disk refuses at the end', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		for (const args of [[], ['--json']]) {
			const store = new Store(t, sandbox);
			const breaking = store.whileListing(() => writeFileSync(join(store.folder, 'sealed'), 'no folder'));
			const { code, stdout, stderr } = await store.connect(args);
			await breaking;
			assert.equal(code, 1);
			if (args.length > 0) {
				const { profile, storage, pages } = readReport(stdout);
				assert.deepEqual([profile, storage, pages.length], [null, null, 2]);
				assert.equal(readProblem(stderr).code, 'disk');
			} else {
				assert.match(stdout, /^permanent +104829375610284 +My Bakery +never expires$/m);
				assert.match(stderr, /^The file could not be written.+\n {2}A file stands where a folder is needed/);
			}
		}
	});

	test('two at once under two names, where none was given', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		// Neither has come to its end before the other has looked for a profile.
		sandbox.faults.push({ endpoint: 'accounts', delayMs: 2000 });
		const runs = await Promise.all([store.connect(), store.connect()]);
		const told = runs.map(({ stderr }) => /^Saved as "(.+?)"/.exec(stderr)?.[1]).sort();
		assert.deepEqual(told, ['my-app', 'my-app-2']);
		assert.deepEqual(
			(await store.vault().list()).map(({ name }) => name),
			told,
		);
	});

	test('nothing under a name that another program has taken meanwhile', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		const theirs = store.whileListing(() =>
			store.vault().save(profileOf('bakery', { graphUrl: sandbox.graphUrl }), secretsOf('theirs'), { kind: 'file' }),
		);
		const { code, stdout, stderr } = await store.connect(['--profile', 'bakery', '--json']);
		await theirs;
		assert.deepEqual([code, readReport(stdout).profile], [1, null]);
		assert.match(readProblem(stderr).title, /"bakery" already/);
		assert.deepEqual(reveal((await store.vault().load('bakery')).secrets), reveal(secretsOf('theirs')));
	});
});

describe('connecting again', () => {
	test('takes app id, secret and permissions from the profile, and keeps its protection', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery', '--permissions', 'read_insights']);
		const [before] = [...store.files().keys()].filter((path) => path.endsWith('.key'));
		const args = ['connect', '--profile', 'bakery', '--json'];
		const env = { FB_APP_ID: '', FB_APP_SECRET: '' };
		const again = await store.run(args, { input: sandbox.userToken, env });
		const { profile, storage, user } = readReport(again.stdout);
		assert.deepEqual([again.code, profile, storage], [0, 'bakery', 'file']);
		assert.deepEqual(user.permissions.missing, ['read_insights']);
		assert.deepEqual(
			[...store.files().keys()].filter((path) => /\.(key|sealed)$/.test(path)).length,
			2,
			'one key and one sealed file',
		);
		assert.ok(before && store.files().has(before), 'the key is the same');
		assert.equal((await store.run(['list', '--json'])).stdout.match(/"profile":/g)?.length, 1);
		// A lost key locks the profile, and connecting again is the way out.
		rmSync(join(store.folder, before));
		const locked = await store.run(['check', '--json']);
		assert.deepEqual([locked.code, locked.stdout, readProblem(locked.stderr).code], [4, '', 'store-locked']);
		assert.equal((await store.run(args, { input: sandbox.userToken })).code, 4, 'a new key needs a protection again');
		assert.equal((await store.connect(['--profile', 'bakery'])).code, 0);
		assert.equal((await store.run(['check'])).code, 0);
	});

	test('never weakens what a keychain protects that is only locked', { skip: whyNoSecretService() }, async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		await using service = await SecretService.start();
		const store = new Store(t, sandbox);
		const env = Object.fromEntries(Object.entries(service.env).map(([name, value]) => [name, value ?? '']));
		Object.assign(store.env, { ...env, ...store.env, FB_TOKEN_TUI_KEYCHAIN: '' });
		assert.match((await store.connect(['--profile', 'bakery'])).stderr, /Sealed with a key in your keychain/);
		service.lock();
		const made = sandbox.requests.length;
		for (const more of [{}, { FB_TOKEN_TUI_PASSPHRASE: PASSPHRASE }]) {
			const { code, stdout, stderr } = await store.connect(['--profile', 'bakery', '--json'], { env: more });
			const { code: name, remedy } = readProblem(stderr);
			assert.deepEqual([code, stdout, name], [4, '', 'keychain-unavailable']);
			assert.match(remedy, /^Unlock the keychain.+profiles protect bakery --with passphrase$/);
		}
		assert.equal(sandbox.requests.length, made, 'nothing is sent');
		const removed = await store.run(['profiles', 'remove', 'bakery', '--yes']);
		assert.equal(removed.code, 0);
		assert.match(removed.stderr, /^"bakery" was removed\.\nIts key is still in the keychain/);
	});

	test('never takes the place of a profile of another app', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery']);
		const made = sandbox.requests.length;
		const env = { FB_APP_ID: ids.otherApp, FB_APP_SECRET: sandbox.world.apps.get(ids.otherApp)?.secret ?? '' };
		const { code, stdout, stderr } = await store.connect(['--profile', 'bakery'], { env });
		assert.deepEqual([code, stdout, sandbox.requests.length], [2, '', made]);
		assert.match(stderr, /"bakery" is of another app, My App \(1203987654019283\)/);
	});

	test('takes the place of a profile without its name only for the same person', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		const { world, appId } = sandbox;
		await store.connect();
		const other = { id: '10999999999999999', name: 'Kim Example', firstName: 'Kim', lastName: 'Example', email: '' };
		world.addPerson(other);
		const input = world.issueUserToken(appId, other.id, permissionsFor('publish'), []).text;
		const refused = await store.connect([], { input });
		assert.deepEqual([refused.code, refused.stdout], [2, '']);
		assert.match(refused.stderr, /"my-app" of this app is Robin Example's, and this token is Kim Example's/);
		assert.equal(sandbox.requests.filter(({ endpoint }) => endpoint === 'exchange').length, 1, 'it is not used up');
		assert.equal((await store.connect(['--profile', 'kim'], { input })).code, 6);
		const ambiguous = await store.connect();
		assert.equal(ambiguous.code, 2);
		assert.match(ambiguous.stderr, /"kim", "my-app".+--profile/);
	});

	test('with wrong usage is told before anything is sent', async (t) => {
		await using sandbox = await startSandbox();
		const store = new Store(t, sandbox);
		for (const [args, told] of [
			[['--profile', ' \t'], /^--profile: A profile needs a name\.$/m],
			[['--profile', 'x'.repeat(65)], /at most 64 characters/],
			[['--profile', 'x', '--no-save'], /--no-save/],
		] as const) {
			const { code, stdout, stderr } = await store.connect(args);
			assert.deepEqual([code, stdout], [2, '']);
			assert.match(stderr, told);
		}
		assert.deepEqual(sandbox.requests, []);
	});
});
