import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import type { ConnectArguments } from '../../source/commands/connect/draft.ts';
import { plain } from '../../source/commands/connect/plain.ts';
import { connect } from '../../source/commands/connect.ts';
import type { Context } from '../../source/commands/shared/context.ts';
import type { Clock } from '../../source/graph/retry-policy.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import type { StandardOutput } from '../../source/system/printable-output.ts';
import { HastyClock } from '../support/clocks.ts';
import { createTerminal, type Terminal } from '../support/terminal.ts';
import { Store } from './store.ts';
import { contextOf, NO_OPTIONS } from './verb-context.ts';

const BROWSER = join(import.meta.dirname, '../support/dialog-browser.js');

type Given = {
	args?: Partial<ConnectArguments>;
	options?: Partial<Context['options']>;
	env?: Record<string, string>;
	columns?: number;
	sandbox?: Parameters<typeof startSandbox>[0];
	now?: () => number;
	clock?: Clock;
	run?: (context: Context) => Promise<number>;
};

/** `connect` in a terminal of this process, with a sandbox and a folder of profiles of its own. */
class Dialog {
	readonly store: Store;
	readonly terminal: Terminal;
	readonly ended: Promise<number | string>;

	constructor(
		store: Store,
		{ args, options, env = {}, columns = 300, now = store.sandbox.world.now, clock, run }: Given = {},
	) {
		this.store = store;
		this.terminal = createTerminal({ columns, rows: 200 });
		const { stdin, stderr } = this.terminal;
		const abort = new AbortController();
		const { FB_APP_ID: _, FB_APP_SECRET: __, ...bare } = store.env;
		const { context } = contextOf(store, {
			options: { ...NO_OPTIONS, ...options },
			// With CI set no page of a sign-in is kept.
			env: { ...bare, FB_TOKEN_TUI_BROWSER: 'none', CI: '1', ...env },
			stdin: stdin as unknown as NodeJS.ReadStream,
			stdout: stderr as unknown as StandardOutput,
			stderr: stderr as unknown as StandardOutput,
			signal: abort.signal,
			now,
			...(clock ? { clock } : {}),
		});
		const interrupt = () => abort.abort();
		process.once('SIGINT', interrupt);
		const start = run ?? ((given) => connect({ page: [], save: true, ...args }, given));
		this.ended = start(context)
			.catch((error: Error) => error.message)
			.finally(() => process.off('SIGINT', interrupt));
		for (const secret of [store.sandbox.appSecret, store.sandbox.userToken]) this.terminal.plant(secret);
	}

	/** Waits for a question that is not answered yet. */
	async asked(question: string): Promise<void> {
		await this.terminal.waitFor((screen) => screen.raw().replace(/\r?\n/g, ' ').endsWith(`${question}: `));
	}

	/** Answers questions, each with its answer, in their order. */
	async answer(...answers: readonly (readonly [question: string, answer?: string])[]): Promise<void> {
		for (const [question, text = ''] of answers) {
			await this.asked(question);
			const { length } = this.terminal.raw();
			this.terminal.type(`${text}\r`);
			await this.terminal.waitFor((screen) => screen.raw().length > length);
		}
	}

	see(text: string | RegExp): Promise<string> {
		return this.terminal.waitFor(text);
	}

	/** Waits for the end. Nothing but text was written, and the terminal is as it was. */
	async end(): Promise<number | string> {
		const end = await this.ended;
		await this.terminal.drawn();
		assert.doesNotMatch(this.terminal.raw().replace(/[\r\n\b]/g, ''), /\p{Cc}/u);
		assert.deepEqual([this.terminal.stdin.isRaw, this.terminal.stdin.isPaused()], [false, true]);
		return end;
	}
}

