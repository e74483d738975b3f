import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Program, startProgram } from '../support/program.ts';

const FAULT = new Error('made for this test');
const SHOW_CURSOR = '\u001B[?25h';

/** The program with Pages on its screen, and what makes a fault of it. */
async function startWithPages(context: TestContext): Promise<{ program: Program; fault: AbortController }> {
	const fault = new AbortController();
	const program = await startProgram(context, { tui: { fault: fault.signal } });
	program.mayFail = true;
	await program.walkToPages();
	return { program, fault };
}

describe('a fault that nobody has caught', () => {
	test('ends the screens with what was thrown', async (t) => {
		const { program, fault } = await startWithPages(t);
		fault.abort(FAULT);
		await assert.rejects(program.outcome, FAULT);
		await program.terminal.waitFor((terminal) => !terminal.isAlternate);
		assert.equal(program.terminal.stdin.isRaw, false);
	});

	test('ends them while a token is shown bare, which is gone then', async (t) => {
		const { program, fault } = await startWithPages(t);
		const { world } = program.sandbox;
		const shown = [...world.tokens.values()].find(
			({ kind, pageId }) => kind === 'page' && pageId === ids.permanentPage,
		);
		assert.ok(shown);
		program.terminal.allowSecret(shown.text);
		program.press('/');
		program.terminal.type('My Bakery\r');
		await program.see('1–1 of 1 matching');
		program.press('enter', 'v');
		await program.see('Any key goes back.');
		fault.abort(FAULT);
		await assert.rejects(program.outcome, FAULT);
		await program.terminal.waitFor((terminal) => !terminal.isAlternate);
		assert.equal(program.terminal.stdin.isRaw, false);
		assert.ok(!program.terminal.history().join('').includes(shown.text.slice(0, 40)));
	});

	test('gives the terminal back even where the screens cannot be taken down', async (t) => {
		const { program, fault } = await startWithPages(t);
		const { stdout } = program.terminal;
		const { write } = stdout;
		stdout.write = ((...written: unknown[]) => {
			if (written[0] !== SHOW_CURSOR) return Reflect.apply(write, stdout, written);
			stdout.write = write;
			throw new Error('what Ink writes last does not get out');
		}) as typeof write;
		fault.abort(FAULT);
		await assert.rejects(program.outcome, FAULT);
		await program.terminal.waitFor((terminal) => !terminal.isAlternate);
		assert.equal(program.terminal.stdin.isRaw, false);
	});
});
