import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeCall } from '../../source/graph/describe-call.ts';
import type { GraphCall } from '../../source/graph/transport.ts';

const CALL = { endpoint: 'page', method: 'GET', attempt: 1, pausedMs: 0, outcome: 'ok', status: null } as const;
const described = (path: string) =>
	describeCall({ ...CALL, path, usage: null, milliseconds: 5 } as unknown as GraphCall).split(' ')[2];

test('a call is told without what its path names: ids, user names, and whatever else was typed', () => {
	for (const [path, told] of [
		['/v27.0/me/accounts', '/v27.0/me/accounts'],
		['/oauth/access_token', '/oauth/access_token'],
		['/v27.0/device/login_status', '/v27.0/device/login_status'],
		['/v27.0/104829375610284/feed', '/v27.0/{id}/feed'],
		['/v27.0/613548270914365/owned_pages', '/v27.0/{id}/owned_pages'],
		['/v27.0/MyBakery', '/v27.0/{id}'],
		['/v27.0/half-of-a-made-up-secret', '/v27.0/{id}'],
		['/v27.0/', '/v27.0/'],
	] as const) {
		assert.equal(described(path), told);
	}
});