/** Starts `connect` with no answer given beforehand. */
async function start(context: TestContext, given: Given = {}): Promise<Dialog> {
	const sandbox = await startSandbox({ pages: 2, ...given.sandbox });
	context.after(() => sandbox.close());
	const dialog = new Dialog(new Store(context, sandbox), given);
	context.after(() => dialog.terminal.stdin.end());
	return dialog;
}

const PURPOSES = 'Purposes, by number or name, or permissions [publish]';
const METHOD = 'Sign-in method, by number or name [explorer]';
const TOKEN = 'Token, hidden (Enter opens the link)';
const NAME = 'Save as profile (- does not save) [my-app]';
const PROTECTION = 'Protection, by number or name [passphrase]';

/** The answers up to the token of the Explorer. */
const upToToken = ({ appId, appSecret, userToken }: Sandbox) =>
	[['App ID', appId], ['App Secret, hidden', appSecret], [PURPOSES], [METHOD], [TOKEN, userToken]] as const;

test('connect asks for all that is missing, saves, prints the Pages, and names the next commands', async (t) => {
	const dialog = await start(t);
	await dialog.answer(...upToToken(dialog.store.sandbox), [NAME, 'bakery'], [PROTECTION, 'file']);
	assert.equal(await dialog.end(), 0);
	const told = dialog.terminal.text();
	for (const line of [
		/^App accepted: My App, Graph API v27\.0$/m,
		/^Token recognised: USER of Robin Example/m,
		/^Tokens verified: 2$/m,
		/^Saved as "bakery" in .+beside it/m,
		/^permanent +\d+ +My Bakery +never expires$/m,
		/^ {2}fb-token-tui token PAGE --profile bakery$/m,
	])
		assert.match(told, line);
	assert.equal((await dialog.store.vault().load('bakery')).secrets.pageTokens.size, 2);
});

test('what a flag, the environment or a profile gives is not asked for', async (t) => {
	const { store } = await start(t);
	const { appId, appSecret, userToken } = store.sandbox;
	const given = {
		args: { appId, permissions: 'insights', via: 'explorer', insecureStorage: true } as const,
		env: { FB_APP_SECRET: appSecret },
		options: { profile: 'shop' },
	};
	const first = new Dialog(store, given);
	await first.answer([TOKEN, userToken], ['Continue without these permissions? y, or n to sign in again [y]']);
	assert.equal(await first.end(), 0);
	const second = new Dialog(store);
	await second.answer(['App ID', appId], [PURPOSES.replace('publish', 'insights')], [METHOD], [TOKEN, userToken]);
	await second.answer(['Continue without these permissions? y, or n to sign in again [y]']);
	await second.answer([NAME.replace('my-app', 'shop')]);
	assert.equal(await second.end(), 0);
	assert.deepEqual(
		(await store.vault().list()).map(({ name }) => name),
		['shop'],
	);
});

