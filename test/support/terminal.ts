import { PassThrough, Writable } from 'node:stream';
import { Screen, type ScreenOptions } from './screen.ts';

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
class FakeStdout extends Writable {
	readonly isTTY = true;
	readonly #screen: Screen;

	constructor(screen: Screen) {
		super({ decodeStrings: false });
		this.#screen = screen;
	}

	get columns(): number {
		return this.#screen.columns;
	}

	get rows(): number {
		return this.#screen.rows;
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
	readonly stdout = new FakeStdout(this);
	readonly stderr = new FakeStdout(this);

	constructor(options?: ScreenOptions) {
		super(options);
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

/** A terminal of 80 columns and 24 rows, unless told otherwise. */
export function createTerminal(options?: ScreenOptions): Terminal {
	return new Terminal(options);
}
