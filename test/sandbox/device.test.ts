import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import type { App } from '../../source/sandbox/entities.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { ask, debug, type ErrorBody, type TokenBody, tuple } from './ask.ts';
import { open, submit, ticked } from './pages/visit.ts';

const PAGES = ['pages_show_list', 'pages_manage_posts'];

interface Begun {
	readonly code: string;
	readonly user_code: string;
	readonly verification_uri: string;
	readonly expires_in: number;
	readonly interval: number;
}

type Parameters = Readonly<Record<string, string>>;

let sandbox: Sandbox;
let app: App;
let now: number;

beforeEach(async () => {
	now = 1_793_000_000;
	sandbox = await startSandbox({ now: () => now });
	// The person has granted this app nothing yet.
	app = sandbox.world.apps.get(ids.otherApp) ?? assert.fail('no app');
});
afterEach(() => sandbox.close());

function begin(parameters: Parameters = {}) {
	const form = { access_token: `${app.id}|${app.clientToken}`, scope: PAGES.join(), ...parameters };
	return ask<Begun & ErrorBody>(sandbox, '/v27.0/device/login', { form });
}

/** Asks for the token, by default after the interval. */
function poll(code: string, wait = 5) {
	now += wait;
	const form = { access_token: `${app.id}|${app.clientToken}`, code };
	return ask<TokenBody & ErrorBody>(sandbox, '/v27.0/device/login_status', { form });
}

describe('a device', () => {
	test('gets a code of its own and one to show, the address for it, and how often to ask', async () => {
		const { status, body } = await begin();
		assert.equal(status, 200);
		assert.deepEqual(Object.keys(body), ['code', 'user_code', 'verification_uri', 'expires_in', 'interval']);
		assert.match(body.code, /^[0-9a-f]{32}$/);
		assert.match(body.user_code, /^[A-Z0-9]{8}$/);
		assert.equal(body.verification_uri, `${sandbox.facebookUrl}/device`);
		assert.deepEqual([body.expires_in, body.interval], [420, 5]);
	});

	test('is told to go on, to slow down, and that the code has expired', async () => {
		const { code } = (await begin()).body;
		const pending = await poll(code);
		assert.equal(tuple(pending), '400 31/1349174');
		assert.equal(pending.body.error.message, 'This request requires the user to take a pending action');
		assert.equal(tuple(await poll(code, 4)), '400 31/1349174', 'the clock may be off by a part of a second');
		assert.equal(tuple(await poll(code, 2)), '400 17/1349172');
		assert.equal(tuple(await poll(code)), '400 31/1349174');
		assert.equal(tuple(await poll(code, 420)), '400 463/1349152');
	});

	test('gets the token once, when the person has agreed', async () => {
		const { code, user_code } = (await begin()).body;
		await poll(code);
		const page = { pages: 'chosen', page: [ids.permanentPage], permission: PAGES };
		await submit(`${sandbox.facebookUrl}/device`, { user_code, step: 'continue', ...page });
		const { body, status } = await poll(code);
		assert.equal(status, 200);
		assert.deepEqual(Object.keys(body), ['access_token', 'data_access_expiration_time', 'expires_in']);
		assert.equal(body.expires_in, 60 * 86_400 - 5);
		const { data } = (await debug({ ...sandbox, appId: app.id, appSecret: app.secret }, body.access_token)).body;
		assert.deepEqual(
			data.granular_scopes,
			PAGES.map((scope) => ({ scope, target_ids: [ids.permanentPage] })),
		);
		assert.equal(tuple(await poll(code)), '400 463/1349152');
	});

	test('is told when the person declined', async () => {
		const { code, user_code } = (await begin()).body;
		await submit(`${sandbox.facebookUrl}/device`, { user_code, step: 'cancel' });
		assert.equal(tuple(await poll(code)), '400 200/1349173');
		assert.equal(sandbox.world.grant(app.id, ids.person), undefined);
	});

	test('needs the client token, of the app that began', async () => {
		const wrong: readonly (readonly [string, string])[] = [
			[`${app.id}|${'0'.repeat(32)}`, '400 190'],
			[`${app.id}|${app.secret}`, '400 190'],
			['5|abc', '400 190'],
			['', '400 104'],
		];
		for (const [access_token, expected] of wrong) {
			assert.equal(tuple(await begin({ access_token })), expected, access_token);
		}
		const { code } = (await begin()).body;
		const access_token = `${sandbox.appId}|${sandbox.clientToken}`;
		const form = { access_token, code };
		assert.equal(tuple(await ask<ErrorBody>(sandbox, '/device/login_status', { form })), '400 100');
		assert.equal(tuple(await poll('made-up')), '400 100');
	});

	test('is refused when the app has Login from Devices off, and when it asks by GET', async () => {
		const query = `access_token=${app.id}%7C${app.clientToken}`;
		assert.equal(tuple(await ask<ErrorBody>(sandbox, `/device/login?${query}`)), '400 100/33');
		app.loginFromDevices = false;
		const refused = await begin();
		assert.equal(tuple(refused), '400 3');
		assert.equal(refused.body.error.message, '(#3) Application does not have the capability to make this API call.');
	});

	test('needs no proof where the app wants one: it does not have the secret', async () => {
		app.requireAppSecretProof = true;
		assert.equal((await begin()).status, 200);
	});

	test('may be refused permissions for Pages, or not be given them: what Meta does is not known', async () => {
		assert.match((await begin({ scope: 'email,nonsense' })).body.error.message, /Invalid Scopes: nonsense$/);
		sandbox.world.login.devicePagePermissions = 'refused';
		const refused = await begin({ scope: 'email,pages_show_list' });
		assert.match(refused.body.error.message, /Invalid Scopes: pages_show_list$/);
		sandbox.world.login.devicePagePermissions = 'left-out';
		const { code, user_code } = (await begin({ scope: 'email,pages_show_list' })).body;
		const all = ['email', 'pages_show_list'];
		await submit(`${sandbox.facebookUrl}/device`, { user_code, step: 'continue', permission: all });
		const token = sandbox.world.tokens.get((await poll(code)).body.access_token);
		assert.deepEqual(token?.scopes, ['email', 'public_profile']);
	});
});