describe('a wrong answer is told, and asked for again:', () => {
	test('an App ID, a pair of ID and secret, and a word that is no purpose', async (t) => {
		const dialog = await start(t);
		const { appId, appSecret } = dialog.store.sandbox;
		await dialog.answer(['App ID', 'my-app'], ['App ID', '999999999999'], ['App Secret, hidden', 'c3'.repeat(16)]);
		await dialog.answer(
			['App ID', appId],
			['App Secret, hidden [32 characters]', 'd4'.repeat(16)],
			['App Secret, hidden', appSecret],
		);
		await dialog.answer([PURPOSES, 'EAAnothing'], [PURPOSES, '1,read_insights'], [METHOD, '9']);
		await dialog.asked(METHOD);
		const told = dialog.terminal.text();
		for (const title of [
			/^An app id is digits only$/m,
			/^The app secret is wrong$/m,
			/^Neither a purpose nor a permission: EAAnothing$|^Neither a purpose nor a permission: \[redacted\]$/m,
			/no sign-in/,
		])
			assert.match(told, title);
		dialog.terminal.press('ctrl-c');
		assert.equal(await dialog.end(), 'Cancelled');
	});

	test('an App ID and an App Secret of the environment that cannot be one', async (t) => {
		const dialog = await start(t, { env: { FB_APP_ID: 'my-app', FB_APP_SECRET: 'c3c3' } });
		const { appId, appSecret } = dialog.store.sandbox;
		await dialog.see(/^An app id is digits only$/m);
		await dialog.answer(['App ID', appId]);
		await dialog.see(/^This does not look like an app secret$/m);
		await dialog.answer(['App Secret, hidden', appSecret]);
		await dialog.asked(PURPOSES);
		dialog.terminal.press('ctrl-c');
		assert.equal(await dialog.end(), 'Cancelled');
	});

	test('a token of another app, and a paste that is none, before anything is exchanged', async (t) => {
		const dialog = await start(t);
		const { sandbox } = dialog.store;
		const foreign = sandbox.world.issueUserToken(ids.otherApp, ids.person, ['pages_show_list']).text;
		dialog.terminal.plant(foreign);
		const steps = upToToken(sandbox);
		await dialog.answer(...steps.slice(0, 4), [TOKEN, foreign], [TOKEN, 'an ordinary sentence'], [TOKEN]);
		await dialog.see('Open the link yourself.');
		await dialog.see('This token belongs to another app');
		assert.equal(sandbox.requests.filter(({ endpoint }) => endpoint === 'exchange').length, 0);
		const wrapped = sandbox.userToken.match(/.{1,60}/g)?.join('\r') ?? '';
		await dialog.answer([TOKEN, `{\r"access_token": "${wrapped}"}`]);
		await dialog.asked(NAME);
	});
});

test('where only the network has failed, Enter gives the same answer again', async (t) => {
	const dialog = await start(t, { args: { save: false }, clock: new HastyClock() });
	const { sandbox } = dialog.store;
	const failing = (endpoint: 'app-token' | 'debug_token') =>
		[1, 2, 3].map((nth) => ({ endpoint, nth, status: 503, body: '<html>Sorry</html>' }) as const);
	sandbox.faults.push(...failing('app-token'));
	const steps = upToToken(sandbox);
	await dialog.answer(...steps.slice(0, 2), ['App Secret, hidden [32 characters]'], ...steps.slice(2, 4));
	sandbox.faults.push(...failing('debug_token'));
	await dialog.answer([TOKEN, sandbox.userToken]);
	await dialog.answer([`${TOKEN} [${sandbox.userToken.length} characters]`]);
	assert.equal(await dialog.end(), 0);
});

test('an answer that is given again is shown without the secret in it', async (t) => {
	const { store } = await start(t);
	const { appId, appSecret, faults } = store.sandbox;
	const dialog = new Dialog(store, {
		args: { save: false },
		clock: new HastyClock(),
		env: { FB_APP_SECRET: appSecret },
	});
	faults.push(...[1, 2, 3].map((nth) => ({ endpoint: 'app-token', nth, status: 503, body: '' }) as const));
	await dialog.asked('App ID');
	dialog.terminal.type(`\x1b[200~${appId} ${appSecret}\x1b[201~\r`);
	await dialog.answer([`App ID [${appId} [redacted]]`], [PURPOSES]);
	dialog.terminal.press('ctrl-c');
	assert.equal(await dialog.end(), 'Cancelled');
});

test('a profile is replaced only after a yes, whatever was answered before', async (t) => {
	const { store } = await start(t);
	const { appId, userToken } = store.sandbox;
	for (const profile of ['my-app', 'shop']) {
		const given = { args: { appId, permissions: 'publish', insecureStorage: true }, options: { profile } };
		const first = new Dialog(store, { ...given, env: { FB_APP_SECRET: store.sandbox.appSecret } });
		await first.answer([METHOD], [TOKEN, userToken]);
		assert.equal(await first.end(), 0);
	}
	const dialog = new Dialog(store);
	const free = NAME.replace('my-app]', 'my-app-2]');
	await dialog.answer(...upToToken(store.sandbox), [free, 'x'.repeat(100)], [free, 'shop']);
	await dialog.see('Replace the saved profile "shop"?');
	dialog.terminal.type('n\r');
	await dialog.asked(free);
	dialog.terminal.press('ctrl-c');
	assert.equal(await dialog.end(), 'Cancelled');
});

