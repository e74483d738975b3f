import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import stringWidth from 'string-width';
import { lineWindow } from '../../../source/tui/parts/line-window.ts';
import * as fc from '../../support/fast-check.ts';

/** What is shown of a line written as text with `|` where the cursor is; the place under the cursor in brackets. */
function shown(picture: string, width: number): string {
	const { before, at, after } = lineWindow({ value: picture.replace('|', ''), cursor: picture.indexOf('|') }, width);
	return `${before}[${at}]${after}`;
}

describe('the part of a line that is shown', () => {
	test('is all of it where it fits with the cursor', () => {
		assert.equal(shown('abc|', 4), 'abc[ ]');
		assert.equal(shown('a|bc', 4), 'a[b]c');
		assert.equal(shown('|', 4), '[ ]');
	});

	test('ends at the cursor when that is at the end', () => {
		assert.equal(shown('0123456789|', 5), '6789[ ]');
	});

	test('has text on both sides of a cursor in the middle', () => {
		assert.equal(shown('01234|56789', 7), '1234[5]67');
		assert.equal(shown('|0123456789', 5), '[0]1234');
	});

	test('does not cut a wide character in half', () => {
		assert.equal(shown('日本語|', 6), '本語[ ]');
		assert.equal(shown('|日本語', 5), '[日]本');
		assert.equal(shown('|日', 1), '[ ]');
	});
});

test('it always holds the cursor and is never wider than the field', () => {
	fc.assert(
		fc.property(
			fc.string({ unit: 'grapheme', maxLength: 60 }),
			fc.nat(),
			fc.integer({ min: 2, max: 40 }),
			(value, at, width) => {
				const segments = Array.from(new Intl.Segmenter().segment(value));
				const cursor = segments[at % (segments.length + 1)]?.index ?? value.length;
				const window = lineWindow({ value, cursor }, width);
				const text = window.before + window.at + window.after;
				assert.ok(stringWidth(text) <= width, `${stringWidth(text)} cells`);
				assert.ok(`${value} `.includes(text));
				const under = segments[at % (segments.length + 1)]?.segment ?? ' ';
				assert.equal(window.at, stringWidth(under) <= width ? under : ' ');
			},
		),
		{ numRuns: 500 },
	);
});
