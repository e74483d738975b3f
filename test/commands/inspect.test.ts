import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { permissionsFor } from '../../source/domain/permissions.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { runInPty } from '../support/pty.ts';
import { readOutput, readProblem } from './outputs.ts';
import {
	assertNoSecretsOf,
	bareEnvironment,
	environmentOf,
	PROGRAM,
	type Run,
	type RunOptions,
	runProgram,
} from './run-program.ts';
import { Store } from './store.ts';

const PUBLISHING = permissionsFor('publish');
const NO_APP = { FB_APP_ID: '', FB_APP_SECRET: '' };
const WRONG_SECRET = { FB_APP_SECRET: '0123456789abcdef0123456789abcdef' };

/** Inspects a text as the sandbox's app. No secret may stand in what is written, unless it was asked for. */
async function inspect(
	sandbox: Sandbox,
	input: string,
	args: readonly string[] = [],
	options: RunOptions = {},
): Promise<Run> {
	const env = { ...environmentOf(sandbox), LANG: 'C.UTF-8', ...options.env };
	const run = await runProgram(['inspect', ...args], { ...options, input, env });
	if (!args.includes('--reveal')) assertNoSecretsOf(sandbox, run);
	return run;
}

/** The token element of what was printed, and the exit code. */
async function inspectAsJson(sandbox: Sandbox, input: string, options: RunOptions = {}) {
	const { code, stdout, stderr } = await inspect(sandbox, input, ['--json'], options);
	assert.equal(stderr, '');
	return { code, ...readOutput('inspect', stdout).token };
}

function longLived({ world, appId }: Sandbox, permissions = PUBLISHING) {
	return world.issueUserToken(appId, ids.person, permissions, undefined, { longLived: true });
}

function pageToken(sandbox: Sandbox, pageId: string = ids.permanentPage): string {
	return sandbox.world.pageToken(longLived(sandbox), pageId).text;
}

function shortPageToken(sandbox: Sandbox): string {
	const user = sandbox.world.tokens.get(sandbox.userToken);
	assert.ok(user);
	return sandbox.world.pageToken(user, ids.permanentPage).text;
}

function foreignToken({ world }: Sandbox): string {
	return world.issueUserToken(ids.otherApp, ids.person, PUBLISHING).text;
}

