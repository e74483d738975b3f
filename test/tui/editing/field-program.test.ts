import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Pty, runInPty } from '../../support/pty.ts';

const TOKEN = 'EAABmadeUpForTests0123456789abcdefghijklmnopqrstuvwxyz';

async function start(context: TestContext): Promise<Pty> {
	const program = fileURLToPath(new URL('field-program.tsx', import.meta.url));
	const pty = runInPty(context, process.execPath, ['--import', 'tsx', program], { columns: 60, rows: 12 });
	await pty.waitFor('ready', { timeoutMs: 20_000 });
	// The first frame comes before raw mode; until then Ctrl+C is a signal.
	await pty.waitFor((screen) => screen.isBracketedPaste);
	return pty;
}

describe('in a real terminal', () => {
	test('bursts of keys and pastes of every kind arrive whole', async (context) => {
		const pty = await start(context);
		pty.press('a', 'b', 'c', 'backspace', 'enter');
		await pty.waitFor(/^2 ab$/m);
		pty.type(`${TOKEN}\r`);
		await pty.waitFor(/^54 EAAB/m);
		pty.paste(`${TOKEN.slice(0, 20)}\n${TOKEN.slice(20)}`, { bracketed: false });
		pty.paste('+\n+');
		pty.press('enter');
		await pty.waitFor(/^56 EAAB.*\+\+$/m);
		assert.equal(pty.isBracketedPaste, true);
	});

	test('the raw text can be shown outside, and the keyboard comes back', async (context) => {
		const pty = await start(context);
		pty.type(`${TOKEN}${TOKEN}\r`);
		await pty.waitFor(/^108 EAAB/m);
		pty.press('ctrl-r');
		await pty.waitFor(`raw ${TOKEN}`);
		assert.equal(pty.isAlternate, false);
		assert.ok(
			pty
				.history()
				.join('')
				.includes(TOKEN + TOKEN),
		);
		pty.press('enter');
		await pty.waitFor('ready');
		pty.press('o', 'k', 'enter');
		await pty.waitFor(/^2 ok$/m);
	});

	for (const key of ['escape', 'ctrl-c']) {
		test(`${key} leaves, and the terminal is as it was`, async (context) => {
			const pty = await start(context);
			pty.press(key);
			assert.deepEqual(await pty.exit, { code: 0, signal: undefined });
			assert.equal(pty.text(), `left by ${key}`);
			assert.equal(pty.isAlternate, false);
			assert.equal(pty.isBracketedPaste, false);
		});
	}
});
