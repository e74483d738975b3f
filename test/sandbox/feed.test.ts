import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { ask, type EdgeBody, type ErrorBody, tuple } from './ask.ts';

const DRAFT = { message: 'A test.', published: 'false', unpublished_content_type: 'DRAFT' };

async function pageTokens(sandbox: Sandbox, token = sandbox.userToken): Promise<Map<string, string>> {
	const { body } = await ask<EdgeBody>(sandbox, '/me/accounts?limit=100', { token });
	return new Map(body.data.map(({ id, access_token }) => [id, access_token ?? '']));
}

function post(sandbox: Sandbox, pageId: string, token: string) {
	return ask<{ id: string } & ErrorBody>(sandbox, `/v27.0/${pageId}/feed`, { form: DRAFT, token });
}

describe('a post of the Page itself', () => {
	test('is made unpublished and deleted again', async () => {
		await using sandbox = await startSandbox();
		const token = (await pageTokens(sandbox)).get(ids.permanentPage) ?? '';
		const { body } = await post(sandbox, ids.permanentPage, token);
		assert.match(body.id, new RegExp(`^${ids.permanentPage}_\\d{18}$`));
		assert.equal(sandbox.world.posts.get(body.id)?.published, false);
		const feed = await ask<EdgeBody>(sandbox, `/${ids.permanentPage}/feed`, { token });
		assert.deepEqual(feed.body.data, []);
		const deleted = await ask(sandbox, `/${body.id}`, { method: 'DELETE', token });
		assert.equal(deleted.text, '{"success":true}');
		assert.equal(tuple(await ask<ErrorBody>(sandbox, `/${body.id}`, { method: 'DELETE', token })), '400 100/33');
	});

	test('is deleted by no token but one of the Page, and by none without the permission', async () => {
		await using sandbox = await startSandbox();
		const { world, appId } = sandbox;
		const tokens = await pageTokens(sandbox);
		const { body } = await post(sandbox, ids.permanentPage, tokens.get(ids.permanentPage) ?? '');
		const deleteAs = (token: string) => ask<ErrorBody>(sandbox, `/${body.id}`, { method: 'DELETE', token });
		for (const token of [sandbox.userToken, tokens.get(ids.analyzePage) ?? '']) {
			const reply = await deleteAs(token);
			assert.equal(tuple(reply), '400 100/33');
			assert.match(reply.body.error.message, /^Unsupported delete request\. Object with ID '\d+_\d+' does not exist/);
		}
		const reader = world.issueUserToken(appId, ids.person, ['pages_show_list', 'pages_read_engagement']);
		assert.equal(tuple(await deleteAs(world.pageToken(reader, ids.permanentPage).text)), '400 200');
		world.removeRole(ids.person, ids.permanentPage);
		assert.equal(tuple(await deleteAs(tokens.get(ids.permanentPage) ?? '')), '401 190/492');
		assert.ok(world.posts.has(body.id));
	});

	test('is in the feed when it is published', async () => {
		await using sandbox = await startSandbox({ now: () => Date.UTC(2026, 10, 24, 10) / 1000 });
		const token = (await pageTokens(sandbox)).get(ids.permanentPage) ?? '';
		const made = await ask<{ id: string }>(sandbox, '/me/feed', { json: { message: 'Fresh bread' }, token });
		const { body } = await ask<EdgeBody>(sandbox, '/me/feed', { token });
		assert.deepEqual(body.data, [
			{ created_time: '2026-11-24T10:00:00+0000', message: 'Fresh bread', id: made.body.id },
		]);
	});
});

describe('a post is refused', () => {
	test('with a user token, and with the token of another Page', async () => {
		await using sandbox = await startSandbox();
		for (const token of [sandbox.userToken, (await pageTokens(sandbox)).get(ids.analyzePage) ?? '']) {
			const reply = await post(sandbox, ids.permanentPage, token);
			assert.equal(tuple(reply), '400 200');
			assert.equal(reply.body.error.message, '(#200) Unpublished posts must be posted to a page as the page itself.');
		}
		assert.equal(sandbox.world.posts.size, 0);
	});

	test('without a task that allows it, and without the permission', async () => {
		await using sandbox = await startSandbox();
		const analyst = (await pageTokens(sandbox)).get(ids.analyzePage) ?? '';
		const reply = await post(sandbox, ids.analyzePage, analyst);
		assert.equal(tuple(reply), '400 200');
		assert.match(reply.body.error.message, /requires both pages_read_engagement and pages_manage_posts/);
		const { world, appId } = sandbox;
		const reader = world.issueUserToken(appId, ids.person, ['pages_show_list', 'pages_read_engagement']);
		const token = (await pageTokens(sandbox, reader.text)).get(ids.permanentPage) ?? '';
		assert.equal(tuple(await post(sandbox, ids.permanentPage, token)), '400 200');
	});

	test('without anything in it', async () => {
		await using sandbox = await startSandbox();
		const token = (await pageTokens(sandbox)).get(ids.permanentPage) ?? '';
		const empty = await ask<ErrorBody>(sandbox, '/me/feed', { form: { published: 'false' }, token });
		assert.equal(tuple(empty), '400 100/1349125');
	});
});
