import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageRecord } from '../../source/domain/page.ts';
import { GraphClient } from '../../source/graph/client.ts';
import { verifyPages } from '../../source/operations/verify.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { credentialsOf, succeed, transportOf } from './walk.ts';

test('verifying one Page again says what has become of its token, or that nobody knows', async () => {
	await using sandbox = await startSandbox();
	const client = new GraphClient(transportOf(sandbox), credentialsOf(sandbox));
	const options = { now: () => 1_795_514_400, signal: new AbortController().signal };
	const verified = async (page: PageRecord | undefined) => {
		assert.ok(page);
		const verifying = verifyPages(client, { kind: 'app', token: client.appToken }, [page], options);
		const { assessment, problem, checkedAt } = (await verifying.next()).value?.[0] ?? assert.fail();
		return [assessment?.verdict, problem?.code, checkedAt];
	};
	const page = (await succeed(sandbox)).pages.find(({ id }) => id === ids.permanentPage);
	assert.equal(page?.assessment?.verdict, 'permanent');
	sandbox.world.changePassword(ids.person);
	assert.deepEqual(await verified(page), ['invalid', 'password-changed', options.now()]);
	const outside = {
		code: 190,
		type: 'OAuthException',
		message: "Any of the pages_show_list permission(s) must be granted before impersonating a user's page.",
	};
	const refused = { data: { is_valid: false, error: outside, scopes: [] } };
	sandbox.faults.push({ endpoint: 'debug_token', nth: 1, status: 200, body: JSON.stringify(refused) });
	// The token has not ended: the grant leaves the Page out. It is not handed out until that changes.
	assert.deepEqual(await verified(page), ['unknown', 'missing-permission', options.now()]);
	sandbox.faults.push({ status: 500 });
	assert.deepEqual(await verified(page), ['unknown', 'graph-unavailable', null]);
});
