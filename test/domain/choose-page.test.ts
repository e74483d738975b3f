import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pagesMeant } from '../../source/domain/choose-page.ts';
import { fold } from '../../source/domain/page.ts';
import * as fc from '../support/fast-check.ts';
import { hostileName } from '../support/hostile-names.ts';

const PAGES = [
	{ id: '104829375610284', name: 'My Bakery' },
	{ id: '112093847561029', name: 'My Bakery Café' },
	{ id: '61551029384756102', name: 'Café Zażółć' },
	{ id: '103847561029384', name: '株式会社さくら書房' },
	{ id: '3', name: 'cafe' },
	{ id: '4', name: 'Cafe\u0301' },
	{ id: '5', name: '104829375610284' },
];

const anyPages = fc.uniqueArray(
	fc.record({
		id: fc.stringMatching(/^[0-9]{1,4}$/),
		name: fc.oneof(fc.constantFrom('Café', 'cafe', 'CAFÉ', 'My Café', '12'), hostileName).map((name) => name || '-'),
	}),
	{ selector: ({ id }) => id, minLength: 1, maxLength: 8 },
);

const sameButForMarks = (a: string, b: string) => fold(a.trim()) === fold(b);
const idsOf = (pages: readonly { id: string }[]) => pages.map(({ id }) => id).sort();

describe('the Page that is meant', () => {
	for (const [word, ids] of [
		['104829375610284', ['104829375610284']],
		['My Bakery', ['104829375610284']],
		['my bakery', ['104829375610284']],
		['bakery', ['104829375610284', '112093847561029']],
		['BAKERY CAFE', ['112093847561029']],
		['cafe', ['3']],
		['Café', ['4']],
		['CAFÉ', ['3', '4']],
		['zazo', ['61551029384756102']],
		['さくら', ['103847561029384']],
		['38475', ['103847561029384', '112093847561029', '61551029384756102']],
		[' 3 ', ['3']],
		['tea', []],
		['.*', []],
		['', []],
		['  ', []],
		['\u0301', []],
	] as const) {
		test(`by ${JSON.stringify(word)} is ${ids.join(' or ') || 'none'}`, () => {
			assert.deepEqual(idsOf(pagesMeant(PAGES, word)), [...ids].sort());
		});
	}

	test('is always the one of that id', () => {
		fc.assert(
			fc.property(anyPages, fc.nat(), (pages, number) => {
				const page = pages[number % pages.length];
				assert.deepEqual(pagesMeant(pages, page?.id ?? ''), [page]);
			}),
		);
	});

	test('is one of that very name, unless the name is the id of another', () => {
		fc.assert(
			fc.property(anyPages, fc.nat(), (pages, number) => {
				const name = pages[number % pages.length]?.name.normalize('NFC').trim() ?? '';
				const found = pagesMeant(pages, name);
				const isId = pages.some(({ id }) => id === name);
				const wanted = pages.filter((page) => (isId ? page.id : page.name.normalize('NFC').trim()) === name);
				assert.deepEqual(found, name === '' ? [] : wanted);
			}),
		);
	});

	test('is among those meant by any part of its name, unless a whole name or id fits better', () => {
		fc.assert(
			fc.property(anyPages, fc.nat(), fc.nat(), fc.nat(), (pages, number, from, length) => {
				const page = pages[number % pages.length];
				const characters = [...(page?.name ?? '')];
				const start = from % characters.length;
				const part = characters
					.slice(start, start + 1 + (length % characters.length))
					.join('')
					.trim();
				const found = pagesMeant(pages, part);
				const isWhole = found.some(({ id, name }) => id === part || sameButForMarks(name, part));
				assert.ok(isWhole || fold(part) === '' || found.some(({ id }) => id === page?.id));
			}),
			{ numRuns: 1000 },
		);
	});

	test('is the same in whatever order the Pages stand', () => {
		fc.assert(
			fc.property(anyPages, fc.oneof(fc.constantFrom('c', 'café', '1'), hostileName), (pages, word) => {
				assert.deepEqual(idsOf(pagesMeant([...pages].reverse(), word)), idsOf(pagesMeant(pages, word)));
			}),
		);
	});
});
