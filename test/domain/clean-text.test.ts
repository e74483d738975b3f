import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cleanText, cleanTexts, printable } from '../../source/domain/clean-text.ts';
import * as fc from '../support/fast-check.ts';

const BIDI = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

describe('a name from outside', () => {
	test('becomes one line without controls, bidirectional controls and lone surrogates', () => {
		const nasty = fc.constantFrom(
			'\n',
			'\r\n',
			'\u001B[31m',
			'\u0007',
			'\u0085',
			'\u2028',
			'\u202E',
			'\u2066',
			'\uFEFF',
			'\uD800',
			'\t',
		);
		const name = fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' }))).map((parts) => parts.join(''));
		fc.assert(
			fc.property(name, (text) => {
				const clean = cleanText(text);
				assert.doesNotMatch(clean, /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
				assert.doesNotMatch(clean, BIDI);
				assert.equal(clean, clean.trim());
				assert.equal(cleanText(clean), clean);
			}),
			{ numRuns: 1000 },
		);
	});

	test('keeps scripts, emoji and joiners as they are', () => {
		const names = [
			'株式会社さくら書房',
			'مخبز الياسمين',
			'בית הספר למוזיקה',
			'नमस्ते योग केंद्र',
			'🌻 Sonnenblume 👩‍🌾 Hofladen',
			'می‌خواهم',
			"O'Brien & Søn <Café>",
		];
		for (const name of names) assert.equal(cleanText(name), name);
	});

	test('in which nothing can be seen is empty', () => {
		const names = ['\u200D\u200D\u200D', '\u00AD\u3164\u115F', '\u2800', ' \u2800 \uFFA0', '\u0301', '\u{E0041}'];
		for (const name of names) assert.equal(cleanText(name), '', JSON.stringify(name));
	});

	test('has a few marks on a letter at most', () => {
		const zalgo = `Z${'\u0301\u0316'.repeat(40)}algo`;
		assert.equal(cleanText(zalgo), 'Z\u0301\u0316\u0301\u0316algo');
		assert.equal(cleanText(`Z${'\u0301\u200D'.repeat(40)}algo`), 'Z\u0301\u200D\u0301\u200Dalgo');
		for (const name of ['Vie\u0323\u0302t', 'บ้านที่', 'བསྒྲུབས', '👩‍❤️‍💋‍👨', 'שָׁלוֹם']) assert.equal(cleanText(name), name);
	});

	test('has one blank where there were several', () =>
		assert.equal(cleanText('  My \n\n  Bakery\u00A0 '), 'My Bakery'));
});

const DANGEROUS =
	/(?![\n\t])\p{Cc}|[\p{Cs}\u2028\u2029\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/u;
const COMMAND = /##\w*\[|^[ \t]*::|section_(?:start|end):/im;

describe('a text that is printed', () => {
	test('is inert, whatever it is made of, and stays as it is the second time', () => {
		const piece = fc.constantFrom(
			...[
				'##',
				'#',
				'[',
				'vso',
				':',
				'::',
				'section_start',
				' ',
				'\t',
				'\n',
				'\r',
				'a',
				'\u200B',
				'\u200D',
				'\uFE0F',
				'\u0301',
			],
			...[
				'\u001B',
				'\u001B[31m',
				'\u009B',
				'\u001B]0;x',
				'\u0007',
				'\u202E',
				'\uD83C',
				'👩‍🌾',
				'é',
				'\u{E0041}',
				'\u{1F3F4}',
			],
		);
		fc.assert(
			fc.property(
				fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 2 })), { maxLength: 14 }),
				(pieces) => {
					for (const clean of [printable, cleanText]) {
						const text = clean(pieces.join(''));
						assert.doesNotMatch(text, DANGEROUS);
						assert.doesNotMatch(text, COMMAND);
						assert.equal(clean(text), text);
					}
				},
			),
			{ numRuns: 5000 },
		);
	});

	test('keeps lines, blanks, flags and emoji', () => {
		for (const text of ['a  b\n\tc\n', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '❤️ 1️⃣ ‼️ 👩🏽‍🚀 🏳️‍🌈', 'می‌خواهم', 'क्‍ष', '葛󠄀', 'a ## b :: c: [d]']) {
			assert.equal(printable(text), text);
		}
	});

	for (const [text, told] of [
		['\u001B[31mRed\u001B[0m', 'Red'],
		['\u001B]0;title\u0007Shop', 'Shop'],
		['##vso[task.complete]', '# #vso[task.complete]'],
		['  ::add-mask::x', '  : :add-mask::x'],
		['section_start:1:x', 'section_start :1:x'],
		['pay\u200Dpal', 'paypal'],
		['a\u{E0070}\u{E0061}', 'a'],
	] as const) {
		test(`${JSON.stringify(text)} is ${JSON.stringify(told)}`, () => assert.equal(printable(text), told));
	}
});

test('all texts in data are cleaned, however deep they are', () => {
	const deep = JSON.parse(`${'['.repeat(100_000)}"\\u202Ex"${']'.repeat(100_000)}`);
	let inner: unknown = cleanTexts(deep);
	while (Array.isArray(inner)) [inner] = inner;
	assert.equal(inner, 'x');
	assert.deepEqual(cleanTexts({ a: [{ b: '\u0007c' }], __proto__: null }), { a: [{ b: 'c' }], __proto__: null });
});
