import { printable } from '../domain/clean-text.ts';

/** What a command may know of its standard output or error, and write there. */
export type StandardOutput = {
	write(text: string): unknown;
	readonly isTTY?: boolean;
	readonly columns?: number;
	readonly rows?: number;
};

// What this program writes itself: the ends of lines of a table, a line cleared before it, the colors of a QR code.
const ESCAPE = '\u001B';
const OWN = new RegExp(`(^\r${ESCAPE}\\[K|\r\n|${ESCAPE}\\[30;107m|${ESCAPE}\\[0m)`);

/**
 * The last gate before a terminal, a log or a pipe: whatever a text has come from, it is {@link printable} here. Bytes pass as they
 * are: they are what the line editor echoes.
 */
export function printableOutput(output: StandardOutput): StandardOutput {
	return {
		get isTTY() {
			return output.isTTY === true;
		},
		get columns() {
			return output.columns as number;
		},
		get rows() {
			return output.rows as number;
		},
		write(text: string | Uint8Array) {
			const shown = typeof text !== 'string' ? text : text.split(OWN).map(inert).join('');
			return output.write(shown as string);
		},
	};
}

function inert(part: string, index: number): string {
	return index % 2 === 1 ? part : printable(part);
}
