import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeSystemUser } from '../../../source/domain/sign-in/system-user.ts';
import { pageTokenInfo } from '../../support/token-infos.ts';

const NOW = 1_795_514_400;

test('what becomes of Page tokens from the token of a system user depends on its end', () => {
	const told = (type: string, expiresAt: number | null) => describeSystemUser(pageTokenInfo({ type, expiresAt }), NOW);
	assert.match(told('SYSTEM_USER', 0) ?? '', /without an end: the Page tokens made from it have none either/);
	assert.match(
		told('SYSTEM_USER', NOW + 59.5 * 86_400) ?? '',
		/it ends in 59 days \(.+\): .+ end with it\. Choose "Never"/,
	);
	assert.match(told('SYSTEM_USER', null) ?? '', /does not say when it ends/);
	assert.equal(told('USER', 0), null);
});
