import assert from 'node:assert/strict';
import { test } from 'node:test';
import sdk from 'facebook-nodejs-business-sdk';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';

/** Points Meta's own SDK at the sandbox. */
function connect(sandbox: Sandbox, token = sandbox.userToken) {
	Object.defineProperty(sdk.FacebookAdsApi, 'GRAPH', { configurable: true, get: () => sandbox.graphUrl });
	return sdk.FacebookAdsApi.init(token, 'en_US', false);
}

test("Meta's Node SDK lists the Pages, page by page", async () => {
	await using sandbox = await startSandbox({ pages: 30 });
	connect(sandbox);
	const names: string[] = [];
	let cursor = await new sdk.User('me').getAccounts(['id', 'name', 'access_token'], { limit: 12 });
	names.push(...cursor.map(({ name }) => name));
	while (cursor.hasNext()) {
		cursor = await cursor.next();
		names.push(...cursor.map(({ name }) => name));
	}
	assert.equal(names.length, 26);
	assert.ok(names.includes('株式会社さくら書房'));
});

test("Meta's Node SDK finds the app of its token", async () => {
	await using sandbox = await startSandbox();
	const { data } = await connect(sandbox).getAppID();
	assert.equal(data.data.app_id, sandbox.appId);
});

test("an error reaches Meta's Node SDK as its own error type", async () => {
	await using sandbox = await startSandbox();
	connect(sandbox);
	sandbox.world.changePassword(ids.person);
	await assert.rejects(new sdk.User('me').getAccounts(['id']), (error: unknown) => {
		assert.ok(error instanceof Error);
		const { name, status, response } = error as Error & { status: number; response: Record<string, unknown> };
		assert.deepEqual([name, status], ['FacebookRequestError', 400]);
		assert.deepEqual([response.code, response.error_subcode], [190, 460]);
		return true;
	});
});

test("Meta's Node SDK runs a batch, and takes up again what had no answer", async () => {
	await using sandbox = await startSandbox({ faults: [{ endpoint: 'batch', nth: 1, items: { 1: null } }] });
	const batch = new sdk.FacebookAdsApiBatch(connect(sandbox));
	const seen: unknown[] = [];
	const keep = ({ body }: { readonly body: unknown }) => seen.push(body);
	const refuse = () => assert.fail('an answer of the wrong kind');
	batch.add('GET', ['me'], { fields: 'name' }, undefined, keep, refuse);
	batch.add('GET', [ids.permanentPage], { fields: 'name' }, undefined, keep, refuse);
	batch.add('GET', ['me', 'nonsense'], undefined, undefined, refuse, ({ status }) => seen.push(status));
	const rest = await batch.execute();
	assert.ok(rest);
	await rest.execute();
	assert.equal(sandbox.requests.filter(({ endpoint }) => endpoint === 'batch').length, 2);
	const person = { name: 'Robin Example', id: ids.person };
	assert.deepEqual(seen, [person, 400, { name: 'My Bakery', id: ids.permanentPage }]);
});
