/** What is asked of the real terminal input; `process.stdin` has it when it is a terminal. */
export interface TerminalInput extends NodeJS.ReadableStream {
	readonly isTTY?: boolean;
	setRawMode(isRaw: boolean): unknown;
	ref(): unknown;
	unref(): unknown;
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
