import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import xterm, { type IBufferCell } from '@xterm/headless';
import { cellWidths } from './cell-widths.ts';
import { keySequence, type PasteOptions, pasteSequence } from './keys.ts';
import { assertNoSecrets, PlantedSecrets } from './leaks.ts';
import { assertNothingPlanted } from './planted.ts';

/** A colour of a cell: one of the 256 of the palette (0–15 are the ANSI colours), `#rrggbb`, or the terminal's own. */
export type Colour = number | string | undefined;

/** How a cell looks. */
interface Style {
	readonly fg: Colour;
	readonly bg: Colour;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
	readonly inverse: boolean;
}

/** One place on the screen. `width` is 2 for a wide character, whose second place has width 0 and no text. */
export interface Cell extends Style {
	readonly chars: string;
	readonly width: 0 | 1 | 2;
}

export interface ScreenOptions {
	readonly columns?: number;
	readonly rows?: number;
	/** Texts that must never come out of the program under test. */
	readonly secrets?: Iterable<string>;
}

export interface WaitOptions {
	readonly timeoutMs?: number;
}

/**
 * A terminal's screen, as a person would see it: what is written goes through a real terminal emulator.
 *
 * Every reading first asserts that no frame on the alternate screen was wider or taller than the terminal, and that no
 * planted secret ever came out, on the screen or in between.
 */
export abstract class Screen {
	readonly #terminal: InstanceType<typeof xterm.Terminal>;
	readonly #secrets = new PlantedSecrets();
	/** Secrets that may be shown, and may fill more than one line then. */
	readonly #allowed = new Set<string>();
	readonly #faults = new Set<string>();
	/** Faults of the write that is being parsed. */
	readonly #fresh = new Set<string>();
	readonly #watchers = new Set<() => void>();
	#raw = '';
	#searched = 0;
	#title = '';
	#unparsed = 0;
	/** Counts the sizes that the terminal has had. */
	#size = 0;
	#isResizing = false;
	/** How many more frames after that may be of an old size: where it changes often, Ink draws those in between as well. */
	framesToForgive = 0;
	#framesLeft = 0;
	/** Faults of the last frame since the size changed. */
	#forgiven: string[] = [];

