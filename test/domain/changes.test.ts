import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareReadings, isUnchanged, summariseChanges } from '../../source/domain/changes.ts';
import type { PageRecord } from '../../source/domain/page.ts';
import { assess } from '../../source/domain/verdict.ts';
import { pageTokenInfo } from '../support/token-infos.ts';

const NOW = 1_795_514_400;

function page(id: string, change: Partial<PageRecord> = {}): PageRecord {
	const info = pageTokenInfo();
	return {
		id,
		name: `Page ${id}`,
		category: null,
		tasks: null,
		foundBy: 'accounts',
		token: null,
		summary: { preview: 'EAAB…x9fQ', length: 200, fingerprint: '00000000' },
		info,
		assessment: assess(info, { now: NOW }),
		checkedAt: NOW,
		problem: null,
		...change,
	};
}

test('the same reading is unchanged', () => {
	const reading = [page('1'), page('2')];
	const changes = compareReadings(reading, [page('2'), page('1')]);
	assert.ok(isUnchanged(changes));
	assert.equal(summariseChanges(changes), '');
});

test('new and gone Pages are told by their ids', () => {
	const changes = compareReadings([page('1'), page('2')], [page('2'), page('3'), page('4')]);
	assert.deepEqual(
		changes.added.map(({ id }) => id),
		['3', '4'],
	);
	assert.deepEqual(
		changes.gone.map(({ id }) => id),
		['1'],
	);
	assert.equal(summariseChanges(changes), '2 new, 1 gone');
});

for (const [name, change, says] of [
	['another name', { name: 'New name' }, 'renamed from Page 1'],
	['another token', { summary: { preview: 'EAAB…0000', length: 200, fingerprint: '11111111' } }, 'another token'],
	['no token', { summary: null }, 'no token any more'],
	['a lost permission', { info: pageTokenInfo({ scopes: ['pages_show_list'] }) }, /^lost /],
	[
		'another verdict',
		{ assessment: assess(pageTokenInfo({ isValid: false }), { now: NOW }) },
		'invalid, was permanent',
	],
] as const) {
	test(`${name} is a change`, () => {
		const { changed } = compareReadings([page('1')], [page('1', change as Partial<PageRecord>)]);
		assert.equal(changed.length, 1);
		const [told = ''] = changed[0]?.changes ?? [];
		if (typeof says === 'string') assert.equal(told, says);
		else assert.match(told, says);
	});
}

test('the permissions of a dead token are not said to be lost', () => {
	const dead = { info: pageTokenInfo({ isValid: false, scopes: [] }) };
	assert.ok(isUnchanged(compareReadings([page('1')], [page('1', dead)])));
});

test('a token that could not be verified is no change', () => {
	const unverified = { info: null, checkedAt: null, assessment: { ...page('1').assessment, verdict: 'unknown' } };
	assert.ok(isUnchanged(compareReadings([page('1')], [page('1', unverified as Partial<PageRecord>)])));
});
