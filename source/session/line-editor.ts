import { GraphemeSegmenter } from '../domain/grapheme-segmenter.ts';

/** A line being edited. `cursor` counts UTF-16 units and always lies between two graphemes. */
export interface LineState {
	readonly value: string;
	readonly cursor: number;
}

/** An edit of the line, or a move of its cursor. */
export type LineAction =
	| { readonly type: 'insert'; readonly text: string }
	| { readonly type: 'set'; readonly value: string }
	| {
			readonly type:
				| 'delete-backward'
				| 'delete-forward'
				| 'delete-word-backward'
				| 'delete-to-start'
				| 'delete-to-end'
				| 'move-left'
				| 'move-right'
				| 'move-word-left'
				| 'move-word-right'
				| 'move-to-start'
				| 'move-to-end';
	  };

const graphemes = new GraphemeSegmenter();
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** The state of a line that holds `value`, with the cursor at its end. Newlines and control characters are dropped. */
export function lineState(value: string): LineState {
	const clean = value.replace(UNPRINTABLE, '');
	return { value: clean, cursor: clean.length };
}

/** Editing of one line, grapheme by grapheme. Gives the same object when nothing changes. */
export function lineEditor(state: LineState, action: LineAction): LineState {
	const { value, cursor } = state;
	switch (action.type) {
		case 'insert': {
			const text = action.text.replace(UNPRINTABLE, '');
			return edit(state, value.slice(0, cursor) + text + value.slice(cursor), cursor + text.length);
		}
		case 'set': {
			const next = lineState(action.value);
			return next.value === value ? state : next;
		}
		case 'delete-backward':
			return remove(state, boundaryBefore(value, cursor), cursor);
		case 'delete-forward':
			return remove(state, cursor, boundaryAfter(value, cursor));
		case 'delete-word-backward':
			return remove(state, wordBefore(value, cursor), cursor);
		case 'delete-to-start':
			return remove(state, 0, cursor);
		case 'delete-to-end':
			return remove(state, cursor, value.length);
		case 'move-left':
			return edit(state, value, boundaryBefore(value, cursor));
		case 'move-right':
			return edit(state, value, boundaryAfter(value, cursor));
		case 'move-word-left':
			return edit(state, value, wordBefore(value, cursor));
		case 'move-word-right':
			return edit(state, value, wordAfter(value, cursor));
		case 'move-to-start':
			return edit(state, value, 0);
		case 'move-to-end':
			return edit(state, value, value.length);
	}
}

// Text that comes together may form one grapheme: the cursor then goes behind it.
function edit(state: LineState, value: string, position: number): LineState {
	const cursor = position === 0 ? 0 : boundaryAfter(value, position - 1);
	return value === state.value && cursor === state.cursor ? state : { value, cursor };
}

const remove = (state: LineState, from: number, to: number): LineState =>
	edit(state, state.value.slice(0, from) + state.value.slice(to), from);

function boundaryBefore(value: string, cursor: number): number {
	return graphemes.segment(value).containing(cursor - 1)?.index ?? 0;
}

function boundaryAfter(value: string, cursor: number): number {
	const found = graphemes.segment(value).containing(cursor);
	return found ? found.index + found.segment.length : value.length;
}

function wordBefore(value: string, cursor: number): number {
	// From behind: a pattern would read the line again from each place in it.
	let at = cursor;
	for (const isOfWord of [false, true]) {
		while (at > 0) {
			const start = (value.codePointAt(at - 2) ?? 0) > 0xffff ? at - 2 : at - 1;
			if (/[\p{L}\p{M}\p{N}]/u.test(value.slice(start, at)) !== isOfWord) break;
			at = start;
		}
	}
	return at;
}

function wordAfter(value: string, cursor: number): number {
	const word = /^[^\p{L}\p{M}\p{N}]*[\p{L}\p{M}\p{N}]*/u.exec(value.slice(cursor));
	return cursor + (word?.[0].length ?? 0);
}
