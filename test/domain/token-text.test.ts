import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeEnd } from '../../source/domain/page-text.ts';
import { problem } from '../../source/domain/problem.ts';
import {
	describeDataAccess,
	describeEndings,
	describeExpiry,
	describeKind,
	describeNextStep,
	limitedGrants,
} from '../../source/domain/token-text.ts';
import { pageRecord } from '../support/page-records.ts';
import { pageTokenInfo } from '../support/token-infos.ts';

const NOW = 1_795_514_400;
const DAY = 86_400;

describe('a token in words', () => {
	test('is called by its kind, also by one that Meta invents later', () => {
		assert.deepEqual(['PAGE', 'SYSTEM_USER', 'SOMETHING_NEW', 'constructor', null].map(describeKind), [
			'Page token',
			'System user token',
			'Token of type SOMETHING_NEW',
			'Token of type constructor',
			'Token of unknown kind',
		]);
	});

	test('ends by what can end its kind', () => {
		assert.match(describeEndings('PAGE'), /password.*role on the Page.*secret reset/);
		assert.doesNotMatch(describeEndings('USER'), /role on the Page/);
		assert.match(describeEndings('SYSTEM_USER'), /business settings/);
		assert.doesNotMatch(describeEndings('APP'), /password/);
	});

	test('has a second clock, with the permissions that it touches', () => {
		const granted = ['pages_manage_posts', 'instagram_basic'];
		assert.equal(describeDataAccess(null, granted, NOW), 'Meta told no date');
		assert.equal(describeDataAccess(0, granted, NOW), 'never ends');
		assert.match(describeDataAccess(NOW + 89 * DAY, granted, NOW), /^in 89 days \(.+\): touches instagram_basic$/);
		assert.match(describeDataAccess(NOW - 3 * DAY, ['pages_manage_posts'], NOW), /^ended 3 .+: touches none of these/);
	});

	test('promises Page tokens without an end only where they have none', () => {
		const next = (type: string, expiresAt: number) => describeNextStep(pageTokenInfo({ type, expiresAt }), NOW);
		assert.match(next('USER', NOW + 3600), /before it ends/);
		assert.match(next('USER', NOW + 60 * DAY), /never expire/);
		assert.match(next('SYSTEM_USER', 0), /never expire/);
		assert.doesNotMatch(next('SYSTEM_USER', NOW + 60 * DAY), /never/);
		assert.match(next('PAGE', 0), /^Nothing/);
	});

	test('tells permissions for the same objects together, and not those for all', () => {
		assert.deepEqual(
			limitedGrants([
				{ scope: 'pages_show_list', targetIds: ['1', '2'] },
				{ scope: 'business_management', targetIds: ['9'] },
				{ scope: 'pages_manage_posts', targetIds: ['1', '2'] },
				{ scope: 'instagram_basic', targetIds: null },
			]),
			[
				{ permissions: ['pages_show_list', 'pages_manage_posts'], targetIds: ['1', '2'] },
				{ permissions: ['business_management'], targetIds: ['9'] },
			],
		);
	});
});

describe('the end of a token', () => {
	for (const [expiresAt, isDead, text] of [
		[0, false, 'never expires'],
		[0, true, 'it has ended'],
		[NOW + 58 * DAY, true, 'it has ended'],
		[NOW - 3 * DAY, true, 'ended 3 days ago (21 Nov 2026)'],
		[null, true, 'unknown'],
	] as const) {
		test(`at ${expiresAt} of a ${isDead ? 'dead' : 'valid'} one is "${text}"`, () =>
			assert.equal(describeExpiry(expiresAt, isDead, NOW), text));
	}
});

test('the end of a Page token that has a date is told by its problem once Meta refuses it', () => {
	const assessment = { verdict: 'invalid', reason: null, expiresAt: NOW + DAY, dataAccessExpiresAt: null } as const;
	const refused = pageRecord({ assessment, problem: problem('password-changed') });
	assert.deepEqual(describeEnd(refused, NOW), { end: 'The password was changed', limit: null });
});
