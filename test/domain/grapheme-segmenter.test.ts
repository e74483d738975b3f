import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GraphemeSegmenter } from '../../source/domain/grapheme-segmenter.ts';
import * as fc from '../support/fast-check.ts';

const own = new GraphemeSegmenter();
const nodes = new Intl.Segmenter();

function assertSplitsAlike(text: string): void {
	assert.deepEqual(Array.from(own.segment(text)), Array.from(nodes.segment(text)), JSON.stringify(text));
	for (let index = -1; index <= text.length; index++) {
		assert.deepEqual(own.segment(text).containing(index), nodes.segment(text).containing(index));
	}
}

describe('graphemes', () => {
	test('are those of Intl.Segmenter for every two characters below U+3000 beside each other', () => {
		const among = ['a', '\u0301', '\u200D', '\uFE0F', '\n', '\u1100', '👩', '\u270B'];
		for (let code = 0; code < 0x3000; code++) {
			const character = String.fromCharCode(code);
			for (const other of among) assertSplitsAlike(character + other);
		}
	});

	test('are those of Intl.Segmenter for any text', () => {
		const plain = fc.string({ unit: fc.constantFrom(...'aé·–…✓❯→⏎\n\t\u001B[1m'), maxLength: 30 });
		fc.assert(
			fc.property(fc.oneof(plain, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), assertSplitsAlike),
		);
	});

	test('are those of Intl.Segmenter for a long text, whatever it repeats', () => {
		const atoms = [
			'a',
			'\u0301',
			'e\u0301',
			'👩‍🌾',
			'\u200D',
			'🇩🇪',
			'🇩',
			'\r',
			'\r\n',
			'क्',
			'ि',
			'\u1100',
			'\u1161',
			'\uD83D',
		];
		const repeated = fc.tuple(fc.constantFrom(...atoms), fc.integer({ min: 1, max: 400 }));
		fc.assert(
			fc.property(fc.array(repeated, { minLength: 1, maxLength: 4 }), (parts) => {
				const text = parts.map(([atom, times]) => atom.repeat(times)).join('');
				const split = (segmenter: Pick<Intl.Segmenter, 'segment'>) =>
					Array.from(segmenter.segment(text), ({ segment, index, input }) => `${index} ${segment} ${input === text}`);
				assert.equal(split(own).join('\n'), split(nodes).join('\n'));
				for (const index of [-1, 0, 255, 256, 257, text.length - 1, text.length]) {
					assert.deepEqual(own.segment(text).containing(index), nodes.segment(text).containing(index));
				}
			}),
			{ numRuns: 20, mostRuns: 200 },
		);
	});

	test('are all that there is', () => {
		assert.throws(() => new GraphemeSegmenter('en', { granularity: 'word' }), RangeError);
	});
});
