import type { StandardOutput } from '../../system/printable-output.ts';

/** A paragraph; what is explained, each with its explanation; or lines that stay as they are, as one copies them. */
export type Block = string | readonly Row[] | { lines: readonly string[] };

/** What is explained, and the explanation. */
export type Row = readonly [term: string, description: string];

/** Longer lines are hard to read, shorter ones say nothing. */
const WIDEST = 100;
const NARROWEST = 40;
/** How wide a help is where there is no terminal. */
export const WITHOUT_TERMINAL = 80;

/** A column that is narrower than this stands below what it explains. */
const NARROWEST_COLUMN = 32;

/** How many columns a help takes in an output. */
export function helpWidth({ isTTY, columns = WITHOUT_TERMINAL }: StandardOutput): number {
	return isTTY ? Math.max(NARROWEST, Math.min(columns, WIDEST)) : WITHOUT_TERMINAL;
}

/** Blocks as lines of no more than a width, with an empty line between two. */
export function layOut(blocks: readonly Block[], width: number): string {
	return `${blocks.map((block) => textOf(block, width)).join('\n\n')}\n`;
}

function textOf(block: Block, width: number): string {
	if (typeof block === 'string') return wrapped(block, width);
	if ('lines' in block) return block.lines.map((line) => `  ${line}`.trimEnd()).join('\n');
	const termWidth = Math.max(...block.map(([term]) => term.length));
	return block.map((row) => rowText(row, termWidth, width)).join('\n');
}

/** A row of a table whose first column is of some width; the second one stands below where there is no room for it. */
export function rowText([term, description]: Row, termWidth: number, width: number): string {
	const beside = width - termWidth - 4;
	if (description === '') return `  ${term}`;
	if (beside < NARROWEST_COLUMN) return `  ${term}\n      ${indented(description, 6, width)}`;
	return `  ${term.padEnd(termWidth)}  ${indented(description, termWidth + 4, width)}`;
}

function indented(text: string, indent: number, width: number): string {
	return wrapped(text, width - indent).replaceAll('\n', `\n${' '.repeat(indent)}`);
}

/** A text in lines of no more than a width, as far as its words allow; lines that it has stay apart. */
export function wrapped(text: string, width: number): string {
	return text
		.split('\n')
		.map((line) => {
			const lines: string[] = [];
			for (const word of line.split(' ')) {
				const last = lines.at(-1);
				if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
				else lines[lines.length - 1] = `${last} ${word}`;
			}
			return lines.join('\n');
		})
		.join('\n');
}
