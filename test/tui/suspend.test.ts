import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Secret } from '../../source/domain/secret.ts';
import { canSuspend } from '../../source/system/suspension.ts';
import { startWithProfile } from '../support/profile-program.ts';
import { type Program, startProgram } from '../support/program.ts';

const CURSOR_SHOWN = '\u001B[?25h';
const CURSOR_HIDDEN = '\u001B[?25l';

/** Fails where the program has not given the terminal back. */
async function assertSuspended({ terminal, job }: Program, stops = 1): Promise<void> {
	await terminal.waitFor(() => job.stops === stops && !terminal.isAlternate);
	await terminal.drawn();
	assert.equal(terminal.isBracketedPaste, false);
	assert.equal(terminal.stdin.isRaw, false);
	assert.ok(terminal.stdin.isPaused(), 'the keys are for the shell');
	assert.ok(
		terminal.raw().lastIndexOf(CURSOR_SHOWN) > terminal.raw().lastIndexOf(CURSOR_HIDDEN),
		'the cursor is shown',
	);
	assert.equal(terminal.text(), '');
}

/** Suspends with the key and continues: the screen is as it was. */
async function suspendAndContinue(program: Program, stops = 1): Promise<void> {
	const { terminal, job } = program;
	await terminal.drawn();
	const before = terminal.text();
	const { isBracketedPaste } = terminal;
	program.press('ctrl-z');
	await assertSuspended(program, stops);
	job.continue();
	await terminal.waitFor(() => terminal.isAlternate && terminal.text() === before);
	assert.equal(terminal.isBracketedPaste, isBracketedPaste);
	assert.equal(terminal.stdin.isRaw, true);
}

describe('Ctrl+Z', { skip: !canSuspend && 'Windows has no job control' }, () => {
	test('suspends the program on every screen of the journey, and what was typed is still there', async (t) => {
		const program = await startProgram(t, { prefill: () => ({}) });
		let stops = 0;
		const check = () => suspendAndContinue(program, ++stops);
		await program.see('App secret');
		program.terminal.type(program.sandbox.appId);
		await program.see(program.sandbox.appId);
		await check();
		program.press('tab');
		program.terminal.paste(program.sandbox.appSecret);
		await program.see(/•+ +32 characters/);
		await check();
		program.press('enter');
		await program.see('What for?');
		await check();
		program.press('enter');
		await program.see('User access token');
		await check();
		program.press('?');
		await program.see('Keys:');
		await check();
		program.press('escape');
		program.terminal.paste(program.sandbox.userToken);
		await program.see('goes on');
		program.press('enter');
		await program.see(/✓ \d+ Pages?,/);
		await check();
		program.press('/');
		program.terminal.type('bak');
		await program.see('bak');
		await check();
		program.press('enter');
		await program.see('open ·');
		program.press('enter');
		await program.see('view raw');
		await check();
		program.press('e');
		await program.see('other format');
		await check();
	});

	test('suspends the program on the screens of profiles, at a question too', async (t) => {
		const { program } = await startWithProfile(t);
		await program.see('my-app');
		await suspendAndContinue(program, 1);
		program.press('e');
		await program.see('leave it');
		await suspendAndContinue(program, 2);
		program.press('escape');
		await program.see('remove');
		program.press('x');
		await program.see(/Remove|remove it/);
		await suspendAndContinue(program, 3);
		program.press('n');
	});

	test('suspends the program while a token is shown bare, which is not on the screen meanwhile', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('enter');
		await program.see('permanent');
		for (const [text] of program.sandbox.world.tokens) program.terminal.allowSecret(text);
		program.press('v');
		await program.see('Any key goes back.');
		const before = program.terminal.text();
		program.press('ctrl-z');
		await assertSuspended(program);
		program.job.continue();
		await program.terminal.waitFor(() => program.terminal.isAlternate && program.terminal.text() === before);
		assert.equal(program.terminal.stdin.isRaw, true);
		program.press('x');
		await program.see('verify again');
		await suspendAndContinue(program, 2);
	});

	for (const [name, begun] of [
		['a paste', '\u001B[200~12'],
		['an escape sequence', '\u001B['],
		['an Escape', '\u001B'],
	] as const) {
		test(`suspends the program in the middle of ${name}, and drops it with what follows`, async (t) => {
			const program = await startProgram(t, { prefill: () => ({}) });
			await program.see('App secret');
			program.terminal.type(begun);
			program.terminal.type('\u001A34\r');
			await assertSuspended(program);
			program.job.continue();
			await program.terminal.waitFor(() => program.terminal.isAlternate);
			program.terminal.type('567');
			await program.see(/App ID +567/);
		});
	}

	test('does not lose a Ctrl+C before it', async (t) => {
		const program = await startProgram(t);
		await program.see('App secret');
		program.terminal.type('\u0003\u001A');
		await assertSuspended(program);
		program.job.continue();
		assert.equal((await program.outcome).exitCode, 130);
	});

	test('fits the program to a terminal that was resized meanwhile', async (t) => {
		const program = await startProgram(t);
		await program.see('App secret');
		program.press('ctrl-z');
		await assertSuspended(program);
		program.terminal.resize(50, 15);
		program.job.continue();
		await program.terminal.waitFor(() => program.terminal.isAlternate);
		await program.see('App secret');
		assert.match(program.terminal.lines().at(-1) ?? '', /check/);
	});

	test('leaves the work going on in the background, and draws nothing there', async (t) => {
		const program = await startProgram(t, {
			prefill: (sandbox) => ({
				appId: sandbox.appId,
				appSecret: new Secret(sandbox.appSecret),
				userToken: new Secret(sandbox.userToken),
			}),
		});
		await program.walkToToken();
		program.press('enter');
		await program.see('goes on');
		program.press('enter');
		await program.terminal.waitFor(() => program.calls('accounts') > 0);
		program.press('ctrl-z');
		await assertSuspended(program);
		program.job.continue(false);
		await program.terminal.waitFor(() => !program.terminal.isAlternate);
		const { length } = program.terminal.raw();
		process.emit('SIGCONT', 'SIGCONT');
		assert.equal(program.terminal.raw().length, length);
		assert.ok(program.terminal.stdin.isPaused());
		program.job.isInForeground = true;
		await program.terminal.waitFor(() => program.terminal.isAlternate);
		await program.see(/✓ \d+ Pages?,/);
	});

	test('sets raw mode again after a stop that nobody announced, before a key is read', async (t) => {
		const program = await startProgram(t);
		await program.see('App secret');
		const modes: boolean[] = [];
		const { stdin } = program.terminal;
		const setRawMode = stdin.setRawMode.bind(stdin);
		stdin.setRawMode = (isRaw) => {
			modes.push(isRaw);
			return setRawMode(isRaw);
		};
		const { length } = program.terminal.raw();
		process.emit('SIGCONT', 'SIGCONT');
		// Node does nothing for a mode that it takes for the present one.
		assert.deepEqual(modes, [false, true]);
		await program.terminal.waitFor((screen) => screen.raw().slice(length).includes('App secret'));
		assert.equal(program.terminal.isAlternate, true);
		assert.equal(program.job.stops, 0);
	});
});
