import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
	COMPARE_PAGES,
	matchesFilter,
	type PageRecord,
	type PageSort,
	pagesMatching,
} from '../../source/domain/page.ts';
import { PageOrder } from '../../source/domain/page-order.ts';
import type { Verdict } from '../../source/domain/verdict.ts';
import * as fc from '../support/fast-check.ts';
import { pageRecord } from '../support/page-records.ts';

const SORTS = Object.keys(COMPARE_PAGES) as PageSort[];
const VERDICTS: readonly (Verdict | null)[] = ['permanent', 'dated', 'short', 'invalid', 'unknown', null];

const pages = fc.uniqueArray(
	fc.record({
		id: fc.nat({ max: 40 }).map(String),
		name: fc.constantFrom('Bakery', 'bakery', 'Bäckerei', 'Café 2', 'Café 10', 'さくら', 'Zoo', ''),
		verdict: fc.constantFrom(...VERDICTS),
		expiresAt: fc.constantFrom(null, 100, 200),
	}),
	{ selector: ({ id }) => id, maxLength: 30 },
);

function recordOf({
	id,
	name,
	verdict,
	expiresAt,
}: {
	id: string;
	name: string;
	verdict: Verdict | null;
	expiresAt: number | null;
}): PageRecord {
	const assessment = verdict && { verdict, reason: null, expiresAt, dataAccessExpiresAt: null };
	return pageRecord({ id, name, assessment });
}

describe('Pages that come and change', () => {
	test('are in the order in which they would all be sorted, whatever was there before', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(pages, fc.constantFrom(...SORTS)), { maxLength: 6 }), (steps) => {
				const order = new PageOrder();
				for (const [some, sort] of steps) {
					const records = some.map(recordOf);
					const expected = [...records].sort(COMPARE_PAGES[sort]).map(({ id }) => id);
					assert.deepEqual(
						order.arrange(records, sort).map(({ id }) => id),
						expected,
						sort,
					);
					assert.deepEqual(order.byId, new Map(records.map((page) => [page.id, page])));
				}
			}),
		);
	});

	test('that match a filter are those that match it one by one', () => {
		fc.assert(
			fc.property(pages, fc.constantFrom('', ' ', 'bak', 'BÄ', 'é 1', '1', 'さ', 'zz'), (some, filter) => {
				const records = some.map(recordOf);
				const expected = records.filter((page) => matchesFilter(page, filter));
				assert.deepEqual(pagesMatching(records, filter), expected);
				assert.deepEqual(pagesMatching(records, filter), expected);
			}),
		);
	});
});
