import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { variablePrefixes } from '../../source/domain/page-variables.ts';
import * as fc from '../support/fast-check.ts';
import { hostileName } from '../support/hostile-names.ts';

const anyPages = fc.uniqueArray(
	fc.record({
		// As wide as the ids that Graph may give.
		id: fc.oneof(fc.stringMatching(/^[0-9]{1,3}$/), fc.stringMatching(/^[0-9A-Z_]{1,3}$/)),
		name: fc.oneof(
			fc.constantFrom('Foo', 'foo', 'Fóo', 'Foo 1', 'Foo 2 3', 'foo_12', '株式会社', '1', '12'),
			hostileName,
		),
	}),
	{ selector: ({ id }) => id, maxLength: 12 },
);

const prefixOf = (name: string, id = '104829375610284') => variablePrefixes([{ id, name }]).get(id);

describe('the variables of a Page begin', () => {
	for (const [name, prefix] of [
		['My Bakery', 'FB_PAGE_MY_BAKERY'],
		['  Café Zoë & Söhne! ', 'FB_PAGE_CAFE_ZOE_SOHNE'],
		['Straße 7', 'FB_PAGE_STRASSE_7'],
		['株式会社さくら書房', 'FB_PAGE_104829375610284'],
		['株式会社 Sakura', 'FB_PAGE_SAKURA'],
		['🌻', 'FB_PAGE_104829375610284'],
		['2nd $(hand)', 'FB_PAGE_2ND_HAND'],
		['Access', 'FB_PAGE_ACCESS_104829375610284'],
	] as const) {
		test(`with ${prefix} for ${name}`, () => assert.equal(prefixOf(name), prefix));
	}

	test('with the id behind for the second of a name, and for what would come out like that', () => {
		const pages = [
			{ id: '30', name: 'Foo 20' },
			{ id: '20', name: 'foo' },
			{ id: '3', name: 'Foo' },
		];
		assert.deepEqual(
			[...variablePrefixes(pages)],
			[
				['3', 'FB_PAGE_FOO'],
				['20', 'FB_PAGE_FOO_20'],
				['30', 'FB_PAGE_FOO_20_30'],
			],
		);
	});

	test('each with another identifier, in whatever order the Pages stand', () => {
		fc.assert(
			fc.property(anyPages, fc.nat(), (pages, turn) => {
				const prefixes = variablePrefixes(pages);
				assert.deepEqual([...prefixes.keys()].sort(), pages.map(({ id }) => id).sort());
				assert.equal(new Set(prefixes.values()).size, pages.length);
				for (const prefix of prefixes.values()) assert.match(prefix, /^FB_PAGE_[A-Z0-9_]+$/);
				const turned = [...pages.slice(turn % (pages.length + 1)), ...pages.slice(0, turn % (pages.length + 1))];
				assert.deepEqual(variablePrefixes(turned.reverse()), prefixes);
			}),
			{ numRuns: 2000 },
		);
	});

	test('the same when a Page of a later id comes along', () => {
		fc.assert(
			fc.property(anyPages, hostileName, (pages, name) => {
				const before = variablePrefixes(pages);
				const after = variablePrefixes([{ id: '9999', name }, ...pages]);
				after.delete('9999');
				assert.deepEqual(after, before);
			}),
		);
	});
});
