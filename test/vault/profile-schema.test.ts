import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problem } from '../../source/domain/problem.ts';
import { type Entry, entryToStore, readEntry } from '../../source/vault/profile-schema.ts';
import { pagesIn, pagesToStore, readPages } from '../../source/vault/stored-page.ts';
import { profileOf } from '../support/profiles.ts';
import { APP_ID } from '../support/token-infos.ts';

const PLACES = {
	storage: 'file',
	savedAt: 1_795_514_400,
	sealed: { file: `${'a'.repeat(32)}-${'b'.repeat(16)}.sealed`, keyId: 'c'.repeat(32) },
	damaged: [],
} as const;

function overFile<T>(value: T): T {
	return JSON.parse(JSON.stringify(value));
}

const roleLost = problem('role-lost', undefined, {
	...{ code: 190, subcode: 492, type: 'OAuthException', message: 'made up', fbtraceId: null, status: 400 },
});

describe('the facts of a profile', () => {
	test('are stored as they are', () => {
		const profile = profileOf('x', { purpose: null, user: null, problems: [roleLost] });
		const { pages: _, ...facts } = profile;
		const entry: Entry = { ...facts, ...PLACES, damaged: [], pages: null };
		const { origin, ...read } = readEntry(overFile(entryToStore(entry))) as Entry;
		assert.deepEqual(read, entry);
	});

	test('have no place for a token', () => {
		const careless = { ...profileOf('x'), ...PLACES, damaged: [], appSecret: 'EAAmadeUp', token: 'EAAmadeUp' };
		assert.ok(!JSON.stringify(entryToStore(careless)).includes('EAAmadeUp'));
	});
});

describe('the Pages of a profile', () => {
	test('are stored as they are', () => {
		const [page] = profileOf('x').pages;
		assert.ok(page);
		const bare = {
			...page,
			category: null,
			tasks: null,
			summary: null,
			info: null,
			assessment: null,
			problem: roleLost,
		};
		const pages = [page, { ...bare, id: '2' }];
		assert.deepEqual(pagesIn(readPages(overFile(pagesToStore(pages, [])), APP_ID)), pages);
	});

	test('have no place for a token', () => {
		const careless = profileOf('x').pages.map((page) => ({ ...page, token: 'EAAmadeUp' }));
		assert.ok(!JSON.stringify(pagesToStore(careless, [])).includes('EAAmadeUp'));
	});
});
