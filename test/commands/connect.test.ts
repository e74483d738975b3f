import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { runInPty } from '../support/pty.ts';
import { readProblem, readReport } from './outputs.ts';
import { bareEnvironment, connect, ended, environmentOf, PROGRAM, startProgram } from './run-program.ts';

const DAY = 86_400;
const onPosix = process.platform === 'win32' ? 'Windows has no signals that a program can answer' : false;

/** Has every Page token of the sandbox end at a time. */
function endPageTokensAt(sandbox: Sandbox, expiresAt: number): void {
	const { world } = sandbox;
	const pageToken = world.pageToken.bind(world);
	world.pageToken = (user, pageId) => Object.assign(pageToken(user, pageId), { expiresAt });
}

const now = () => Math.floor(Date.now() / 1000);

describe('connect --json', () => {
	test('prints the one shape, without a token in it, and exits 3 for the dead token among the Pages', async () => {
		await using sandbox = await startSandbox();
		const { code, stdout, stderr } = await connect(sandbox, ['--json']);
		const { profile, storage, app, user, pages, problems, graphVersion } = readReport(stdout);
		assert.deepEqual(
			{ code, stderr, profile, storage, problems },
			{ code: 3, stderr: '', profile: null, storage: null, problems: [] },
		);
		assert.deepEqual(app, { id: sandbox.appId, name: 'My App' });
		assert.equal(user.name, 'Robin Example');
		assert.deepEqual(user.permissions.missing, []);
		assert.equal(graphVersion, 'v27.0');
		assert.equal(pages.length, 15);
		assert.ok(pages.every(({ token }) => token?.value === undefined));
		const verdicts = new Map(pages.map(({ id, verdict }) => [id, verdict]));
		assert.equal(verdicts.get(ids.permanentPage), 'permanent');
		assert.equal(verdicts.get(ids.rolelessPage), 'invalid');
		assert.equal(verdicts.get(ids.tokenlessPage), 'unknown');
		assert.deepEqual(new Set(pages.map(({ foundBy }) => foundBy)), new Set(['accounts', 'business', 'granular-scope']));
	});

	test('gives the tokens themselves with --reveal', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const { pages } = readReport((await connect(sandbox, ['--json', '--reveal'])).stdout);
		for (const { id, token } of pages) {
			const issued = sandbox.world.tokens.get(token?.value ?? '');
			assert.equal(issued?.pageId, id);
			assert.equal(issued?.expiresAt, 0);
			const digest = createHash('sha256')
				.update(issued?.text ?? '')
				.digest('hex');
			assert.equal(token?.fingerprint, digest.slice(0, 8));
			assert.equal(token?.length, issued?.text.length);
		}
		assert.ok(pages.length > 0);
	});

	test('tells what of the wanted permissions is missing', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const { user, pages } = readReport(
			(await connect(sandbox, ['--json', '--permissions', 'publish,read_insights'])).stdout,
		);
		assert.deepEqual(user.permissions.missing, ['read_insights']);
		assert.ok(pages.every(({ permissions }) => permissions.missing.includes('read_insights')));
	});

	test('asks the Graph version that it is told to', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		const { stdout } = await connect(sandbox, ['--json', '--graph-version', '25.0']);
		assert.equal(readReport(stdout).graphVersion, 'v25.0');
		// The credentials alone are tested before a version is needed.
		const others = sandbox.requests.slice(1).map(({ path }) => path);
		assert.ok(others.length > 0 && others.every((path) => /^\/v25\.0[/?]/.test(path)), others.join('\n'));
	});

	test('prints a failure as one problem on standard error and nothing else', async () => {
		await using sandbox = await startSandbox();
		const { code, stdout, stderr } = await connect(sandbox, ['--json'], {
			env: { FB_APP_SECRET: '0123456789abcdef0123456789abcdef' },
		});
		assert.deepEqual({ code, stdout }, { code: 4, stdout: '' });
		assert.equal(readProblem(stderr).code, 'wrong-app-secret');
	});
});

