import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import type { Fault } from '../../source/sandbox/faults.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { runInPty } from '../support/pty.ts';
import { bareEnvironment, PROGRAM } from './run-program.ts';
import { Store } from './store.ts';

const DAY = 86_400;
const PASSPHRASE = { FB_TOKEN_TUI_PASSPHRASE: 'correct horse battery staple' };

/** What has happened since a profile of two Pages was saved, and the exit code of `check` then. */
type Finding = {
	name: string;
	exitCode: number;
	args?: readonly string[];
	happened?: (store: Store) => unknown;
};

const roleLost = ({ sandbox: { world } }: Store) => world.removeRole(ids.person, ids.permanentPage);
const signInEnded = ({ sandbox: { world } }: Store) => {
	for (const token of world.tokens.values()) if (token.kind === 'user') token.expiresAt = world.now() - 1;
};

const FINDINGS: readonly Finding[] = [
	{ name: 'nothing has happened', exitCode: 0 },
	{ name: 'a token that was refused lives again', exitCode: 0, happened: lostAndFound },
	{ name: 'nothing ends within the days', exitCode: 0, args: ['--warn-days', '58'] },
	{ name: 'the role on a Page was lost', exitCode: 3, happened: roleLost },
	{ name: 'the sign-in has ended', exitCode: 3, happened: signInEnded },
	{
		name: 'a Page token has got an end',
		exitCode: 5,
		happened({ sandbox: { world } }) {
			for (const token of world.tokens.values())
				if (token.kind === 'page') token.expiresAt = world.now() + 40 * DAY + 3600;
		},
	},
	{ name: 'the user token ends within the days', exitCode: 5, args: ['--warn-days', '61'] },
	{
		name: 'the key is gone',
		exitCode: 4,
		happened(store) {
			for (const path of store.files().keys()) if (path.endsWith('.key')) rmSync(join(store.folder, path));
		},
	},
	{
		name: 'it was sealed with a passphrase, which is not given',
		exitCode: 4,
		happened: (store) => store.run(['profiles', 'protect', 'bakery', '--with', 'passphrase'], { env: PASSPHRASE }),
	},
	{
		name: 'the profile was removed',
		exitCode: 4,
		happened: (store) => store.run(['profiles', 'remove', 'bakery', '--yes']),
	},
	{
		name: 'the store cannot be written to',
		exitCode: 1,
		happened(store) {
			rmSync(join(store.folder, 'lock'), { recursive: true });
			writeFileSync(join(store.folder, 'lock'), 'no folder');
		},
	},
	{
		name: 'Graph is down',
		exitCode: 1,
		happened: ({ sandbox }) => sandbox.close(),
	},
];

async function lostAndFound(store: Store): Promise<void> {
	const tokens = [...store.sandbox.world.tokens.values()].filter(({ kind }) => kind === 'page');
	const before = tokens.map(({ expiresAt }) => expiresAt);
	for (const token of tokens) token.expiresAt = 1;
	assert.equal((await store.run(['check'])).code, 3);
	for (const [index, token] of tokens.entries()) token.expiresAt = before[index] ?? 0;
}

/** Trouble of the network, of what stands in between, or of Meta's own. */
const TROUBLES: Readonly<Record<string, Fault>> = {
	'an error of Meta’s own': {
		status: 500,
		body: '{"error":{"message":"An unknown error","type":"OAuthException","code":2}}',
	},
	'the page of a hotel': { status: 200, body: '<html>Welcome! Please sign in.</html>' },
	'an empty object': { status: 200, body: '{}' },
	'a refusal that says nothing': { status: 400, body: '{}' },
	'status 401 that says nothing': { status: 401, body: '{}' },
	'status 403 from a proxy': { status: 403, body: 'Forbidden by policy' },
	'a limit of calls': { limit: { code: 17, minutes: 12 } },
	'a connection that is cut': { cut: 'before-headers' },
	'half an answer': { cut: 'within-body' },
	'no answer in time': { delayMs: Number.POSITIVE_INFINITY },
};

/** Every call after the first one of its kind. */
const LATER = Array.from({ length: 100 }, (_, index) => index + 2);

async function prepared(t: TestContext): Promise<Store> {
	const sandbox = await startSandbox({ pages: 2 });
	t.after(() => sandbox.close());
	const store = new Store(t, sandbox);
	await store.connect(['--profile', 'bakery']);
	return store;
}

