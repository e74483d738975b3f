import assert from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { permissionsFor } from '../../source/domain/permissions.ts';
import { PROBLEM_CODES, type ProblemCode } from '../../source/domain/problems/codes.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import type { Fault } from '../../source/sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { readProblem, readReport } from './outputs.ts';
import {
	assertNoSecretsOf,
	connect,
	ended,
	environmentOf,
	type Run,
	type RunOptions,
	startProgram,
	until,
} from './run-program.ts';
import { Store } from './store.ts';
import { PAGES, TokenStore } from './token-store.ts';

// Every problem code as scripts get it from the built program: exit code, JSON, and the command that comes next.

type Row = {
	code: ProblemCode;
	exit: number;
	run: (context: TestContext) => Promise<Run>;
	/** Where it stands: alone on standard error, or in the one shape, with the troubles or with a Page. */
	in: 'standard error' | 'problems' | 'pages';
	/** Its title, and a piece of why. */
	says: RegExp;
	/** What to do, with the command, option or variable where there is one. */
	remedy: RegExp;
	/** Does the same again help? */
	retryable?: true;
	/** Meta's numbers, where Meta spoke: code, subcode, HTTP status. */
	graph: readonly [code: number | null, subcode: number | null, status: number] | null;
};

type Options = {
	sandbox?: Parameters<typeof startSandbox>[0];
	args?: readonly string[];
	/** What happens before, and what the program is given then; else the right app and its user token. */
	given?: (sandbox: Sandbox) => RunOptions | undefined;
};

/** `connect --no-save --json` against a sandbox of its own. */
function connecting({ sandbox: options = {}, args = [], given }: Options): Row['run'] {
	return async () => {
		await using sandbox = await startSandbox(options);
		return await connect(sandbox, ['--json', ...args], given?.(sandbox));
	};
}

/** The same, in some trouble. */
const troubled = (fault: Fault, pages = 2) => connecting({ sandbox: { pages, faults: [fault] } });

/** The same with the sandbox's user token, once something has happened to it. */
function after(happening: (sandbox: Sandbox) => void): Row['run'] {
	return connecting({
		given(sandbox) {
			happening(sandbox);
			return undefined;
		},
	});
}

/** Graph's answer with an error in it. */
function graphError(code: number, message: string, type = 'OAuthException'): Pick<Fault, 'status' | 'body'> {
	return {
		status: 400,
		body: JSON.stringify({ error: { message, type, code, fbtrace_id: 'AbCdEfGhIjKlMnOpQrStUvW' } }),
	};
}

async function interrupted(): Promise<Run> {
	await using sandbox = await startSandbox({ faults: [{ endpoint: 'accounts', delayMs: Number.POSITIVE_INFINITY }] });
	const child = startProgram(['connect', '--no-save', '--json'], { env: environmentOf(sandbox) });
	child.stdin.end(sandbox.userToken);
	await until(() => sandbox.requests.some(({ endpoint }) => endpoint === 'accounts'), child);
	child.kill('SIGINT');
	const run = await ended(child);
	assertNoSecretsOf(sandbox, run);
	return run;
}

/** A saving `connect` against a sandbox that is never asked. */
async function saving(context: TestContext, prepare: (store: Store) => Record<string, string>): Promise<Run> {
	await using sandbox = await startSandbox();
	const store = new Store(context, sandbox);
	const run = await store.run(['connect', '--json'], { input: sandbox.userToken, env: prepare(store) });
	assert.deepEqual(sandbox.requests, []);
	return run;
}

const CONNECT = /: fb-token-tui connect --via browser, or … \| fb-token-tui connect$/;

