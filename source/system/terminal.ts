import { isOff } from '../domain/environment.ts';
import { type JobControl, systemJobControl } from './suspension.ts';

/** What is asked of the real terminal input; `process.stdin` has it when it is a terminal. */
export interface TerminalInput extends NodeJS.ReadableStream {
	readonly isTTY?: boolean;
	setRawMode(isRaw: boolean): unknown;
	ref(): unknown;
	unref(): unknown;
}

/** Leaves what a full-screen program has asked of the terminal, for one that has come to no orderly end. */
export function restoreTerminal(
	input: TerminalInput,
	output: { write(text: string): unknown },
	job: JobControl = systemJobControl,
): void {
	output.write('\u001B[?2004l\u001B[?1049l\u001B[?25h');
	leaveRawMode(input, job);
}

/** Turns raw mode off, unless the terminal belongs to another job: its modes are that job's, and to set them stops this process. */
export function leaveRawMode(input: Pick<TerminalInput, 'setRawMode'>, job: JobControl = systemJobControl): void {
	if (job.isForeground()) input.setRawMode(false);
}

/** What matters of a terminal for drawing in it. */
export type TerminalFacts = { unicode: boolean; colour: boolean };

const FALSE = ['', '0', 'false', 'no'];

/**
 * Reads the environment: no colour with `NO_COLOR`, `FORCE_COLOR=0`, `--no-color` or a dumb terminal; ASCII where there are no
 * more signs than that.
 */
export function terminalFacts(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, wantColour = true): TerminalFacts {
	const dumb = env.TERM === 'dumb';
	const isRefused = Boolean(env.NO_COLOR) || isOff(env.FORCE_COLOR);
	return {
		colour: wantColour && !isRefused && !dumb,
		unicode: !dumb && env.TERM !== 'linux' && hasManySigns(env, platform),
	};
}

/** Every modern macOS terminal is UTF-8 without saying so. */
function hasManySigns(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
	if (platform === 'darwin') return true;
	// The font of Windows' old console has hardly any signs; the terminals that have them all name themselves.
	if (platform === 'win32') {
		return Boolean(env.WT_SESSION || env.TERM_PROGRAM || env.TERMINAL_EMULATOR || env.ConEmuANSI || env.TERM);
	}
	return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
}

/**
 * Is a screen full of boxes of no use here? Nothing tells a program of a screen reader by itself; people announce theirs with
 * `ACCESSIBLE` (huh and its kin) or `INK_SCREEN_READER` (Ink's own). A dumb terminal, such as Emacs' shell, has lines only.
 */
export function wantsPlainText(env: NodeJS.ProcessEnv): boolean {
	const announced = [env.ACCESSIBLE, env.INK_SCREEN_READER];
	return env.TERM === 'dumb' || announced.some((value = '') => !FALSE.includes(value.toLowerCase()));
}
