import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cleanText } from '../../source/domain/clean-text.ts';
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