describe('inspect', () => {
	const kinds: readonly (readonly [
		name: string,
		token: (sandbox: Sandbox) => string,
		expected: { code: number; type: string | null; verdict: string | null; problem: string | null; id: string | null },
	])[] = [
		[
			'a permanent Page token',
			(sandbox) => pageToken(sandbox),
			{ code: 0, type: 'PAGE', verdict: 'permanent', problem: null, id: ids.permanentPage },
		],
		[
			'a Page token from a short-lived user token',
			shortPageToken,
			{ code: 5, type: 'PAGE', verdict: 'short', problem: 'not-permanent', id: ids.permanentPage },
		],
		[
			'a Page token with an end',
			(sandbox) => {
				const text = pageToken(sandbox);
				Object.assign(sandbox.world.tokens.get(text) ?? {}, { expiresAt: sandbox.world.now() + 50 * 86_400 });
				return text;
			},
			{ code: 5, type: 'PAGE', verdict: 'dated', problem: 'not-permanent', id: ids.permanentPage },
		],
		[
			'a Page token whose role was lost',
			(sandbox) => pageToken(sandbox, ids.rolelessPage),
			{ code: 3, type: 'PAGE', verdict: 'invalid', problem: 'role-lost', id: ids.rolelessPage },
		],
		[
			'a short-lived user token',
			({ userToken }) => userToken,
			{ code: 0, type: 'USER', verdict: null, problem: null, id: ids.person },
		],
		[
			'a long-lived user token',
			(sandbox) => longLived(sandbox).text,
			{ code: 0, type: 'USER', verdict: null, problem: null, id: ids.person },
		],
		[
			'a user token that has expired',
			({ world, userToken }) => {
				world.expireToken(userToken);
				return userToken;
			},
			{ code: 3, type: 'USER', verdict: 'invalid', problem: 'token-expired', id: ids.person },
		],
		[
			"a system user's token",
			({ world, appId }) => world.issueSystemUserToken(appId, ids.systemUser, PUBLISHING).text,
			{ code: 0, type: 'SYSTEM_USER', verdict: null, problem: null, id: ids.systemUser },
		],
		[
			'an app token',
			({ appId, appSecret }) => `${appId}|${appSecret}`,
			{ code: 0, type: 'APP', verdict: null, problem: null, id: ids.app },
		],
		[
			'a token of another app',
			foreignToken,
			{ code: 3, type: 'USER', verdict: null, problem: 'token-of-another-app', id: ids.person },
		],
		[
			'a dead token of another app',
			(sandbox) => {
				const text = foreignToken(sandbox);
				sandbox.world.changePassword(ids.person);
				return text;
			},
			{ code: 3, type: null, verdict: 'invalid', problem: 'password-changed', id: null },
		],
		[
			'half a token',
			({ userToken }) => userToken.slice(0, 90),
			{ code: 3, type: null, verdict: 'invalid', problem: 'unreadable-token', id: null },
		],
	];
	for (const [name, token, expected] of kinds) {
		test(`tells ${name}`, async () => {
			await using sandbox = await startSandbox();
			const text = token(sandbox);
			const { code, type, verdict, problem, id, token: summary } = await inspectAsJson(sandbox, text);
			assert.deepEqual({ code, type, verdict, problem: problem?.code ?? null, id }, expected);
			assert.deepEqual([summary.length, summary.value], [text.length, undefined]);
		});
	}

	test('tells a Page token in short lines: whose, both clocks, permissions, what ends it, what to do', async () => {
		await using sandbox = await startSandbox();
		const user = longLived(sandbox, [...PUBLISHING, 'instagram_basic']);
		const { text } = sandbox.world.pageToken(user, ids.permanentPage);
		const { code, stdout, stderr } = await inspect(sandbox, `{"access_token": "${text}"}`);
		assert.deepEqual([code, stderr], [0, '']);
		for (const told of [
			/^✓ Page token: permanent\nMeta: type PAGE, valid, and expires_at is 0, which means never\.\n\nToken /,
			/^Token {8}EAA\w…\w{4} · \d+ characters · sha256 [0-9a-f]{6}$/m,
			/^Page {9}My Bakery \(104829375610284\)$/m,
			/^App {10}My App \(1203987654019283\)$/m,
			/^Expires {6}never expires$/m,
			/^Data access {2}in (89|90) days \(.+\): touches instagram_basic$/m,
			/^Granted {6}pages_show_list, .+, instagram_basic, public_profile$/m,
			/^Limited to {3}this Page: pages_show_list, .+$/m,
			/^Ends {9}when the password is changed, .+ role on the Page lost/m,
			/^Next {9}Nothing: /m,
		]) {
			assert.match(stdout, told);
		}
		assert.doesNotMatch(stdout, /^Not known/m);
	});

	test('tells a dead token why it is dead and what to do, in ASCII where the terminal has no UTF-8', async () => {
		await using sandbox = await startSandbox();
		const dead = pageToken(sandbox, ids.rolelessPage);
		const { code, stdout, stderr } = await inspect(sandbox, dead, [], { env: { LANG: 'C' } });
		assert.deepEqual([code, stderr], [3, '']);
		assert.match(stdout, /^x Page token: invalid\nThe role on the Page was lost\.\n/);
		assert.match(stdout, /^Expires {6}it has ended$/m);
		assert.match(stdout, /^Next {9}Ask a Page admin for access/m);
		assert.doesNotMatch(stdout, /^Ends/m);
		assert.doesNotMatch(stdout, /[^\x20-\x7E\n]/);
	});

	test('says when a token ended', async () => {
		await using sandbox = await startSandbox();
		sandbox.world.expireToken(sandbox.userToken);
		const { stdout } = await inspect(sandbox, sandbox.userToken);
		assert.match(stdout, /^✗ User token: invalid\nThis token has expired\.\nIt ended \d minutes ago \(.+\)\.\n/);
	});

	test('names both apps where a token is of another one', async () => {
		await using sandbox = await startSandbox();
		const { code, stdout } = await inspect(sandbox, foreignToken(sandbox));
		assert.equal(code, 3);
		assert.match(stdout, /It belongs to "Another App" \(978563412078563\), not to "My App" \(1203987654019283\)\./);
	});

	test('lists the ids of granular permissions, of many only some', async () => {
		await using sandbox = await startSandbox({ pages: 40 });
		const { stdout } = await inspect(sandbox, sandbox.userToken);
		assert.match(stdout, /^Limited to {3}the Pages (\d+, ){9}\d+ and \d\d more: pages_show_list, .+$/m);
		const { granular } = await inspectAsJson(sandbox, sandbox.userToken);
		assert.ok((granular[0]?.targetIds?.length ?? 0) > 30, 'JSON has them all');
	});

	test('gives the token itself with --reveal', async () => {
		await using sandbox = await startSandbox();
		const text = pageToken(sandbox);
		const json = await inspect(sandbox, text, ['--json', '--reveal']);
		assert.equal(readOutput('inspect', json.stdout).token.token.value, text);
		assert.match((await inspect(sandbox, text, ['--reveal'])).stdout, new RegExp(`^Value {8}${text}$`, 'm'));
	});

	test('keeps what a name could do to a terminal to itself', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		const page = sandbox.world.pages.get(ids.permanentPage);
		assert.ok(page);
		page.name = 'Red \x1b[31mBakery\x07\r\n\x9b2J\u202e';
		const { stdout } = await inspect(sandbox, pageToken(sandbox));
		assert.match(stdout, /^Page {9}Red .*Bakery.* \(104829375610284\)$/m);
		assert.doesNotMatch(stdout, /\u202e/);
	});
});

