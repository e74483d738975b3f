import { EventEmitter } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import { CTRL_Z } from '../system/suspension.ts';
import type { TerminalInput } from '../system/terminal.ts';
import { ESCAPE } from '../terminal/escape-sequence.ts';
import { CTRL_C, type KeyEvent, KeySplitter, PASTE_END, PASTE_START } from '../terminal/key-splitter.ts';

/** Calls back after some milliseconds; gives the function that cancels it. */
export type After = (milliseconds: number, callback: () => void) => () => void;

const afterTimeout: After = (milliseconds, callback) => {
	const timer = setTimeout(callback, milliseconds);
	return () => clearTimeout(timer);
};

/** Type-ahead beyond this is dropped, as a terminal's own input queue does. */
const QUEUE_LIMIT = 4096;

// As CSI u, Ink takes Escape at once; a bare `\x1b` it keeps for 20 ms and joins with whatever follows.
const ESCAPE_FOR_INK = '\x1b[27u';

type Known = Exclude<KeyEvent, { kind: 'too-long' }>;

const encode = (event: Known): string => {
	if (event.kind === 'paste') return PASTE_START + event.text + PASTE_END;
	return event.sequence === ESCAPE ? ESCAPE_FOR_INK : event.sequence;
};

/**
 * The `stdin` to give to Ink: each `read()` gives one key, or one whole paste, however the terminal has cut them into chunks. Only
 * what cannot be told apart otherwise waits, in {@link KeySplitter}: a lone Escape, and a paste that is not marked as one. Ctrl+Z comes
 * as the event `suspend` where somebody listens for it.
 *
 * It reads `source` only while raw mode is on, so that a child process can have the terminal in between. What was typed
 * while nobody listened stays queued.
 */
export class Keyboard extends EventEmitter {
	readonly isTTY: boolean;
	isRaw = false;
	readonly #source: TerminalInput;
	readonly #after: After;
	readonly #splitter = new KeySplitter();
	readonly #decoder = new StringDecoder('utf8');
	readonly #onTooLong: () => void;
	#queue: Known[] = [];
	#cancelTimer: () => void = () => {};

	/** `onTooLong` is told of a paste that was dropped. */
	constructor(source: TerminalInput, onTooLong: () => void = () => {}, after: After = afterTimeout) {
		super();
		this.isTTY = source.isTTY === true;
		this.#source = source;
		this.#onTooLong = onTooLong;
		this.#after = after;
		this.on('newListener', (name) => {
			if (name === 'readable') setImmediate(() => this.#announce());
		});
	}

	/** The next key or paste as Ink reads it; null when there is none. */
	read(): string | null {
		const event = this.#queue.shift();
		return event ? encode(event) : null;
	}

	setRawMode(isRaw: boolean): this {
		if (isRaw === this.isRaw) return this;
		this.isRaw = isRaw;
		this.#source.setRawMode(isRaw);
		if (isRaw) {
			this.#source.on('data', this.#onData);
			this.#source.on('end', this.#onEnd);
			this.#source.resume();
			this.#watch();
		} else {
			this.#source.off('data', this.#onData);
			this.#source.off('end', this.#onEnd);
			this.#source.pause();
			this.#cancelTimer();
		}
		return this;
	}

	/** Ink asks for text, and gets nothing else. */
	setEncoding(): this {
		return this;
	}

	ref(): this {
		this.#source.ref();
		return this;
	}

	unref(): this {
		this.#source.unref();
		return this;
	}

	/** Drops what was typed ahead: it was meant for a screen that is not there any more. */
	discard(): void {
		this.#splitter.reset();
		this.#queue = [];
	}

	readonly #onData = (chunk: Buffer | string): void => {
		const text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
		if (text === '') return;
		this.#cancelTimer();
		if (text.includes(CTRL_Z) && this.listenerCount('suspend') > 0) {
			this.#suspend(text.slice(0, text.indexOf(CTRL_Z)));
			return;
		}
		if (text.includes(CTRL_C)) this.#queue = [];
		this.#take(this.#splitter.push(text));
		this.#watch();
	};

	// As a terminal does it: what was typed and not yet taken is lost, and what follows was meant for the shell.
	#suspend(before: string): void {
		this.discard();
		this.emit('suspend');
		if (before.includes(CTRL_C)) this.#take(this.#splitter.push(CTRL_C));
	}

	readonly #onEnd = (): void => {
		this.#cancelTimer();
		this.emit('end');
	};

	#watch(): void {
		const { wait } = this.#splitter;
		if (wait === undefined) return;
		this.#cancelTimer = this.#after(wait, () => {
			this.#take(this.#splitter.settle());
			this.#watch();
		});
	}

	#take(events: readonly KeyEvent[]): void {
		const known = events.filter((event) => event.kind !== 'too-long');
		this.#queue.push(...known.slice(0, QUEUE_LIMIT - this.#queue.length));
		if (known.length < events.length) this.#onTooLong();
		this.#announce();
	}

	#announce(): void {
		if (this.#queue.length > 0) this.emit('readable');
	}
}
