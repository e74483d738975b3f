import { fstatSync, type Stats, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** What a program may know of its standard output or error, and write there. */
export type StandardOutput = {
	write(text: string): unknown;
	readonly isTTY?: boolean;
	readonly columns?: number;
	readonly rows?: number;
};

/** Is this descriptor of the process a terminal? */
export function isTerminal(descriptor: number): boolean {
	// To ask what is no device would load all that Node has for networks.
	return statOf(descriptor)?.isCharacterDevice() === true && isatty(descriptor);
}

/** Standard output (1) or error (2). `onError` is told when something could not be written. */
export function standardOutput(descriptor: 1 | 2, onError: (error: NodeJS.ErrnoException) => void): StandardOutput {
	const openStream = () => (descriptor === 1 ? process.stdout : process.stderr).on('error', onError);
	const stats = statOf(descriptor);
	if (process.platform === 'win32' || !stats) return openStream();
	if (stats.isFile()) return new PlainOutput(descriptor, { room: Number.POSITIVE_INFINITY, openStream, onError });
	if (stats.isFIFO() || stats.isSocket()) return new PlainOutput(descriptor, { room: ROOM, openStream, onError });
	return openStream();
}

/** So many bytes go into a pipe before anyone reads. */
const ROOM = 16_384;

type PlainOptions = {
	room: number;
	openStream: () => NodeJS.WriteStream;
	onError: (error: NodeJS.ErrnoException) => void;
};

/**
 * What is written to by itself, as long as there is room: Node's own stream takes a tenth of the time that a list takes. But
 * only that can wait for a reader while signals are heard.
 */
class PlainOutput implements StandardOutput {
	readonly isTTY = false;
	readonly #descriptor: number;
	readonly #options: PlainOptions;
	#room: number;
	#stream: NodeJS.WriteStream | null = null;

	constructor(descriptor: number, options: PlainOptions) {
		this.#descriptor = descriptor;
		this.#options = options;
		this.#room = options.room;
	}

	write(text: string): void {
		let rest = Buffer.from(text);
		this.#room -= rest.length;
		try {
			if (!this.#stream && this.#room >= 0) {
				while (rest.length > 0) rest = rest.subarray(writeSync(this.#descriptor, rest));
			}
		} catch (error) {
			// Where another program has opened it as one that does not wait, it may be full.
			const failure = error as NodeJS.ErrnoException;
			if (failure.code !== 'EAGAIN') {
				this.#options.onError(failure);
				return;
			}
		}
		if (rest.length > 0) this.#openedStream().write(rest);
	}

	#openedStream(): NodeJS.WriteStream {
		this.#stream ??= this.#options.openStream();
		return this.#stream;
	}
}

function statOf(descriptor: number): Stats | null {
	try {
		return fstatSync(descriptor);
	} catch {
		return null;
	}
}
