import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Sandbox, startSandbox } from '../../../source/sandbox/server.ts';
import { open } from './visit.ts';

describe('app settings', () => {
	let sandbox: Sandbox;

	before(async () => {
		sandbox = await startSandbox();
	});
	after(() => sandbox.close());

	test('list the apps on which the person has a role, and no others', async () => {
		const [, other] = [...sandbox.world.apps.values()];
		assert.ok(other);
		const address = `${sandbox.developersUrl}/apps/`;
		assert.match((await open(address)).html, new RegExp(other.id));
		other.roles.clear();
		const { html } = await open(address);
		assert.doesNotMatch(html, new RegExp(other.id));
		assert.match(html, new RegExp(sandbox.appId));
		assert.equal((await open(`${address}${other.id}/settings/basic/`)).status, 404);
	});

	test('basic shows id, name and mode, and holds the secret in a field that hides it', async () => {
		const { html } = await open(`${sandbox.developersUrl}/apps/${sandbox.appId}/settings/basic/`);
		assert.match(html, new RegExp(`id="app-id" type="text"[^>]* value="${sandbox.appId}"`));
		assert.match(html, new RegExp(`id="app-secret" type="password"[^>]* value="${sandbox.appSecret}"`));
		assert.match(html, /<bdi>My App<\/bdi>/);
		assert.match(html, /In development/);
	});

	test('advanced shows the client token, the app type and whether the proof is required', async () => {
		const app = sandbox.world.apps.get(sandbox.appId);
		assert.ok(app);
		const address = `${sandbox.developersUrl}/apps/${app.id}/settings/advanced/`;
		const { html } = await open(address);
		assert.match(html, new RegExp(app.clientToken));
		assert.doesNotMatch(html, new RegExp(app.secret));
		assert.match(html, /<dt>Require App Secret<\/dt><dd>Off/);
		app.requireAppSecretProof = true;
		app.nativeDesktop = true;
		const changed = await open(address);
		assert.match(changed.html, /<dt>Require App Secret<\/dt><dd>On/);
		assert.match(changed.html, /Native or desktop/);
	});
});
