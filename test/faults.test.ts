import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { ids } from '../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../source/sandbox/server.ts';
import { environmentOf } from './commands/run-program.ts';
import type { Pty } from './support/pty.ts';
import { tokenOf } from './support/secrets.ts';
import { assertGivenBack, runWatched, signal } from './support/watched-program.ts';

const INJECTION = new URL('support/inject-fault.js', import.meta.url).href;
const PASSPHRASE = 'correct horse battery staple';

/** What a careless message might hold: a token, the app secret, an address with both, a passphrase, and an escape sequence. */
function secretsIn({ appSecret }: Sandbox): { text: string; secrets: string[] } {
	const token = tokenOf('fault');
	const address = `https://graph.facebook.com/v27.0/oauth/access_token?client_secret=${appSecret}&fb_exchange_token=${token}`;
	const text = `cannot read ${token} of ${appSecret} at ${address} with ${PASSPHRASE} for 104829375610284\u001B[31m\nat once`;
	return { text, secrets: [token, appSecret, PASSPHRASE] };
}

type Part = 'render' | 'key' | 'worker' | 'rejection' | 'exception' | 'twice';

/** The built program against a sandbox, which fails in one part when SIGCONT comes. */
async function start(
	context: TestContext,
	part: Part,
	args: string[] = [],
): Promise<{ pty: Pty; userToken: string; sandbox: Sandbox }> {
	const sandbox = await startSandbox();
	context.after(() => sandbox.close());
	const { text, secrets } = secretsIn(sandbox);
	const pty = runWatched(context, args, {
		rows: 60,
		columns: 300,
		secrets,
		nodeArgs: ['--import', INJECTION],
		env: { ...environmentOf(sandbox), FAULT: part, FAULT_TEXT: text, FB_TOKEN_TUI_PASSPHRASE: PASSPHRASE },
	});
	await pty.waitFor(args.length === 0 ? 'App Secret' : 'Purposes', { timeoutMs: 20_000 });
	if (args.length === 0) await pty.waitFor((terminal) => terminal.isBracketedPaste);
	return { pty, userToken: sandbox.userToken, sandbox };
}

/** Has the next use of a part fail. */
async function prepareFault(pty: Pty): Promise<void> {
	signal(pty, 'SIGCONT');
	await pty.waitFor((terminal) => terminal.title() === 'about to fail');
}

/** Fails where the end of the program is not told as it should be. */
async function assertToldAndGivenBack(pty: Pty): Promise<void> {
	await assertGivenBack(pty, 1);
	const told = pty.text();
	const [, fault = ''] = /(fb-token-tui has stopped.*)left with 1/s.exec(told) ?? [];
	assert.match(
		fault,
		/^fb-token-tui has stopped, because of a fault of its own\.\nNothing that was stored is lost\.\n\n/,
	);
	assert.match(fault, /\n {2}TypeError: cannot read \[redacted\] of \[redacted\] at https:/);
	assert.match(fault, /\n {2}at once\n/);
	assert.match(fault, /\n {4}at .*inject-fault\.js:\d+:\d+\)?\n/);
	assert.match(fault, /\nPlease report it with this text\.\nfb-token-tui \d+\.\d+\.\d+, Node \d+\.\d+\.\d+, /);
	assert.match(fault, /, Graph API at 127\.0\.0\.1:\d+\n$/);
	assert.doesNotMatch(fault, /104829375610284|file:|\/support\//);
	assert.ok(!pty.raw().includes('\u001B[31m'));
}

describe('a fault of the program is told on the terminal as it was before, without a secret:', () => {
	test('in a component', async (t) => {
		const { pty } = await start(t, 'render');
		await prepareFault(pty);
		pty.press('enter');
		await assertToldAndGivenBack(pty);
	});

	test('in what a key does', async (t) => {
		const { pty } = await start(t, 'key');
		await prepareFault(pty);
		pty.press('?');
		await assertToldAndGivenBack(pty);
	});

	test('while a token is shown bare, which is gone then', async (t) => {
		const { pty, userToken, sandbox } = await start(t, 'exception');
		pty.press('enter');
		await pty.waitFor('Publish posts');
		pty.press('enter');
		await pty.waitFor('User access token');
		pty.paste(userToken);
		await pty.waitFor('goes on');
		pty.press('enter');
		await pty.waitFor('14 verified');
		pty.press('enter');
		await pty.waitFor('Found by');
		for (const [text, { pageId }] of sandbox.world.tokens) if (pageId === ids.rolelessPage) pty.allowSecret(text);
		pty.press('v');
		await pty.waitFor('Any key goes back.');
		signal(pty, 'SIGCONT');
		await assertGivenBack(pty, 1);
		assert.match(pty.text(), /fb-token-tui has stopped, because of a fault of its own\./);
		assert.doesNotMatch(pty.history().join(''), /EAA|Any key/);
	});

	test('in the work', async (t) => {
		const { pty, userToken } = await start(t, 'worker');
		pty.press('enter');
		await pty.waitFor('Publish posts');
		pty.press('enter');
		await pty.waitFor('User access token');
		await prepareFault(pty);
		pty.paste(userToken);
		await assertToldAndGivenBack(pty);
	});

	for (const part of ['rejection', 'exception', 'twice'] as const) {
		test(`of nobody who has caught it (${part})`, async (t) => {
			const { pty } = await start(t, part);
			signal(pty, 'SIGCONT');
			await assertToldAndGivenBack(pty);
		});
	}

	test('line by line, in the work', async (t) => {
		const { pty, userToken } = await start(t, 'worker', ['--plain']);
		pty.type('\r');
		await pty.waitFor('Sign-in method, by');
		pty.type('\r');
		await pty.waitFor('Token, hidden');
		await prepareFault(pty);
		pty.type(`${userToken}\r`);
		await assertToldAndGivenBack(pty);
	});

	for (const part of ['rejection', 'twice'] as const) {
		test(`line by line, of nobody who has caught it (${part})`, async (t) => {
			const { pty } = await start(t, part, ['--plain']);
			signal(pty, 'SIGCONT');
			await assertToldAndGivenBack(pty);
		});
	}
});

async function startDemo(context: TestContext): Promise<Pty> {
	const pty = runWatched(context, ['demo'], { columns: 300, rows: 40 });
	await pty.waitFor('App secret', { timeoutMs: 20_000 });
	await pty.waitFor((terminal) => terminal.isBracketedPaste);
	return pty;
}

describe('the terminal is given back when the screens are ended from outside:', () => {
	for (const [name, code] of [
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGINT', 130],
	] as const) {
		test(`by ${name}`, async (t) => {
			const pty = await startDemo(t);
			signal(pty, name);
			await assertGivenBack(pty, code);
		});

		test(`by ${name}, while a token is shown bare`, async (t) => {
			const pty = await startDemo(t);
			for (const [key, next] of [
				['enter', 'Publish posts'],
				['enter', 'User access token'],
				['enter', 'goes on'],
				['enter', '14 verified'],
				['enter', 'Found by'],
				['v', 'Any key goes back.'],
			] as const) {
				pty.press(key);
				await pty.waitFor(next, { timeoutMs: 10_000 });
			}
			signal(pty, name);
			await assertGivenBack(pty, code);
			assert.doesNotMatch(pty.history().join(''), /EAA|Any key/);
		});
	}
});
