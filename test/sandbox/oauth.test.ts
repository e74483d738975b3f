import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { ask, debug, type EdgeBody, type ErrorBody, exchange, type TokenBody, tuple } from './ask.ts';

type Parameters = Readonly<Record<string, string>>;

function oauth(sandbox: Sandbox, parameters: Parameters, method: 'GET' | 'POST' = 'GET') {
	const all = { client_id: sandbox.appId, client_secret: sandbox.appSecret, ...parameters };
	return method === 'POST'
		? ask<TokenBody & ErrorBody>(sandbox, '/oauth/access_token', { form: all })
		: ask<TokenBody & ErrorBody>(sandbox, `/oauth/access_token?${new URLSearchParams(all)}`);
}

describe('the pair of id and secret', () => {
	test('gives the app token, the same every time, by GET and POST', async () => {
		await using sandbox = await startSandbox();
		const { body, status } = await oauth(sandbox, { grant_type: 'client_credentials' });
		assert.equal(status, 200);
		assert.deepEqual(Object.keys(body), ['access_token', 'token_type']);
		assert.match(body.access_token, new RegExp(`^${sandbox.appId}\\|[\\w-]{27}$`));
		const again = await oauth(sandbox, { grant_type: 'client_credentials' }, 'POST');
		assert.equal(again.body.access_token, body.access_token);
		const app = (await ask<{ name: string }>(sandbox, `/${sandbox.appId}`, { token: body.access_token })).body;
		assert.equal(app.name, 'My App');
	});

	const wrong: readonly (readonly [string, Parameters, string, string])[] = [
		['with a wrong secret', { client_secret: '0'.repeat(32) }, '400 1', 'Error validating client secret.'],
		[
			'of no app',
			{ client_id: '999999999999999' },
			'400 101',
			'Error validating application. Cannot get application info due to a system error.',
		],
		['with a word for an id', { client_id: 'test' }, '500 1', 'An unknown error has occurred.'],
	];
	for (const [name, parameters, expected, message] of wrong) {
		test(`${name} is ${expected}`, async () => {
			await using sandbox = await startSandbox();
			const reply = await oauth(sandbox, { grant_type: 'client_credentials', ...parameters });
			assert.equal(tuple(reply), expected);
			assert.equal(reply.body.error.message, message);
		});
	}

	test('with the client token in place of the secret is a wrong secret', async () => {
		await using sandbox = await startSandbox();
		const secret = sandbox.world.apps.get(sandbox.appId)?.clientToken ?? '';
		const reply = await oauth(sandbox, { grant_type: 'client_credentials', client_secret: secret });
		assert.equal(reply.body.error.message, 'Error validating client secret.');
	});
});

describe('fb_exchange_token', () => {
	test('takes a long-lived token too, and gives a new one', async () => {
		await using sandbox = await startSandbox();
		const first = (await exchange(sandbox, sandbox.userToken)).body.access_token;
		const second = (await exchange(sandbox, first)).body.access_token;
		assert.equal(new Set([sandbox.userToken, first, second]).size, 3);
		assert.ok((await debug(sandbox, second)).body.data.issued_at);
	});

	test('refuses the token of another app, a Page token, an app token, and no token', async () => {
		await using sandbox = await startSandbox();
		const foreign = sandbox.world.issueUserToken(ids.otherApp, ids.person, ['pages_show_list']);
		const refused = await exchange(sandbox, foreign.text);
		assert.equal(tuple(refused), '400 1');
		assert.equal(refused.body.error.message, `The access token does not belong to application ${sandbox.appId}`);
		const { body } = await ask<EdgeBody>(sandbox, '/me/accounts?limit=1', { token: sandbox.userToken });
		assert.equal(tuple(await exchange(sandbox, body.data[0]?.access_token ?? '')), '400 190');
		assert.equal(tuple(await exchange(sandbox, `${sandbox.appId}|${sandbox.appSecret}`)), '400 190');
		assert.equal(tuple(await exchange(sandbox, 'IGAAmadeup')), '400 190');
		assert.equal(tuple(await exchange(sandbox, '')), '400 190');
	});
});

describe('an authorization code', () => {
	const redirectUri = 'http://localhost:3000/callback';

	test('is good for one long-lived user token, with the address that it was sent to', async () => {
		await using sandbox = await startSandbox();
		const { text: code } = sandbox.world.issueCode({
			appId: sandbox.appId,
			personId: ids.person,
			redirectUri,
			permissions: ['pages_show_list'],
			pages: 'all',
		});
		const elsewhere = await oauth(sandbox, { code, redirect_uri: 'http://localhost:3001/' });
		assert.equal(tuple(elsewhere), '400 100/36008');
		const { body } = await oauth(sandbox, { code, redirect_uri: redirectUri }, 'POST');
		assert.equal(body.expires_in, 5_184_000);
		assert.equal((await debug(sandbox, body.access_token)).body.data.type, 'USER');
		assert.equal(tuple(await oauth(sandbox, { code, redirect_uri: redirectUri })), '400 100/36009');
	});

	test('that nobody issued, or without an address, is refused', async () => {
		await using sandbox = await startSandbox();
		const made = await oauth(sandbox, { code: 'made-up', redirect_uri: redirectUri });
		assert.equal(made.body.error.message, 'Invalid verification code format.');
		assert.equal(tuple(await oauth(sandbox, { code: 'made-up' })), '400 191');
	});
});
