import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Pty, type PtyOptions, runInPty } from '../support/pty.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/** Runs a program, tells its process id, and when it has ended how it did and the settings of the terminal. */
const RUN = `sh -c 'echo "pid $$"; exec "$0" "$@"' "$0" "$@"; echo "left with $?"; stty -a`;

type Start = PtyOptions & { args?: string[] };

/** The demonstration in a terminal, whose settings are told when it has ended. */
async function startDemo(context: TestContext, { args = [], env, ...screen }: Start = {}): Promise<Pty> {
	const pty = runInPty(context, 'sh', ['-c', RUN, process.execPath, CLI, 'demo', ...args], {
		rows: 120,
		...screen,
		env: { PATH: process.env.PATH, HOME: '/nowhere', LC_ALL: 'C.UTF-8', TERM: 'xterm-256color', ...env },
	});
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
async function assertAsBefore(pty: Pty): Promise<void> {
	await pty.waitFor(/ icanon\b/);
	assert.match(pty.text(), / echo\b/);
	assert.doesNotMatch(pty.raw().replace(/[\r\n\b]/g, ''), /\p{Cc}/u);
}

describe('the built program as questions and answers', () => {
	const starts: [string, Start][] = [
		['with --plain', { args: ['--plain'] }],
		['for ACCESSIBLE', { env: { ACCESSIBLE: '1' } }],
		['for INK_SCREEN_READER', { env: { INK_SCREEN_READER: 'true' } }],
		['in a dumb terminal', { env: { TERM: 'dumb' } }],
		['without colours', { args: ['--plain'], env: { NO_COLOR: '1' } }],
		['in 40 columns', { args: ['--plain'], columns: 40 }],
	];
	for (const [name, start] of starts) {
		test(`walks the demonstration ${name}, without one escape sequence`, async (t) => {
			const pty = await startDemo(t, start);
			await walk(pty);
			pty.type('11\r');
			await pty.waitFor('Verdict: permanent');
			pty.type('q\r');
			await pty.waitFor('left with 0');
			const told = pty.text().replace(/\s+/g, ' ');
			assert.ok(told.includes('15 Pages: 13 permanent, 1 invalid, 1 unknown. No token was saved. left with 0'), told);
			await assertAsBefore(pty);
		});
	}

	test('leaves the terminal as it was when Ctrl+C ends it', async (t) => {
		const pty = await startDemo(t, { args: ['--plain'] });
		pty.press('ctrl-c');
		await pty.waitFor('left with 130');
		await assertAsBefore(pty);
	});

	for (const [signal, code] of [
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGINT', 130],
	] as const) {
		test(`leaves the terminal as it was when ${signal} ends it`, async (t) => {
			const pty = await startDemo(t, { args: ['--plain'] });
			process.kill(Number(/pid (\d+)/.exec(pty.text())?.[1]), signal);
			await pty.waitFor(`left with ${code}`);
			await assertAsBefore(pty);
		});
	}
});
