import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import * as nodePty from '@lydell/node-pty';

/** Ink ends each frame with this: the terminal may show it now. */
const END_OF_FRAME = '\x1b[?2026l';
const PATIENCE_MS = 120_000;

/** What a run is given beside its arguments. */
export type RunOptions = { env?: Readonly<Record<string, string>>; input?: string; code?: number };

/** The environment of whoever measures, without what would have the program do something else. */
function environment(own: Readonly<Record<string, string>>): Record<string, string> {
	const others = Object.entries(process.env).filter(
		([name]) => !/^(FB_|CI$|NO_COLOR|FORCE_COLOR|INK_|DEV$)/.test(name),
	);
	return { ...(Object.fromEntries(others) as Record<string, string>), ...own };
}

/** Runs Node without a terminal to its end, and gives what it printed. `code` is the exit code that it must have. */
export async function runNode(
	args: readonly string[],
	{ env = {}, input = '', code: expected = 0 }: RunOptions = {},
): Promise<string> {
	const child = spawn(process.execPath, args, {
		env: environment(env),
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	// A program that ends without reading closes its end first.
	child.stdin.on('error', () => {}).end(input);
	const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
	assert.equal(code, expected, stderr);
	return stdout;
}

/** A program in a real terminal of 80 columns and 24 rows. */
export class TerminalProgram {
	readonly #pty: nodePty.IPty;
	readonly #exit: Promise<{ signal?: number }>;
	#output = '';
	#wake: () => void = () => {};

	constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
		this.#pty = nodePty.spawn(process.execPath, [...args], {
			name: 'xterm-256color',
			cols: 80,
			rows: 24,
			env: environment({ TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', ...env }),
		});
		this.#pty.onData((data) => {
			this.#output += data;
			this.#wake();
		});
		this.#exit = new Promise((resolve) => this.#pty.onExit(resolve));
	}

	/** Resolves as soon as a whole frame was painted since the last call, and this was in it. */
	async sees(wanted: RegExp): Promise<void> {
		const isThere = () => {
			const end = this.#output.lastIndexOf(END_OF_FRAME);
			return end !== -1 && wanted.test(stripVTControlCharacters(this.#output.slice(0, end)));
		};
		const limit = performance.now() + PATIENCE_MS;
		while (!isThere()) {
			assert.ok(performance.now() < limit, `${wanted} was never seen in:\n${this.#output.slice(-3000)}`);
			await Promise.race([
				new Promise<void>((resolve) => {
					this.#wake = resolve;
				}),
				delay(1000),
			]);
		}
		this.#output = '';
	}

	/** Sends text to the program as it is, in one chunk. */
	type(text: string): void {
		this.#pty.write(text);
	}

	/** Resolves once the program has painted nothing for so many milliseconds. */
	async rests(milliseconds: number): Promise<void> {
		for (let before = -1; before !== this.#output.length; ) {
			before = this.#output.length;
			await delay(milliseconds);
		}
		this.#output = '';
	}

	/** The memory that the program holds right now, in MiB; null where the system does not tell. */
	memory(): number | null {
		if (process.platform !== 'linux') return null;
		const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.#pty.pid}/status`, 'utf8')) ?? [];
		return kibibytes ? Number(kibibytes) / 1024 : null;
	}

	/** Has the program end by itself. */
	async quit(): Promise<void> {
		this.type('\x03');
		const { signal } = await this.#exit;
		assert.ok(!signal, `it was ended by the signal ${signal}`);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.#pty.kill(process.platform === 'win32' ? undefined : 'SIGKILL');
		await this.#exit;
	}
}
