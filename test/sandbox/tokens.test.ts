import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { appOf, ask, debug, type EdgeBody, type ErrorBody, exchange, firstPageToken, tuple } from './ask.ts';

const NOW = Date.UTC(2026, 10, 24, 10, 20) / 1000;

describe('lifetimes', () => {
	test('a short-lived user token ends on a full hour, and so does the Page token from it', async () => {
		await using sandbox = await startSandbox({ now: () => NOW });
		const user = (await debug(sandbox, sandbox.userToken)).body.data;
		assert.equal(user.type, 'USER');
		assert.equal(user.expires_at, Date.UTC(2026, 10, 24, 12) / 1000);
		assert.equal('issued_at' in user, false);
		const page = (await debug(sandbox, await firstPageToken(sandbox))).body.data;
		assert.equal(page.type, 'PAGE');
		assert.equal(page.expires_at, user.expires_at);
	});

	test('a long-lived one ends after 60 days, the Page token from it never, data access of both after 90', async () => {
		await using sandbox = await startSandbox({ now: () => NOW });
		const reply = await exchange(sandbox, sandbox.userToken);
		assert.deepEqual(Object.keys(reply.body), ['access_token', 'token_type', 'expires_in']);
		assert.equal(reply.body.expires_in, 5_184_000);
		assert.equal(reply.headers.get('etag'), null);
		assert.equal(reply.headers.get('x-app-usage'), null);
		const { access_token: long } = reply.body;
		const user = (await debug(sandbox, long)).body.data;
		assert.equal(user.issued_at, NOW);
		assert.equal(user.expires_at, NOW + 5_184_000);
		const page = await debug(sandbox, await firstPageToken(sandbox, long));
		assert.equal(page.body.data.expires_at, 0);
		assert.equal(page.body.data.data_access_expires_at, NOW + 7_776_000);
		assert.equal(page.body.data.profile_id, ids.permanentPage);
		assert.deepEqual(Object.keys(page.body.data), [
			...['app_id', 'type', 'application', 'data_access_expires_at', 'expires_at', 'is_valid', 'issued_at'],
			...['profile_id', 'scopes', 'granular_scopes', 'user_id'],
		]);
	});

	test('a Page token outlives the long-lived user token that it came from', async () => {
		let now = NOW;
		await using sandbox = await startSandbox({ now: () => now });
		const { access_token: long } = (await exchange(sandbox, sandbox.userToken)).body;
		const page = await firstPageToken(sandbox, long);
		now += 61 * 86_400;
		assert.equal((await debug(sandbox, long)).body.data.is_valid, false);
		assert.equal((await debug(sandbox, page)).body.data.is_valid, true);
	});

	test('a Page token stays the same while its user token lives, and differs by lifetime', async () => {
		await using sandbox = await startSandbox();
		const { access_token: long } = (await exchange(sandbox, sandbox.userToken)).body;
		const short = await firstPageToken(sandbox);
		assert.equal(await firstPageToken(sandbox), short);
		const permanent = await firstPageToken(sandbox, long);
		assert.equal(await firstPageToken(sandbox, long), permanent);
		assert.notEqual(permanent, short);
	});

	test('an app with unlimited user tokens gives no expires_in', async () => {
		await using sandbox = await startSandbox();
		appOf(sandbox).unlimitedUserTokens = true;
		const { body } = await exchange(sandbox, sandbox.userToken);
		assert.deepEqual(Object.keys(body), ['access_token', 'token_type']);
		assert.equal((await debug(sandbox, body.access_token)).body.data.expires_at, 0);
	});

	test('a system user and its Page tokens have no end at all, or both end after 60 days', async () => {
		await using sandbox = await startSandbox({ now: () => NOW });
		const { world, appId } = sandbox;
		for (const [endsIn60Days, end] of [
			[false, 0],
			[true, NOW + 60 * 86_400],
		] as const) {
			const scopes = ['pages_show_list', 'pages_manage_posts'];
			const { text } = world.issueSystemUserToken(appId, ids.systemUser, scopes, { endsIn60Days });
			const { data } = (await debug(sandbox, text)).body;
			assert.deepEqual([data.type, data.expires_at, data.data_access_expires_at], ['SYSTEM_USER', end, 0]);
			assert.equal((await debug(sandbox, await firstPageToken(sandbox, text))).body.data.expires_at, end);
			const refreshed = (await exchange(sandbox, text)).body.access_token;
			assert.equal((await debug(sandbox, refreshed)).body.data.expires_at, end);
		}
	});

	test('a system user is a user of its own, with the Pages that are assigned to it', async () => {
		await using sandbox = await startSandbox();
		const { world, appId } = sandbox;
		const { text: token } = world.issueSystemUserToken(appId, ids.systemUser, ['pages_show_list']);
		const me = await ask(sandbox, '/me', { token });
		assert.deepEqual(me.body, { name: 'Example Publisher', id: ids.systemUser });
		const { data } = (await ask<EdgeBody>(sandbox, '/me/accounts', { token })).body;
		assert.deepEqual(
			data.map(({ id }) => id),
			[...ids.ownedPages, ids.clientPage],
		);
		const permissions = await ask(sandbox, '/me/permissions', { token });
		assert.deepEqual(permissions.body, { data: [{ permission: 'pages_show_list', status: 'granted' }] });
	});

	test('the end of a system user token that has one ends its Page tokens', async () => {
		await using sandbox = await startSandbox();
		const { world, appId } = sandbox;
		const { text } = world.issueSystemUserToken(appId, ids.systemUser, ['pages_show_list'], { endsIn60Days: true });
		const token = await firstPageToken(sandbox, text);
		world.expireToken(text);
		assert.equal(tuple(await ask<ErrorBody>(sandbox, '/me', { token })), '401 190/463');
	});

	test('all tokens of an app begin alike, and the same seed gives the same tokens', async () => {
		await using sandbox = await startSandbox({ seed: 'a', now: () => NOW });
		await using twin = await startSandbox({ seed: 'a', now: () => NOW });
		assert.equal(sandbox.userToken, twin.userToken);
		assert.equal(sandbox.appSecret, twin.appSecret);
		assert.match(sandbox.userToken, /^EAA[0-9A-Za-z]{187,217}$/);
		const page = await firstPageToken(sandbox);
		assert.equal(page.slice(0, 14), sandbox.userToken.slice(0, 14));
	});
});

