import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { ask, type EdgeBody, type ErrorBody, type PageItem, tuple } from './ask.ts';

async function list(sandbox: Sandbox, query: string, token = sandbox.userToken): Promise<EdgeBody> {
	return (await ask<EdgeBody>(sandbox, `/v27.0/me/accounts?${query}`, { token })).body;
}

describe('paging', () => {
	test('runs through all Pages once, and links lead there and back', async () => {
		await using sandbox = await startSandbox({ pages: 240 });
		const seen: PageItem[] = [];
		let path = `/v27.0/me/accounts?fields=id,name&limit=7&access_token=${sandbox.userToken}`;
		let last: EdgeBody | undefined;
		while (path !== '') {
			last = (await ask<EdgeBody>(sandbox, path)).body;
			seen.push(...last.data);
			path = (last.paging?.next ?? '').replace(sandbox.graphUrl, '');
		}
		// Four of them are not listed by the account.
		assert.equal(seen.length, 236);
		assert.equal(new Set(seen.map(({ id }) => id)).size, 236);
		const back = await ask<EdgeBody>(sandbox, (last?.paging?.previous ?? '').replace(sandbox.graphUrl, ''));
		assert.deepEqual(back.body.data, seen.slice(224, 231));
	});

	test('links carry the numeric id, and the token only when it came in the query', async () => {
		await using sandbox = await startSandbox({ pages: 5 });
		const byHeader = await ask<EdgeBody>(sandbox, '/v27.0/me/accounts?fields=id,name&limit=2', {
			token: sandbox.userToken,
		});
		const after = byHeader.body.paging?.cursors.after;
		const link = `${sandbox.graphUrl}/v27.0/${ids.person}/accounts?fields=id%2Cname&limit=2&after=${after}`;
		assert.equal(byHeader.body.paging?.next, link);
		assert.match(byHeader.text, /fields=id\\u00252Cname/);
		const byQuery = await ask<EdgeBody>(sandbox, `/me/accounts?limit=2&access_token=${sandbox.userToken}`);
		assert.ok(byQuery.body.paging?.next?.includes(`/accounts?access_token=${sandbox.userToken}&limit=2&after=`));
	});

	test('a single page of data has cursors and no link, and no data no paging', async () => {
		await using sandbox = await startSandbox({ pages: 3 });
		const body = await list(sandbox, 'fields=id');
		assert.deepEqual(Object.keys(body.paging ?? {}), ['cursors']);
		assert.match(body.paging?.cursors.after ?? '', /^QVFI[\w-]+$/);
	});

	test('takes no cursor of another edge, nor one that is made up', async () => {
		await using sandbox = await startSandbox();
		const token = sandbox.userToken;
		const { body } = await ask<EdgeBody>(sandbox, `/${ids.business}/owned_pages?limit=1`, { token });
		const foreign = body.paging?.cursors.after ?? '';
		const own = (await list(sandbox, 'limit=1')).paging?.cursors.after ?? '';
		assert.ok(!Buffer.from(own, 'base64url').toString().includes(ids.permanentPage));
		for (const cursor of [foreign, own.slice(0, -2), 'QVFI', 'x']) {
			const reply = await ask<ErrorBody>(sandbox, `/me/accounts?after=${cursor}`, { token });
			assert.equal(tuple(reply), '400 100', cursor);
		}
	});

	test('gives 25 by default, no more than its bound, and the total when asked', async () => {
		await using sandbox = await startSandbox({ pages: 130, greatestLimit: 100 });
		assert.equal((await list(sandbox, 'fields=id')).data.length, 25);
		const body = await list(sandbox, 'fields=id&limit=5000&summary=total_count');
		assert.equal(body.data.length, 100);
		assert.match(body.paging?.next ?? '', /[?&]limit=100&/);
		assert.deepEqual(body.summary, { total_count: 126 });
	});

	test('may refuse to give many at once', async () => {
		await using sandbox = await startSandbox({ pages: 130 });
		sandbox.world.limitRefusedBeyond = 100;
		const reply = await ask<ErrorBody>(sandbox, '/v27.0/me/accounts?limit=101', { token: sandbox.userToken });
		assert.equal(tuple(reply), '500 1');
		assert.equal((await list(sandbox, 'limit=100')).data.length, 100);
	});
});

describe('an item', () => {
	test('has by default what Graph gives, in its order, with ids as strings', async () => {
		await using sandbox = await startSandbox();
		const { data } = await list(sandbox, '');
		const keys = ['access_token', 'category', 'category_list', 'name', 'id', 'tasks'];
		assert.deepEqual(Object.keys(data[0] ?? {}), keys);
		assert.ok(data.every(({ id }) => typeof id === 'string'));
		assert.ok(data.some(({ id }) => BigInt(id) > BigInt(Number.MAX_SAFE_INTEGER)));
	});

	test('has the fields that were asked for, and always its id', async () => {
		await using sandbox = await startSandbox();
		const { data } = await list(sandbox, 'fields=name,category_list{name}&limit=1');
		assert.deepEqual(data, [{ name: 'My Bakery', category_list: [{ name: 'Bakery' }], id: ids.permanentPage }]);
	});

	test('without a token is listed all the same', async () => {
		await using sandbox = await startSandbox();
		const { data } = await list(sandbox, 'fields=id,name,access_token');
		const item = data.find(({ id }) => id === ids.tokenlessPage);
		assert.deepEqual(Object.keys(item ?? {}), ['id', 'name']);
	});

	test('with a field that Pages lack is error 100, with one that needs more rights 283, without one that is not played', async () => {
		await using sandbox = await startSandbox();
		const unknown = await ask<ErrorBody>(sandbox, '/me/accounts?fields=id,permissions', { token: sandbox.userToken });
		assert.equal(
			unknown.body.error.message,
			'(#100) Tried accessing nonexisting field (permissions) on node type (Page)',
		);
		const [first] = (await list(sandbox, 'fields=id,emails,cover{source}')).data;
		assert.deepEqual(Object.keys(first ?? {}), ['id'], 'whether Meta has such a field is not for the sandbox to say');
		const { text } = sandbox.world.issueUserToken(sandbox.appId, ids.person, ['pages_show_list']);
		const denied = await ask<ErrorBody>(sandbox, '/me/accounts?fields=followers_count', { token: text });
		assert.equal(tuple(denied), '400 283');
	});
});

