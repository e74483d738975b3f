import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { findProgram } from '../source/system/find-program.ts';
import { isStopped } from '../source/system/suspension.ts';
import { bareEnvironment, PROGRAM, until } from './commands/run-program.ts';
import { PAGES, TokenStore, tokenOfPage } from './commands/token-store.ts';
import { type Pty, runInPty } from './support/pty.ts';

// The built program as a job of a shell: what Ctrl+Z, fg and bg do is between the shell, the kernel and the program.

const skip = process.platform === 'linux' && findProgram('bash', process.env) ? false : 'this needs Linux and bash';
const FB = `"${process.execPath}" "${PROGRAM}"`;
const SLOW = { timeoutMs: 20_000 };

/** A shell with job control in a folder of its own, and a locked profile that has a Page. */
async function startShell(context: TestContext): Promise<{ pty: Pty; store: TokenStore; run: (line: string) => void }> {
	const store = await new TokenStore(context).save('bakery', [PAGES.bakery], { isLocked: true });
	const env = {
		...bareEnvironment(),
		...store.env,
		HOME: store.folder.path,
		LC_ALL: 'C.UTF-8',
		TERM: 'xterm-256color',
		PS1: 'shell> ',
		HISTFILE: '',
	};
	const pty = runInPty(context, 'bash', ['--noprofile', '--norc', '-i'], { columns: 120, cwd: store.folder.path, env });
	await pty.waitFor('shell>', SLOW);
	pty.type('bind "set enable-bracketed-paste off"; clear\r');
	await pty.waitFor((screen) => screen.text() === 'shell>', SLOW);
	return { pty, store, run: (line) => pty.type(`${line}\r`) };
}

/** The process of the shell's job, which the program is. */
function jobOf(pty: Pty): number {
	const children = execFileSync('ps', ['-o', 'pid=,ppid=', '-A'], { encoding: 'utf8' }).trim().split('\n');
	const own = children.map((line) => line.trim().split(/\s+/).map(Number)).find(([, parent]) => parent === pty.pid);
	assert.ok(own?.[0], 'the shell has no job');
	return own[0];
}

/** Waits for a text that comes after what the screen shows now. */
async function next(pty: Pty, act: () => void, wanted: RegExp): Promise<void> {
	const { length } = pty.raw();
	act();
	await pty.waitFor((screen) => wanted.test(screen.raw().slice(length)), SLOW);
}

/** Stops the job so that it cannot see it come, and gives the terminal the settings that most shells give it. */
async function stopHard(pty: Pty, run: (line: string) => void): Promise<void> {
	const pid = jobOf(pty);
	await next(pty, () => process.kill(pid, 'SIGSTOP'), /Stopped/);
	await next(pty, () => run('stty sane; echo $((6 * 7))'), /\n42\r/);
}

/** Types a secret, waits for what it leads to, and fails where the terminal has shown it. */
async function assertNoEcho(pty: Pty, taken: () => Promise<unknown>): Promise<void> {
	pty.type('hunter2 is made up');
	await taken();
	assert.doesNotMatch(pty.raw(), /hunter2/);
}

async function startDemo(pty: Pty, run: (line: string) => void): Promise<void> {
	run(`${FB} demo`);
	await pty.waitFor('App secret', SLOW);
	await pty.waitFor((screen) => screen.isBracketedPaste, SLOW);
}

/** Waits until the shell has the terminal again. */
const backInShell = (pty: Pty) => pty.waitFor((screen) => !screen.isAlternate && /shell>$/.test(screen.text()), SLOW);
/** Waits until the screens are there again. */
const backInProgram = (pty: Pty) =>
	pty.waitFor((screen) => screen.isAlternate && screen.isBracketedPaste && screen.text().includes('App secret'), SLOW);

