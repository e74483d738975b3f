import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { canPublish, compareByName, compareByRisk, matchesFilter, type PageRecord } from '../../source/domain/page.ts';
import type { Verdict } from '../../source/domain/verdict.ts';
import { pageTokenInfo } from '../support/token-infos.ts';

function page(change: Partial<PageRecord> & { verdict?: Verdict | null } = {}): PageRecord {
	const { verdict = null, ...rest } = change;
	return {
		id: '100000000000001',
		name: 'My Bakery',
		category: 'Bakery',
		tasks: ['CREATE_CONTENT'],
		foundBy: 'accounts',
		token: null,
		summary: null,
		info: null,
		assessment: verdict && { verdict, reasons: [], expiresAt: null, dataAccessExpiresAt: null },
		checkedAt: null,
		problem: null,
		...rest,
	};
}

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
		['by name', compareByName],
		['by risk', compareByRisk],
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
		const sorted = pages.sort(compareByRisk).map(({ assessment }) => assessment?.verdict ?? null);
		assert.deepEqual(sorted, ['invalid', 'unknown', 'short', 'dated', null, 'permanent']);
	});

	test('by name reads numbers as numbers and case as nothing', () => {
		const names = ['page 10', 'Page 2', 'Ábaco', 'abacus'];
		const sorted = names.map((name, index) => page({ name, id: String(index) })).sort(compareByName);
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

describe('a Page token may publish', () => {
	const may = (scopes: string[], tasks: string[] | null) =>
		canPublish(page({ info: pageTokenInfo({ scopes }), tasks }));
	const scopes = ['pages_read_engagement', 'pages_manage_posts'];

	test('with the permissions and a task for it', () => {
		for (const task of [
			'CREATE_CONTENT',
			'MANAGE',
			'MODERATE',
			'PROFILE_PLUS_CREATE_CONTENT',
			'PROFILE_PLUS_FULL_CONTROL',
		]) {
			assert.equal(may(scopes, ['ANALYZE', task]), true, task);
		}
	});

	test('not without one of the permissions, nor with tasks for other work', () => {
		assert.equal(may(['pages_manage_posts'], ['MANAGE']), false);
		assert.equal(may(['pages_read_engagement'], ['MANAGE']), false);
		assert.equal(may(scopes, ['ANALYZE', 'SOMETHING_NEW']), false);
		assert.equal(may(scopes, []), false);
	});

	test('not where a permission was granted for other Pages only', () => {
		const granted = (targetIds: string[] | null) => {
			const granularScopes = [{ scope: 'pages_manage_posts', targetIds }];
			return canPublish(page({ info: pageTokenInfo({ scopes, granularScopes }), tasks: ['MANAGE'] }));
		};
		assert.equal(granted(['100000000000002']), false);
		assert.equal(granted([]), false);
		assert.equal(granted(['100000000000002', '100000000000001']), true);
		assert.equal(granted(null), true);
	});

	test('is not known before it was verified, nor without knowing the tasks', () => {
		assert.equal(canPublish(page()), null);
		assert.equal(may(scopes, null), null);
	});
});