describe('the end of a token', () => {
	const ends: readonly (readonly [string, (sandbox: Sandbox) => void, number, RegExp])[] = [
		[
			'app removed',
			({ world, appId }) => world.removeApp(ids.person, appId),
			458,
			/has not authorized application \d+\.$/,
		],
		['checkpoint', ({ world }) => world.checkpoint(ids.person), 459, /log in to www\.facebook\.com/],
		['password changed', ({ world }) => world.changePassword(ids.person), 460, /changed their password/],
		['logged out', ({ world }) => world.logOut(ids.person), 467, /the user logged out\.$/],
		['role lost', ({ world }) => world.removeRole(ids.person, ids.permanentPage), 492, /must be an administrator/],
	];
	for (const [name, act, subcode, message] of ends) {
		test(`${name}: the permanent Page token fails with 190/${subcode}, and debug_token keeps its scopes`, async () => {
			await using sandbox = await startSandbox();
			const { access_token: long } = (await exchange(sandbox, sandbox.userToken)).body;
			const page = await firstPageToken(sandbox, long);
			act(sandbox);
			const reply = await ask<ErrorBody>(sandbox, '/me', { token: page });
			assert.equal(tuple(reply), `401 190/${subcode}`);
			assert.match(reply.body.error.message, message);
			const { status, body } = await debug(sandbox, page);
			assert.equal(status, 200);
			assert.equal(body.data.is_valid, false);
			assert.equal(body.data.error?.subcode, subcode);
			assert.ok(body.data.scopes.includes('pages_manage_posts'));
		});
	}

	test('expired: the message has both times, Pacific', async () => {
		let now = NOW;
		await using sandbox = await startSandbox({ now: () => now });
		now += 3 * 3600;
		const { body } = await exchange(sandbox, sandbox.userToken);
		assert.equal(
			body.error.message,
			'Error validating access token: Session has expired on Tuesday, 24-Nov-26 04:00:00 PST. ' +
				'The current time is Tuesday, 24-Nov-26 05:20:00 PST.',
		);
		assert.deepEqual([body.error.code, body.error.error_subcode], [190, 463]);
	});

	test('expired by hand: the Page tokens from a short-lived token end with it', async () => {
		await using sandbox = await startSandbox();
		const page = await firstPageToken(sandbox);
		sandbox.world.expireToken(sandbox.userToken);
		assert.equal((await debug(sandbox, page)).body.data.error?.subcode, 463);
	});

	test('in the default world one Page is listed with a token that is dead already', async () => {
		await using sandbox = await startSandbox();
		const { body } = await ask<EdgeBody>(sandbox, '/me/accounts', { token: sandbox.userToken });
		const item = body.data.find(({ id }) => id === ids.rolelessPage);
		const { data } = (await debug(sandbox, item?.access_token ?? '')).body;
		assert.deepEqual([data.is_valid, data.error?.code, data.error?.subcode], [false, 190, 492]);
	});

	test('taking the permissions back through Graph removes the app', async () => {
		await using sandbox = await startSandbox();
		const token = sandbox.userToken;
		const one = await ask(sandbox, '/me/permissions/pages_manage_posts', { method: 'DELETE', token });
		assert.equal(one.text, '{"success":true}');
		const { body } = await ask<{ data: { permission: string; status: string }[] }>(sandbox, '/me/permissions', {
			token,
		});
		assert.ok(body.data.some(({ permission, status }) => permission === 'pages_manage_posts' && status === 'declined'));
		assert.ok(!(await debug(sandbox, token)).body.data.scopes.includes('pages_manage_posts'));
		const { access_token: long } = (await exchange(sandbox, token)).body;
		const page = await firstPageToken(sandbox, long);
		const all = await ask(sandbox, '/me/permissions', { method: 'DELETE', token });
		assert.deepEqual([all.status, all.text, all.headers.get('etag')], [200, '{"success":true}', null]);
		for (const dead of [token, long, page]) {
			assert.equal(tuple(await ask<ErrorBody>(sandbox, '/me', { token: dead })), '401 190/458');
			const { data } = (await debug(sandbox, dead)).body;
			assert.deepEqual([data.is_valid, data.error?.code, data.error?.subcode], [false, 190, 458]);
		}
		const again = await ask<ErrorBody>(sandbox, '/me/permissions', { method: 'DELETE', token });
		assert.equal(tuple(again), '401 190/458');
	});

	test('the app itself may take them back, as long as there are any, and a Page token may not', async () => {
		await using sandbox = await startSandbox();
		const page = await firstPageToken(sandbox);
		const asPage = await ask<ErrorBody>(sandbox, '/me/permissions', { method: 'DELETE', token: page });
		assert.equal(tuple(asPage), '400 100');
		assert.match(asPage.body.error.message, /nonexisting field \(permissions\) on node type \(Page\)/);
		const path = `/${ids.person}/permissions`;
		const app = { method: 'DELETE', token: `${sandbox.appId}|${sandbox.appSecret}` };
		assert.equal((await ask(sandbox, path, app)).text, '{"success":true}');
		assert.equal(tuple(await ask<ErrorBody>(sandbox, '/me', { token: page })), '401 190/458');
		assert.equal(tuple(await ask<ErrorBody>(sandbox, path, app)), '400 100/33');
	});

	test('a new grant after that makes new tokens, and the old ones stay dead', async () => {
		await using sandbox = await startSandbox();
		const { world, appId } = sandbox;
		const old = await firstPageToken(sandbox);
		world.removeApp(ids.person, appId);
		const { text } = world.issueUserToken(appId, ids.person, ['pages_show_list']);
		const page = await firstPageToken(sandbox, text);
		assert.notEqual(page, old);
		assert.equal((await debug(sandbox, page)).body.data.is_valid, true);
		assert.equal((await debug(sandbox, old)).body.data.is_valid, false);
	});
});

