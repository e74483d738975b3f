import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { ids } from '../../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../../source/sandbox/server.ts';
import { debug } from '../ask.ts';
import { fieldOf, open, submit, tokenOf } from './visit.ts';

describe('the system users of a business', () => {
	let sandbox: Sandbox;
	let address: string;

	beforeEach(async () => {
		sandbox = await startSandbox();
		address = `${sandbox.facebookUrl}/settings/system-users`;
	});
	afterEach(() => sandbox.close());

	const generate = (fields: Readonly<Record<string, string | readonly string[]>>) =>
		submit(address, { app: sandbox.appId, system_user: ids.systemUser, ...fields });

	test('get a token without an end, or for 60 days, with the permissions that are ticked', async () => {
		for (const [expiration, shown] of [
			['never', /Ends: Never/],
			['60 days', /Ends: .* \(in 60 days\)/],
		] as const) {
			const page = await generate({ expiration, permission: ['pages_show_list', 'made_up'] });
			assert.match(page.html, shown);
			const { data } = (await debug(sandbox, tokenOf(page))).body;
			assert.deepEqual([data.type, data.user_id, data.scopes], ['SYSTEM_USER', ids.systemUser, ['pages_show_list']]);
			assert.equal(data.expires_at === 0, expiration === 'never');
		}
	});

	test('are shown with the number of their Pages, and none of another business', async () => {
		assert.match((await open(address)).html, /Example Publisher · 3 Pages/);
		sandbox.world.businesses.get(ids.business)?.memberIds.delete(ids.person);
		const { html } = await open(address);
		assert.match(html, /Your businesses have none/);
		const tokens = sandbox.world.tokens.size;
		const device = await open(`${sandbox.facebookUrl}/device`);
		const body = new URLSearchParams({ form_token: fieldOf(device.html, 'form_token') });
		assert.doesNotMatch((await open(address, { method: 'POST', body })).html, /EAA/);
		assert.equal(sandbox.world.tokens.size, tokens);
	});
});
