import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Fault } from '../../source/sandbox/faults.ts';
import { StoppedClock } from '../support/clocks.ts';
import { type Program, type ProgramOptions, startProgram } from '../support/program.ts';

const MINUTE = 60_000;

/** The program with a clock that stands still, and a sandbox in some trouble from the start. */
async function start(context: TestContext, fault: Fault, options: ProgramOptions = {}) {
	const clock = new StoppedClock();
	const program = await startProgram(context, { ...options, clock, sandbox: { faults: [fault], ...options.sandbox } });
	return { program, clock };
}

/** Waits until nothing of a pause is on the screen any more. */
const seeNoPause = (program: Program) =>
	program.terminal.waitFor((screen) => !/again in|Meta (?:is|wants)/.test(screen.text()));

/** The row below the one that holds a text. */
function rowBelow(program: Program, text: string): string {
	const lines = program.terminal.lines();
	return lines[lines.findIndex((line) => line.includes(text)) + 1] ?? '';
}

const pause: Fault = { endpoint: 'accounts', nth: 1, limit: { code: 17, minutes: 4 } };

for (const [columns, rows, words] of [
	[80, 24, (time: string) => `Meta wants a pause · trying again in ${time} (2 of 2)`],
	[40, 12, (time: string) => `Meta wants a pause · ${time.includes('min') ? '' : 'again in '}${time}`],
] as const) {
	test(`the running step counts a pause down and goes on by itself, at ${columns}×${rows}`, async (t) => {
		const { program, clock } = await start(t, pause, { columns, rows });
		await program.connect();
		await program.terminal.waitFor(() => rowBelow(program, 'Listing Pages').trimEnd() === `   ! ${words('4:00 min')}`);
		await clock.advance(1000);
		await program.see(words('3:59 min'));
		await clock.advance(3 * MINUTE);
		await program.see(words('59 s'));
		await clock.advance(58_000);
		await program.see(words('1 s'));
		assert.equal(program.calls('accounts'), 1);
		await clock.advance(1000);
		await program.see('15 Pages');
		await seeNoPause(program);
		assert.equal(clock.waiting, 0, 'nothing ticks any more');
	});

	test(`a pause is told at the foot of a screen that has no steps, at ${columns}×${rows}`, async (t) => {
		const { program, clock } = await start(t, { endpoint: 'app-token', nth: 1, status: 500 }, { columns, rows });
		await program.see('App secret');
		program.press('enter');
		await program.see(/Meta is in trouble · (trying )?again in 1 s/);
		const lines = program.terminal.lines();
		assert.ok(lines.slice(rows - 3).some((line) => line.includes('Meta is in trouble')));
		assert.ok(lines.some((line) => line.includes('Asking Meta whether')));
		await clock.advance(1000);
		await program.see('What for?');
		await seeNoPause(program);
	});

	test(`the Pages stay in sight while the rest waits, at ${columns}×${rows}`, async (t) => {
		const { program, clock } = await start(t, { endpoint: 'batch', nth: 3, status: 503 }, { columns, rows });
		await program.connect();
		await program.see(/Meta is in trouble · (trying )?again in 1 s/);
		await program.see('of 15 · by risk');
		await clock.advance(1000);
		await program.see('14 verified');
		await seeNoPause(program);
	});
}

test('a step that is not the list waits as well', async (t) => {
	const { program, clock } = await start(t, { endpoint: 'exchange', nth: [1, 2], cut: 'before-handling' });
	await program.connect();
	await program.see('Meta is out of reach · trying again in 1 s (2 of 3)');
	assert.match(rowBelow(program, 'Exchanging the token'), /Meta is out of reach/);
	await clock.advance(1000);
	await program.see('(3 of 3)');
	await clock.advance(2000);
	await program.see('14 verified');
});

test('a Page that is verified again says what it waits for', async (t) => {
	const { program, clock } = await start(
		t,
		{ endpoint: 'debug_token', nth: 3, status: 500 },
		{ columns: 40, rows: 12 },
	);
	await program.walkToPages();
	program.press('enter');
	await program.see('more below');
	program.press('r');
	await program.see('asking Meta again');
	await program.see('Meta is in trouble · again in 1 s');
	await clock.advance(1000);
	await seeNoPause(program);
});

describe('a pause that is cancelled ends at once,', () => {
	test('and the Pages so far are kept', async (t) => {
		const second: Fault = { endpoint: 'accounts', nth: 2, limit: { code: 4 } };
		const { program, clock } = await start(t, second, {
			sandbox: { pages: 150, greatestLimit: 100, faults: [second] },
		});
		await program.connect();
		await program.see('99 Pages so far, 50 verified');
		await program.see('Meta wants a pause · trying again in 1:00 min (2 of 2)');
		program.press('ctrl-c');
		await program.see('Cancelled. You stopped it.');
		assert.doesNotMatch(program.terminal.text(), /Meta wants/);
		assert.match(program.terminal.text(), /99 Pages/);
		assert.deepEqual([program.calls('accounts'), clock.waiting], [2, 0]);
	});

	test('by going back as well', async (t) => {
		const { program, clock } = await start(t, pause);
		await program.connect();
		await program.see('Meta wants a pause');
		program.press('escape');
		await program.see('User access token');
		await seeNoPause(program);
		assert.deepEqual([program.calls('accounts'), clock.waiting], [1, 0]);
	});
});

test('a pause that is too long to sit through ends the work, says how long it is, and keeps what was found', async (t) => {
	const second: Fault = { endpoint: 'accounts', nth: 2, limit: { code: 32, minutes: 12 } };
	const { program, clock } = await start(t, second, { sandbox: { pages: 150, greatestLimit: 100, faults: [second] } });
	await program.connect();
	await program.see('100 Pages, 99 verified');
	program.press('t');
	await program.seeWrapped('Meta asks for a pause of 12 minutes');
	await program.seeWrapped('Wait 12 minutes, then try again.');
	assert.equal(clock.waiting, 0);
});

test('without UTF-8 a pause is told in ASCII', async (t) => {
	const { program, clock } = await start(t, pause, { tui: { unicode: false } });
	await program.connect();
	await program.see('Meta wants a pause - trying again in 4:00 min (2 of 2)');
	assert.match(program.terminal.text(), /^[\x20-\x7e\n]*$/);
	await clock.advance(4 * MINUTE);
	await program.see('15 Pages');
});

test('work that takes longer tells for how long, and how much of it is done', async (t) => {
	const fault: Fault = { endpoint: 'batch', nth: 2, delayMs: Infinity };
	const { program, clock } = await start(t, fault, { sandbox: { pages: 120 } });
	await program.connect();
	await program.see(/Pages, \d+ verified, 1 without a token +━+─+/);
	assert.doesNotMatch(program.terminal.text(), /─ +\d/);
	await clock.advance(65_000);
	await program.see(/━─+ 1 min 5 s/);
	program.press('ctrl-c');
	await program.see(/\d+ not verified/);
});
