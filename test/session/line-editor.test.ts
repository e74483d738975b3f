import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type LineAction, type LineState, lineEditor, lineState } from '../../source/session/line-editor.ts';
import * as fc from '../support/fast-check.ts';

type Simple = Exclude<LineAction['type'], 'insert' | 'set'>;

/** A line written as text with `|` where the cursor is. */
function line(picture: string): LineState {
	const cursor = picture.indexOf('|');
	return { value: picture.replace('|', ''), cursor };
}

const picture = ({ value, cursor }: LineState): string => `${value.slice(0, cursor)}|${value.slice(cursor)}`;
const after = (before: string, action: LineAction): string => picture(lineEditor(line(before), action));

const table: [Simple, string, string][] = [
	['delete-backward', 'ab|c', 'a|c'],
	['delete-backward', '|abc', '|abc'],
	['delete-backward', 'x👩‍🍳|', 'x|'],
	['delete-backward', 'e\u0301|x', '|x'],
	['delete-forward', 'a|bc', 'a|c'],
	['delete-forward', 'abc|', 'abc|'],
	['delete-forward', '|🇩🇪x', '|x'],
	['delete-word-backward', 'one two|', 'one |'],
	['delete-word-backward', 'one two  |', 'one |'],
	['delete-word-backward', 'café crème|', 'café |'],
	['delete-to-start', 'ab|cd', '|cd'],
	['delete-to-end', 'ab|cd', 'ab|'],
	['move-left', 'a👩‍🍳|', 'a|👩‍🍳'],
	['move-left', '|a', '|a'],
	['move-right', '|🇩🇪a', '🇩🇪|a'],
	['move-right', 'a|', 'a|'],
	['move-word-left', 'one two|', 'one |two'],
	['move-word-left', 'one, |two', '|one, two'],
	['move-word-right', 'one| two three', 'one two| three'],
	['move-to-start', 'ab|c', '|abc'],
	['move-to-end', '|abc', 'abc|'],
];

for (const [type, before, expected] of table) {
	test(`${type}: ${before} becomes ${expected}`, () => {
		assert.equal(after(before, { type }), expected);
	});
}

describe('inserting', () => {
	test('puts text where the cursor is', () => {
		assert.equal(after('a|d', { type: 'insert', text: 'bc' }), 'abc|d');
	});

	test('drops newlines and control characters', () => {
		assert.equal(after('|', { type: 'insert', text: 'EAA\r\nB\x1b[31mC\u2028\x7f' }), 'EAAB[31mC|');
	});

	test('keeps the cursor outside a grapheme that the text completes', () => {
		assert.equal(after('e|x', { type: 'insert', text: '\u0301' }), 'e\u0301|x');
		assert.equal(after('|\u0301x', { type: 'insert', text: 'e' }), 'e\u0301|x');
	});
});

test('setting the value moves the cursor to its end, unless it is the same value', () => {
	assert.equal(after('a|bc', { type: 'set', value: 'xyz' }), 'xyz|');
	const state = line('a|bc');
	assert.equal(lineEditor(state, { type: 'set', value: 'abc' }), state);
});

test('an action that changes nothing gives the same state', () => {
	const state = lineState('abc');
	for (const type of ['delete-forward', 'delete-to-end', 'move-right', 'move-to-end'] as const) {
		assert.equal(lineEditor(state, { type }), state);
	}
});

test('whatever is done, the cursor lies between two graphemes', () => {
	const types = [...new Set(table.map(([type]) => type))];
	const action: fc.Arbitrary<LineAction> = fc.oneof(
		fc.constantFrom(...types).map((type) => ({ type })),
		fc.string({ unit: 'binary', maxLength: 5 }).map((text) => ({ type: 'insert' as const, text })),
		fc
			.constantFrom('e', '\u0301', '\u200d', '👩', '🇩', '🇪', '🏽', 'ก็')
			.map((text) => ({ type: 'insert' as const, text })),
	);
	fc.assert(
		fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
			const { value, cursor } = actions.reduce(lineEditor, lineState(''));
			const boundaries = Array.from(new Intl.Segmenter().segment(value), ({ index }) => index);
			assert.ok([...boundaries, value.length].includes(cursor), `${cursor} in ${JSON.stringify(value)}`);
			assert.doesNotMatch(value, /\p{Cc}/u);
		}),
		{ numRuns: 500 },
	);
});
