import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { permissionsFor } from '../../../source/domain/permissions.ts';
import { ids } from '../../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../../source/sandbox/server.ts';
import { appOf } from '../ask.ts';
import { fieldOf, open, submit, ticked, tokenOf } from './visit.ts';

describe('Graph API Explorer', () => {
	let sandbox: Sandbox;
	let address: string;

	beforeEach(async () => {
		sandbox = await startSandbox();
		address = `${sandbox.developersUrl}/tools/explorer/${sandbox.appId}/`;
	});
	afterEach(() => sandbox.close());

	async function debug(token: string): Promise<Record<string, unknown>> {
		const caller = `${sandbox.appId}|${sandbox.appSecret}`;
		const query = new URLSearchParams({ input_token: token, access_token: caller });
		const response = await fetch(`${sandbox.graphUrl}/v27.0/debug_token?${query}`);
		return ((await response.json()) as { data: Record<string, unknown> }).data;
	}

	test('begins with no token and with public_profile alone', async () => {
		const page = await open(`${sandbox.developersUrl}/tools/explorer/`);
		assert.deepEqual(ticked(page), ['public_profile']);
		assert.equal(tokenOf(page), '');
	});

	test('takes app, method, path and version from the address', async () => {
		const url = `${sandbox.developersUrl}/tools/explorer/${ids.otherApp}/?method=DELETE&path=me%2Fpermissions%3Ffields%3Did%2Cname&version=v24.0`;
		const { html } = await open(url);
		assert.match(html, new RegExp(`<option value="${ids.otherApp}" selected>`));
		assert.match(html, /<option value="DELETE" selected>/);
		assert.match(html, /<option value="v24.0" selected>/);
		assert.match(html, /value="me\/permissions\?fields=id,name"/);
	});

	test('says so when the app in the address is not one of the person', async () => {
		const { html } = await open(`${sandbox.developersUrl}/tools/explorer/999999999999999/`);
		assert.match(html, /You have no role on the app 999999999999999/);
		assert.match(html, new RegExp(`<option value="${ids.app}" selected>`));
	});

	test('uninstalls the app: its grant and all its tokens end', async () => {
		const { html } = await submit(address, { step: 'generate', choice: 'uninstall' });
		assert.match(html, /My App is uninstalled/);
		assert.equal(sandbox.world.grant(sandbox.appId, ids.person), undefined);
		const { is_valid, error } = await debug(sandbox.userToken);
		assert.equal(is_valid, false);
		assert.equal((error as { subcode: number }).subcode, 458);
	});

	test('asks for consent with every Page and permission ticked, and generates nothing yet', async () => {
		const tokens = sandbox.world.tokens.size;
		const consent = await submit(address, { step: 'generate', permission: permissionsFor('publish') });
		assert.match(consent.html, /asks for access/);
		assert.deepEqual(
			new Set(ticked(consent)),
			new Set(['public_profile', ...permissionsFor('publish'), ...sandbox.world.offeredPageIds(ids.person)]),
		);
		assert.equal(sandbox.world.tokens.size, tokens);
	});

	test('asks for no Pages when no permission is for Pages', async () => {
		assert.doesNotMatch((await submit(address, { step: 'generate', permission: 'email' })).html, /name="pages"/);
	});

	test('generates a short-lived user token with what was chosen, and nothing else', async () => {
		const page = await submit(address, {
			step: 'consent',
			asked: ['pages_show_list', 'pages_manage_posts'],
			permission: ['pages_show_list'],
			page: [ids.permanentPage, 'not-offered'],
		});
		const data = await debug(tokenOf(page));
		assert.equal(data.type, 'USER');
		assert.equal(data.is_valid, true);
		assert.equal(data.app_id, sandbox.appId);
		assert.equal(data.issued_at, undefined);
		const minutesLeft = (Number(data.expires_at) - Date.now() / 1000) / 60;
		assert.ok(minutesLeft > 59 && minutesLeft <= 120, `${minutesLeft} minutes`);
		assert.deepEqual(data.scopes, ['pages_show_list', 'public_profile']);
		assert.deepEqual(data.granular_scopes, [{ scope: 'pages_show_list', target_ids: [ids.permanentPage] }]);
		const grant = sandbox.world.grant(ids.app, ids.person);
		assert.equal(grant?.permissions.get('pages_manage_posts'), 'declined');
		assert.deepEqual(ticked(page), ['public_profile', 'pages_show_list']);
	});

	test('can grant all current and future Pages', async () => {
		const page = await submit(address, { step: 'consent', permission: 'pages_show_list', pages: 'all' });
		assert.deepEqual((await debug(tokenOf(page))).granular_scopes, [{ scope: 'pages_show_list' }]);
	});

	test('takes permissions as a list of names, and refuses names that do not exist', async () => {
		const consent = await submit(address, { step: 'generate', add: 'pages_show_list, read_insights' });
		assert.match(consent.html, /name="permission" value="read_insights" checked/);
		const refused = await submit(address, { step: 'generate', add: 'manage_pages' });
		assert.match(refused.html, /Invalid scopes: manage_pages/);
		assert.equal(tokenOf(refused), '');
	});

	test('grants nothing when the person cancels', async () => {
		const tokens = sandbox.world.tokens.size;
		const page = await submit(address, { step: 'cancel', permission: 'pages_show_list' });
		assert.match(page.html, /nothing was granted/);
		assert.equal(sandbox.world.tokens.size, tokens);
	});

	test('generates an app token without consent', async () => {
		const page = await submit(address, { step: 'generate', choice: 'app' });
		assert.equal((await debug(tokenOf(page))).type, 'APP');
	});

	test('generates Page tokens, short-lived as the user token that they come from', async () => {
		const all = sandbox.world.offeredPageIds(ids.person);
		const permission = permissionsFor('publish');
		const first = await submit(address, { step: 'consent', choice: 'page', permission, page: all });
		const data = await debug(tokenOf(first));
		assert.equal(data.type, 'PAGE');
		assert.equal(data.profile_id, ids.permanentPage);
		assert.ok(Number(data.expires_at) > 0);
		assert.match(first.html, new RegExp(`<option value="page:${ids.permanentPage}" selected>`));
		assert.doesNotMatch(first.html, new RegExp(`page:${ids.rolelessPage}|page:${ids.tokenlessPage}`));

		const userToken = fieldOf(first.html, 'user_token');
		const other = { step: 'generate', choice: `page:${ids.analyzePage}`, user_token: userToken };
		assert.equal((await debug(tokenOf(await submit(address, other)))).profile_id, ids.analyzePage);
		sandbox.world.expireToken(userToken);
		assert.match((await submit(address, other)).html, /no longer gives a token for this Page/);
	});

	test('sends the request with the token and its proof, and shows the answer', async () => {
		appOf(sandbox).requireAppSecretProof = true;
		const fields = { step: 'send', version: 'v27.0', access_token: sandbox.userToken };
		const page = await submit(address, { ...fields, path: '/me?fields=id,name' });
		assert.match(page.html, /HTTP 200/);
		assert.match(page.html, /&quot;name&quot;: &quot;Robin Example&quot;/);
		assert.match((await submit(address, { ...fields, path: 'me/nothing' })).html, /✗ HTTP 4\d\d/);
		assert.equal(tokenOf(page), sandbox.userToken);
	});

	test('signs nobody in to a restricted app', async () => {
		appOf(sandbox).status = 'restricted';
		assert.match((await submit(address, { step: 'generate' })).html, /My App is restricted/);
	});

	test('says so to a person without an app', async () => {
		for (const app of sandbox.world.apps.values()) {
			app.roles.clear();
		}
		assert.match((await open(address)).html, /You have no app/);
	});
});
