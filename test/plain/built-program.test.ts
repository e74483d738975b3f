import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Pty } from '../support/pty.ts';
import { assertGivenBack, runWatched, signal, type WatchedOptions } from '../support/watched-program.ts';

/** The demonstration in a terminal of many rows. */
async function startDemo(context: TestContext, args: string[], options: WatchedOptions = {}): Promise<Pty> {
	const pty = runWatched(context, ['demo', ...args], { rows: 120, ...options });
	await pty.waitFor('App ID [', { timeoutMs: 20_000 });
	return pty;
}

/** Walks to the Pages by Enter alone. */
async function walk(pty: Pty): Promise<void> {
	for (const question of [
		'App ID [',
		'App secret, not shown',
		'Number [1]:',
		'characters that are there):',
		'Enter goes on',
	]) {
		await pty.waitFor(question, { timeoutMs: 10_000 });
		pty.press('enter');
	}
	await pty.waitFor('Command:', { timeoutMs: 10_000 });
}

/** Fails where the terminal was sent an escape sequence, or is not as it was. */
async function assertUntouched(pty: Pty, exitCode: number): Promise<void> {
	await assertGivenBack(pty, exitCode);
	assert.doesNotMatch(pty.raw().replace(/[\r\n\b]/g, ''), /\p{Cc}/u);
}

describe('the built program as questions and answers', () => {
	const starts: [string, string[], WatchedOptions?][] = [
		['with --plain', ['--plain']],
		['for ACCESSIBLE', [], { env: { ACCESSIBLE: '1' } }],
		['for INK_SCREEN_READER', [], { env: { INK_SCREEN_READER: 'true' } }],
		['in a dumb terminal', [], { env: { TERM: 'dumb' } }],
		['without colours', ['--plain'], { env: { NO_COLOR: '1' } }],
		['in 40 columns', ['--plain'], { columns: 40 }],
	];
	for (const [name, args, options] of starts) {
		test(`walks the demonstration ${name}, without one escape sequence`, async (t) => {
			const pty = await startDemo(t, args, options);
			await walk(pty);
			pty.type('11\r');
			await pty.waitFor('Verdict: permanent');
			pty.type('q\r');
			await assertUntouched(pty, 0);
			const told = pty.text().replace(/\s+/g, ' ');
			assert.ok(told.includes('15 Pages: 13 permanent, 1 invalid, 1 unknown. No token was saved. left with 0'), told);
		});
	}

	test('leaves the terminal as it was when Ctrl+C ends it', async (t) => {
		const pty = await startDemo(t, ['--plain']);
		pty.press('ctrl-c');
		await assertUntouched(pty, 130);
	});

	for (const [name, code] of [
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGINT', 130],
	] as const) {
		test(`leaves the terminal as it was when ${name} ends it`, async (t) => {
			const pty = await startDemo(t, ['--plain']);
			signal(pty, name);
			await assertUntouched(pty, code);
		});
	}
});