describe('inspect without credentials', () => {
	test('asks the token about itself, and says what was not compared', async () => {
		await using sandbox = await startSandbox();
		const { code, stdout } = await inspect(sandbox, pageToken(sandbox), [], { env: NO_APP });
		assert.equal(code, 0);
		assert.match(stdout, /^✓ Page token: permanent$/m);
		assert.match(stdout, /^Page {9}My Bakery/m);
		assert.match(stdout, /^Not known {4}No app was given/m);
	});

	test('says why a token is dead, and what Meta keeps to itself then', async () => {
		await using sandbox = await startSandbox();
		const { code, stdout } = await inspect(sandbox, pageToken(sandbox, ids.rolelessPage), [], { env: NO_APP });
		assert.equal(code, 3);
		assert.match(stdout, /^✗ Token of unknown kind: invalid\nThe role on the Page was lost\.$/m);
		assert.match(stdout, /^Not known {4}Of this dead token Meta tells neither kind nor app/m);
	});

	test('compares the app that is named alone', async () => {
		await using sandbox = await startSandbox();
		const env = { ...NO_APP, FB_APP_ID: sandbox.appId };
		const own = await inspect(sandbox, sandbox.userToken, [], { env });
		assert.equal(own.code, 0);
		assert.match(own.stdout, /^Not known {4}FB_APP_SECRET was not given/m);
		const other = await inspectAsJson(sandbox, foreignToken(sandbox), { env });
		assert.deepEqual([other.code, other.problem?.code], [3, 'token-of-another-app']);
	});

	test('says that the App Secret is missing where Meta does not let a token ask about itself', async () => {
		await using sandbox = await startSandbox();
		for (const error of [
			{
				code: 100,
				message:
					'(#100) You must provide an app access token, or a user access token that is an owner or developer of the app',
			},
			{ code: 10, message: '(#10) Application does not have permission for this action' },
		]) {
			sandbox.faults.splice(0, 9, { endpoint: 'debug_token', status: 400, body: JSON.stringify({ error }) });
			const run = await inspect(sandbox, pageToken(sandbox), [], { env: NO_APP });
			assert.equal(run.code, 4);
			assert.match(run.stderr, /The App Secret is missing.*FB_APP_SECRET of the app that the token belongs to/s);
		}
	});

	test('says so where the app wants its secret first', async () => {
		await using sandbox = await startSandbox();
		const app = sandbox.world.apps.get(sandbox.appId);
		assert.ok(app);
		app.requireAppSecretProof = true;
		const { code, stdout, stderr } = await inspect(sandbox, sandbox.userToken, ['--json'], { env: NO_APP });
		const { code: problem, remedy } = readProblem(stderr);
		assert.deepEqual([code, stdout, problem], [4, '', 'proof-needed']);
		assert.match(remedy, /FB_APP_SECRET/);
		assert.equal((await inspect(sandbox, sandbox.userToken)).code, 0, 'with it, it is told');
	});
});