test('the passphrase of the profile that is replaced is asked for once', async (t) => {
	const first = await start(t);
	const { store } = first;
	const PASSPHRASE = 'correct horse battery';
	await first.answer(...upToToken(store.sandbox), [NAME], [PROTECTION]);
	await first.answer(['Passphrase, hidden', PASSPHRASE], ['The same again, hidden', PASSPHRASE]);
	assert.equal(await first.end(), 0);
	const second = new Dialog(store);
	await second.answer(['App ID', store.sandbox.appId], ['Passphrase of "my-app"', PASSPHRASE]);
	await second.answer([PURPOSES], [METHOD], [TOKEN, store.sandbox.userToken], [NAME]);
	assert.equal(await second.end(), 0);
});

test('Ctrl+D goes back one question, and from the first one out of the program', async (t) => {
	const dialog = await start(t);
	await dialog.answer(...upToToken(dialog.store.sandbox).slice(0, 4));
	for (const question of [TOKEN, METHOD, PURPOSES, 'App Secret, hidden', 'App ID']) {
		await dialog.asked(question);
		dialog.terminal.press('ctrl-d');
	}
	assert.equal(await dialog.end(), 'Cancelled');
});

test('? explains each question', async (t) => {
	const dialog = await start(t);
	const { sandbox } = dialog.store;
	const steps = [...upToToken(sandbox), [NAME], [PROTECTION]] as const;
	for (const [question, answer = ''] of steps) {
		await dialog.answer([question, '?']);
		await dialog.answer([question, answer]);
	}
	await dialog.answer(
		['Passphrase, hidden', '?'],
		['Passphrase, hidden', 'correct horse battery'],
		['The same again, hidden', 'x'],
	);
	await dialog.answer(
		['Passphrase, hidden', 'correct horse battery'],
		['The same again, hidden', 'correct horse battery'],
	);
	assert.equal(await dialog.end(), 0);
	for (const help of [
		'about 16 digits',
		'Press "Show"',
		'no more:',
		'belongs to a business portfolio',
		'in any form',
		'without signing in',
	])
		assert.ok(dialog.terminal.text().includes(help), help);
});

describe('a sign-in that the program leads', () => {
	const atFacebook = async (url: string, choice: 'continue' | 'cancel' = 'continue') =>
		(await promisify(execFile)(process.execPath, [BROWSER, choice, url])).stdout.trim();
	const dialogUrl = async (dialog: Dialog, count = 1) => {
		const urls = () => [...dialog.terminal.raw().matchAll(/^ {2}(http\S+dialog\/oauth\S+)/gm)];
		await dialog.terminal.waitFor(() => urls().length >= count);
		return urls().at(-1)?.[1] ?? '';
	};

	test('with the browser comes to the question where to save; cancelled there, the method is asked again', async (t) => {
		const dialog = await start(t);
		await dialog.answer(...upToToken(dialog.store.sandbox).slice(0, 3), [METHOD, 'browser']);
		await atFacebook(await dialogUrl(dialog), 'cancel');
		await dialog.see('The sign-in was cancelled at Facebook');
		await dialog.answer([METHOD.replace('explorer', 'browser')]);
		await atFacebook(await dialogUrl(dialog, 2));
		await dialog.answer([NAME, '-']);
		assert.equal(await dialog.end(), 0);
		assert.deepEqual(await dialog.store.vault().list(), []);
	});

	test('by the address bar asks again for a URL without a token', async (t) => {
		const dialog = await start(t, { args: { save: false, via: 'address' } });
		await dialog.answer(...upToToken(dialog.store.sandbox).slice(0, 3));
		const url = await dialogUrl(dialog);
		await dialog.answer(['URL, hidden (Enter opens the link)', 'https://www.facebook.com/connect/blank.html#_=_']);
		await dialog.see('Too late');
		await dialog.answer(['URL, hidden (Enter opens the link)', await atFacebook(url)]);
		assert.equal(await dialog.end(), 0);
	});

	test('on another device asks for the Client Token, and waits for the code', async (t) => {
		const dialog = await start(t, { args: { save: false }, options: { plain: true } });
		const { sandbox } = dialog.store;
		sandbox.world.login.deviceInterval = 1;
		dialog.terminal.plant(sandbox.clientToken);
		await dialog.answer(...upToToken(sandbox).slice(0, 3), [METHOD, 'device']);
		await dialog.answer(['Client Token, hidden', sandbox.appSecret], ['Client Token, hidden', sandbox.clientToken]);
		await dialog.see('and enter the code');
		const [login] = [...sandbox.world.deviceLogins.values()];
		await atFacebook(`${sandbox.facebookUrl}/device?user_code=${login?.userCode}`);
		assert.equal(await dialog.end(), 0);
	});
});

