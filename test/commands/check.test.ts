import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { runInPty } from '../support/pty.ts';
import { readOutput, readProblem, readReport } from './outputs.ts';
import { bareEnvironment, ended, PROGRAM, startProgram, until } from './run-program.ts';
import { Store } from './store.ts';

const DAY = 86_400;
const onWindows = process.platform === 'win32' ? 'Windows has no signals that a program can answer' : false;

async function connected(t: TestContext, sandbox: Sandbox, ...names: string[]): Promise<Store> {
	const store = new Store(t, sandbox);
	for (const name of names) await store.connect(['--profile', name]);
	return store;
}

/** Ends every token of a kind, or of a Page. */
function expire({ world }: Sandbox, which: 'user' | { pageId: string }, at = world.now() - 1): void {
	for (const token of world.tokens.values()) {
		if (which === 'user' ? token.kind === 'user' : token.pageId === which.pageId) token.expiresAt = at;
	}
}

describe('check', () => {
	test('asks Meta about every stored token, and says that nothing has changed', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = await connected(t, sandbox, 'bakery');
		const before = sandbox.requests.length;
		const { code, stdout, stderr } = await store.run(['check']);
		assert.deepEqual([code, stderr], [0, 'bakery: nothing has changed\n']);
		assert.match(stdout, /^permanent +104829375610284 +My Bakery +never expires$/m);
		assert.deepEqual(
			sandbox.requests.slice(before).map(({ endpoint }) => endpoint),
			['debug_token', 'batch'],
		);
	});

	test('finds a lost role, says what has changed, and keeps it for list', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = await connected(t, sandbox, 'bakery');
		sandbox.world.removeRole(ids.person, ids.permanentPage);
		const { code, stdout, stderr } = await store.run(['check']);
		assert.equal(code, 3);
		assert.match(stdout, /^invalid +104829375610284 +My Bakery +The role on the Page was lost$/m);
		assert.match(stderr, /^bakery: 1 changed\n {2}changed {2}My Bakery \(104829375610284\): invalid, was permanent$/m);
		const { pages } = readReport((await store.run(['list', '--json'])).stdout);
		assert.equal(pages.find(({ id }) => id === ids.permanentPage)?.verdict, 'invalid');
		const again = await store.run(['check', '--json']);
		assert.deepEqual([again.code, again.stderr], [3, '']);
		assert.equal(readReport(again.stdout).pages.find(({ id }) => id === ids.permanentPage)?.problem?.code, 'role-lost');
	});

	for (const requireAppSecretProof of [false, true]) {
		const app = requireAppSecretProof ? 'an app that demands the proof' : 'an app';
		test(`finds that the secret of ${app} was reset`, async (t) => {
			await using sandbox = await startSandbox({ pages: 1 });
			const store = await connected(t, sandbox, 'bakery');
			Object.assign(sandbox.world.apps.get(sandbox.appId) ?? {}, { secret: '9'.repeat(32), requireAppSecretProof });
			const { code, stdout, stderr } = await store.run(['check']);
			assert.equal(code, 4, stderr);
			assert.match(stderr, /The App Secret was reset in the app settings, so the saved one no longer works/);
			assert.match(
				stderr,
				/Set FB_APP_SECRET to the secret of today and connect again: … \| fb-token-tui connect --profile bakery/,
			);
			if (!requireAppSecretProof) assert.match(stdout, /^permanent .*My Bakery/m);
		});
	}

	test('finds a user token that has died, and says how to connect again', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox, 'Mo’s "bakery"');
		expire(sandbox, 'user');
		const { code, stdout, stderr } = await store.run(['check']);
		assert.equal(code, 3);
		assert.match(stdout, /^permanent +104829375610284/m, 'Page tokens live on');
		assert.match(stderr, /^The stored user token has expired\n/m);
		assert.match(stderr, /connect again: … \| fb-token-tui connect --profile 'Mo’s "bakery"'$/m);
		assert.deepEqual(
			readReport((await store.run(['check', '--json'])).stdout).problems.map((problem) => problem.code),
			['token-expired'],
		);
	});

	test('never calls a token invalid because of the network, and keeps what was known', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = await connected(t, sandbox, 'bakery');
		const nth = Array.from({ length: 50 }, (_, index) => index + 2);
		const useless = { status: 400, body: '{}' };
		sandbox.faults.push({ endpoint: 'batch', ...useless }, { endpoint: 'debug_token', nth, ...useless });
		const partly = await store.run(['check', '--json']);
		const { pages } = readReport(partly.stdout);
		assert.equal(partly.code, 1);
		const unknown = pages.filter(({ verdict }) => verdict === 'unknown');
		assert.ok(unknown.length > 0 && unknown.every(({ problem }) => problem?.code === 'bad-reply'));
		assert.ok(pages.every(({ verdict }) => verdict !== 'invalid'));
		const stored = readReport((await store.run(['list', '--json'])).stdout);
		assert.ok(stored.pages.every(({ verdict, checkedAt }) => verdict === 'permanent' && checkedAt !== null));
		await sandbox.close();
		const { code, stdout, stderr } = await store.run(['check', '--json']);
		assert.deepEqual([code, stdout, readProblem(stderr).code], [1, '', 'network']);
		assert.deepEqual(readReport((await store.run(['list', '--json'])).stdout), stored);
	});

	test('exits 5 for tokens that have an end, and for what ends within --warn-days', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox, 'bakery');
		assert.equal((await store.run(['check', '--warn-days', '58'])).code, 0);
		const warned = await store.run(['check', '--warn-days', '61']);
		assert.equal(warned.code, 5);
		assert.match(warned.stderr, /^bakery: the user token ends in \d+ days/m);
		expire(sandbox, { pageId: ids.permanentPage }, sandbox.world.now() + 40 * DAY + 60);
		const { code, stdout } = await store.run(['check']);
		assert.equal(code, 5);
		assert.match(stdout, /^dated +104829375610284 +My Bakery +in 40 days/m);
	});

	test('exits 6 where there are no Pages', async (t) => {
		await using sandbox = await startSandbox({ pages: 0 });
		const store = await connected(t, sandbox, 'bakery');
		const { code, stdout } = await store.run(['check', '--json']);
		assert.deepEqual([code, readReport(stdout).pages], [6, []]);
	});

	test('tells its findings also where they cannot be kept', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox, 'bakery');
		rmSync(join(store.folder, 'lock'), { recursive: true });
		writeFileSync(join(store.folder, 'lock'), 'no folder');
		const { code, stdout, stderr } = await store.run(['check']);
		assert.equal(code, 1);
		assert.match(stdout, /^permanent +104829375610284/m);
		assert.match(stderr, /^The file could not be written or read\n/m);
	});

	test('loses nothing that another program saves meanwhile', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = await connected(t, sandbox, 'bakery');
		sandbox.world.removeRole(ids.person, ids.analyzePage);
		const slow = { endpoint: 'batch', delayMs: 3000 } as const;
		sandbox.faults.push(slow);
		const begun = sandbox.requests.length;
		const checking = store.run(['check']);
		await until(() => sandbox.requests.slice(begun).some(({ endpoint }) => endpoint === 'batch'));
		sandbox.faults.length = 0;
		// New Page tokens, since the short-lived user token has another set of permissions.
		const input = sandbox.world.issueUserToken(sandbox.appId, ids.person, ['pages_show_list']).text;
		await store.connect(['--profile', 'bakery'], { input });
		const saved = readReport((await store.run(['list', '--json'])).stdout);
		await checking;
		assert.deepEqual(readReport((await store.run(['list', '--json'])).stdout), saved);
	});
});

