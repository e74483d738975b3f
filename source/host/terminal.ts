/** What is asked of the real terminal input; `process.stdin` has it when it is a terminal. */
export interface TerminalInput extends NodeJS.ReadableStream {
	readonly isTTY?: boolean;
	setRawMode(isRaw: boolean): unknown;
	ref(): unknown;
	unref(): unknown;
}

/** Leaves what a full-screen program has asked of the terminal, for one that has come to no orderly end. */
export function restoreTerminal(input: TerminalInput, output: { write(text: string): unknown }): void {
	output.write('\u001B[?2004l\u001B[?1049l\u001B[?25h');
	input.setRawMode(false);
}

/** What matters of a terminal for drawing in it. */
export type TerminalFacts = { unicode: boolean; colour: boolean };

/**
 * Reads the environment: no colour with `NO_COLOR`, `--no-color` or a dumb terminal; ASCII where the locale is not UTF-8.
 * Windows' own console and every modern macOS terminal are UTF-8 without saying so.
 */
export function terminalFacts(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, wantColour = true): TerminalFacts {
	const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
	const dumb = env.TERM === 'dumb';
	return {
		colour: wantColour && !env.NO_COLOR && !dumb,
		unicode: !dumb && env.TERM !== 'linux' && (platform === 'win32' || platform === 'darwin' || /utf-?8/i.test(locale)),
	};
}

const FALSE = ['', '0', 'false', 'no'];

/**
 * Is a screen full of boxes of no use here? Nothing tells a program of a screen reader by itself; people announce theirs with
 * `ACCESSIBLE` (huh and its kin) or `INK_SCREEN_READER` (Ink's own). A dumb terminal, such as Emacs' shell, has lines only.
 */
export function wantsPlainText(env: NodeJS.ProcessEnv): boolean {
	const announced = [env.ACCESSIBLE, env.INK_SCREEN_READER];
	return env.TERM === 'dumb' || announced.some((value = '') => !FALSE.includes(value.toLowerCase()));
}
