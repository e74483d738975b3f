import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Outcome, Strategy } from 'passport-facebook';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { appOf } from './ask.ts';

const callbackURL = 'http://localhost:3000/callback';

/** What Passport would do with the strategy when the person comes back from the dialog, or goes there. */
function run(sandbox: Sandbox, query: Readonly<Record<string, string>>): Promise<Outcome | string> {
	const strategy = new Strategy(
		{
			clientID: sandbox.appId,
			clientSecret: sandbox.appSecret,
			callbackURL,
			authorizationURL: `${sandbox.facebookUrl}/v27.0/dialog/oauth`,
			tokenURL: `${sandbox.graphUrl}/v27.0/oauth/access_token`,
			profileURL: `${sandbox.graphUrl}/v27.0/me`,
			profileFields: ['id', 'displayName'],
			enableProof: true,
		},
		(accessToken, _refreshToken, profile, done) => done(null, { accessToken, profile }),
	);
	return new Promise((resolve, reject) => {
		Object.assign(strategy, { success: resolve, fail: reject, error: reject, redirect: resolve });
		strategy.authenticate({ query }, {});
	});
}

test('passport-facebook sends the person to the dialog of the sandbox', async () => {
	await using sandbox = await startSandbox();
	const url = new URL(String(await run(sandbox, {})));
	assert.equal(`${url.origin}${url.pathname}`, `${sandbox.facebookUrl}/v27.0/dialog/oauth`);
	assert.equal(url.searchParams.get('client_id'), sandbox.appId);
});

test('passport-facebook exchanges a code and reads the profile, with proof', async () => {
	await using sandbox = await startSandbox();
	appOf(sandbox).requireAppSecretProof = true;
	const { text: code } = sandbox.world.issueCode({
		appId: sandbox.appId,
		personId: ids.person,
		redirectUri: callbackURL,
		permissions: ['pages_show_list'],
		pages: 'all',
	});
	const outcome = await run(sandbox, { code });
	assert.ok(typeof outcome === 'object');
	assert.equal(outcome.profile.displayName, 'Robin Example');
	assert.equal(outcome.profile.id, ids.person);
	assert.ok(sandbox.world.tokens.has(outcome.accessToken));
});

test('passport-facebook takes a refused code for its own kind of error', async () => {
	await using sandbox = await startSandbox();
	await assert.rejects(run(sandbox, { code: 'made-up' }), { name: 'FacebookTokenError', code: 100 });
});
