import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TokenInfo } from '../../source/domain/token.ts';
import { assess, problemOfEnd, reasonsFor, type Verdict, worstVerdict } from '../../source/domain/verdict.ts';
import * as fc from '../support/fast-check.ts';
import { textOf } from '../support/problems.ts';
import { APP_ID, anyTokenInfo, PAGE_ID, pageTokenInfo } from '../support/token-infos.ts';

const NOW = 1_795_000_000;
const DAY = 86_400;
const expected = { now: NOW, appId: APP_ID, pageId: PAGE_ID };

describe('the verdict on a Page token', () => {
	const table: readonly (readonly [name: string, change: Partial<TokenInfo>, verdict: Verdict])[] = [
		['that never expires', {}, 'permanent'],
		['that names neither Page nor app', { profileId: null, appId: null }, 'permanent'],
		['whose data access has ended', { dataAccessExpiresAt: NOW - 1 }, 'permanent'],
		['that ends in 60 days', { expiresAt: NOW + 60 * DAY }, 'dated'],
		['that ends a second after a day', { expiresAt: NOW + DAY + 1 }, 'dated'],
		['that ends within a day', { expiresAt: NOW + DAY }, 'short'],
		['that ends in an hour', { expiresAt: NOW + 3600 }, 'short'],
		["that has ended by this computer's clock alone", { expiresAt: NOW - 5 }, 'short'],
		['that Meta refuses', { isValid: false }, 'invalid'],
		['that Meta refuses, of a user', { isValid: false, type: 'USER' }, 'invalid'],
		['whose validity Meta leaves out', { isValid: null }, 'unknown'],
		['whose end Meta leaves out', { expiresAt: null }, 'unknown'],
		['that is one of a user', { type: 'USER' }, 'unknown'],
		['that is one of a system user without an end', { type: 'SYSTEM_USER' }, 'unknown'],
		['of no kind', { type: null }, 'unknown'],
		['of another Page', { profileId: '888' }, 'unknown'],
		['of another app', { appId: '999' }, 'unknown'],
	];
	for (const [name, change, verdict] of table) {
		test(`${name}: ${verdict}`, () => {
			const told = assess(pageTokenInfo(change), expected);
			assert.equal(told.verdict, verdict);
			const reasons = reasonsFor({ assessment: told, problem: null, info: pageTokenInfo(change) });
			assert.equal(reasons.length > 0, verdict !== 'permanent');
		});
	}

	test('is permanent only where Meta says all of it, and invalid only where Meta says so', () => {
		fc.assert(
			fc.property(anyTokenInfo, fc.nat({ max: 4_000_000_000 }), (info, now) => {
				const { verdict } = assess(info, { ...expected, now });
				const fits = [PAGE_ID, null].includes(info.profileId) && [APP_ID, null].includes(info.appId);
				assert.equal(
					verdict === 'permanent',
					info.type === 'PAGE' && info.isValid === true && info.expiresAt === 0 && fits,
				);
				assert.equal(verdict === 'invalid', info.isValid === false);
			}),
			{ numRuns: 2000 },
		);
	});

	test('tells both clocks, and null for one that never ends', () => {
		const { expiresAt, dataAccessExpiresAt } = assess(pageTokenInfo({ expiresAt: NOW + 9 }), expected);
		assert.deepEqual([expiresAt, dataAccessExpiresAt], [NOW + 9, 1_800_776_000]);
		const never = assess(pageTokenInfo({ dataAccessExpiresAt: 0 }), expected);
		assert.deepEqual([never.expiresAt, never.dataAccessExpiresAt], [null, null]);
	});
});

test('an end is a problem, told apart by how near it is', () => {
	for (const verdict of ['permanent', 'invalid', 'unknown'] as const) assert.equal(problemOfEnd(verdict), null);
	assert.match(textOf(problemOfEnd('dated')).cause ?? '', /ends with the token that it was made from/);
	assert.match(textOf(problemOfEnd('short')).cause ?? '', /although the user token was exchanged/);
	const info = pageTokenInfo({ expiresAt: NOW + 60 * DAY });
	const [reason = ''] = reasonsFor({ assessment: assess(info, expected), problem: null, info });
	assert.match(reason, /with the token that/);
});

test('the worst of some verdicts, from invalid down to permanent', () => {
	assert.equal(worstVerdict([]), null);
	assert.equal(worstVerdict(['permanent', 'permanent']), 'permanent');
	assert.equal(worstVerdict(['permanent', 'dated', 'short']), 'short');
	assert.equal(worstVerdict(['unknown', 'short']), 'unknown');
	assert.equal(worstVerdict(['invalid', 'unknown']), 'invalid');
});
