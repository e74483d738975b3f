import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The key that suspends a program. */
export const CTRL_Z = '\x1a';

/** Windows has no job control. */
export const canSuspend = process.platform !== 'win32';

/** The shell's job control, as far as a program takes part in it. */
export interface JobControl {
	/** Stops this process and the others of its job. Returns when the job was continued, or at once where nothing can continue it. */
	stop(): void | Promise<void>;
	/** Does the terminal belong to this job now? To change the terminal's modes while it does not would stop the process. */
	isForeground(): boolean;
}

/** The job control of the system. */
export const systemJobControl: JobControl = {
	// As the terminal does it: to the whole job, with `npx` or a pipe. The kernel ignores it where no shell could continue the job.
	stop: () => void process.kill(0, 'SIGTSTP'),
	isForeground() {
		const { group, foreground } = processState(process.pid) ?? { group: 0, foreground: 0 };
		return foreground <= 0 || group === foreground;
	},
};

/** Is this process stopped? */
export function isStopped(pid: number): boolean {
	return processState(pid)?.state.startsWith('T') === true;
}

/** The state of a process, its process group, and the group in the foreground of its terminal; null where the system does not say. */
type ProcessState = { state: string; group: number; foreground: number };

function processState(pid: number): ProcessState | null {
	try {
		// The second field is the program's name in parentheses, which may hold anything.
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const [state = '', , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return { state, group: Number(group), foreground: Number(foreground) };
	} catch {
		return process.platform === 'linux' ? null : stateFromPs(pid);
	}
}

function stateFromPs(pid: number): ProcessState | null {
	try {
		const line = execFileSync('/bin/ps', ['-o', 'state=,pgid=,tpgid=', '-p', String(pid)], { encoding: 'utf8' });
		const [state = '', group, foreground] = line.trim().split(/\s+/);
		return { state, group: Number(group), foreground: Number(foreground) };
	} catch {
		return null;
	}
}

/** How a program holds the terminal. */
export interface TerminalUse {
	/** Gives the terminal back as it was, raw mode included. */
	leave(): void;
	/** Sets raw mode, then shows again what was there. */
	enter(): void | Promise<void>;
}

/** A shell does not always say that a job in the background was brought to the foreground. */
const FOREGROUND_POLL_MS = 200;

/**
 * Leaves the terminal when the program is suspended, by {@link Suspension.suspend} or SIGTSTP, and enters it again when the
 * program is in the foreground again. After a stop that no program can see, as SIGSTOP, raw mode is set again before the next
 * key is read. In the background the program continues without the terminal. Does nothing on Windows.
 */
export class Suspension implements Disposable {
	readonly #input: { pause(): unknown };
	readonly #job: JobControl;
	#use: TerminalUse;
	#isBusy = false;
	#hasLeft = false;
	#isDisposed = false;

	constructor(input: { pause(): unknown }, use: TerminalUse, job: JobControl = systemJobControl) {
		this.#input = input;
		this.#use = use;
		this.#job = job;
		this.#listen();
	}

	/** Does the terminal belong to the shell now, as it was before the program? */
	get hasLeft(): boolean {
		return this.#hasLeft;
	}

	/** Stops the program until the shell continues it. */
	readonly suspend = async (): Promise<void> => {
		if (!canSuspend || this.#isDisposed) return;
		if (this.#isBusy) return this.#stop();
		this.#isBusy = true;
		this.#leave();
		await this.#stop();
		await this.#untilForeground();
		await this.#enter();
	};

	/** Until it is disposed of, the terminal is used in another way. */
	during(use: TerminalUse): Disposable {
		const before = this.#use;
		this.#use = use;
		return {
			[Symbol.dispose]: () => {
				this.#use = before;
			},
		};
	}

	[Symbol.dispose](): void {
		this.#isDisposed = true;
		this.#ignore();
	}

	/** After a stop that came without warning the terminal may have the modes of the shell. */
	readonly #continued = async (): Promise<void> => {
		if (this.#isBusy) return;
		this.#isBusy = true;
		if (!this.#job.isForeground()) {
			this.#input.pause();
			await this.#untilForeground();
		}
		if (!this.#isDisposed) this.#leave();
		await this.#enter();
	};

	#leave(): void {
		this.#use.leave();
		this.#hasLeft = true;
	}

	async #enter(): Promise<void> {
		this.#isBusy = false;
		if (this.#isDisposed) return;
		this.#hasLeft = false;
		await this.#use.enter();
	}

	/** The signal must have its usual effect now, and the one that ends the stop is no news. */
	async #stop(): Promise<void> {
		this.#ignore();
		await this.#job.stop();
		if (!this.#isDisposed) this.#listen();
	}

	async #untilForeground(): Promise<void> {
		while (!this.#isDisposed && !this.#job.isForeground()) await sleep(FOREGROUND_POLL_MS);
	}

	#listen(): void {
		this.#ignore();
		if (canSuspend) process.on('SIGTSTP', this.suspend).on('SIGCONT', this.#continued);
	}

	#ignore(): void {
		process.off('SIGTSTP', this.suspend).off('SIGCONT', this.#continued);
	}
}
