import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { Screen } from './screen.ts';
import type { Terminal } from './terminal.ts';

/** A screen without a keyboard. */
class Sheet extends Screen {
	override type(): void {}
}

/** Frames of old sizes that may come before the one that stays. */
const FRAMES_BETWEEN = 6;

/** What every mirror draws on now. */
const sheets = new WeakMap<Terminal, { sheet: Sheet }>();

/**
 * A second terminal that gets all that is written to a first one, and is blank whenever the size changes. Where the two differ
 * after that, something of the old size was left behind.
 */
export class Mirror {
	readonly #terminal: Terminal;

	constructor(terminal: Terminal) {
		this.#terminal = terminal;
		if (sheets.has(terminal)) return;
		const write = terminal.write.bind(terminal);
		const current = { sheet: new Sheet({ columns: terminal.columns, rows: terminal.rows }) };
		sheets.set(terminal, current);
		terminal.write = (output, parsed) => {
			write(output, parsed);
			// Who waits looks again when the copy is there as well.
			current.sheet.write(output, () => write(''));
		};
	}

	/** Changes the size, and gives a blank sheet to what is drawn from then on. */
	resize(columns: number, rows: number): void {
		const current = sheets.get(this.#terminal);
		assert.ok(current);
		// Nothing is drawn anew then.
		if (columns === this.#terminal.columns && rows === this.#terminal.rows) return;
		current.sheet = new Sheet({ columns, rows });
		current.sheet.write('\u001B[?1049h');
		// As the terminal itself, it forgives frames of the old size.
		current.sheet.framesToForgive = FRAMES_BETWEEN;
		this.#terminal.framesToForgive = FRAMES_BETWEEN;
		current.sheet.resize(columns, rows);
		this.#terminal.resize(columns, rows);
	}

	/** Waits for a frame that fills the terminal from the first row to the last, with nothing else on the screen. */
	async drawn(): Promise<void> {
		try {
			await this.#terminal.waitFor((screen) => {
				const lines = this.#sheet.lines();
				const isWhole = lines[0] !== '' && (screen.rows < 12 || screen.columns < 40 || lines.at(-1) !== '');
				return isWhole && isDeepStrictEqual(this.#sheet.styledLines(), screen.styledLines());
			});
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			throw new Error(`${message}\nand on a blank screen\n${this.#sheet.picture()}`, { cause: error });
		}
	}

	get #sheet(): Sheet {
		return sheets.get(this.#terminal)?.sheet ?? assert.fail('there is no sheet');
	}
}
