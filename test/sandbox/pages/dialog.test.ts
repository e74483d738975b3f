import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { permissionsFor } from '../../../source/domain/permissions.ts';
import { ids } from '../../../source/sandbox/default-world.ts';
import type { App } from '../../../source/sandbox/entities.ts';
import { type Sandbox, startSandbox } from '../../../source/sandbox/server.ts';
import { scopesOf } from '../../../source/sandbox/tokens.ts';
import { ask, debug, type ErrorBody, exchange, type TokenBody } from '../ask.ts';
import { open, submit, ticked, type Visit } from './visit.ts';

const redirectUri = 'http://localhost:3000/back';
const PAGES = ['pages_show_list', 'pages_read_engagement', 'pages_manage_posts'];

type Parameters = Readonly<Record<string, string>>;

let sandbox: Sandbox;
let app: App;

beforeEach(async () => {
	sandbox = await startSandbox();
	// The person has granted this app nothing yet.
	app = sandbox.world.apps.get(ids.otherApp) ?? assert.fail('no app');
});
afterEach(() => sandbox.close());

function dialog(parameters: Parameters = {}, path = '/v27.0/dialog/oauth'): string {
	const all = { client_id: app.id, redirect_uri: redirectUri, state: 'a state & more', ...parameters };
	return `${sandbox.facebookUrl}${path}?${new URLSearchParams(all)}`;
}

/** Where the dialog sends the person who agrees: to `permissions` (default: all that are ticked) for `page`. */
async function agree(parameters: Parameters, permissions?: readonly string[], page: readonly string[] = []) {
	const url = dialog(parameters);
	const permission = permissions ?? ticked(await open(url));
	return addressOf(await submit(url, { step: 'continue', pages: 'chosen', permission, page }));
}

/** The form behind "Edit settings", which the dialog offers from the second time on. */
function edit(url: string): Promise<Visit> {
	return submit(url, { step: 'edit' });
}

function addressOf({ status, headers, html }: Visit): URL {
	assert.equal(status, 302, /<h1>(.*)<\/h1>/.exec(html)?.[1]);
	assert.equal(headers.get('cache-control'), 'no-store');
	return new URL(headers.get('location') ?? '');
}

async function tokenFor(address: URL, more: Parameters = {}): Promise<string> {
	const code = address.searchParams.get('code') ?? '';
	const query = { client_id: app.id, client_secret: app.secret, redirect_uri: redirectUri, code, ...more };
	const path = `/v27.0/oauth/access_token?${new URLSearchParams(query)}`;
	return (await ask<TokenBody>(sandbox, path)).body.access_token;
}

function headingOf({ html }: Visit): string {
	return /<h1>(.*?)<\/h1>/.exec(html)?.[1]?.replaceAll('&#39;', "'") ?? '';
}

