import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { LONGEST_PASTE } from '../../source/domain/paste.ts';
import type { Pty } from '../support/pty.ts';
import { assertGivenBack, runWatched, signal, type WatchedOptions } from '../support/watched-program.ts';

/** The demonstration in a terminal of many rows. */
async function startDemo(context: TestContext, args: string[], options: WatchedOptions = {}): Promise<Pty> {
	const pty = runWatched(context, ['demo', ...args], { rows: 120, ...options });
	await pty.waitFor('App ID [', { timeoutMs: 20_000 });
	return pty;
}

/** Fails where the terminal was sent an escape sequence, or is not as it was. */
async function assertUntouched(pty: Pty, exitCode: number): Promise<void> {
	await assertGivenBack(pty, exitCode);
	assert.doesNotMatch(pty.raw().replace(/[\r\n\b]/g, ''), /\p{Cc}/u);
}

describe('the built program line by line', () => {
	const starts: [string, string[], WatchedOptions?][] = [
		['with --plain', ['--plain']],
		['for ACCESSIBLE', [], { env: { ACCESSIBLE: '1' } }],
		['for INK_SCREEN_READER', [], { env: { INK_SCREEN_READER: 'true' } }],
		['in a dumb terminal', [], { env: { TERM: 'dumb' } }],
		['without colors', ['--plain'], { env: { NO_COLOR: '1' } }],
		['in 40 columns', ['--plain'], { columns: 40 }],
	];
	for (const [name, args, options] of starts) {
		test(`walks the demonstration ${name} by Enter alone, without an escape sequence`, async (t) => {
			const pty = await startDemo(t, args, options);
			for (const question of ['App ID [', 'App Secret, hidden [', '[publish]:', '[explorer]:', 'Token, hidden [']) {
				await pty.waitFor((screen) => screen.text().replaceAll('\n', '').includes(question), { timeoutMs: 10_000 });
				pty.press('enter');
			}
			await assertUntouched(pty, 0);
			const told = pty.text().replace(/\s+/g, ' ');
			assert.match(told, /Pages listed: 15 Tokens verified: 14 .*permanent 104829375610284 My Bakery/);
		});
	}

	for (const [name, end, code] of [
		['Ctrl+C', (pty: Pty) => pty.press('ctrl-c'), 130],
		['Ctrl+D at the first question', (pty: Pty) => pty.press('ctrl-d'), 130],
		['SIGTERM', (pty: Pty) => signal(pty, 'SIGTERM'), 130],
		['SIGHUP', (pty: Pty) => signal(pty, 'SIGHUP'), 130],
	] as const) {
		test(`leaves the terminal as it was when it is ended by ${name}`, async (t) => {
			const pty = await startDemo(t, ['--plain']);
			end(pty);
			await assertUntouched(pty, code);
		});
	}

	test('refuses a paste of more than 64 KiB, and takes the next line', async (t) => {
		const pty = await startDemo(t, ['--plain']);
		pty.paste('1'.repeat(LONGEST_PASTE + 1));
		await pty.waitFor('longer than 64 KiB, so it was ignored.', { timeoutMs: 20_000 });
		pty.press('enter');
		await pty.waitFor('App Secret, hidden [');
		pty.press('ctrl-c');
		await assertGivenBack(pty, 130);
	});
});