describe('a bad token', () => {
	test('is 400 in query and body, 401 in the header, by either word', async () => {
		await using sandbox = await startSandbox();
		const bad = 'not-a-token';
		assert.equal(tuple(await ask<ErrorBody>(sandbox, `/me?access_token=${bad}`)), '400 190');
		assert.equal(tuple(await ask<ErrorBody>(sandbox, '/1_2', { form: { access_token: bad } })), '400 190');
		assert.equal(tuple(await ask<ErrorBody>(sandbox, '/1_2', { json: { access_token: bad } })), '400 190');
		assert.equal(tuple(await ask<ErrorBody>(sandbox, '/me', { token: bad })), '401 190');
		const headers = { Authorization: `OAuth ${bad}` };
		assert.equal(tuple(await ask<ErrorBody>(sandbox, '/me', { headers })), '401 190');
	});

	test('is judged before the path', async () => {
		await using sandbox = await startSandbox();
		assert.equal(tuple(await ask<ErrorBody>(sandbox, '/v27.0/no/such/path?access_token=x')), '400 190');
	});

	test('that lost its end is repeated whole in the message', async () => {
		await using sandbox = await startSandbox();
		const half = sandbox.userToken.slice(0, 90);
		const { body } = await ask<ErrorBody>(sandbox, '/me', { token: half });
		assert.equal(body.error.message, `Malformed access token ${half}`);
	});

	test('an app token with the wrong secret or of no app is told apart', async () => {
		await using sandbox = await startSandbox();
		const wrong = await ask<ErrorBody>(sandbox, '/me', { token: `${sandbox.appId}|${'0'.repeat(32)}` });
		assert.equal(wrong.body.error.message, 'Invalid OAuth access token signature.');
		const unknown = await ask<ErrorBody>(sandbox, '/me', { token: `999|${sandbox.appSecret}` });
		assert.match(unknown.body.error.message, /^Error validating application\./);
	});
});

