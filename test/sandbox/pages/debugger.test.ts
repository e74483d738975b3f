import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { permissionsFor } from '../../../source/domain/permissions.ts';
import { ids } from '../../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../../source/sandbox/server.ts';
import { open, submit, tableOf } from './visit.ts';

describe('access token debugger', () => {
	let sandbox: Sandbox;
	let address: string;

	before(async () => {
		sandbox = await startSandbox({ now: () => 1_795_000_000 });
		address = `${sandbox.developersUrl}/tools/debug/accesstoken/`;
	});
	after(() => sandbox.close());

	function pageToken(longLived: boolean): string {
		const { world } = sandbox;
		const user = world.issueUserToken(ids.app, ids.person, permissionsFor('publish'), undefined, { longLived });
		return world.pageToken(user, ids.permanentPage).text;
	}

	test('asks for a token when the address has none', async () => {
		const { html } = await open(address);
		assert.match(html, /placeholder="Paste an access token"/);
		assert.doesNotMatch(html, /<table/);
	});

	test('says of a permanent Page token that it never expires', async () => {
		const table = tableOf(await open(`${address}?access_token=${pageToken(true)}&version=v27.0`));
		assert.equal(table.Expires, 'Never');
		assert.equal(table.Type, 'Page');
		assert.equal(table.Valid, '✓ Yes');
		assert.equal(table['App ID'], ids.app);
		assert.equal(table['User ID'], `${ids.person} Robin Example`);
		assert.equal(table['Profile ID'], `${ids.permanentPage} My Bakery`);
		assert.equal(table['Data access expires'], '16 Feb 2027, 11:06 UTC (in 90 days)');
		assert.match(table.Scopes ?? '', /pages_manage_posts/);
		assert.equal(table['Origin of error'], undefined);
	});

	test('dates a Page token that came from a short-lived user token', async () => {
		const table = tableOf(await open(`${address}?q=${pageToken(false)}`));
		assert.match(table.Expires ?? '', /^18 Nov 2026, 13:00 UTC \(in 113 minutes\)$/);
		assert.match(table.Issued ?? '', /Not recorded/);
	});

	test('takes a token from the form, with the blanks around it', async () => {
		assert.equal(tableOf(await submit(address, { access_token: ` ${sandbox.userToken}\n` })).Type, 'User');
	});

	test('gives the reason why a token has ended, with its codes', async () => {
		const { world } = sandbox;
		const user = world.issueUserToken(ids.app, ids.person, ['pages_show_list'], undefined, { longLived: true });
		const lost = world.pageToken(user, ids.rolelessPage).text;
		const table = tableOf(await open(`${address}?access_token=${lost}`));
		assert.equal(table.Valid, '✗ No');
		assert.match(table['Origin of error'] ?? '', /^The user must be an administrator.* code 190, subcode 492$/);
	});

	test('names all targets of a granular scope, or says that they are all', async () => {
		const { world } = sandbox;
		const some = world.issueUserToken(ids.app, ids.person, ['pages_show_list'], [ids.permanentPage]).text;
		const all = world.issueUserToken(ids.app, ids.person, ['pages_show_list'], 'all').text;
		const scopesOf = async (token: string) => tableOf(await open(`${address}?q=${token}`))['Granular scopes'];
		assert.equal(await scopesOf(some), `pages_show_list ${ids.permanentPage} My Bakery`);
		assert.equal(await scopesOf(all), 'pages_show_list all, now and in future');
	});

	test('extends a short-lived user token, and offers it for no other', async () => {
		assert.doesNotMatch((await open(`${address}?access_token=${pageToken(true)}`)).html, /value="extend"/);
		const { html } = await submit(address, { access_token: sandbox.userToken, step: 'extend' });
		const extended = /id="extended-token"[^>]*>([^<]+)</.exec(html)?.[1];
		assert.equal(sandbox.world.tokens.get(extended ?? '')?.expiresAt, 1_795_000_000 + 60 * 86_400);
	});

	test('says of other text that it is no token, in the words of Graph', async () => {
		const { html, status } = await open(`${address}?access_token=not-a-token`);
		assert.equal(status, 200);
		assert.match(html, /This is not an access token/);
		assert.match(html, /Cannot parse access token/);
	});
});
