import type { TestContext } from 'node:test';
import * as nodePty from '@lydell/node-pty';
import { ChildRecord } from './child-record.ts';
import { plantEnvironment } from './planted.ts';
import { Screen, type ScreenOptions } from './screen.ts';

export interface PtyOptions extends ScreenOptions {
	readonly cwd?: string;
	/** The program's whole environment; this process's unless given. */
	readonly env?: NodeJS.ProcessEnv;
}

/** How a program ended: by itself with a code, or by a signal. */
export interface Exit {
	readonly code: number;
	readonly signal: number | undefined;
}

/** A program in a real pseudoterminal, with the same keyboard and screen as a terminal inside this process. */
export class Pty extends Screen {
	/** Resolves when the program has ended and its last output is on the screen. */
	readonly exit: Promise<Exit>;
	readonly #process: nodePty.IPty;
	#isRunning = true;

	constructor(command: string, args: string[], { cwd = process.cwd(), env = process.env, ...screen }: PtyOptions) {
		super(screen);
		this.#process = nodePty.spawn(command, args, {
			name: env.TERM ?? 'xterm-256color',
			cols: this.columns,
			rows: this.rows,
			cwd,
			env,
		});
		this.#process.onData((output) => this.write(output));
		this.onAnswer((answer) => this.type(answer));
		this.exit = new Promise((resolve) => {
			this.#process.onExit(async ({ exitCode, signal }) => {
				this.#isRunning = false;
				await this.drawn();
				resolve({ code: exitCode, signal: signal || undefined });
			});
		});
	}

	get pid(): number {
		return this.#process.pid;
	}

	override type(text: string): void {
		if (this.#isRunning) this.#process.write(text);
	}

	override resize(columns: number, rows: number): void {
		super.resize(columns, rows);
		this.#process.resize(columns, rows);
	}

	/** Ends the program if it still runs; `signal` is ignored on Windows. */
	kill(signal = 'SIGKILL'): void {
		if (this.#isRunning) this.#process.kill(process.platform === 'win32' ? undefined : signal);
	}
}

/**
 * Runs a program in a pseudoterminal of 80 columns and 24 rows, unless told otherwise; it is killed when the test ends. No secret
 * that a test has planted may have come out then, unless it was allowed, nor been given to a program that it has started.
 */
export function runInPty(context: TestContext, command: string, args: string[] = [], options: PtyOptions = {}): Pty {
	plantEnvironment(options.env ?? {});
	const children = new ChildRecord();
	const isNode = command === process.execPath;
	const env = { ...(options.env ?? process.env), ...children.env };
	const pty = new Pty(command, isNode ? [...children.nodeArgs, ...args] : args, { ...options, env });
	context.after(async () => {
		pty.kill();
		await pty.exit;
		pty.assertNothingPlanted();
		children.assertNothingPlanted(args);
	});
	return pty;
}