describe('the permissions of a Page token', () => {
	test('are those of its user token that were granted for the Page', async () => {
		await using sandbox = await startSandbox();
		const { world, appId } = sandbox;
		const user = world.issueUserToken(
			appId,
			ids.person,
			['pages_show_list', 'pages_manage_posts', 'instagram_basic'],
			'all',
		);
		const targetIds = new Set([ids.analyzePage]);
		const narrowed = user.granularScopes.map((granular) =>
			granular.scope === 'pages_manage_posts' ? { ...granular, targetIds } : granular,
		);
		const narrow = { ...user, granularScopes: narrowed };
		const told = async (pageId: string) => (await debug(sandbox, world.pageToken(narrow, pageId).text)).body.data;
		const ticked = await told(ids.analyzePage);
		assert.deepEqual(ticked.scopes, ['pages_show_list', 'pages_manage_posts', 'instagram_basic', 'public_profile']);
		assert.deepEqual(ticked.granular_scopes, [
			{ scope: 'pages_show_list', target_ids: [ids.analyzePage] },
			{ scope: 'pages_manage_posts', target_ids: [ids.analyzePage] },
			{ scope: 'instagram_basic' },
		]);
		const other = await told(ids.permanentPage);
		assert.deepEqual(other.scopes, ['pages_show_list', 'instagram_basic', 'public_profile']);
		assert.ok(!other.granular_scopes?.some(({ scope }) => scope === 'pages_manage_posts'));
	});

	test('of a business reach it, ticked or not', async () => {
		await using sandbox = await startSandbox();
		const { world, appId } = sandbox;
		const user = world.issueUserToken(appId, ids.person, ['pages_manage_posts', 'business_management']);
		assert.ok(world.pageToken(user, ids.clientPage).scopes.includes('pages_manage_posts'));
	});
});

test('without a token, /me is 2500 and the rest 104', async () => {
	await using sandbox = await startSandbox();
	assert.equal(tuple(await ask<ErrorBody>(sandbox, '/me')), '400 2500');
	assert.equal(tuple(await ask<ErrorBody>(sandbox, `/${ids.permanentPage}`)), '400 104');
	assert.equal(tuple(await ask<ErrorBody>(sandbox, '/debug_token?input_token=x')), '400 104');
});

test('a restricted app is blocked everywhere', async () => {
	await using sandbox = await startSandbox();
	appOf(sandbox).status = 'restricted';
	const { body } = await ask<ErrorBody>(sandbox, '/me', { token: sandbox.userToken });
	assert.deepEqual([body.error.code, body.error.message], [200, 'API access blocked.']);
	assert.equal(tuple(await exchange(sandbox, sandbox.userToken)), '400 101');
});

describe('appsecret_proof', () => {
	const proofOf = (secret: string, message: string) => createHmac('sha256', secret).update(message).digest('hex');

	test('is what the known vector says, and is checked where it is sent', async () => {
		assert.equal(
			proofOf('foo_secret', 'foo_token'),
			'df4256903ba4e23636cc142117aa632133d75c642bd2a68955be1443bd14deb9',
		);
		await using sandbox = await startSandbox();
		const { userToken: token, appSecret } = sandbox;
		const good = await ask(sandbox, `/me?appsecret_proof=${proofOf(appSecret, token)}`, { token });
		assert.equal(good.status, 200);
		const bad = await ask<ErrorBody>(sandbox, `/me?appsecret_proof=${proofOf(appSecret, 'other')}`, { token });
		assert.equal(bad.body.error.message, 'Invalid appsecret_proof provided in the API argument');
		assert.deepEqual([bad.body.error.type, bad.body.error.code], ['GraphMethodException', 100]);
	});

	test('with a time is good for five minutes', async () => {
		await using sandbox = await startSandbox({ now: () => NOW });
		const { userToken: token, appSecret } = sandbox;
		const at = async (time: number) => {
			const proof = proofOf(appSecret, `${token}|${time}`);
			return (await ask(sandbox, `/me?appsecret_time=${time}&appsecret_proof=${proof}`, { token })).status;
		};
		assert.deepEqual([await at(NOW - 290), await at(NOW - 310)], [200, 400]);
	});

	test('is demanded by an app that requires it, of user and Page tokens but not of the app token', async () => {
		await using sandbox = await startSandbox();
		const { userToken: token, appSecret } = sandbox;
		appOf(sandbox).requireAppSecretProof = true;
		const without = await ask<ErrorBody>(sandbox, '/me', { token });
		assert.equal(without.body.error.message, 'API calls from the server require an appsecret_proof argument');
		assert.equal((await debug(sandbox, token)).status, 200);
		assert.equal((await exchange(sandbox, token)).status, 200);
		assert.equal((await ask(sandbox, `/me?appsecret_proof=${proofOf(appSecret, token)}`, { token })).status, 200);
	});
});