	constructor({ columns = 80, rows = 24, secrets = [] }: ScreenOptions = {}) {
		this.#terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 5000, allowProposedApi: true });
		this.#terminal.unicode.register(cellWidths);
		this.#terminal.unicode.activeVersion = cellWidths.version;
		this.#terminal.onTitleChange((title) => {
			this.#title = title;
		});
		this.#watchScrolling();
		for (const secret of secrets) this.plant(secret);
	}

	/** Takes output of the program; `parsed` is called when it is on the screen. */
	write(output: string, parsed?: () => void): void {
		this.#raw += output;
		this.#unparsed++;
		const size = this.#size;
		this.#terminal.write(output, () => {
			this.#unparsed--;
			this.#judge(output, size);
			parsed?.();
			for (const watcher of [...this.#watchers]) watcher();
		});
	}

	/** Called with what the terminal itself sends, such as the answer to a query. */
	onAnswer(listener: (answer: string) => void): void {
		this.#terminal.onData(listener);
	}

	/** Sends text to the program as it is, in one chunk. */
	abstract type(text: string): void;

	/** Presses keys in one burst, which is one chunk: see `keySequence` for their names. */
	press(...names: string[]): void {
		this.type(names.map(keySequence).join(''));
	}

	/** Pastes text as a terminal sends it. */
	paste(text: string, options?: PasteOptions): void {
		this.type(pasteSequence(text, options));
	}

	resize(columns: number, rows: number): void {
		this.#size++;
		this.#isResizing = true;
		this.#framesLeft = this.framesToForgive;
		this.#terminal.resize(columns, rows);
	}

	get columns(): number {
		return this.#terminal.cols;
	}

	get rows(): number {
		return this.#terminal.rows;
	}

	get isAlternate(): boolean {
		return this.#terminal.buffer.active.type === 'alternate';
	}

	get isBracketedPaste(): boolean {
		return this.#terminal.modes.bracketedPasteMode;
	}

	/** From now on, this text must never come out. */
	plant(secret: string): void {
		if (this.#allowed.has(secret)) return;
		if (this.#secrets.add(secret)) this.#searched = 0;
	}

	/** From now on, this text may come out, bare and as long as it is: it is shown because the person asked. */
	allowSecret(secret: string): void {
		this.#check();
		this.#secrets.delete(secret);
		this.#allowed.add(secret);
	}

	/** Fails where any secret that any test has planted ever came out, unless it may. */
	assertNothingPlanted(): void {
		const shown = { texts: this.#allowed };
		assertNothingPlanted(this.#raw, 'the output', shown);
		assertNothingPlanted(stripVTControlCharacters(this.#raw), 'the output without its control sequences', shown);
		assertNothingPlanted(this.#title, 'the title', shown);
	}

	/** The lines of the screen without the blanks at their ends, as many as it has rows. */
	lines(): string[] {
		this.#check();
		return this.#lines();
	}

	/** The screen's text, without blank lines at its end. */
	text(): string {
		return this.lines().join('\n').trimEnd();
	}

	/** The lines that scrolled off the top of the primary screen, followed by those on it. */
	history(): string[] {
		this.#check();
		const { normal } = this.#terminal.buffer;
		return Array.from({ length: normal.length }, (_, y) => normal.getLine(y)?.translateToString(true) ?? '');
	}

	/** The cell at `row` and `column`, both from 0. */
	cell(row: number, column: number): Cell {
		const cell = this.styledLines()[row]?.[column];
		assert.ok(cell, `there is no cell at row ${row}, column ${column}`);
		return cell;
	}

	/** The cells of all rows. */
	styledLines(): Cell[][] {
		this.#check();
		const { active } = this.#terminal.buffer;
		return Array.from({ length: this.rows }, (_, y) => {
			const line = active.getLine(active.viewportY + y);
			return Array.from({ length: this.columns }, (_, x) => toCell(line?.getCell(x)));
		});
	}

	/** Everything that was written, control sequences and all. */
	raw(): string {
		this.#check();
		return this.#raw;
	}

	/** The window's title as the program set it. */
	title(): string {
		this.#check();
		return this.#title;
	}

	/**
	 * Waits until the screen holds `wanted`, looking again whenever something was drawn. Gives the screen's text.
	 * Fails with the screen's picture after `timeoutMs`, 5 seconds unless given.
	 */
	async waitFor(
		wanted: string | RegExp | ((screen: this) => boolean),
		{ timeoutMs = 5000 }: WaitOptions = {},
	): Promise<string> {
		const isThere = (): boolean => {
			if (typeof wanted === 'function') return wanted(this);
			const text = this.text();
			return typeof wanted === 'string' ? text.includes(wanted) : new RegExp(wanted.source, wanted.flags).test(text);
		};

		return new Promise((resolve, reject) => {
			const finish = (settle: () => void): void => {
				clearTimeout(timer);
				this.#watchers.delete(look);
				settle();
			};
			const look = (): void => {
				try {
					// A frame that begins below what a wider one has left scrolls that away, and is in its place in the end.
					if ((this.framesToForgive > 0 || this.#forgiven.length === 0) && isThere()) {
						finish(() => resolve(this.text()));
					}
				} catch (error) {
					finish(() => reject(error));
				}
			};
			const timer = setTimeout(() => {
				const sought = typeof wanted === 'string' ? JSON.stringify(wanted) : String(wanted);
				const faults = this.#forgiven.map((fault) => `${fault}; `).join('');
				finish(() =>
					reject(new Error(`Waited ${timeoutMs} ms for ${sought}, but ${faults}the screen was\n${this.picture()}`)),
				);
			}, timeoutMs);
			this.#watchers.add(look);
			look();
		});
	}

	/** Resolves when all that was written so far is on the screen. */
	async drawn(): Promise<void> {
		if (this.#unparsed > 0) await new Promise<void>((resolve) => this.#terminal.write('', resolve));
	}

	/** The screen in a frame, for the message of a failing test. It asserts nothing. */
	picture(): string {
		const rule = '─'.repeat(this.columns);
		return [`┌${rule}┐`, ...this.#lines().map((line) => `│${line}`), `└${rule}┘`].join('\n');
	}

	#lines(): string[] {
		const { active } = this.#terminal.buffer;
		return Array.from({ length: this.rows }, (_, y) => {
			const line = active.getLine(active.viewportY + y);
			// A line that was there before the terminal became narrower is still as long as it was.
			return line?.translateToString(true, 0, this.columns).trimEnd() ?? '';
		});
	}

	#check(): void {
		assert.equal(this.#faults.size, 0, `${[...this.#faults].join('; ')}; the screen is\n${this.picture()}`);
		if (this.#secrets.size === 0) return;
		const screen = this.#lines();
		assertNoSecrets(screen.join('\n'), this.#secrets, 'the screen');
		assertNoSecrets(screen.map((line) => line.trim()).join(''), this.#secrets, 'the screen, wrapped');
		// What was searched before is searched again only as far as a secret may reach into what is new.
		const overlap = 4 * this.#secrets.longest;
		const fresh = this.#raw.slice(Math.max(0, this.#searched - overlap));
		assertNoSecrets(fresh, this.#secrets, 'the output');
		assertNoSecrets(stripVTControlCharacters(fresh), this.#secrets, 'the output without its control sequences');
		this.#searched = this.#raw.length;
	}

	// A frame that is too tall makes the alternate screen scroll at its last row, and its top is lost. The blank rows
	// above the place where the cursor was when the alternate screen came may go: Ink draws its first frame from there.
	#watchScrolling(): void {
		let blankRows = 0;
		this.#terminal.buffer.onBufferChange(({ cursorY }) => {
			blankRows = cursorY;
			// The change itself counts as a scroll.
			this.#fresh.clear();
		});
		this.#terminal.onScroll(() => {
			if (this.isAlternate && --blankRows < 0) {
				this.#fresh.add(`a frame was taller than the ${this.rows} rows of the terminal`);
			}
		});
	}

	// A line that is too wide goes on in the next row. Looked for after each write: a later frame may hide it.
	#lookForWrappedLines(): void {
		const { active } = this.#terminal.buffer;
		if (!this.isAlternate) return;
		for (let y = 0; y < this.rows; y++) {
			if (!active.getLine(y)?.isWrapped) continue;
			const line = this.#wholeLine(y);
			// A link is shown bare as one line, which the terminal wraps: no frame begins a line with one.
			if (!this.#allowed.has(line) && !/^https?:\/\/\S+$/.test(line)) {
				this.#fresh.add(`a line was wider than the ${this.columns} columns of the terminal`);
			}
		}
	}

	/** The text of the line that goes on in row `y`, from its first row to its last. */
	#wholeLine(y: number): string {
		const { active } = this.#terminal.buffer;
		let first = y;
		while (first > 0 && active.getLine(first)?.isWrapped) first--;
		let text = active.getLine(first)?.translateToString(true) ?? '';
		for (let row = first + 1; active.getLine(row)?.isWrapped; row++) {
			text += active.getLine(row)?.translateToString(true) ?? '';
		}
		return text;
	}

	// When the size changes, frames of the old size may still come: they are forgiven, but a wait lasts until one fits.
	#judge(output: string, size: number): void {
		if (stripVTControlCharacters(output).trim() === '') return;
		this.#lookForWrappedLines();
		if (this.#isResizing) {
			this.#forgiven = [...this.#fresh];
			this.#isResizing = size !== this.#size || this.#forgiven.length > 0 || this.#framesLeft-- > 0;
		} else {
			for (const fault of this.#fresh) this.#faults.add(fault);
		}
		this.#fresh.clear();
	}
}

function toCell(cell: IBufferCell | undefined): Cell {
	return {
		chars: cell?.getChars() || (cell?.getWidth() === 0 ? '' : ' '),
		width: cell?.getWidth() === 2 ? 2 : cell?.getWidth() === 0 ? 0 : 1,
		fg: cell && colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
		bg: cell && colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
		bold: cell?.isBold() !== 0,
		dim: cell?.isDim() !== 0,
		italic: cell?.isItalic() !== 0,
		underline: cell?.isUnderline() !== 0,
		inverse: cell?.isInverse() !== 0,
	};
}

function colour(isDefault: boolean, isRgb: boolean, value: number): Colour {
	if (isDefault) return undefined;
	return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value;
}
