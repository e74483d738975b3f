import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import type { CodeRequest } from '../../source/sandbox/entities.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { ask, debug, type ErrorBody, exchange, firstPageToken, type TokenBody, tuple } from './ask.ts';

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
		assert.equal(tuple(await exchange(sandbox, await firstPageToken(sandbox))), '400 190');
		assert.equal(tuple(await exchange(sandbox, `${sandbox.appId}|${sandbox.appSecret}`)), '400 190');
		assert.equal(tuple(await exchange(sandbox, 'IGAAmadeup')), '400 190');
		assert.equal(tuple(await exchange(sandbox, '')), '400 190');
	});
});

describe('an authorization code', () => {
	const redirectUri = 'http://localhost:3000/callback';
	const verifier = 'made-up.verifier_of~forty-three-characters-1';
	const challenge = createHash('sha256').update(verifier).digest('base64url');

	function issue(sandbox: Sandbox, more: Partial<CodeRequest> = {}): string {
		const permissions = ['pages_show_list'];
		const common = { appId: sandbox.appId, personId: ids.person, redirectUri, permissions, pages: 'all' as const };
		return sandbox.world.issueCode({ ...common, ...more }).text;
	}

	test('is good for one long-lived user token, with the address that it was sent to', async () => {
		await using sandbox = await startSandbox();
		const code = issue(sandbox);
		const elsewhere = await oauth(sandbox, { code, redirect_uri: 'http://localhost:3001/' });
		assert.equal(tuple(elsewhere), '400 100/36008');
		assert.match(elsewhere.body.error.message, /make sure your redirect_uri is identical/);
		const { body } = await oauth(sandbox, { code, redirect_uri: redirectUri }, 'POST');
		assert.deepEqual(Object.keys(body), ['access_token', 'token_type', 'expires_in']);
		assert.equal(body.expires_in, 5_184_000);
		assert.equal((await debug(sandbox, body.access_token)).body.data.type, 'USER');
		const again = await oauth(sandbox, { code, redirect_uri: redirectUri });
		assert.equal(tuple(again), '400 100/36009');
		assert.equal(again.body.error.message, 'This authorization code has been used.');
	});

	test('is good for ten minutes', async () => {
		let now = 1_793_000_000;
		await using sandbox = await startSandbox({ now: () => now });
		const [first, second] = [issue(sandbox), issue(sandbox)];
		now += 599;
		assert.equal((await oauth(sandbox, { code: first, redirect_uri: redirectUri })).status, 200);
		now += 1;
		const late = await oauth(sandbox, { code: second, redirect_uri: redirectUri });
		assert.equal(tuple(late), '400 100/36007');
		assert.equal(late.body.error.message, 'This authorization code has expired.');
	});

	test('that nobody issued, of another app, or without an address, is refused', async () => {
		await using sandbox = await startSandbox();
		for (const code of ['made-up', issue(sandbox, { appId: ids.otherApp })]) {
			const made = await oauth(sandbox, { code, redirect_uri: redirectUri });
			assert.equal(made.body.error.message, 'Invalid verification code format.');
		}
		assert.equal(tuple(await oauth(sandbox, { code: 'made-up' })), '400 191');
	});

	test('tells the auth_type of the dialog, as Meta does', async () => {
		await using sandbox = await startSandbox();
		const code = issue(sandbox, { authType: 'rerequest' });
		const { body } = await oauth(sandbox, { code, redirect_uri: redirectUri });
		assert.equal(JSON.parse(JSON.stringify(body)).auth_type, 'rerequest');
	});

	for (const [method, value] of [
		['S256', challenge],
		['plain', verifier],
	] as const) {
		test(`with a challenge (${method}) wants the verifier that it was made of`, async () => {
			await using sandbox = await startSandbox();
			const code = issue(sandbox, { challenge: { value, method } });
			for (const wrong of [{}, { code_verifier: 'short' }, { code_verifier: verifier.replace('made', 'fade') }]) {
				const reply = await oauth(sandbox, { code, redirect_uri: redirectUri, ...wrong });
				assert.equal(tuple(reply), '400 1');
				assert.match(reply.body.error.message, /^Invalid code verifier\. /);
			}
			const right = await oauth(sandbox, { code, redirect_uri: redirectUri, code_verifier: verifier });
			assert.equal(right.status, 200);
		});
	}

	test('without a challenge takes no verifier', async () => {
		await using sandbox = await startSandbox();
		const reply = await oauth(sandbox, { code: issue(sandbox), redirect_uri: redirectUri, code_verifier: verifier });
		assert.match(reply.body.error.message, /provided without a code_challenge/);
	});

	test('needs the secret beside the verifier, unless the world says otherwise', async () => {
		await using sandbox = await startSandbox();
		const code = issue(sandbox, { challenge: { value: challenge, method: 'S256' } });
		const query = new URLSearchParams({ client_id: sandbox.appId, code, redirect_uri: redirectUri });
		const path = `/v27.0/oauth/access_token?${query}&code_verifier=`;
		const refused = await ask<ErrorBody>(sandbox, path + verifier);
		assert.equal(refused.body.error.message, 'Error validating client secret.');
		sandbox.world.login.verifierAlone = true;
		assert.equal(tuple(await ask<ErrorBody>(sandbox, `${path}${'x'.repeat(43)}`)), '400 1');
		assert.equal((await ask(sandbox, path + verifier)).status, 200);
	});
});
