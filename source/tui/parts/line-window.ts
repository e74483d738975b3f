import stringWidth from 'string-width';
import { GraphemeSegmenter } from '../../domain/grapheme-segmenter.ts';
import type { LineState } from '../../session/line-editor.ts';

/** The part of a line that is shown: what is before the cursor, under it, and after it. */
export interface LineWindow {
	readonly before: string;
	readonly at: string;
	readonly after: string;
}

const graphemes = new GraphemeSegmenter();

/**
 * The part of a line that fits into `width` terminal cells (at least 1) together with the cursor, which takes a blank
 * cell behind the last grapheme. Never wider than `width`; it shows text on both sides of the cursor where there is some.
 */
export function lineWindow({ value, cursor }: LineState, width: number): LineWindow {
	const texts = Array.from(graphemes.segment(value), ({ segment }) => segment);
	const position = Array.from(graphemes.segment(value.slice(0, cursor))).length;
	const cells = [...texts, ' '];
	const widths = cells.map((text) => stringWidth(text));
	const ends = [0];
	for (const cell of widths) ends.push((ends.at(-1) ?? 0) + cell);
	const widthOf = (from: number, to: number): number => (ends[to] ?? 0) - (ends[from] ?? 0);
	const firstThatFits = (to: number, room: number): number => {
		let from = to;
		while (from > 0 && widthOf(from - 1, to) <= room) {
			from--;
		}
		return from;
	};

	let from = Math.min(firstThatFits(cells.length, width), firstThatFits(position, Math.floor(((width - 1) * 2) / 3)));
	// What is under the cursor may be wider than the room that was kept for it.
	while (from < position && widthOf(from, position + 1) > width) {
		from++;
	}
	let to = position + 1;
	while (to < texts.length && widthOf(from, to + 1) <= width) {
		to++;
	}

	return {
		before: texts.slice(from, position).join(''),
		// A wide grapheme in a field of one cell.
		at: widthOf(from, position + 1) <= width ? (cells[position] ?? ' ') : ' ',
		after: texts.slice(position + 1, to).join(''),
	};
}
