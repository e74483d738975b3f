import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { RECORDER } from './child-record.ts';
import { type Pty, type PtyOptions, runInPty } from './pty.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/**
 * Runs a program, tells its process id, and when it has ended how it did and the settings of the terminal. It stays, since what
 * is said last can be lost with the terminal.
 */
const RUN = `sh -c 'echo "pid $$"; exec "$0" "$@"' "$0" "$@"; echo "left with $?"; stty -a; read -r _`;

/** How the built program is run; `nodeArgs` stand before it. */
export type WatchedOptions = PtyOptions & { nodeArgs?: string[] };

/** Runs the built program in a shell that tells how it has left the terminal. */
export function runWatched(
	context: TestContext,
	args: string[],
	{ nodeArgs = [], env, ...screen }: WatchedOptions = {},
): Pty {
	return runInPty(context, 'sh', ['-c', RUN, process.execPath, '--require', RECORDER, ...nodeArgs, CLI, ...args], {
		...screen,
		env: { PATH: process.env.PATH, HOME: '/nowhere', LC_ALL: 'C.UTF-8', TERM: 'xterm-256color', ...env },
	});
}

/** Sends a signal to the program. */
export function signal(pty: Pty, name: NodeJS.Signals): void {
	process.kill(Number(/^pid (\d+)/.exec(pty.history().join('\n'))?.[1]), name);
}

/** Waits for the end of the program. Fails where it has not the exit code, or the terminal is not as it was. */
export async function assertGivenBack(pty: Pty, exitCode: number): Promise<void> {
	await pty.waitFor(`left with ${exitCode}`, { timeoutMs: 10_000 });
	await pty.waitFor(/ icanon\b/);
	assert.match(pty.text(), / echo\b/);
	assert.equal(pty.isAlternate, false);
	assert.equal(pty.isBracketedPaste, false);
	assert.ok(pty.raw().lastIndexOf('\u001B[?25l') <= pty.raw().lastIndexOf('\u001B[?25h'), 'the cursor is shown');
}
