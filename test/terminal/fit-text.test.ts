import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import stringWidth from 'string-width';
import { printable } from '../../source/domain/clean-text.ts';
import { fitText } from '../../source/terminal/fit-text.ts';
import * as fc from '../support/fast-check.ts';

describe('a text is fitted to its place', () => {
	test('and left alone where it fits', () => {
		assert.deepEqual(fitText('My Bakery', 9), { text: 'My Bakery', extra: 0 });
		assert.deepEqual(fitText('', 5), { text: '', extra: 0 });
	});

	test('and cut at its end where it does not', () => {
		assert.deepEqual(fitText('My Bakery', 8), { text: 'My Bake…', extra: 0 });
		assert.deepEqual(fitText('さくら書房', 6), { text: 'さく…', extra: 0 });
	});

	test('with the cells told that many terminals give it beyond what Ink counts', () => {
		assert.deepEqual(fitText('नमस्ते', 20), { text: 'नमस्ते', extra: 1 });
		assert.deepEqual(fitText('👩‍🌾 Hof', 20), { text: '👩‍🌾 Hof', extra: 0 });
	});

	test('and cut where those cells would be more than may be', () => {
		assert.deepEqual(fitText('नमस्ते नमस्ते नमस्ते', 40, 2), { text: 'नमस्ते नमस्ते नम…', extra: 2 });
	});

	test('never takes more cells than there are, whatever it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, width) => {
				const fitted = fitText(text, width);
				assert.ok(stringWidth(fitted.text) + fitted.extra <= width);
				assert.ok(fitted.text === printable(text) || fitted.text.endsWith('…'));
			}),
		);
	});
});