describe('connect as text', () => {
	test('prints a line for every Page, the riskiest first', async () => {
		await using sandbox = await startSandbox();
		const { code, stdout, stderr } = await connect(sandbox);
		const lines = stdout.trimEnd().split('\n');
		assert.deepEqual({ code, stderr, count: lines.length }, { code: 3, stderr: '', count: 15 });
		assert.match(lines[0] ?? '', /^invalid +\d+ +The Night Owls +The role on the Page was lost$/);
		for (const { id, name } of sandbox.world.pages.values()) {
			assert.ok(
				lines.some((line) => line.includes(name.slice(0, 30)) && line.includes(id)),
				name,
			);
		}
		assert.ok(lines.some((line) => /^permanent +104829375610284 +My Bakery +never expires$/.test(line)));
	});

	test('is the same in a dumb terminal, without colours and in CI', async () => {
		await using sandbox = await startSandbox({ seed: 'same' });
		const plain = await connect(sandbox);
		for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }, { CI: '1' }, { FORCE_COLOR: '3' }]) {
			assert.deepEqual(await connect(sandbox, [], { env }), plain);
		}
		assert.deepEqual(await connect(sandbox, ['--no-color']), plain);
	});

	test('keeps what a name could do to a terminal to itself', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		const page = sandbox.world.pages.get(ids.permanentPage);
		assert.ok(page);
		page.name = 'Red \x1b[31mBakery\x07\r\n\x9b2J\u202e';
		const { stdout } = await connect(sandbox);
		assert.match(stdout, /Red/);
		assert.doesNotMatch(stdout, /\u202e/);
		assert.equal(stdout.trimEnd().split('\n').length, sandbox.world.pages.size);
	});

	test('tells a failure in three lines', async () => {
		await using sandbox = await startSandbox();
		const { code, stdout, stderr } = await connect(sandbox, [], { input: 'EAAmadeupmadeupmadeup12345' });
		assert.deepEqual({ code, stdout }, { code: 3, stdout: '' });
		assert.match(stderr, /^Meta cannot read this token\n {2}.+\n {2}.+\n/);
	});
});

