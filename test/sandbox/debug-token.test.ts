import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { appOf, ask, type DebugBody, debug, type ErrorBody, firstPageToken, tuple } from './ask.ts';

function inspect(sandbox: Sandbox, input: string, token: string) {
	const path = `/debug_token?input_token=${encodeURIComponent(input)}`;
	return ask<DebugBody & ErrorBody>(sandbox, path, { token });
}

describe('the caller', () => {
	test('may be the app, a developer of it, or the token itself', async () => {
		await using sandbox = await startSandbox();
		const { userToken, world, appId } = sandbox;
		const page = await firstPageToken(sandbox);
		assert.equal((await debug(sandbox, page)).status, 200);
		assert.equal((await inspect(sandbox, page, userToken)).status, 200);
		assert.equal((await inspect(sandbox, page, page)).body.data.app_id, appId);
		world.apps.get(appId)?.roles.set(ids.person, 'tester');
		assert.equal(tuple(await inspect(sandbox, page, userToken)), '400 100');
		assert.equal((await inspect(sandbox, userToken, userToken)).status, 200);
	});

	test('of another app is told so', async () => {
		await using sandbox = await startSandbox();
		const { text } = sandbox.world.issueUserToken(ids.otherApp, ids.person, []);
		const reply = await debug(sandbox, text);
		assert.equal(tuple(reply), '400 100');
		assert.equal(reply.body.error.message, '(#100) The App_id in the input_token did not match the Viewing App');
	});

	test('with a dead token gets an error', async () => {
		await using sandbox = await startSandbox();
		sandbox.world.logOut(ids.person);
		assert.equal(tuple(await inspect(sandbox, sandbox.userToken, sandbox.userToken)), '401 190/467');
	});

	test('with the app token of a native app counts as nobody; the token itself still may', async () => {
		await using sandbox = await startSandbox();
		appOf(sandbox).nativeDesktop = true;
		assert.equal(tuple(await debug(sandbox, sandbox.userToken)), '400 104');
		assert.equal((await inspect(sandbox, sandbox.userToken, sandbox.userToken)).status, 200);
	});
});

describe('the answer', () => {
	test('for a text that is no token is 200, invalid and without an app', async () => {
		await using sandbox = await startSandbox();
		const { status, body } = await debug(sandbox, 'half a token');
		assert.equal(status, 200);
		assert.deepEqual(body, {
			data: {
				error: { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' },
				is_valid: false,
				scopes: [],
			},
		});
	});

	test('for an app token is short', async () => {
		await using sandbox = await startSandbox();
		const { body } = await debug(sandbox, `${sandbox.appId}|${sandbox.appSecret}`);
		assert.deepEqual(body, {
			data: { app_id: sandbox.appId, type: 'APP', application: 'My App', is_valid: true, scopes: [] },
		});
	});

	test('names the Pages of each scope, and none when all were allowed', async () => {
		await using sandbox = await startSandbox();
		const ticked = (await debug(sandbox, sandbox.userToken)).body.data.granular_scopes ?? [];
		const posts = ticked.find(({ scope }) => scope === 'pages_manage_posts');
		assert.ok(posts?.target_ids?.includes(ids.granularPage));
		const { text } = sandbox.world.issueUserToken(sandbox.appId, ids.person, ['pages_show_list'], 'all');
		const all = (await debug(sandbox, text)).body.data.granular_scopes;
		assert.deepEqual(all, [{ scope: 'pages_show_list' }]);
	});

	test('has only the fields that were asked for', async () => {
		await using sandbox = await startSandbox();
		const { userToken: token } = sandbox;
		const { body } = await ask(sandbox, `/debug_token?input_token=${token}&fields=app_id`, { token });
		assert.deepEqual(body, { data: { app_id: sandbox.appId } });
	});
});
