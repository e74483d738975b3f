import { fstatSync, writeFileSync } from 'node:fs';
import { printable } from '../domain/clean-text.ts';

/** What a command may know of its standard output or error, and write there. */
export type StandardOutput = {
	write(text: string): unknown;
	readonly isTTY?: boolean;
	readonly columns?: number;
	readonly rows?: number;
};

/**
 * Standard output or error of the process. `onError` is told when something could not be written. Node's own stream ignores that a
 * full disk took a part only, so a file is not written through it.
 */
export function standardOutput(
	stream: NodeJS.WriteStream & { fd: number },
	onError: (error: NodeJS.ErrnoException) => void,
): StandardOutput {
	stream.on('error', onError);
	if (!isFile(stream.fd)) return stream;
	return {
		write(text) {
			try {
				writeFileSync(stream.fd, text);
			} catch (error) {
				onError(error as NodeJS.ErrnoException);
			}
		},
	};
}

function isFile(descriptor: number): boolean {
	try {
		return fstatSync(descriptor).isFile();
	} catch {
		return false;
	}
}

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
