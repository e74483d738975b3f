import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as v from 'valibot';
import { problem } from '../../source/domain/problem.ts';
import { type Migration, migrate, ProfileSchema, STATE_VERSION } from '../../source/vault/profile-schema.ts';
import { profileOf } from '../support/profiles.ts';

const MIGRATIONS: Migration[] = [
	(first) => ({ ...first, profiles: first.accounts }),
	({ accounts, ...second }) => ({ ...second, leftovers: [] }),
];

describe('what an older program has stored', () => {
	test('is brought to the newest version step by step', () => {
		assert.deepEqual(migrate({ version: 1, accounts: ['x'] }, MIGRATIONS), {
			version: 3,
			profiles: ['x'],
			leftovers: [],
		});
		assert.deepEqual(migrate({ version: 2, accounts: 1, profiles: ['x'] }, MIGRATIONS), {
			version: 3,
			profiles: ['x'],
			leftovers: [],
		});
	});

	test('stays as it is when it is of the newest version', () => {
		assert.deepEqual(migrate({ version: 3, profiles: [] }, MIGRATIONS), { version: 3, profiles: [] });
		assert.deepEqual(migrate({ version: STATE_VERSION }), { version: STATE_VERSION });
	});

	test('is refused when it is of a later version', () => {
		assert.throws(() => migrate({ version: 4 }, MIGRATIONS), RangeError);
		assert.throws(() => migrate({ version: STATE_VERSION + 1 }), RangeError);
	});

	test('is left to the schema when it has no version', () => {
		for (const stored of [null, [], 'x', {}, { version: '1' }, { version: 0 }]) {
			assert.equal(migrate(stored, MIGRATIONS), stored);
		}
	});
});

describe('the facts of a profile', () => {
	test('are stored as they are', () => {
		const [page] = profileOf('x').pages;
		assert.ok(page);
		const trouble = problem('role-lost', {
			graph: { code: 190, subcode: 492, type: 'OAuthException', message: 'made up', fbtraceId: null, status: 400 },
		});
		const profile = profileOf('x', {
			purpose: null,
			user: null,
			problems: [trouble],
			pages: [
				page,
				{ ...page, category: null, tasks: null, summary: null, info: null, assessment: null, problem: trouble },
			],
		});
		assert.deepEqual(v.parse(ProfileSchema, JSON.parse(JSON.stringify(profile))), profile);
	});

	test('have no place for a token', () => {
		const stored = JSON.stringify(
			v.parse(ProfileSchema, { ...profileOf('x'), appSecret: 'EAAmadeUp', token: 'EAAmadeUp' }),
		);
		assert.ok(!stored.includes('EAAmadeUp'));
	});
});