const ROWS: readonly Row[] = [
	{
		code: 'wrong-app-secret',
		exit: 4,
		run: connecting({ given: () => ({ env: { FB_APP_SECRET: 'b7'.repeat(16) } }) }),
		in: 'standard error',
		says: /^The app secret is wrong\. Meta does not accept this secret for this app id\./,
		remedy: /^Copy the App Secret from App settings, Basic.*FB_APP_SECRET/,
		graph: [1, null, 400],
	},
	{
		code: 'unknown-app',
		exit: 4,
		run: connecting({ args: ['--app-id', '111111111111111'] }),
		in: 'standard error',
		says: /^Meta does not know this app\. The app id is wrong/,
		remedy: /^Copy the App ID from App settings, Basic\..*FB_APP_ID/,
		graph: [101, null, 400],
	},
	{
		code: 'token-of-another-app',
		exit: 3,
		run: connecting({
			given: ({ world }) => ({ input: world.issueUserToken(ids.otherApp, ids.person, ['pages_show_list']).text }),
		}),
		in: 'standard error',
		says: /another app\. It belongs to "Another App" \(978563412078563\), not to "My App"/,
		remedy: CONNECT,
		graph: null,
	},
	{
		code: 'not-a-user-token',
		exit: 3,
		run: connecting({
			given({ world, appId }) {
				const user = world.issueUserToken(appId, ids.person, permissionsFor('publish'));
				return { input: world.pageToken(user, ids.permanentPage).text };
			},
		}),
		in: 'standard error',
		says: /^This is a Page token, not a user token\. It acts for My Bakery \(104829375610284\)/,
		remedy: CONNECT,
		graph: null,
	},
	{
		code: 'unreadable-token',
		exit: 3,
		run: connecting({ given: ({ userToken }) => ({ input: userToken.slice(0, 90) }) }),
		in: 'standard error',
		says: /^Meta cannot read this token\. It has 90 characters\./,
		remedy: CONNECT,
		graph: [190, null, 200],
	},
	{
		code: 'token-expired',
		exit: 3,
		run: after(({ world, userToken }) => world.expireToken(userToken)),
		in: 'standard error',
		says: /^This token has expired\. .*one to two hours/,
		remedy: CONNECT,
		graph: [190, 463, 200],
	},
	{
		code: 'password-changed',
		exit: 3,
		run: after(({ world }) => world.changePassword(ids.person)),
		in: 'standard error',
		says: /^The password was changed\. .*ends every token of that person/,
		remedy: CONNECT,
		graph: [190, 460, 200],
	},
	{
		code: 'checkpoint',
		exit: 3,
		run: after(({ world }) => world.checkpoint(ids.person)),
		in: 'standard error',
		says: /^Facebook wants to see this person first\. The account must pass a check/,
		remedy: /^Log in at www\.facebook\.com with this account, .* then try again\.$/,
		graph: [190, 459, 200],
	},
	{
		code: 'app-removed',
		exit: 3,
		run: after(({ world, appId }) => world.removeApp(ids.person, appId)),
		in: 'standard error',
		says: /^The person removed the app\. .*no longer connected/,
		remedy: CONNECT,
		graph: [190, 458, 200],
	},
	{
		code: 'role-lost',
		exit: 3,
		run: connecting({}),
		in: 'pages',
		says: /^The role on the Page was lost\. You lost your role on the Page, or its business requires two-factor/,
		remedy: /^Ask a Page admin for access.*sign in again.* fb-token-tui refresh$/,
		graph: [190, 492, 200],
	},
	{
		code: 'token-revoked',
		exit: 3,
		run: after(({ world }) => world.logOut(ids.person)),
		in: 'standard error',
		says: /^This token was revoked\. The person logged out everywhere/,
		remedy: CONNECT,
		graph: [190, 467, 200],
	},
	{
		code: 'app-inactive',
		exit: 3,
		run: troubled({
			endpoint: 'debug_token',
			body: JSON.stringify({
				data: {
					app_id: ids.app,
					is_valid: false,
					error: {
						code: 190,
						subcode: 493,
						message: "The access token is invalid since the user hasn't engaged the app in longer than 90 days.",
					},
				},
			}),
		}),
		in: 'standard error',
		says: /^The app is inactive for this person\. .*more than 90 days/,
		remedy: CONNECT,
		graph: [190, 493, 200],
	},
	{
		code: 'app-blocked',
		exit: 1,
		run: troubled({ endpoint: 'accounts', ...graphError(200, 'API access blocked.') }, 0),
		in: 'problems',
		says: /^Meta has restricted the app\. The Pages of this account: Meta refuses every call of this app\. Meta says: API access blocked\. /,
		remedy: /^Open the app at developers\.facebook\.com\/apps and follow the alert there\.$/,
		graph: [200, null, 400],
	},
	{
		code: 'proof-needed',
		exit: 4,
		run: troubled({
			endpoint: 'me',
			...graphError(100, 'Invalid appsecret_proof provided in the API argument', 'GraphMethodException'),
		}),
		in: 'standard error',
		says: /^Meta refused the proof of the app secret\. /,
		remedy: /^Check that the token belongs to this app .*FB_APP_SECRET/,
		graph: [100, null, 400],
	},
	{
		code: 'missing-permission',
		exit: 1,
		run: troubled({ endpoint: 'accounts', ...graphError(10, '(#10) This endpoint requires pages_show_list.') }, 0),
		in: 'problems',
		says: /^A permission is missing\. The Pages of this account: .*Meta says: \(#10\) This endpoint requires pages_show_list\./,
		remedy: CONNECT,
		graph: [10, null, 400],
	},
	{
		code: 'no-pages',
		exit: 6,
		run: connecting({ sandbox: { pages: 0 } }),
		in: 'problems',
		says: /^Meta lists no Pages for this token\. Likely causes/,
		remedy: /fb-token-tui connect --page ID$/,
		graph: null,
	},
	{
		code: 'page-without-token',
		exit: 1,
		run: connecting({
			sandbox: { pages: 1 },
			given({ world }) {
				Object.assign(world.role(ids.person, ids.permanentPage) ?? assert.fail(), { givesToken: false });
				return undefined;
			},
		}),
		in: 'pages',
		says: /^Meta gives no token for this Page\. You selected this Page, so your role on it may be too small\.$/,
		remedy: /^Ask a Page admin .* sign in again and choose "Edit settings"\. .*fb-token-tui connect$/,
		graph: null,
	},
	{
		code: 'not-permanent',
		exit: 5,
		run: connecting({
			sandbox: { pages: 1 },
			given({ world }) {
				const pageToken = world.pageToken.bind(world);
				const expiresAt = world.now() + 40 * 86_400;
				world.pageToken = (user, id) => Object.assign(pageToken(user, id), { expiresAt });
				return undefined;
			},
		}),
		in: 'pages',
		says: /^This token will end\. It ends with the token that it was made from/,
		remedy: CONNECT,
		graph: null,
	},
	{
		code: 'rate-limited',
		exit: 1,
		run: troubled({ endpoint: 'exchange', limit: { code: 17, minutes: 30 } }),
		in: 'standard error',
		says: /^Too many calls: Meta wants a pause\. Meta asks for a pause of 30 minutes/,
		remedy: /^Wait 30 minutes, then try again\.$/,
		retryable: true,
		graph: [17, null, 400],
	},
	{
		code: 'graph-unavailable',
		exit: 1,
		run: troubled({ endpoint: 'exchange', status: 503, body: '' }),
		in: 'standard error',
		says: /^Meta's Graph API is in trouble\. .*HTTP 503/,
		remedy: /^Try again in a minute\. metastatus\.com/,
		retryable: true,
		graph: [null, null, 503],
	},
	{
		code: 'network',
		exit: 1,
		run: troubled({ endpoint: 'app-token', cut: 'before-headers' }),
		in: 'standard error',
		says: /^Meta's Graph API cannot be reached\. .*cut the connection/,
		remedy: /HTTPS_PROXY.* fb-token-tui doctor$/,
		retryable: true,
		graph: null,
	},
	{
		code: 'timeout',
		exit: 1,
		run: connecting({ sandbox: { faults: [{ delayMs: Number.POSITIVE_INFINITY }] }, args: ['--timeout', '0.2'] }),
		in: 'standard error',
		says: /^No answer in time\. .*within 0\.2 seconds/,
		remedy: /--timeout SECONDS\.$/,
		retryable: true,
		graph: null,
	},
	{
		code: 'bad-reply',
		exit: 1,
		run: troubled({ endpoint: 'exchange', status: 200, body: '<html>Welcome to the hotel</html>' }),
		in: 'standard error',
		says: /^The answer makes no sense\. .*HTTP 200 and a web page/,
		remedy: /--graph-version\.$/,
		retryable: true,
		graph: [null, null, 200],
	},
	{
		code: 'blocked',
		exit: 1,
		run: troubled({ endpoint: 'exchange', ...graphError(368, 'You’re going too fast.') }),
		in: 'standard error',
		says: /^Facebook has blocked this action for now\. .*Meta says: You’re going too fast\.$/,
		remedy: /^Wait some hours; www\.facebook\.com shows the notice/,
		graph: [368, null, 400],
	},
	{
		code: 'not-found',
		exit: 1,
		run: connecting({ sandbox: { pages: 0 }, args: ['--page', 'nobody.here'] }),
		in: 'problems',
		says: /^Meta does not show this object\. The Page nobody\.here: It does not exist, or this token may not see it\./,
		remedy: /^Check the id, and whether the person has a role there\.$/,
		graph: [803, null, 404],
	},
	{
		code: 'sign-in-needed',
		exit: 4,
		run: connecting({ given: () => ({ input: '' }) }),
		in: 'standard error',
		says: /^Something is needed to sign in\. There was no user token on standard input\.$/,
		remedy: /^Give --app-id \(or FB_APP_ID\), FB_APP_SECRET, and the user token on standard input\.$/,
		graph: null,
	},
	{
		code: 'store-locked',
		exit: 4,
		async run(context) {
			const store = await new TokenStore(context).save('bakery', [PAGES.bakery], { isLocked: true });
			return store.run(['refresh', '--json'], { env: { FB_TOKEN_TUI_PASSPHRASE: 'a wrong one' } });
		},
		in: 'standard error',
		says: /^The stored secrets are locked\. The passphrase is wrong\.$/,
		remedy: /export FB_TOKEN_TUI_PASSPHRASE$/,
		graph: null,
	},
	{
		code: 'other-host',
		exit: 2,
		async run(context) {
			const store = await new TokenStore(context).save('bakery', [PAGES.bakery], { isLocked: true });
			return store.run(['check', '--json'], { env: { FB_TOKEN_TUI_GRAPH_URL: 'https://graph.example.com' } });
		},
		in: 'standard error',
		says: /^Profile belongs to another host\. The profile "bakery" belongs to http:\/\/127\.0\.0\.1:9, but this run uses https:\/\/graph\.example\.com\.$/,
		remedy: /^Set FB_TOKEN_TUI_GRAPH_URL to http:\/\/127\.0\.0\.1:9, then try again\.$/,
		graph: null,
	},
	{
		code: 'store-damaged',
		exit: 1,
		async run(context) {
			const store = await new TokenStore(context).save('bakery', [PAGES.bakery]);
			const { folder } = store;
			for (const path of folder.files()) if (path.endsWith('.sealed')) truncateSync(join(folder.path, path), 100);
			return store.run(['token', 'My Bakery', '--json', '--reveal']);
		},
		in: 'standard error',
		says: /^The stored secrets of "bakery" are damaged\. The sealed file .+\.sealed was changed or cut short\.$/,
		remedy: /connect again under the same name\. Then: … \| fb-token-tui connect --profile bakery$/,
		graph: null,
	},
	{
		code: 'keychain-unavailable',
		exit: 4,
		run: (context) => saving(context, () => ({ FB_TOKEN_TUI_KEYCHAIN: 'off' })),
		in: 'standard error',
		says: /^There is no safe place for the key to the tokens\. The keychain is switched off/,
		remedy: /FB_TOKEN_TUI_PASSPHRASE.*--insecure-storage.*--no-save/,
		graph: null,
	},
	{
		code: 'disk',
		exit: 1,
		run: (context) =>
			saving(context, ({ folder }) => {
				writeFileSync(join(folder, 'file'), 'no folder');
				return { FB_TOKEN_TUI_CONFIG_DIR: join(folder, 'file') };
			}),
		in: 'standard error',
		says: /^The file could not be written or read\. A file stands where a folder is needed \(/,
		remedy: /FB_TOKEN_TUI_CONFIG_DIR\.$/,
		graph: null,
	},
	{
		code: 'cancelled',
		exit: 130,
		run: interrupted,
		in: 'standard error',
		says: /^Cancelled\. You stopped it\.$/,
		remedy: /^Start it again when you like\.$/,
		retryable: true,
		graph: null,
	},
	{
		code: 'unexpected',
		exit: 1,
		run: troubled({ endpoint: 'exchange', ...graphError(424_242, 'Something new has happened.') }),
		in: 'standard error',
		says: /^Meta answered with an error that this program does not know\. Meta says: Something new has happened\.$/,
		remedy: /--debug FILE\.$/,
		graph: [424_242, null, 400],
	},
];

const noSignals = process.platform === 'win32' ? 'Windows has no signals that a program can answer' : false;

/** The problem of this code; whatever else was printed is as it should be. */
function problemIn(row: Row, { stdout, stderr }: Run) {
	if (row.in === 'standard error') {
		assert.equal(stdout, '');
		return readProblem(stderr);
	}
	assert.equal(stderr, '');
	const { problems, pages } = readReport(stdout);
	const candidates = row.in === 'problems' ? problems : pages.flatMap(({ problem }) => problem ?? []);
	return candidates.find(({ code }) => code === row.code) ?? assert.fail(`not among ${JSON.stringify(candidates)}`);
}

describe('in JSON', { concurrency: 2 }, () => {
	for (const row of ROWS) {
		const skip = row.code === 'cancelled' && noSignals;
		test(`"${row.code}" is told in ${row.in}, with Meta's numbers and what to do; exit code ${row.exit}`, {
			skip,
		}, async (t) => {
			const run = await row.run(t);
			assert.equal(run.code, row.exit, run.stderr || run.stdout);
			const { code, title, cause, remedy, retryable, graph } = problemIn(row, run);
			assert.equal(code, row.code);
			assert.match(`${title}. ${cause}`, row.says);
			assert.match(remedy, row.remedy);
			assert.equal(retryable, row.retryable ?? false);
			assert.deepEqual(graph && [graph.code, graph.subcode, graph.status], row.graph);
			// What Meta tells of a token comes in an answer that is none of its errors, and has no trace.
			const isTraced = graph !== null && graph.code !== null && graph.status !== 200;
			assert.equal(Boolean(graph?.fbtraceId), isTraced);
			assert.equal(Boolean(graph?.message), graph !== null && graph.code !== null);
		});
	}
});

test('no problem code is left out', () => {
	assert.deepEqual(ROWS.map(({ code }) => code).sort(), [...PROBLEM_CODES].sort());
});
