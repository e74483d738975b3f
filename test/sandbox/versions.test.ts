import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSandbox } from '../../source/sandbox/server.ts';
import { appOf, ask, type ErrorBody, tuple } from './ask.ts';

test('a living version answers itself, an expired one is answered by the oldest that lives', async () => {
	await using sandbox = await startSandbox();
	const servedBy = async (path: string) =>
		(await ask(sandbox, path, { token: sandbox.userToken })).headers.get('facebook-api-version');
	assert.equal(await servedBy('/v27.0/me'), 'v27.0');
	assert.equal(await servedBy('/v21.0/me'), 'v21.0');
	assert.equal(await servedBy('/v20.0/me'), 'v21.0');
	assert.equal(await servedBy('/v2.8/me'), 'v21.0');
});

test('without a version the app decides, and without an app it is the oldest', async () => {
	await using sandbox = await startSandbox();
	appOf(sandbox).defaultVersion = 'v24.0';
	const known = await ask(sandbox, '/me', { token: sandbox.userToken });
	assert.equal(known.headers.get('facebook-api-version'), 'v24.0');
	assert.equal((await ask(sandbox, '/me')).headers.get('facebook-api-version'), 'v21.0');
});

test('the probe without a token tells versions that exist from those that do not', async () => {
	await using sandbox = await startSandbox();
	sandbox.world.liveVersions = ['v26.0', 'v25.0'];
	const probe = async (version: string) => {
		const { body } = await ask<ErrorBody>(sandbox, `/${version}/me`);
		return body.error.message;
	};
	const exists = 'An active access token must be used to query information about the current user.';
	assert.equal(await probe('v26.0'), exists);
	assert.equal(await probe('v24.0'), exists);
	assert.equal(await probe('v27.0'), 'Unknown path components: /me');
});

test('a name that Graph does not know is 803, an object that is not there 100/33', async () => {
	await using sandbox = await startSandbox();
	const token = sandbox.userToken;
	assert.equal(tuple(await ask<ErrorBody>(sandbox, '/v27.0/nobody', { token })), '404 803');
	assert.equal(tuple(await ask<ErrorBody>(sandbox, '/v27.0/123456789', { token })), '400 100/33');
	assert.equal(tuple(await ask<ErrorBody>(sandbox, '/v27.0/me', { token, method: 'POST' })), '400 100/33');
});
