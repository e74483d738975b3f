import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FakeCommands } from '../support/fake-command.ts';
import { type Pty, type PtyOptions, runInPty } from '../support/pty.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

async function startDemo(context: TestContext, env: NodeJS.ProcessEnv = {}, screen: PtyOptions = {}): Promise<Pty> {
	const pty = runInPty(context, process.execPath, [CLI, 'demo'], {
		...screen,
		env: { PATH: process.env.PATH, HOME: '/nowhere', LC_ALL: 'C.UTF-8', TERM: 'xterm-256color', ...env },
	});
	await pty.waitFor('App secret', { timeoutMs: 20_000 });
	// The first frame comes before raw mode; until then Ctrl+C is a signal.
	await pty.waitFor((terminal) => terminal.isBracketedPaste);
	return pty;
}

async function walk(pty: Pty): Promise<void> {
	pty.press('enter');
	await pty.waitFor('Publish posts');
	pty.press('enter');
	await pty.waitFor('User access token');
	pty.press('enter');
	await pty.waitFor('goes on', { timeoutMs: 10_000 });
	pty.press('enter');
	await pty.waitFor('15 Pages, 14 verified', { timeoutMs: 10_000 });
}

/** What the browser was started with; it runs on its own. */
async function waitForArguments(commands: FakeCommands): Promise<string[]> {
	for (;;) {
		const given = commands.argumentsOf('browser');
		if (given) return given;
		await nextTurn();
	}
}

const COLOUR = /\p{Cc}\[(?:3[0-7]|9[0-7]|38|1|2)[;m]/u;

describe('the built program in a real terminal', () => {
	test('walks the demonstration, leaves one line behind and exits 0', async (t) => {
		const pty = await startDemo(t);
		await walk(pty);
		assert.match(pty.raw(), COLOUR);
		pty.press('q');
		assert.deepEqual(await pty.exit, { code: 0, signal: undefined });
		assert.equal(pty.isAlternate, false);
		assert.equal(pty.isBracketedPaste, false);
		assert.equal(pty.text(), '15 Pages: 13 permanent, 1 invalid, 1 unknown. No token was saved.');
	});

	test('Ctrl+C leaves with 130 and the terminal as it was', async (t) => {
		const pty = await startDemo(t);
		pty.press('ctrl-c');
		assert.deepEqual(await pty.exit, { code: 130, signal: undefined });
		assert.equal(pty.isAlternate, false);
		assert.equal(pty.text(), '', 'nothing was begun, so there is nothing to tell');
	});

	test('leaves the terminal as it was when it is ended from outside', async (t) => {
		const pty = await startDemo(t);
		process.kill(pty.pid, 'SIGTERM');
		await pty.exit;
		assert.equal(pty.isAlternate, false);
		assert.equal(pty.isBracketedPaste, false);
	});

	test('paints as ever with CI set', async (t) => {
		await walk(await startDemo(t, { CI: 'true' }));
	});

	test('has no colours with NO_COLOR, and nothing is lost', async (t) => {
		const pty = await startDemo(t, { NO_COLOR: '1' });
		assert.ok(
			pty
				.styledLines()
				.flat()
				.some(({ inverse }) => inverse),
			'the cursor is seen',
		);
		await walk(pty);
		assert.doesNotMatch(pty.raw(), COLOUR);
		await pty.waitFor(/✗ The Night Owls +invalid/);
	});

	test('draws ASCII where the locale is not UTF-8', async (t) => {
		const pty = await startDemo(t, { LC_ALL: 'C' });
		pty.press('enter');
		await pty.waitFor('> [ ] Publish posts');
	});

	test("opens the sandbox's own Explorer in the browser", async (t) => {
		using commands = new FakeCommands();
		const pty = await startDemo(t, { FB_TOKEN_TUI_BROWSER: commands.add('browser') });
		pty.press('enter');
		await pty.waitFor('Publish posts');
		pty.press('enter');
		await pty.waitFor('User access token');
		pty.press('ctrl-o');
		await pty.waitFor('Opened in your browser.');
		const [address = ''] = await waitForArguments(commands);
		assert.match(new URL(address).pathname, /^\/tools\/explorer\/\d+\/$/);
		const page = await (await fetch(address)).text();
		assert.match(page, /Generate Access Token/);
	});

	test('fits 40×12 and 50×15', async (t) => {
		await walk(await startDemo(t, {}, { columns: 40, rows: 12 }));
		await walk(await startDemo(t, {}, { columns: 50, rows: 15 }));
	});
});