describe('the login dialog', () => {
	test('asks for what the app wants, in any version and without one, by commas or blanks', async () => {
		for (const path of ['/dialog/oauth', '/v27.0/dialog/oauth', '/v19.0/dialog/oauth']) {
			for (const scope of [PAGES.join(), PAGES.join(' ')]) {
				const page = await open(dialog({ scope }, path));
				assert.equal(page.status, 200);
				const permissions = ticked(page).filter((name) => !/^\d/.test(name));
				assert.deepEqual(permissions, ['public_profile', ...PAGES]);
				assert.match(page.html, /Continue as <bdi>Robin<\/bdi>/);
			}
		}
	});

	test('gives a code for a long-lived token, with the state and #_=_ at the end', async () => {
		const address = await agree({ scope: PAGES.join(), response_type: 'code' }, PAGES, [ids.permanentPage]);
		assert.equal(`${address.origin}${address.pathname}`, redirectUri);
		assert.deepEqual([...address.searchParams.keys()], ['code', 'state']);
		assert.equal(address.searchParams.get('state'), 'a state & more');
		assert.equal(address.hash, '#_=_');
		const { data } = (await debugOf(await tokenFor(address))).body;
		assert.deepEqual(data.scopes.toSorted(), [...PAGES, 'public_profile'].sort());
		assert.deepEqual(
			data.granular_scopes,
			PAGES.map((scope) => ({ scope, target_ids: [ids.permanentPage] })),
		);
	});

	test('leaves alone what stands in the query of the redirect', async () => {
		const address = await agree({ redirect_uri: `${redirectUri}?next=%2Fa`, scope: 'email' });
		assert.match(address.search, /^\?next=%2Fa&code=[^&]+&state=/);
	});

	test('gives a short-lived token in the fragment, in the order that Meta has', async () => {
		const address = await agree({ scope: 'email', response_type: 'token' });
		assert.equal(address.search, '');
		assert.match(address.hash, /^#access_token=EAA\w+&data_access_expiration_time=\d+&expires_in=\d+&state=/);
		const fragment = new URLSearchParams(address.hash.slice(1));
		assert.ok(Number(fragment.get('expires_in')) <= 7200);
		assert.equal(fragment.get('state'), 'a state & more');
		assert.equal(sandbox.world.tokens.get(fragment.get('access_token') ?? '')?.issuedAt, undefined);
	});

	test('can put a long-lived token beside it', async () => {
		sandbox.world.login.longLivedTokenInFragment = true;
		const { hash } = await agree({ scope: 'email', response_type: 'token' });
		const token = /&expires_in=\d+&long_lived_token=(EAA\w+)&/.exec(hash)?.[1] ?? '';
		assert.ok(sandbox.world.tokens.get(token)?.issuedAt);
	});

	test('gives both, and the scopes, when asked for', async () => {
		const both = await agree({ scope: 'email', response_type: 'code token granted_scopes' }, []);
		assert.deepEqual(
			[...new URLSearchParams(both.hash.slice(1)).keys()],
			['access_token', 'data_access_expiration_time', 'expires_in', 'code', 'granted_scopes', 'denied_scopes', 'state'],
		);
		const { searchParams } = await agree({ scope: 'email', response_type: 'granted_scopes', state: '' });
		assert.deepEqual(
			[...searchParams],
			[
				['granted_scopes', 'public_profile'],
				['denied_scopes', ''],
			],
		);
	});

	test('says in the query that the person cancelled, and nothing is granted', async () => {
		for (const response_type of ['code', 'token']) {
			const address = addressOf(await submit(dialog({ scope: 'email', response_type }), { step: 'cancel' }));
			assert.equal(
				address.search,
				'?error=access_denied&error_code=200&error_description=Permissions+error&error_reason=user_denied&state=a+state+%26+more',
			);
		}
		assert.equal(sandbox.world.grant(app.id, ids.person), undefined);
	});

	test('does not ask again for what was declined, except with auth_type=rerequest', async () => {
		const scope = 'pages_show_list,email';
		const token = await tokenFor(await agree({ scope }, ['pages_show_list']));
		assert.deepEqual((await ask(sandbox, '/me/permissions', { token })).body, {
			data: [
				{ permission: 'pages_show_list', status: 'granted' },
				{ permission: 'public_profile', status: 'granted' },
				{ permission: 'email', status: 'declined' },
			],
		});
		assert.doesNotMatch((await edit(dialog({ scope }))).html, /value="email"/);
		const forced = await submit(dialog({ scope }), { step: 'continue', permission: ['pages_show_list', 'email'] });
		assert.deepEqual(sandbox.world.tokens.get(await tokenFor(addressOf(forced)))?.scopes.includes('email'), false);
		const again = { scope, auth_type: 'rerequest' };
		assert.match((await edit(dialog(again))).html, /value="email" checked/);
		const answer = await tokenFor(await agree(again, ['pages_show_list', 'email']));
		assert.ok(sandbox.world.tokens.get(answer)?.scopes.includes('email'));
	});

	test('keeps what was granted before, shows the Pages that were chosen, and takes back what is left out', async () => {
		await agree({ scope: 'pages_show_list,email' }, ['pages_show_list', 'email'], [ids.permanentPage]);
		const page = await edit(dialog({ scope: 'email,pages_manage_posts' }));
		assert.deepEqual(ticked(page), [ids.permanentPage, 'public_profile', 'email', 'pages_manage_posts']);
		assert.match(page.html, /What you allowed before[\s\S]*<li>pages_show_list<\/li>/);
		const token = await tokenFor(await agree({ scope: 'email,pages_manage_posts' }, ['pages_manage_posts']));
		assert.deepEqual(scopesOf(sandbox.world, sandbox.world.tokens.get(token) ?? assert.fail()), [
			'pages_show_list',
			'pages_manage_posts',
			'public_profile',
		]);
		assert.equal(sandbox.world.grant(app.id, ids.person)?.permissions.get('email'), 'declined');
	});

	test('grants no more than it asked for, and no Pages that it did not offer', async () => {
		const scope = 'pages_show_list';
		const address = await agree({ scope }, [scope, 'business_management'], [ids.ownedPages[0], ids.analyzePage]);
		const token = sandbox.world.tokens.get(await tokenFor(address));
		assert.deepEqual(token?.scopes, [scope, 'public_profile']);
		assert.deepEqual([...(token?.granularScopes[0]?.targetIds ?? [])], [ids.analyzePage]);
	});

	test('for all current and future Pages leaves the target ids out', async () => {
		const url = dialog({ scope: 'pages_show_list' });
		const address = addressOf(await submit(url, { step: 'continue', pages: 'all', permission: 'pages_show_list' }));
		const { data } = (await debugOf(await tokenFor(address))).body;
		assert.deepEqual(data.granular_scopes, [{ scope: 'pages_show_list' }]);
		assert.match((await edit(url)).html, /value="all" checked/);
	});

	test('hands the challenge on to the exchange', async () => {
		const verifier = 'v'.repeat(43);
		const address = await agree({ scope: 'email', code_challenge: verifier, code_challenge_method: 'plain' });
		assert.equal(await tokenFor(address), undefined);
		assert.match(await tokenFor(address, { code_verifier: verifier }), /^EAA/);
	});
});

describe('the second sign-in to an app', () => {
	const scope = 'pages_show_list,pages_manage_posts';
	const grantFor = (page: readonly string[]) => agree({ scope }, scope.split(','), page);
	const pagesOf = async (address: URL) => {
		const token = sandbox.world.tokens.get(await tokenFor(address));
		return [...(token?.granularScopes[0]?.targetIds ?? [])];
	};

	test('offers to go on as before, with the same Pages, even where there are none', async () => {
		for (const pages of [[ids.permanentPage], []]) {
			await grantFor(pages);
			const { html } = await open(dialog({ scope }));
			assert.match(html, /previously linked <bdi>Another App<\/bdi>/);
			assert.deepEqual([...html.matchAll(/<button[^>]*>([^<]+)/g)].map(([, text]) => text).slice(-3), [
				'Edit settings',
				'Continue',
				'Cancel',
			]);
			assert.deepEqual(await pagesOf(addressOf(await submit(dialog({ scope }), { step: 'replay' }))), pages);
		}
	});

	test('asks for what is new, and not for the Pages, where the person goes on as before', async () => {
		await grantFor([ids.permanentPage]);
		const more = dialog({ scope: `${scope},pages_manage_engagement` });
		const asked = await submit(more, { step: 'replay' });
		assert.deepEqual(ticked(asked), ['public_profile', 'pages_manage_engagement']);
		const form = { step: 'continue', replay: 'yes', permission: 'pages_manage_engagement' };
		const address = addressOf(await submit(more, form));
		assert.deepEqual(await pagesOf(address), [ids.permanentPage]);
		const grant = sandbox.world.grant(app.id, ids.person);
		assert.deepEqual([...(grant?.permissions.values() ?? [])].includes('declined'), false);
	});

	test('leaves the choice of Pages out where a configuration is asked for again', async () => {
		app.loginForBusiness = true;
		await agree({ config_id: ids.configuration }, [], [ids.permanentPage]);
		const offered = async (more: Parameters) =>
			(await open(dialog({ config_id: ids.configuration, ...more }))).html.includes('Edit settings');
		assert.deepEqual([await offered({}), await offered({ auth_type: 'rerequest' })], [true, false]);
	});

	for (const variant of ['invalid', 'valid-without-scopes'] as const) {
		test(`ends the tokens of Pages that are left out, which are ${variant} then, until they are selected again`, async () => {
			sandbox.world.login.pageOutsideGrant = variant;
			const both = [ids.permanentPage, ids.analyzePage];
			const userToken = await tokenFor(await grantFor(both));
			const accounts = async (token: string) =>
				(await ask<{ data: { id: string; access_token: string }[] }>(sandbox, '/me/accounts', { token })).body.data;
			const left = (await accounts(userToken)).find(({ id }) => id === ids.analyzePage)?.access_token ?? '';
			assert.equal((await debugOf(left)).body.data.is_valid, true);

			const narrow = await tokenFor(await grantFor([ids.permanentPage]));
			for (const token of [userToken, narrow]) {
				assert.deepEqual(
					(await accounts(token)).map(({ id }) => id),
					[ids.permanentPage],
				);
			}
			const { body } = await ask<ErrorBody>(sandbox, '/me', { token: left });
			assert.match(body.error.message, /^Any of the pages_.+ must be granted before impersonating a user's page\.$/);
			assert.deepEqual([body.error.code, body.error.error_subcode], [190, undefined]);
			const { data } = (await debugOf(left)).body;
			assert.deepEqual([data.is_valid, data.scopes], [variant !== 'invalid', ['public_profile']]);

			await grantFor(both);
			assert.equal((await ask(sandbox, '/me', { token: left })).status, 200);
		});
	}

	test('does not add new Pages to "all current and future Pages"', async () => {
		await submit(dialog({ scope }), { step: 'continue', pages: 'all', permission: scope.split(',') });
		const page = sandbox.world.addPage({
			...(sandbox.world.pages.get(ids.analyzePage) ?? assert.fail()),
			id: '104000000000777',
		});
		const role = sandbox.world.role(ids.person, ids.analyzePage) ?? assert.fail();
		sandbox.world.addRole({ ...role, pageId: page.id });
		const token = await tokenFor(addressOf(await submit(dialog({ scope }), { step: 'replay' })));
		const { body } = await ask<{ data: { id: string }[] }>(sandbox, '/me/accounts?limit=100', { token });
		assert.equal(
			body.data.some(({ id }) => id === ids.analyzePage),
			true,
		);
		assert.equal(
			body.data.some(({ id }) => id === page.id),
			false,
		);
	});
});

describe('the form of the login dialog', () => {
	test('may end at the redirect and nowhere else', async () => {
		const { headers } = await open(dialog());
		assert.match(headers.get('content-security-policy') ?? '', /form-action 'self' http:\/\/localhost:3000;/);
		assert.equal(headers.get('access-control-allow-origin'), null);
	});

	test('is not taken from another site', async () => {
		const body = new URLSearchParams({ step: 'continue', permission: 'email' });
		const { status } = await open(dialog({ scope: 'email' }), { method: 'POST', body, redirect: 'manual' });
		assert.equal(status, 403);
		assert.equal(sandbox.world.grant(app.id, ids.person), undefined);
	});
});

describe('the login dialog sends nobody back', () => {
	const problems: readonly (readonly [string, Parameters, string, RegExp])[] = [
		['an app that there is not', { client_id: '5' }, 'Invalid App ID', /does not look like a valid app ID/],
		['no app', { client_id: '' }, 'Error', /The parameter app_id is required/],
		['no redirect', { redirect_uri: '' }, 'Error', /The parameter redirect_uri is required/],
		['half a redirect', { redirect_uri: '/back' }, 'Error', /must be absolute/],
		['a stranger', { redirect_uri: 'https://evil.example/' }, "Can't Load URL", /included in the app&#39;s domains/],
		['a number', { redirect_uri: 'http://127.0.0.1:3000/' }, "Can't Load URL", /included in the app&#39;s domains/],
		['a script', { redirect_uri: 'javascript:alert(1)' }, "Can't Load URL", /included in the app&#39;s domains/],
		['a user name', { redirect_uri: 'http://localhost@evil.example/' }, "Can't Load URL", /app&#39;s domains/],
		['unknown permissions', { scope: 'email,manage_pages' }, 'Invalid Scopes', /Invalid Scopes: manage_pages\. This/],
		['an unknown answer', { response_type: 'id_token' }, 'Error', /Invalid parameter: response_type/],
		['a bad challenge', { code_challenge: 'short' }, 'Error', /Invalid parameter: code_challenge/],
	];
	for (const [name, parameters, heading, explanation] of problems) {
		test(`for ${name}: ${heading}`, async () => {
			const page = await open(dialog(parameters), { redirect: 'manual' });
			assert.equal(page.status, 400);
			assert.equal(headingOf(page), heading);
			assert.match(page.html, explanation);
			assert.doesNotMatch(page.html, /<form/);
		});
	}

	test('while the app is in development mode and the person has no role on it, or Meta has blocked it', async () => {
		app.status = 'restricted';
		assert.equal(headingOf(await open(dialog())), 'App not active');
		app.status = 'ok';
		app.roles.clear();
		assert.equal(headingOf(await open(dialog())), 'App not active');
	});

	test('to localhost once the app is live, but to its https addresses, exactly', async () => {
		app.redirectUris = ['https://example.com/back?a=1', 'http://example.com/plain'];
		const visit = (redirect_uri: string) => open(dialog({ redirect_uri }));
		assert.equal((await visit(redirectUri)).status, 200);
		app.mode = 'live';
		app.roles.clear();
		const blocked = await visit(redirectUri);
		assert.equal(headingOf(blocked), 'URL Blocked');
		assert.match(blocked.html, /the redirect URI is not whitelisted in the app’s Client OAuth Settings\./);
		assert.equal((await visit('https://example.com/back?a=1')).status, 200);
		for (const uri of ['https://example.com/back', 'https://example.com/back?a=1&b=2', 'http://example.com/plain']) {
			assert.equal(headingOf(await visit(uri)), 'URL Blocked', uri);
		}
		assert.equal((await open(dialog({ redirect_uri: 'https://example.com/back?a=1', scope: 'nonsense' }))).status, 200);
	});

	test('to 127.0.0.1, unless the world says otherwise', async () => {
		sandbox.world.login.loopbackAddresses = true;
		for (const redirect_uri of ['http://127.0.0.1:3000/', 'http://[::1]:3000/']) {
			assert.equal((await open(dialog({ redirect_uri }))).status, 200);
		}
		app.mode = 'live';
		assert.equal(headingOf(await open(dialog({ redirect_uri: 'http://127.0.0.1:3000/' }))), 'URL Blocked');
	});
});

describe("Meta's desktop redirect", () => {
	const desktop = 'https://www.facebook.com/connect/login_success.html';

	test('is open to every app, live or not, and stays in the sandbox', async () => {
		app.mode = 'live';
		const own = `${sandbox.facebookUrl}/connect/login_success.html`;
		for (const redirect_uri of [desktop, own]) {
			const address = await agree({ redirect_uri, response_type: 'token', scope: 'email' });
			assert.ok(address.href.startsWith(`${own}#access_token=EAA`));
			const { html, status } = await open(address.href);
			assert.equal(status, 200);
			assert.match(html, /<h1>Success<\/h1>/);
			assert.match(html, /treat the URL above as you would your password and do not share it with anyone/);
			assert.doesNotMatch(html, /data-leave-for="/);
		}
		const cancelled = addressOf(await submit(dialog({ redirect_uri: desktop }), { step: 'cancel' }));
		assert.ok(cancelled.href.startsWith(`${own}?error=access_denied&`));
	});

	test('gives a code, too, which the exchange wants the same address for', async () => {
		const address = await agree({ redirect_uri: desktop });
		assert.match(await tokenFor(address, { redirect_uri: desktop }), /^EAA/);
	});

	test('must be listed when the world says so', async () => {
		sandbox.world.login.desktopRedirectListed = true;
		assert.equal(headingOf(await open(dialog({ redirect_uri: desktop }))), 'URL Blocked');
		app.redirectUris = [desktop];
		assert.equal((await open(dialog({ redirect_uri: desktop }))).status, 200);
	});
});

describe('Facebook Login for Business', () => {
	const permissions = permissionsFor('publish');

	beforeEach(() => {
		app.loginForBusiness = true;
	});

	test('asks for what its configuration has, all or nothing', async () => {
		const parameters = { config_id: ids.configuration, scope: 'email' };
		const page = await open(dialog(parameters));
		assert.doesNotMatch(page.html, /name="permission"/);
		assert.deepEqual(
			ticked(page).filter((name) => !/^\d/.test(name)),
			['public_profile', ...permissions],
		);
		const token = sandbox.world.tokens.get(await tokenFor(await agree(parameters, [], [ids.permanentPage])));
		assert.deepEqual(token?.scopes, [...permissions, 'public_profile']);
		assert.deepEqual([...(token?.granularScopes[0]?.targetIds ?? [])], [ids.permanentPage]);
	});

	test('gives the token of a system user when the configuration has one, for the Pages that were chosen', async () => {
		const token = await tokenFor(await agree({ config_id: ids.systemUserConfiguration }, [], [ids.permanentPage]));
		const { data } = (await debugOf(token)).body;
		assert.deepEqual([data.type, data.user_id, data.expires_at], ['SYSTEM_USER', ids.systemUser, 0]);
		const accounts = (await ask<{ data: { id: string }[] }>(sandbox, '/me/accounts', { token })).body.data;
		assert.deepEqual(
			accounts.map(({ id }) => id),
			[ids.permanentPage],
		);
		assert.equal(
			headingOf(await open(dialog({ config_id: ids.systemUserConfiguration, response_type: 'token' }))),
			'Error',
		);
	});

	test('refuses a dialog without a configuration, and one that there is not', async () => {
		const page = await open(dialog({ scope: permissions.join() }));
		assert.equal(headingOf(page), "It looks like this app isn't available");
		assert.match(page.html, /This app needs at least one supported permission\./);
		assert.match((await open(dialog({ config_id: '333' }))).html, /Invalid parameter: config_id/);
	});

	test('of an app that does not have it, a configuration counts for nothing', async () => {
		app.loginForBusiness = false;
		assert.match((await open(dialog({ config_id: '333', scope: 'email' }))).html, /name="permission" value="email"/);
	});
});

function debugOf(token: string) {
	return debug({ ...sandbox, appId: app.id, appSecret: app.secret }, token);
}

test('the token from the dialog is exchanged as one from the Explorer', async () => {
	const { hash } = await agree({ scope: 'email', response_type: 'token' });
	const token = new URLSearchParams(hash.slice(1)).get('access_token') ?? '';
	const reply = await exchange({ ...sandbox, appId: app.id, appSecret: app.secret }, token);
	assert.equal(reply.body.expires_in, 5_184_000);
});
