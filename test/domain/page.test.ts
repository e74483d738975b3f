import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
	COMPARE_PAGES,
	matchesFilter,
	matchIn,
	nextSort,
	type PageRecord,
	tokenState,
	withKnownFacts,
} from '../../source/domain/page.ts';
import type { Problem } from '../../source/domain/problem.ts';
import { Secret } from '../../source/domain/secret.ts';
import type { Verdict } from '../../source/domain/verdict.ts';
import * as fc from '../support/fast-check.ts';
import { pageRecord as page } from '../support/page-records.ts';
import { tokenOf } from '../support/secrets.ts';

const anyPage = fc
	.record({
		id: fc.stringMatching(/^[0-9]{1,3}$/),
		name: fc.oneof(
			fc.constantFrom('Café', 'cafe', 'CAFÉ', 'Page 2', 'Page 10', '株式会社'),
			fc.string({ unit: 'grapheme', maxLength: 4 }),
		),
		verdict: fc.constantFrom<Verdict | null>('permanent', 'dated', 'short', 'invalid', 'unknown', null),
	})
	.map(page);

describe('the order of Pages', () => {
	for (const [name, compare] of [
		['by name', COMPARE_PAGES.name],
		['by risk', COMPARE_PAGES.risk],
		['by expiry', COMPARE_PAGES.expiry],
	] as const) {
		test(`${name} is total: equal only to itself, the same both ways round, and transitive`, () => {
			fc.assert(
				fc.property(anyPage, anyPage, anyPage, (a, b, c) => {
					assert.equal(compare(a, a), 0);
					assert.equal(Math.sign(compare(a, b)), -Math.sign(compare(b, a)) + 0);
					if (compare(a, b) <= 0 && compare(b, c) <= 0) assert.ok(compare(a, c) <= 0);
					if (a.id !== b.id) assert.notEqual(compare(a, b), 0);
				}),
				{ numRuns: 1000 },
			);
		});
	}

	test('by risk puts the worst first and what is still being verified before what is fine', () => {
		const verdicts = ['permanent', null, 'dated', 'short', 'unknown', 'invalid'] as const;
		const pages = verdicts.map((verdict, index) => page({ verdict, id: String(index) }));
		const sorted = pages.sort(COMPARE_PAGES.risk).map(({ assessment }) => assessment?.verdict ?? null);
		assert.deepEqual(sorted, ['invalid', 'unknown', 'short', 'dated', null, 'permanent']);
	});

	test('by name reads numbers as numbers and case as nothing', () => {
		const names = ['page 10', 'Page 2', 'Ábaco', 'abacus'];
		const sorted = names.map((name, index) => page({ name, id: String(index) })).sort(COMPARE_PAGES.name);
		assert.deepEqual(
			sorted.map(({ name }) => name),
			['Ábaco', 'abacus', 'Page 2', 'page 10'],
		);
	});
});

describe('a filter', () => {
	const cafe = page({ name: 'Café Zażółć', category: 'Bäckerei', id: '61551029384756102' });
	for (const filter of ['', '  ', 'cafe', 'CAFE\u0301', 'CAFÉ z', 'zazo', 'backer', '384756', ' café ']) {
		test(`"${filter}" finds it`, () => assert.ok(matchesFilter(cafe, filter)));
	}
	for (const filter of ['tea', '.*', 'Café  Z', '[']) {
		test(`"${filter}" does not`, () => assert.ok(!matchesFilter(cafe, filter)));
	}

	test('reads both small sigmas and ß as people write them', () => {
		assert.ok(matchesFilter(page({ name: 'ΚΑΦΕΣ Οδός' }), 'καφεσ'));
		assert.ok(matchesFilter(page({ name: 'Straßenfest' }), 'STRASSE'));
	});

	test('is never a pattern, and a Page is found by any part of its name', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), fc.nat(), (name, from, length) => {
				const characters = [...name];
				const start = from % characters.length;
				const part = characters.slice(start, start + 1 + (length % characters.length)).join('');
				assert.ok(matchesFilter(page({ name }), part));
				matchesFilter(page(), name);
			}),
		);
	});
});