test('long work is counted every few seconds, in lines', async (t) => {
	let time = Math.floor(Date.now() / 1000);
	const dialog = await start(t, { args: { save: false }, now: () => (time += 3), sandbox: { pages: 200 } });
	await dialog.answer(...upToToken(dialog.store.sandbox));
	assert.equal(typeof (await dialog.end()), 'number');
	// The table scrolls it away.
	const written = dialog.terminal.raw().replaceAll('\r', '');
	assert.match(written, /^Pages found: \d+, tokens verified: \d+\n(.*\n)*Tokens verified: \d+$/m);
});

test('where saving fails, it is asked once whether the tokens are lost, and they can be saved in another way', async (t) => {
	const dialog = await start(t);
	const { store } = dialog;
	await dialog.answer(...upToToken(store.sandbox), [NAME], [PROTECTION]);
	await dialog.answer(['Passphrase, hidden', 'correct horse battery']);
	const other = store.whileListing(() => store.connect());
	await dialog.answer(['The same again, hidden', 'correct horse battery']);
	assert.equal((await other).code, 0);
	const UNSAVED = '2 Page tokens not saved. s saves in another way, q quits [s]';
	await dialog.answer([UNSAVED, '?'], [UNSAVED, 'x'], [UNSAVED]);
	await dialog.asked(NAME.replace('my-app]', 'my-app-2]'));
	dialog.terminal.press('ctrl-d');
	await dialog.answer([UNSAVED], [NAME.replace('my-app]', 'my-app-2]')]);
	assert.match(dialog.terminal.text(), /^Tokens that are not saved are lost(.|\n)*^Answer s or q\.$/m);
	await dialog.answer([PROTECTION, '2']);
	assert.equal(await dialog.end(), 0);
	assert.deepEqual(
		(await store.vault().list()).map(({ name }) => name),
		['my-app', 'my-app-2'],
	);
});

test('the program line by line offers the saved profiles first, and lists the Pages of one', async (t) => {
	const { store } = await start(t);
	assert.equal((await store.connect()).code, 0);
	const dialog = new Dialog(store, { run: plain });
	await dialog.see(/^ {2}1\. my-app: My App; 2 Pages, the worst permanent/m);
	await dialog.answer(['Open a profile by number or name, or n for a new connection [my-app]', 'x']);
	await dialog.see('There is no such profile.');
	await dialog.answer(['Open a profile by number or name, or n for a new connection [my-app]']);
	assert.equal(await dialog.end(), 0);
	assert.match(dialog.terminal.text(), /My Bakery +never expires(.|\n)*fb-token-tui list --profile my-app/);
});