describe('the device page', () => {
	const address = () => `${sandbox.facebookUrl}/device`;

	test('takes the code in any case, with blanks and dashes, and asks', async () => {
		const { user_code } = (await begin()).body;
		const typed = ` ${user_code.slice(0, 4).toLowerCase()}-${user_code.slice(4)} `;
		const page = await submit(address(), { user_code: typed, step: 'enter' });
		assert.match(page.html, /<bdi>Another App<\/bdi> asks for access/);
		assert.deepEqual(
			ticked(page).filter((name) => !/^\d/.test(name)),
			['public_profile', ...PAGES],
		);
	});

	test('is filled in by the link of a QR code, and still asks for a press', async () => {
		const { user_code } = (await begin()).body;
		const { html } = await open(`${address()}?user_code=${user_code}&qr=1`);
		assert.match(html, new RegExp(`name="user_code" class="code" value="${user_code}"`));
		assert.doesNotMatch(html, /asks for access/);
	});

	test('says that a code is wrong, used or too old', async () => {
		const { user_code } = (await begin()).body;
		const problem = /This code is not right, or it has expired/;
		assert.match((await submit(address(), { user_code: '<b>"', step: 'enter' })).html, problem);
		now += 420;
		assert.match((await submit(address(), { user_code, step: 'enter' })).html, problem);
		const second = (await begin()).body.user_code;
		await submit(address(), { user_code: second, step: 'cancel' });
		assert.match((await submit(address(), { user_code: second, step: 'continue' })).html, problem);
	});

	test('lets only people with a role into an app in development mode', async () => {
		const { user_code } = (await begin()).body;
		app.roles.clear();
		assert.match((await submit(address(), { user_code, step: 'continue' })).html, /App not active/);
		assert.equal(sandbox.world.grant(app.id, ids.person), undefined);
	});
});