describe('the listing', () => {
	test('is empty without pages_show_list, and has only the Pages that were ticked', async () => {
		await using sandbox = await startSandbox();
		const { world, appId } = sandbox;
		const blind = world.issueUserToken(appId, ids.person, ['pages_manage_posts']);
		assert.deepEqual(await list(sandbox, '', blind.text), { data: [] });
		const narrow = world.issueUserToken(appId, ids.person, ['pages_show_list'], [ids.analyzePage]);
		assert.deepEqual((await list(sandbox, 'fields=id', narrow.text)).data, [{ id: ids.analyzePage }]);
		const all = world.issueUserToken(appId, ids.person, ['pages_show_list'], 'all');
		assert.equal((await list(sandbox, 'fields=id', all.text)).data.length, 11);
	});

	test('has the Pages of a business only with business_management', async () => {
		await using sandbox = await startSandbox();
		const { world, appId } = sandbox;
		const role = world.role(ids.person, ids.ownedPages[0]);
		assert.ok(role);
		role.listed = true;
		const shown = async (token: string) =>
			(await list(sandbox, 'fields=id', token)).data.some(({ id }) => id === ids.ownedPages[0]);
		assert.equal(await shown(world.issueUserToken(appId, ids.person, ['pages_show_list'], 'all').text), false);
		assert.equal(await shown(sandbox.userToken), true);
	});

	test('is not there for a Page token, nor for the app token', async () => {
		await using sandbox = await startSandbox();
		const page = (await list(sandbox, 'limit=1')).data[0];
		const asPage = await ask<ErrorBody>(sandbox, '/me/accounts', { token: page?.access_token ?? '' });
		assert.equal(asPage.body.error.message, '(#100) Tried accessing nonexisting field (accounts) on node type (Page)');
		const asApp = { token: `${sandbox.appId}|${sandbox.appSecret}` };
		assert.equal(tuple(await ask<ErrorBody>(sandbox, '/me/accounts', asApp)), '400 2500');
		assert.equal(tuple(await ask<ErrorBody>(sandbox, `/${ids.person}/accounts`, asApp)), '400 102');
	});
});

describe('a Page that is not listed', () => {
	test('but named by a granular scope gives its token by its id', async () => {
		await using sandbox = await startSandbox();
		assert.ok(!(await list(sandbox, 'fields=id')).data.some(({ id }) => id === ids.granularPage));
		const path = `/${ids.granularPage}?fields=id,name,access_token`;
		const { body } = await ask<PageItem>(sandbox, path, { token: sandbox.userToken });
		assert.match(body.access_token ?? '', /^EAA/);
	});

	test('but of a business is found on its edges', async () => {
		await using sandbox = await startSandbox();
		const token = sandbox.userToken;
		const { body } = await ask<EdgeBody>(sandbox, '/me/businesses', { token });
		assert.deepEqual(body.data, [{ id: ids.business, name: 'Example Holding' }]);
		const edge = async (name: string) =>
			(await ask<EdgeBody>(sandbox, `/${ids.business}/${name}?fields=id,access_token`, { token })).body.data;
		assert.deepEqual(
			(await edge('owned_pages')).map(({ id }) => id),
			ids.ownedPages,
		);
		assert.deepEqual(
			(await edge('client_pages')).map(({ id }) => id),
			[ids.clientPage],
		);
		assert.match((await edge('owned_pages'))[0]?.access_token ?? '', /^EAA/);
	});

	test('gives no business without business_management', async () => {
		await using sandbox = await startSandbox();
		const { text } = sandbox.world.issueUserToken(sandbox.appId, ids.person, ['pages_show_list']);
		assert.equal(tuple(await ask<ErrorBody>(sandbox, '/me/businesses', { token: text })), '400 100');
	});

	test('is assigned by a business, in a list that Meta may refuse', async () => {
		await using sandbox = await startSandbox();
		const path = '/me/assigned_pages?fields=id,access_token,tasks';
		const assigned = () => ask<EdgeBody & ErrorBody>(sandbox, path, { token: sandbox.userToken });
		assert.equal(tuple(await assigned()), '400 10');
		sandbox.world.listsAssignedPages = true;
		assert.deepEqual(
			(await assigned()).body.data.map(({ id }) => id),
			[...ids.ownedPages, ids.clientPage],
		);
		const { text } = sandbox.world.issueUserToken(sandbox.appId, ids.person, ['pages_show_list']);
		assert.equal(tuple(await ask<ErrorBody>(sandbox, path, { token: text })), '400 10');
	});

	test('gives its token by its id alone, where lists give none', async () => {
		await using sandbox = await startSandbox();
		sandbox.world.listsGiveTokens = false;
		assert.equal((await list(sandbox, 'fields=id,access_token&limit=1')).data[0]?.access_token, undefined);
		const path = `/${ids.permanentPage}?fields=access_token`;
		assert.match((await ask<PageItem>(sandbox, path, { token: sandbox.userToken })).body.access_token ?? '', /^EAA/);
	});
});
