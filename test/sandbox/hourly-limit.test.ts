import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HourlyLimit } from '../../source/sandbox/hourly-limit.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { ask, type ErrorBody, firstPageToken } from './ask.ts';

describe('a limit of calls in an hour', () => {
	test('counts each call within a batch, tells how much is used up, refuses what is beyond, and forgets after an hour', async () => {
		let now = 1_800_000_000;
		await using sandbox = await startSandbox({ now: () => now });
		const token = sandbox.userToken;
		const page = await firstPageToken(sandbox);
		sandbox.world.hourlyLimit = new HourlyLimit(10);
		const me = () => ask<ErrorBody>(sandbox, '/v27.0/me?fields=id', { token });
		const usedIn = (headers: Headers) => JSON.parse(headers.get('x-app-usage') ?? '{}').call_count;
		assert.equal(usedIn((await me()).headers), 10);
		const items = Array.from({ length: 9 }, () => ({ method: 'GET', relative_url: 'me?fields=id' }));
		const form = { batch: JSON.stringify([...items, ...items.slice(0, 1)]), access_token: token };
		const { headers, body } = await ask<{ code: number }[]>(sandbox, '/v27.0', { form });
		assert.deepEqual([usedIn(headers), body.map(({ code }) => code)], [110, [...items.map(() => 200), 403]]);
		const refused = await me();
		assert.deepEqual([refused.status, refused.body.error.code], [403, 4]);
		assert.equal((await ask(sandbox, '/v27.0/me?fields=id', { token: page })).status, 200, 'a Page has its own limit');
		now += 3600;
		assert.equal((await me()).status, 200);
	});
});
