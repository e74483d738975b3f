import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { runInPty } from '../support/pty.ts';
import { readProblem, readReport } from './outputs.ts';
import { bareEnvironment, PROGRAM } from './run-program.ts';
import { Store } from './store.ts';

/** A profile by the name of `bakery`. */
async function connected(t: TestContext, sandbox: Sandbox): Promise<Store> {
	const store = new Store(t, sandbox);
	await store.connect(['--profile', 'bakery']);
	return store;
}

const isGranted = ({ world, appId }: Sandbox) => world.grant(appId, ids.person) !== undefined;

describe('revoke', () => {
	test('says what will end, takes it back, and shows and keeps the new verdicts', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = await connected(t, sandbox);
		const { code, stdout, stderr } = await store.run(['revoke', '--yes']);
		assert.equal(code, 0, 'it is what was wanted');
		assert.match(stdout, /^invalid +\d+ +My Bakery +The person removed the app$/m);
		assert.equal(
			stderr,
			[
				`All that Robin Example has granted My App (${ids.app}) will be taken back at Meta. What ends by it:`,
				'  the user token of "bakery", and every other one of this person and app, on other machines too',
				'  very likely 2 Page tokens: My Bakery, Harbour Town Museum',
				'The profile stays. To remove it from this machine: fb-token-tui profiles remove bakery',
				'bakery: Meta says that it is done, and calls every stored token invalid now (3)',
				'',
			].join('\n'),
		);
		assert.ok(!isGranted(sandbox));
		const { pages } = readReport((await store.run(['list', '--json'])).stdout);
		assert.deepEqual(
			pages.map(({ verdict, problem }) => [verdict, problem?.code]),
			[
				['invalid', 'app-removed'],
				['invalid', 'app-removed'],
			],
		);
	});

	test('with JSON prints the shape of check, and the same again the next time', async (t) => {
		await using sandbox = await startSandbox({ pages: 30 });
		const store = await connected(t, sandbox);
		for (const told of [
			/^bakery: Meta says that it is done, and calls/,
			/^bakery: Meta calls every stored token invalid now/,
		]) {
			const { code, stdout, stderr } = await store.run(['revoke', '--yes', '--json']);
			const { pages, problems } = readReport(stdout);
			assert.deepEqual([code, problems.map((problem) => problem.code)], [0, ['app-removed']]);
			assert.ok(pages.every(({ verdict, token }) => verdict === (token ? 'invalid' : 'unknown')));
			assert.match(stderr, told);
		}
		const many = await store.run(['revoke', '--yes']);
		assert.match(many.stderr, /^ {2}very likely 2\d Page tokens: ([^,]+, ){9}[^,]+ and 1\d more$/m);
	});

	test('exits 1 for tokens that live on, and says which', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = await connected(t, sandbox);
		sandbox.faults.push({ endpoint: 'permissions', status: 200, body: 'true' });
		const { code, stdout, stderr } = await store.run(['revoke', '--yes', '--json']);
		assert.equal(code, 1);
		assert.ok(readReport(stdout).pages.every(({ verdict }) => verdict === 'permanent'));
		assert.equal(
			stderr,
			[
				'bakery: Meta says that it is done, and calls these tokens still valid: the user token, My Bakery, Harbour Town Museum',
				'  Ask again in a minute: fb-token-tui check --profile bakery',
				'  The person can also remove the app in the settings at www.facebook.com, under business integrations.',
				'',
			].join('\n'),
		);
	});

	test('exits 1 for a token that Meta could not be asked about, and does not show the verdict of before', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox);
		sandbox.faults.push({ endpoint: 'debug_token', nth: [2, 3, 4, 5, 6], status: 400, body: '{}' });
		const { code, stdout, stderr } = await store.run(['revoke', '--yes']);
		assert.equal(code, 1);
		assert.match(stdout, /^unknown +\d+ +My Bakery/m);
		assert.match(stderr, /^bakery: Meta says that it is done, and says nothing of: My Bakery$/m);
	});

	test('whose answer was lost is settled by what Meta says of the tokens', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox);
		sandbox.faults.push({ endpoint: 'permissions', nth: 1, cut: 'before-handling' });
		const lost = await store.run(['revoke', '--yes']);
		assert.equal(lost.code, 1);
		assert.match(lost.stderr, /^Meta's Graph API cannot be reached$/m);
		assert.match(lost.stderr, /^bakery: Meta calls these tokens still valid: the user token, My Bakery$/m);
		assert.ok(isGranted(sandbox));
		sandbox.faults.push({ endpoint: 'permissions', nth: 1, cut: 'before-headers' });
		const done = await store.run(['revoke', '--yes']);
		assert.equal(done.code, 0);
		assert.match(done.stderr, /^bakery: Meta calls every stored token invalid now \(2\)$/m);
	});

	test('takes one permission back alone', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox);
		const { code, stdout, stderr } = await store.run([
			'revoke',
			'--yes',
			'--permission',
			'pages_manage_posts',
			'--json',
		]);
		const [page] = readReport(stdout).pages;
		assert.deepEqual([code, page?.verdict, page?.permissions.missing], [0, 'permanent', ['pages_manage_posts']]);
		assert.match(stderr, /finds pages_manage_posts in no stored token now \(2\)/);
		const wrong = await store.run(['revoke', '--yes', '--permission', '../me']);
		assert.deepEqual([wrong.code, wrong.stdout], [2, '']);
	});

	test('asks nobody where there is no terminal, and wants to know which of several', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox);
		const unasked = await store.run(['revoke']);
		assert.deepEqual([unasked.code, unasked.stdout], [2, '']);
		assert.match(unasked.stderr, /add --yes/);
		await store.connect(['--profile', 'café']);
		const several = await store.run(['revoke', '--yes']);
		assert.deepEqual([several.code, several.stdout], [4, '']);
		assert.match(several.stderr, /"bakery", "café"\.\n +Say which .*: fb-token-tui revoke --profile bakery$/m);
		assert.ok(isGranted(sandbox));
		assert.equal((await store.run(['revoke', '--yes', '--profile', 'café'])).code, 0);
	});

	test('without a profile says that a sign-in is needed', async (t) => {
		await using sandbox = await startSandbox();
		const { code, stdout, stderr } = await new Store(t, sandbox).run(['revoke', '--yes', '--json']);
		assert.deepEqual([code, stdout, readProblem(stderr).code], [4, '', 'sign-in-needed']);
	});

	test('that Meta refuses, or that does not reach Meta, claims nothing and changes nothing', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox);
		const stored = (await store.run(['list', '--json'])).stdout;
		const body = '{"error":{"message":"(#4) Application request limit reached","type":"OAuthException","code":4}}';
		sandbox.faults.push({ endpoint: 'permissions', status: 400, body });
		const refused = await store.run(['revoke', '--yes', '--json']);
		assert.deepEqual([refused.code, refused.stdout, readProblem(refused.stderr).code], [1, '', 'rate-limited']);
		assert.ok(isGranted(sandbox));
		await sandbox.close();
		const { code, stdout, stderr } = await store.run(['revoke', '--yes', '--json']);
		assert.deepEqual([code, stdout, readProblem(stderr).code], [1, '', 'network']);
		assert.equal((await store.run(['list', '--json'])).stdout, stored);
	});

	test('with a dead user token has the app ask', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox);
		for (const token of sandbox.world.tokens.values()) if (token.kind === 'user') token.expiresAt = 1;
		const { code, stderr } = await store.run(['revoke', '--yes']);
		assert.equal(code, 0);
		assert.match(stderr, /^bakery: Meta says that it is done, /m);
		assert.ok(!isGranted(sandbox));
	});

	test('tells its findings also where they cannot be kept', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox);
		rmSync(join(store.folder, 'lock'), { recursive: true });
		writeFileSync(join(store.folder, 'lock'), 'no folder');
		const { code, stdout, stderr } = await store.run(['revoke', '--yes']);
		assert.equal(code, 1);
		assert.match(stdout, /^invalid +\d+ +My Bakery/m);
		assert.match(stderr, /^The file could not be written or read$/m);
		assert.match(stderr, /^bakery: Meta says that it is done, and calls every stored token invalid now/m);
	});

	test('asks in a terminal', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox);
		for (const [answer, code] of [
			['\r', 130],
			['\x03', 130],
			['yes\r', 0],
		] as const) {
			const pty = runInPty(t, process.execPath, [PROGRAM, 'revoke'], {
				columns: 120,
				env: { ...bareEnvironment(), ...store.env },
			});
			await pty.waitFor('Take it back? [y/N]');
			assert.match(pty.text(), /very likely 1 Page token: My Bakery/);
			assert.ok(isGranted(sandbox));
			pty.type(answer);
			assert.equal((await pty.exit).code, code, JSON.stringify(answer));
		}
		assert.ok(!isGranted(sandbox));
	});
});