describe('the app that inspects', () => {
	test('may have a wrong secret: the token is told, and so is that', async () => {
		await using sandbox = await startSandbox();
		const { code, stdout } = await inspect(sandbox, pageToken(sandbox), [], { env: WRONG_SECRET });
		assert.equal(code, 0);
		assert.match(stdout, /^Not known {4}The app could not ask, .+: The app secret is wrong\.$/m);
	});

	test('may be of the type Native/Desktop', async () => {
		await using sandbox = await startSandbox();
		const app = sandbox.world.apps.get(sandbox.appId);
		assert.ok(app);
		app.nativeDesktop = true;
		const { code, verdict } = await inspectAsJson(sandbox, pageToken(sandbox));
		assert.deepEqual([code, verdict], [0, 'permanent']);
	});

	test('is taken from --app-id, or from a profile with the permissions that are wanted', async (t) => {
		await using sandbox = await startSandbox();
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery', '--permissions', 'publish,read_insights']);
		const text = pageToken(sandbox);
		const run = await store.run(['inspect', '--profile', 'bakery', '--json'], { input: text, env: NO_APP });
		const { token } = readOutput('inspect', run.stdout);
		assert.deepEqual([run.code, token.verdict, token.permissions.missing], [0, 'permanent', ['read_insights']]);
		const asText = await store.run(['inspect', '--profile', 'bakery'], { input: foreignToken(sandbox), env: NO_APP });
		assert.match(asText.stdout, /not to "My App"/);
		const named = await inspect(sandbox, text, ['--app-id', ids.otherApp], { env: { FB_APP_SECRET: '' } });
		assert.equal(named.code, 3);
		const both = await store.run(['inspect', '--profile', 'bakery', '--app-id', sandbox.appId], { input: text });
		assert.deepEqual([both.code, both.stdout], [2, '']);
	});

	test('is refused before anything is sent when it cannot be one', async () => {
		await using sandbox = await startSandbox();
		for (const env of [{ FB_APP_ID: 'my-app' }, { FB_APP_SECRET: 'short' }]) {
			assert.equal((await inspect(sandbox, sandbox.userToken, [], { env })).code, 4);
		}
		assert.equal(sandbox.requests.length, 0);
	});
});

describe('what is no token', () => {
	for (const [name, text, exitCode, told] of [
		['nothing', ' \n', 4, /There is no token to inspect/],
		['an app secret', '0123456789abcdef0123456789abcdef', 3, /app secret or a client token/],
		['a token of Instagram Login', `IGAA${'x9'.repeat(60)}`, 3, /Instagram Login/],
		['a number', '104829375610284', 3, /This is a number/],
		['a web page', '<!doctype html><html><body>Hello</body></html>', 3, /web page/],
	] as const) {
		test(`${name} is called so, and Meta is not asked`, async () => {
			await using sandbox = await startSandbox();
			const { code, stdout, stderr } = await inspect(sandbox, text);
			assert.deepEqual([code, stdout, sandbox.requests.length], [exitCode, '', 0]);
			assert.match(stderr, told);
		});
	}

	test('trouble with the network is a failure, and no verdict', async () => {
		await using sandbox = await startSandbox();
		const text = pageToken(sandbox);
		await sandbox.close();
		const { code, stdout, stderr } = await inspect(sandbox, text, ['--json']);
		assert.deepEqual([code, stdout, readProblem(stderr).code], [1, '', 'network']);
	});

	test('a terminal is not waited for', async (t) => {
		await using sandbox = await startSandbox();
		const env = { ...bareEnvironment(), ...environmentOf(sandbox) };
		const pty = runInPty(t, process.execPath, [PROGRAM, 'inspect'], { env, columns: 100, rows: 12 });
		assert.equal((await pty.exit).code, 4);
		assert.match(pty.text(), /that is a terminal/);
	});
});