describe('check exits', { concurrency: 6 }, () => {
	for (const { name, exitCode, args = [], happened = () => {} } of FINDINGS) {
		test(`${exitCode} when ${name}; with --quiet it says ${exitCode === 0 ? 'nothing' : 'only that'}`, async (t) => {
			const store = await prepared(t);
			await happened(store);
			const run = (...more: string[]) => store.run(['check', ...args, ...more]);
			const quiet = await run('--quiet');
			const asJson = await run('--quiet', '--json');
			const usual = await run();
			assert.deepEqual([quiet.code, asJson.code, usual.code], [exitCode, exitCode, exitCode], quiet.stderr);
			const saysNothing = [quiet, asJson].every(({ stdout, stderr }) => stdout + stderr === '');
			assert.equal(saysNothing, exitCode === 0);
			assert.notEqual(usual.stdout + usual.stderr, '');
			if (exitCode === 0) return;
			// What has changed is told once, and the distance to an end may turn over from one run to the next.
			const settled = (text: string) =>
				text
					.replace(/: (nothing has changed|\d changed(\n {2}changed .+)*)$/gm, '')
					.replace(/ in \d+ (days|hours|minutes)\b/g, '');
			const notWell = usual.stdout.replace(/^ *permanent .*\n/gm, '');
			// A table of fewer rows may be narrower.
			const narrow = (text: string) => text.replace(/ {2,}/g, '  ');
			const rest = (text: string) => settled(text).replace(/^bakery\n/gm, '');
			assert.deepEqual([narrow(quiet.stdout), rest(quiet.stderr)], [narrow(notWell), rest(usual.stderr)]);
		});
	}

	for (const [answer, problem] of Object.entries(TROUBLES)) {
		for (const [subject, faults] of [
			['the user token', [{ ...problem, endpoint: 'debug_token' }]],
			[
				'the Pages',
				[
					{ ...problem, endpoint: 'batch' },
					{ ...problem, endpoint: 'debug_token', nth: LATER },
				],
			],
		] as const) {
			test(`1, and never 3, when the answer about ${subject} is ${answer}`, async (t) => {
				const store = await prepared(t);
				store.sandbox.faults.push(...faults);
				const { code, stdout, stderr } = await store.run(['check', '--quiet', '--timeout', '1']);
				assert.deepEqual([code, stdout.match(/^(?!unknown ).+/m)], [1, null]);
				assert.notEqual(stdout + stderr, '');
			});
		}
	}

	test('3 for a token that is refused, whatever is unknown beside it', async (t) => {
		const store = await prepared(t);
		roleLost(store);
		store.sandbox.faults.push(
			{ endpoint: 'batch', items: { 0: null, 1: null } },
			{ endpoint: 'debug_token', nth: 3, status: 400, body: '{}' },
		);
		const { code, stdout } = await store.run(['check', '--quiet']);
		assert.deepEqual([code, stdout.match(/^\w+/gm)], [3, ['invalid', 'unknown']]);
	});

	test('6 when there are no Pages', async (t) => {
		await using sandbox = await startSandbox({ pages: 0 });
		const store = new Store(t, sandbox);
		await store.connect();
		assert.equal((await store.run(['check', '--quiet'])).code, 6);
	});

	test('by the worst of several profiles, and tells only what is not well', async (t) => {
		const store = await prepared(t);
		await store.connect(['--profile', 'café']);
		const fine = await store.run(['check', '--all', '--quiet']);
		assert.deepEqual(fine, { code: 0, stdout: '', stderr: '' });
		for (const path of store.files().keys()) {
			if (path.endsWith('.key')) {
				rmSync(join(store.folder, path));
				break;
			}
		}
		const { code, stdout, stderr } = await store.run(['check', '--all', '--quiet']);
		assert.equal(code, 4);
		assert.equal(stdout, '');
		assert.match(stderr, /^(bakery|café): The key of "\1" is gone$/m);
	});
});

test('with --quiet no pause is told on a terminal, nor anything else', async (t) => {
	const store = await prepared(t);
	store.sandbox.faults.push({ endpoint: 'debug_token', nth: 1, status: 503 });
	const env = { ...bareEnvironment(), ...store.env, LC_ALL: 'C.UTF-8' };
	const pty = runInPty(t, process.execPath, [PROGRAM, 'check', '--quiet'], { env });
	assert.equal((await pty.exit).code, 0);
	assert.match(pty.raw(), /^Using http\S+ \(FB_TOKEN_TUI_GRAPH_URL\).+ instead of Meta\.\r\n$/, 'the host alone');
});