describe('the exit code of connect', () => {
	test('is 0 when every token is permanent', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		assert.equal((await connect(sandbox)).code, 0);
	});

	test('is 5 when a token has an end', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		endPageTokensAt(sandbox, now() + 40 * DAY + 3600);
		const { code, stdout } = await connect(sandbox, ['--json']);
		assert.equal(code, 5);
		assert.ok(readReport(stdout).pages.every(({ verdict, expiresAt }) => verdict === 'dated' && expiresAt));
		assert.match((await connect(sandbox)).stdout, /^dated .+in 40 days/m);
	});

	test('is 5 when a token ends within a day', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		endPageTokensAt(sandbox, now() + 3600);
		const { code, stdout } = await connect(sandbox, ['--json']);
		assert.equal(code, 5);
		assert.ok(readReport(stdout).pages.every(({ verdict }) => verdict === 'short'));
	});

	test('is 6 when there is no Page', async () => {
		await using sandbox = await startSandbox({ pages: 0 });
		const { code, stdout } = await connect(sandbox, ['--json']);
		const { pages, problems } = readReport(stdout);
		assert.deepEqual(
			{ code, pages, problems: problems.map((problem) => problem.code) },
			{ code: 6, pages: [], problems: ['no-pages'] },
		);
		const asText = await connect(sandbox);
		assert.deepEqual([asText.code, asText.stdout], [6, '']);
		assert.match(asText.stderr, /no Pages/);
	});

	test('is 1 when the list could not be read, which is not the same as no Page', async () => {
		await using sandbox = await startSandbox({ faults: [{ endpoint: 'accounts', status: 400, body: '{}' }] });
		const token = sandbox.world.issueUserToken(sandbox.appId, ids.person, ['pages_show_list'], []);
		const { code, stdout } = await connect(sandbox, ['--json'], { input: token.text });
		assert.equal(code, 1);
		assert.deepEqual(readReport(stdout).pages, []);
	});

	test('is 4 without a secret, with a wrong one, and where a terminal has nobody to answer', async (t) => {
		await using sandbox = await startSandbox();
		const withoutSecret = await connect(sandbox, [], { env: { FB_APP_SECRET: '' } });
		assert.equal(withoutSecret.code, 4);
		assert.match(withoutSecret.stderr, /FB_APP_SECRET/);
		assert.equal((await connect(sandbox, [], { env: { FB_APP_SECRET: 'f'.repeat(32) } })).code, 4);
		assert.equal((await connect(sandbox, [], { env: { FB_APP_SECRET: 'too-short' } })).code, 4);
		const pty = runInPty(t, 'sh', ['-c', `"${process.execPath}" "${PROGRAM}" connect --no-save 2> /dev/null`], {
			env: { ...bareEnvironment(), ...environmentOf(sandbox) },
		});
		assert.equal((await pty.exit).code, 4);
		assert.deepEqual(
			sandbox.requests.filter(({ endpoint }) => endpoint === 'accounts'),
			[],
		);
	});

	test('is 3 for a user token that is dead, of another app, or no user token, and 4 for none', async () => {
		await using sandbox = await startSandbox();
		const { world, appId } = sandbox;
		const dead = world.issueUserToken(appId, ids.person, ['pages_show_list']);
		world.expireToken(dead.text);
		const foreign = world.issueUserToken(ids.otherApp, ids.person, ['pages_show_list']);
		const page = world.pageToken(world.issueUserToken(appId, ids.person, ['pages_show_list']), ids.permanentPage);
		const told = [];
		for (const input of [dead.text, foreign.text, page.text, '', 'an ordinary sentence', '<html></html>']) {
			const { code, stdout, stderr } = await connect(sandbox, ['--json'], { input });
			told.push([code, stdout, readProblem(stderr).code]);
		}
		assert.deepEqual(told, [
			[3, '', 'token-expired'],
			[3, '', 'token-of-another-app'],
			[3, '', 'not-a-user-token'],
			[4, '', 'sign-in-needed'],
			[3, '', 'unreadable-token'],
			[3, '', 'unreadable-token'],
		]);
	});

	test('is 2 for wrong usage, which is told before anything is sent', async () => {
		await using sandbox = await startSandbox();
		for (const [args, told] of [
			[['--permissions', 'Publish!'], /--permissions.+Publish!/],
			[['--permissions', ','], /--permissions/],
			[['--page', 'my bakery'], /--page: neither an id nor an address of a Page: my bakery/],
			[['--timeout', '0'], /--timeout/],
			[['--timeout', 'soon'], /--timeout/],
			[['--graph-version', 'newest'], /v27\.0/],
			[['--no-sav'], /--no-save/],
			[['a-token'], /too many arguments/],
		] as const) {
			const { code, stdout, stderr } = await connect(sandbox, args);
			assert.deepEqual([code, stdout], [2, ''], args.join(' '));
			assert.match(stderr, told);
		}
		assert.deepEqual(sandbox.requests, []);
	});

	test('is 1 when Graph cannot be reached, and when it does not answer in time', async () => {
		const sandbox = await startSandbox();
		await sandbox.close();
		const unreachable = await connect(sandbox, ['--json']);
		assert.deepEqual([unreachable.code, unreachable.stdout, readProblem(unreachable.stderr).code], [1, '', 'network']);
		await using slow = await startSandbox({ latencyMs: 60_000 });
		const { code, stderr } = await connect(slow, ['--json', '--timeout', '0.2']);
		assert.deepEqual([code, readProblem(stderr).code], [1, 'timeout']);
	});

	test('is 1 when what answers is not Graph', async () => {
		const server = createServer((_request, response) => response.end('<html>Welcome to the hotel</html>'));
		await once(server.listen(0, '127.0.0.1'), 'listening');
		const { port } = server.address() as AddressInfo;
		await using sandbox = await startSandbox();
		const { code, stderr } = await connect(sandbox, ['--json'], {
			env: { FB_TOKEN_TUI_GRAPH_URL: `http://127.0.0.1:${port}` },
		});
		server.close();
		assert.deepEqual([code, readProblem(stderr).code], [1, 'bad-reply']);
	});

	test('is 130 when Ctrl+C ends it while it waits for the token', { skip: onPosix }, async () => {
		await using sandbox = await startSandbox();
		const child = startProgram(['connect', '--no-save'], { env: environmentOf(sandbox) });
		// It names the host before it reads, and listens for the signal by then.
		await once(child.stderr, 'data');
		child.kill('SIGINT');
		const { code, stdout } = await ended(child);
		assert.deepEqual([code, stdout], [130, '']);
	});
});

describe('what connect is told by its environment', () => {
	test('plain http to another machine is refused, with the reason', async () => {
		for (const name of ['FB_TOKEN_TUI_GRAPH_URL', 'FB_TOKEN_TUI_FACEBOOK_URL', 'FB_TOKEN_TUI_DEVELOPERS_URL']) {
			await using sandbox = await startSandbox();
			for (const value of ['http://example.com', 'garbage', 'ftp://127.0.0.1', 'https://user@example.com']) {
				const { code, stdout, stderr } = await connect(sandbox, [], { env: { [name]: value } });
				assert.deepEqual([code, stdout], [2, ''], value);
				assert.match(stderr, new RegExp(`^${name} .+\n$`));
			}
			assert.deepEqual(sandbox.requests, []);
		}
	});

	test('the app id as an option comes before FB_APP_ID', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		assert.equal((await connect(sandbox, ['--app-id', sandbox.appId], { env: { FB_APP_ID: '1' } })).code, 0);
	});
});