describe('the order by expiry', () => {
	test('begins with what has ended, then the soonest end, and ends with what has none', () => {
		const ending = (name: string, verdict: Verdict, expiresAt: number | null) =>
			page({ name, assessment: { verdict, reason: null, expiresAt, dataAccessExpiresAt: null } });
		const pages = [
			ending('forever', 'permanent', null),
			ending('in June', 'dated', 2000),
			ending('in May', 'dated', 1000),
			ending('dead', 'invalid', null),
			ending('who knows', 'unknown', null),
		];
		const sorted = [...pages].sort(COMPARE_PAGES.expiry).map(({ name }) => name);
		assert.deepEqual(sorted, ['dead', 'in May', 'in June', 'who knows', 'forever']);
	});

	test('is one of three, round and round', () =>
		assert.deepEqual([nextSort('risk'), nextSort('name'), nextSort('expiry')], ['name', 'expiry', 'risk']));
});

describe('what a filter matches in a text', () => {
	const matched = (text: string, filter: string) => {
		const range = matchIn(text, filter);
		return range && text.slice(...range);
	};

	test('is found without regard to case and diacritics', () => {
		assert.equal(matched('Café Zażółć', 'ZAZOŁC'), 'Zażółć');
		assert.equal(matched('Straße 7', 'STRASSE'), 'Straße');
		assert.equal(matched('My Bakery', ' bake '), 'Bake');
		assert.equal(matched('My Bakery', 'tea'), null);
		assert.equal(matched('My Bakery', ''), null);
	});

	test('is what makes it match: whole graphemes that hold the filter', () => {
		const graphemes = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
		fc.assert(
			fc.property(graphemes, graphemes, fc.nat(), (text, other, from) => {
				// A mark alone is no filter: it does not count.
				for (const filter of [other, [...text].slice(from % [...text].length).join('')]) {
					const range = matchIn(text, filter);
					assert.equal(
						range !== null,
						filter.replace(/[\p{M}\s]/gu, '') !== '' &&
							matchesFilter(page({ name: text, id: '', category: null }), filter),
					);
					if (range) assert.ok(matchesFilter(page({ name: text.slice(...range), id: '', category: null }), filter));
				}
			}),
		);
	});
});

describe('a Page token may be handed out', () => {
	const NOW = 1_795_514_400;
	const SUMMARY = { preview: 'EAAB…x9fQ', length: 213, fingerprint: '4f2a91c0' };
	const known = (verdict: Verdict, expiresAt: number | null = null, checkedAt: number | null = NOW - 100) =>
		tokenState(
			page({
				summary: SUMMARY,
				assessment: { verdict, reason: null, expiresAt, dataAccessExpiresAt: NOW - 50 },
				checkedAt,
			}),
			NOW,
		);

	test('unless Meta refused it, or it has expired since it was verified', () => {
		assert.deepEqual([known('invalid'), known('dated', NOW), known('short', NOW - 99)], ['dead', 'dead', 'dead']);
	});

	test('before it expires, where a clock is wrong, and where nobody knows', () => {
		assert.equal(known('permanent'), 'usable');
		assert.equal(known('dated', NOW + 1), 'usable');
		assert.equal(known('short', NOW - 100), 'usable', 'it was valid after its expiration');
		assert.equal(known('unknown'), 'usable');
		assert.equal(known('unknown', NOW - 1, null), 'usable');
		assert.equal(tokenState(page({ summary: SUMMARY }), NOW), 'usable');
	});

	test('if Meta gave one', () => {
		assert.equal(tokenState(page(), NOW), 'missing');
	});

	test('not where the sign-in leaves the Page out', () => {
		const graph = { code: 190, subcode: null, type: null, message: null, fbtraceId: null, status: 401 };
		const problem: Problem = { code: 'missing-permission', graph };
		assert.equal(tokenState(page({ summary: SUMMARY, problem }), NOW), 'outside-grant');
	});
});

test('a Page that is found again keeps its token where Meta gives none, and else takes the newer one', () => {
	const [bare, known, newer] = [null, 'known', 'newer'].map((name) =>
		page({ foundBy: 'id', token: name === null ? null : new Secret(tokenOf(name)) }),
	) as [PageRecord, PageRecord, PageRecord];
	assert.equal(withKnownFacts(bare, known), known);
	assert.equal(withKnownFacts(newer, known).token, newer.token);
	assert.equal(withKnownFacts(newer, bare).token, newer.token);
});
