import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as oauth from 'oauth4webapi';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { ask } from './ask.ts';
import { open, submit } from './pages/visit.ts';

const redirectUri = 'http://localhost:3000/callback';

/** A client of the sandbox's app, and a dialog that it has opened. */
async function begin(sandbox: Sandbox) {
	const server = {
		issuer: sandbox.facebookUrl,
		authorization_endpoint: `${sandbox.facebookUrl}/v27.0/dialog/oauth`,
		token_endpoint: `${sandbox.graphUrl}/v27.0/oauth/access_token`,
	};
	const client = { client_id: sandbox.appId };
	const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()];
	const query = new URLSearchParams({
		client_id: client.client_id,
		redirect_uri: redirectUri,
		response_type: 'code',
		scope: 'pages_show_list pages_manage_posts',
		code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
		code_challenge_method: 'S256',
		state,
	});
	return { server, client, verifier, state, dialog: `${server.authorization_endpoint}?${query}` };
}

/** Where the dialog sends the browser after that button. */
async function press(dialog: string, step: 'continue' | 'cancel'): Promise<URL> {
	const permission = ['pages_show_list', 'pages_manage_posts'];
	const { headers } = await submit(dialog, { step, permission, pages: 'chosen', page: ids.permanentPage });
	return new URL(headers.get('location') ?? '');
}

test('oauth4webapi completes the code flow with PKCE and state over plain http', async () => {
	await using sandbox = await startSandbox();
	const { server, client, verifier, state, dialog } = await begin(sandbox);
	assert.equal((await open(dialog)).status, 200);
	const parameters = oauth.validateAuthResponse(server, client, await press(dialog, 'continue'), state);
	const secret = oauth.ClientSecretPost(sandbox.appSecret);
	const response = await oauth.authorizationCodeGrantRequest(
		server,
		client,
		secret,
		parameters,
		redirectUri,
		verifier,
		{ [oauth.allowInsecureRequests]: true },
	);
	const {
		access_token: token,
		token_type,
		expires_in,
	} = await oauth.processAuthorizationCodeResponse(server, client, response);
	assert.equal(token_type, 'bearer');
	assert.equal(expires_in, 5_184_000);
	const { body } = await ask<{ data: { name: string }[] }>(sandbox, '/me/accounts', { token });
	assert.deepEqual(
		body.data.map(({ name }) => name),
		['My Bakery'],
	);
});

test('oauth4webapi hears that the person cancelled, and notices a state that is not its own', async () => {
	await using sandbox = await startSandbox();
	const { server, client, state, dialog } = await begin(sandbox);
	const cancelled = await press(dialog, 'cancel');
	assert.throws(() => oauth.validateAuthResponse(server, client, cancelled, state), { error: 'access_denied' });
	const answer = await press(dialog, 'continue');
	assert.throws(() => oauth.validateAuthResponse(server, client, answer, 'another'), /state/);
});
