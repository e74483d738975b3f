import { PassThrough, Writable } from 'node:stream';
import { Screen, type ScreenOptions } from './screen.ts';

export interface TerminalOptions extends ScreenOptions {
	/** Bits of colour that `getColorDepth` gives: 1, 4, 8 or 24. */
	readonly colorDepth?: number;
}

/** The keyboard's end, as `process.stdin` is in a terminal. */
export class FakeStdin extends PassThrough {
	readonly isTTY = true;
	isRaw = false;
	/** Whether it would keep the process alive. */
	isReferenced = true;

	setRawMode(isRaw: boolean): this {
		this.isRaw = isRaw;
		return this;
	}

	ref(): this {
		this.isReferenced = true;
		return this;
	}

	unref(): this {
		this.isReferenced = false;
		return this;
	}
}

/** The screen's end, as `process.stdout` is in a terminal. */
export class FakeStdout extends Writable {
	readonly isTTY = true;
	readonly #screen: Screen;
	readonly #colorDepth: number;

	constructor(screen: Screen, colorDepth: number) {
		super({ decodeStrings: false });
		this.#screen = screen;
		this.#colorDepth = colorDepth;
	}

	get columns(): number {
		return this.#screen.columns;
	}

	get rows(): number {
		return this.#screen.rows;
	}

	getColorDepth(): number {
		return this.#colorDepth;
	}

	hasColors(count = 16): boolean {
		return count <= 2 ** this.#colorDepth;
	}

	getWindowSize(): [number, number] {
		return [this.columns, this.rows];
	}

	override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
		// A terminal turns a bare line feed into a new line.
		this.#screen.write(String(chunk).replaceAll(/\r?\n/g, '\r\n'), done);
	}
}

/** A terminal inside this process: streams for the program under test, a keyboard and a screen for the test. */
export class Terminal extends Screen {
	readonly stdin = new FakeStdin();
	readonly stdout: FakeStdout;
	readonly stderr: FakeStdout;

	constructor({ colorDepth = 4, ...options }: TerminalOptions = {}) {
		super(options);
		this.stdout = new FakeStdout(this, colorDepth);
		this.stderr = new FakeStdout(this, colorDepth);
		this.onAnswer((answer) => this.stdin.write(answer));
	}

	override type(text: string | Uint8Array): void {
		this.stdin.write(text);
	}

	/** Changes the size and says so to the program. */
	override resize(columns: number, rows: number): void {
		super.resize(columns, rows);
		this.stdout.emit('resize');
		this.stderr.emit('resize');
	}
}

/** A terminal of 80 columns and 24 rows with 16 colours, unless told otherwise. */
export function createTerminal(options?: TerminalOptions): Terminal {
	return new Terminal(options);
}
