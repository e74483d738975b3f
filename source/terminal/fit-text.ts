import stringWidth from 'string-width';
import { printable } from '../domain/clean-text.ts';
import { GraphemeSegmenter } from '../domain/grapheme-segmenter.ts';

/** Cells that a name may take within a line of text. */
export const NAME_WIDTH = 30;

const graphemes = new GraphemeSegmenter();
const PICTURE = /[\p{Extended_Pictographic}\p{Regional_Indicator}]/u;

/** A text cut to its place, and how many more cells than Ink believes it may take. */
export type FittedText = { text: string; extra: number };

/**
 * Cuts a text so that it takes no more than `width` cells in any terminal. Ink counts a cluster such as `स्ते` as one
 * wide character; many terminals give each of its letters a cell. What stands behind such a text would move to the
 * right, so `extra` tells by how much the text's own box has to be narrower in Ink's count. At most `mostExtra` of it.
 */
export function fitText(text: string, width: number, mostExtra = Number.POSITIVE_INFINITY): FittedText {
	let fitting: FittedText & { cells: number } = { text: '', extra: 0, cells: 0 };
	let withEllipsis = fitting;
	for (const { segment } of graphemes.segment(printable(text))) {
		const cells = fitting.cells + cellsOf(segment);
		const extra = fitting.extra + cellsOf(segment) - stringWidth(segment);
		if (cells > width || extra > mostExtra) return { text: `${withEllipsis.text}…`, extra: withEllipsis.extra };
		fitting = { text: fitting.text + segment, extra, cells };
		if (cells < width) withEllipsis = fitting;
	}
	return { text: fitting.text, extra: fitting.extra };
}

function cellsOf(grapheme: string): number {
	const together = stringWidth(grapheme);
	if (PICTURE.test(grapheme)) return together;
	const apart = [...grapheme].reduce((sum, character) => sum + stringWidth(character), 0);
	return Math.max(together, apart);
}