for (const verb of ['check', 'refresh']) {
	test(`Ctrl+C ends ${verb}, and what is stored stays as it was`, { skip: onWindows }, async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = await connected(t, sandbox, 'bakery');
		const stored = (await store.run(['list', '--json'])).stdout;
		sandbox.faults.push({ endpoint: 'batch', delayMs: Number.POSITIVE_INFINITY });
		const begun = sandbox.requests.length;
		const child = startProgram([verb, '--json'], { env: store.env });
		child.stdin.end();
		await until(() => sandbox.requests.slice(begun).some(({ endpoint }) => endpoint === 'batch'), child);
		child.kill('SIGINT');
		const { code, stdout, stderr } = await ended(child);
		assert.deepEqual([code, stdout, readProblem(stderr).code], [130, '', 'cancelled']);
		assert.equal((await store.run(['list', '--json'])).stdout, stored);
	});
}

describe('of several profiles, check', () => {
	test('wants to know which, or all', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox, 'bakery', 'café');
		const made = sandbox.requests.length;
		for (const verb of ['check', 'refresh']) {
			const { code, stdout, stderr } = await store.run([verb, '--json']);
			const { code: problem, cause, remedy } = readProblem(stderr);
			assert.deepEqual([code, stdout, problem, cause], [4, '', 'sign-in-needed', 'Saved are: "bakery", "café".']);
			const command = `fb-token-tui ${verb}`;
			assert.ok(remedy.endsWith(`--profile NAME, as in: ${command} --profile bakery; or take all: ${command} --all`));
		}
		for (const [args, told] of [
			[['check', '--all', '--profile', 'bakery'], /--profile and --all/],
			[['check', '--warn-days', 'soon'], /--warn-days/],
		] as const) {
			const { code, stdout, stderr } = await store.run(args);
			assert.deepEqual([code, stdout], [2, '']);
			assert.match(stderr, told);
		}
		assert.equal(sandbox.requests.length, made);
		assert.equal((await store.run(['check', '--profile', 'café'])).code, 0);
	});

	test('checks all, and one that is locked does not hide the others', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox, 'bakery');
		const [key] = [...store.files().keys()].filter((path) => path.endsWith('.key'));
		await store.connect(['--profile', 'café']);
		rmSync(join(store.folder, key ?? ''));
		const { code, stdout } = await store.run(['check', '--all', '--json']);
		const { profiles } = readOutput('report', stdout);
		assert.deepEqual(
			profiles.map(({ profile, problems, pages }) => [
				profile,
				problems.map((problem) => problem.code),
				pages[0]?.verdict,
			]),
			[
				['bakery', ['store-locked'], 'unknown'],
				['café', [], 'permanent'],
			],
		);
		assert.equal(code, 4);
		const asText = await store.run(['check', '--all']);
		assert.match(asText.stdout, /^café\n {2}permanent /m);
		assert.match(asText.stderr, /^bakery: The key of "bakery" is gone$/m);
	});

	test('checks all, and one whose Pages are damaged does not hide the others', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox, 'bakery', 'café');
		const { profiles } = JSON.parse(String(store.files().get('profiles.json')));
		const { file } = profiles.find(({ name }: { name: string }) => name === 'bakery').pages;
		const path = join('pages', file);
		writeFileSync(join(store.folder, path), '{');
		for (const args of [['check', '--max-age', '1'], ['check'], ['refresh']]) {
			const { code, stdout } = await store.run([...args, '--all', '--json']);
			assert.match(readOutput('report', stdout).profiles[0]?.problems[0]?.cause ?? '', /was changed or cut short/);
			const told = readOutput('report', stdout).profiles.map(({ profile, problems, pages }) => [
				profile,
				problems.map((problem) => problem.code),
				pages[0]?.verdict,
			]);
			const expected = [
				['bakery', ['store-damaged'], undefined],
				['café', [], 'permanent'],
			];
			assert.deepEqual([code, told], [1, expected], args.join(' '));
			assert.equal(String(store.files().get(path)), '{');
		}
	});

	test('writes each when it is done; JSON that was stopped amid the work is cut short', {
		skip: onWindows,
	}, async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox, 'bakery', 'café');
		// The first one has a user token and one Page token.
		sandbox.faults.push({ endpoint: 'debug_token', nth: 3, delayMs: Number.POSITIVE_INFINITY });
		const child = startProgram(['check', '--all', '--json'], { env: store.env });
		child.stdin.end();
		const run = ended(child);
		let told = '';
		child.stdout.on('data', (chunk) => {
			told += chunk;
		});
		await until(() => told.endsWith('\n    }'), child);
		child.kill('SIGINT');
		const { code, stdout, stderr } = await run;
		assert.deepEqual([code, readProblem(stderr).code], [130, 'cancelled']);
		assert.throws(() => JSON.parse(stdout), SyntaxError);
		const [profile, ...more] = readOutput('report', `${stdout}]}`).profiles;
		assert.deepEqual([profile?.profile, profile?.pages[0]?.verdict, more], ['bakery', 'permanent', []]);
	});

	test('without any says that a sign-in is needed', async (t) => {
		await using sandbox = await startSandbox();
		const store = new Store(t, sandbox);
		for (const args of [['check'], ['check', '--all'], ['refresh']]) {
			const { code, stdout, stderr } = await store.run([...args, '--json']);
			assert.deepEqual([code, stdout, readProblem(stderr).code], [4, '', 'sign-in-needed']);
		}
	});

	test('is ended by one Ctrl+C, also after the passphrase was asked for', { skip: onWindows }, async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		const passphrase = 'correct horse battery staple';
		await store.connect(['--profile', 'bakery'], { env: { FB_TOKEN_TUI_PASSPHRASE: passphrase } });
		const asked = sandbox.requests.length;
		sandbox.faults.push({ delayMs: Infinity });
		const pty = runInPty(t, process.execPath, [PROGRAM, 'check'], {
			columns: 120,
			env: { ...bareEnvironment(), ...store.env },
		});
		await pty.waitFor('Passphrase of "bakery"');
		pty.type(`${passphrase}\r`);
		await until(() => sandbox.requests.length > asked);
		pty.type('\x03');
		assert.equal((await pty.exit).code, 130);
	});
});
