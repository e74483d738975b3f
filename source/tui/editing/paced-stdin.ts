import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { CTRL_Z } from '../../system/suspension.ts';
import type { TerminalInput } from '../../system/terminal.ts';
import { CTRL_C, ESCAPE, type KeyEvent, KeySplitter, PASTE_END, PASTE_START } from '../../terminal/key-splitter.ts';

/** The clock of {@link PacedStdin}; times in milliseconds. */
export interface PacedStdinClock {
	/** Calls back after `milliseconds`; gives the function that cancels it. */
	after(milliseconds: number, callback: () => void): () => void;
	/** Calls back when React has committed what the last key changed. */
	nextTurn(callback: () => void): void;
}

const systemClock: PacedStdinClock = {
	after(milliseconds, callback) {
		const timer = setTimeout(callback, milliseconds);
		return () => clearTimeout(timer);
	},
	// React renders a key's updates in microtasks, and the updates of effects in the turn after that.
	nextTurn(callback) {
		setImmediate(() => setImmediate(callback));
	},
};

/** Type-ahead beyond this is dropped, as a terminal's own input queue does. */
const QUEUE_LIMIT = 4096;

// As CSI u, Ink takes Escape at once; a bare `\x1b` it keeps for 20 ms and joins with whatever follows.
const ESCAPE_FOR_INK = '\x1b[27u';

const encode = (event: Exclude<KeyEvent, { kind: 'too-long' }>): string => {
	if (event.kind === 'paste') {
		return PASTE_START + event.text + PASTE_END;
	}

	return event.sequence === ESCAPE ? ESCAPE_FOR_INK : event.sequence;
};

/**
 * The `stdin` to give to Ink. Ink runs the handlers of everything in one chunk before React renders, so that the
 * second key of a burst acts on a picture that the first has already changed. This stream hands over one key, or one
 * whole paste, and the next only after React has committed. Ctrl+C passes at once and discards what is still queued. Ctrl+Z
 * does as well, and comes as the event `suspend` where somebody listens for it.
 *
 * It reads `source` only while raw mode is on, so that a child process can have the terminal in between. What was typed
 * before stays queued, for a screen that takes no keys until its first effects have run.
 */
export class PacedStdin extends Readable {
	readonly isTTY: boolean;
	isRaw = false;
	readonly #source: TerminalInput;
	readonly #clock: PacedStdinClock;
	readonly #splitter = new KeySplitter();
	readonly #decoder = new StringDecoder('utf8');
	readonly #onTooLong: () => void;
	#queue: Exclude<KeyEvent, { kind: 'too-long' }>[] = [];
	#isResting = false;
	#cancelTimer: () => void = () => {};

	/** `onTooLong` is told of a paste that was dropped. */
	constructor(source: TerminalInput, clock: PacedStdinClock = systemClock, onTooLong = () => {}) {
		super();
		this.#onTooLong = onTooLong;
		this.isTTY = source.isTTY === true;
		this.#source = source;
		this.#clock = clock;
		// Keys typed while nobody listened are still queued, and Node does not ask twice for data that did not come.
		this.on('newListener', (name) => {
			if (name === 'readable') {
				this.#rest();
			}
		});
	}

	setRawMode(isRaw: boolean): this {
		if (isRaw === this.isRaw) {
			return this;
		}

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

	// Node asks for more while Ink still handles what it has just read.
	override _read(): void {
		this.#rest();
	}

	override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
		this.setRawMode(false);
		callback(error);
	}

	readonly #onData = (chunk: Buffer | string): void => {
		const text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
		if (text === '') {
			return;
		}

		this.#cancelTimer();
		if (text.includes(CTRL_Z) && this.listenerCount('suspend') > 0) {
			this.#suspend(text.slice(0, text.indexOf(CTRL_Z)));
			return;
		}

		const events = this.#splitter.push(text);
		if (text.includes(CTRL_C)) {
			this.#queue = [];
		}
		this.#enqueue(events);
		this.#watch();
	};

	// As a terminal does it: what was typed and not yet taken is lost, and what follows was meant for the shell.
	#suspend(before: string): void {
		this.discard();
		this.emit('suspend');
		if (before.includes(CTRL_C)) {
			this.#enqueue(this.#splitter.push(CTRL_C));
		}
	}

	readonly #onEnd = (): void => {
		this.#cancelTimer();
		this.push(null);
	};

	#watch(): void {
		const { wait } = this.#splitter;
		if (wait !== undefined) {
			this.#cancelTimer = this.#clock.after(wait, () => {
				this.#enqueue(this.#splitter.settle());
				this.#watch();
			});
		}
	}

	#enqueue(events: readonly KeyEvent[]): void {
		const taken = events.filter((event) => event.kind !== 'too-long');
		this.#queue.push(...taken.slice(0, QUEUE_LIMIT - this.#queue.length));
		if (taken.length < events.length) this.#onTooLong();
		this.#deliver();
	}

	#deliver(): void {
		if (this.#isResting || this.readableLength > 0 || this.listenerCount('readable') === 0) {
			return;
		}

		const event = this.#queue.shift();
		if (event) {
			this.push(encode(event));
			this.#rest();
		}
	}

	#rest(): void {
		if (!this.#isResting) {
			this.#isResting = true;
			this.#clock.nextTurn(() => {
				this.#isResting = false;
				this.#deliver();
			});
		}
	}
}