describe('the screens as a job', { skip }, () => {
	test('are suspended by Ctrl+Z and painted again by fg, at the size of the terminal', async (t) => {
		const { pty, run } = await startShell(t);
		await startDemo(pty, run);
		await next(pty, () => pty.press('ctrl-z'), /Stopped/);
		await backInShell(pty);
		assert.equal(pty.isBracketedPaste, false);
		await next(pty, () => run('stty -a | tr ";" "\\n" | grep -w icanon; echo typed'), /\btyped\r\n/);
		await backInShell(pty);
		pty.resize(60, 20);
		run('fg');
		await backInProgram(pty);
		await pty.waitFor((screen) => /keys$/.test(screen.lines()[19] ?? ''));
		pty.press('ctrl-c');
		await backInShell(pty);
	});

	test('are suspended by SIGTSTP, leave the terminal to the shell after bg, and come back with fg', async (t) => {
		const { pty, run } = await startShell(t);
		await startDemo(pty, run);
		const pid = jobOf(pty);
		await next(pty, () => process.kill(pid, 'SIGTSTP'), /Stopped/);
		await backInShell(pty);
		run('bg');
		await next(pty, () => run('jobs'), /Running/);
		await next(pty, () => run('echo $((6 * 7))'), /\n42\r/);
		assert.equal(pty.isAlternate, false);
		run('fg');
		await backInProgram(pty);
		pty.press('ctrl-c');
		await backInShell(pty);
	});

	test('end by a signal while they are suspended, and write nothing into the shell', async (t) => {
		const { pty, run } = await startShell(t);
		await startDemo(pty, run);
		const pid = jobOf(pty);
		pty.press('ctrl-z');
		await backInShell(pty);
		const { length } = pty.raw();
		run('kill %1');
		await until(() => !existsSync(`/proc/${pid}`));
		await next(pty, () => run('echo $((6 * 7))'), /\n42\r/);
		await pty.waitFor('Terminated', SLOW);
		assert.ok(!pty.raw().slice(length).includes('\u001B[?1049'));
	});

	test('draw nothing when they are started in the background, until fg', async (t) => {
		const { pty, run } = await startShell(t);
		run(`${FB} demo &`);
		await pty.waitFor(/\[1\] \d+/);
		const pid = jobOf(pty);
		await until(() => isStopped(pid));
		// The shell learns of the stop a moment later.
		for (let isKnown = false; !isKnown; ) {
			const { length } = pty.raw();
			await next(pty, () => run('jobs'), /Running|Stopped/);
			isKnown = pty.raw().slice(length).includes('Stopped');
		}
		assert.equal(pty.isAlternate, false);
		run('fg');
		await backInProgram(pty);
		pty.press('ctrl-c');
		await backInShell(pty);
	});

	test('echo nothing of what is typed after SIGSTOP, other settings of the terminal, and SIGCONT', async (t) => {
		const store = await new TokenStore(t).save('bakery', [PAGES.bakery], { isLocked: true });
		const env = { ...bareEnvironment(), ...store.env, LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' };
		const pty = runInPty(t, process.execPath, [PROGRAM], { env });
		await pty.waitFor(/bakery/, SLOW);
		await pty.waitFor((screen) => screen.raw().includes('\u001B[?25l'), SLOW);
		pty.press('enter');
		await pty.waitFor('Passphrase', SLOW);
		process.kill(pty.pid, 'SIGSTOP');
		await until(() => isStopped(pty.pid));
		execFileSync('stty', ['-F', readlinkSync(`/proc/${pty.pid}/fd/0`), 'sane']);
		await next(pty, () => process.kill(pty.pid, 'SIGCONT'), /Passphrase/);
		await assertNoEcho(pty, () => pty.waitFor(/•{5}/, SLOW));
	});
});

describe('the questions of a verb in a job', { skip }, () => {
	const question = /Passphrase of "bakery":/;

	test('are asked again after Ctrl+Z and fg, and the verb does its work', async (t) => {
		const { pty, store, run } = await startShell(t);
		run(`${FB} token bakery --reveal > out`);
		await pty.waitFor(question, SLOW);
		pty.type('half a passphrase');
		await next(pty, () => pty.press('ctrl-z'), /Stopped/);
		await backInShell(pty);
		await next(pty, () => run('fg'), question);
		await store.unlock(pty, 'bakery');
		await backInShell(pty);
		assert.equal(readFileSync(join(store.folder.path, 'out'), 'utf8').trim(), tokenOfPage(PAGES.bakery));
		assert.doesNotMatch(pty.raw(), /half a/);
	});

	test('echo nothing of what is typed after SIGSTOP, other settings of the terminal, and fg', async (t) => {
		const { pty, store, run } = await startShell(t);
		run(`${FB} token bakery --reveal > out`);
		await pty.waitFor(question, SLOW);
		await stopHard(pty, run);
		await next(pty, () => run('fg'), question);
		await assertNoEcho(pty, () => next(pty, () => pty.press('enter'), /The passphrase is wrong/));
		await store.unlock(pty, 'bakery');
		await backInShell(pty);
		assert.equal(readFileSync(join(store.folder.path, 'out'), 'utf8').trim(), tokenOfPage(PAGES.bakery));
	});

	test('line by line are asked again after Ctrl+Z and fg, and stay hidden after SIGSTOP', async (t) => {
		const { pty, run } = await startShell(t);
		run(`${FB} demo --plain`);
		await pty.waitFor('App ID [', SLOW);
		await next(pty, () => pty.press('ctrl-z'), /Stopped/);
		await backInShell(pty);
		await next(pty, () => run('fg'), /App ID \[/);
		await next(pty, () => pty.press('enter'), /App Secret, hidden/);
		await stopHard(pty, run);
		await next(pty, () => run('fg'), /App Secret, hidden/);
		await assertNoEcho(pty, () => next(pty, () => pty.press('enter'), /does not look like an app secret/));
		pty.press('ctrl-c');
		await pty.waitFor(/shell>$/, SLOW);
	});
});

describe('exec in a job', { skip }, () => {
	for (const [name, script, stop] of [
		['Ctrl+Z stops both', 'echo ready; read x; echo "got $x"', (pty: Pty) => pty.press('ctrl-z')],
		['a command that stops only itself', 'echo ready; kill -TSTP $$; echo woken; read x; echo "got $x"', () => {}],
	] as const) {
		test(`${name}, and fg continues both`, async (t) => {
			const { pty, store, run } = await startShell(t);
			run(`${FB} exec bakery -- sh -c '${script}'`);
			await store.unlock(pty, 'bakery');
			await pty.waitFor(/^ready$/m, SLOW);
			stop(pty);
			await pty.waitFor('Stopped', SLOW);
			await backInShell(pty);
			await next(pty, () => run('fg'), /exec bakery/);
			await next(pty, () => run('a line'), /got a line/);
			run('echo "code $?"');
			await pty.waitFor(/^code 0$/m, SLOW);
		});
	}
});
