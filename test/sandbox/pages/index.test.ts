import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Sandbox, startSandbox } from '../../../source/sandbox/server.ts';
import { open } from './visit.ts';

describe('every page', () => {
	let sandbox: Sandbox;
	let addresses: string[];

	before(async () => {
		sandbox = await startSandbox();
		const { developersUrl, facebookUrl, appId, userToken } = sandbox;
		addresses = [
			`${facebookUrl}/`,
			`${facebookUrl}/v27.0/dialog/oauth?client_id=${appId}&redirect_uri=${facebookUrl}/connect/login_success.html`,
			`${facebookUrl}/connect/login_success.html`,
			`${facebookUrl}/settings/system-users`,
			`${facebookUrl}/device?user_code=ABCD2345&qr=1`,
			`${developersUrl}/`,
			`${developersUrl}/apps/`,
			`${developersUrl}/apps/${appId}/settings/basic/`,
			`${developersUrl}/apps/${appId}/settings/advanced/`,
			`${developersUrl}/tools/explorer/`,
			`${developersUrl}/tools/explorer/${appId}/?method=GET&path=me&version=v26.0`,
			`${developersUrl}/tools/debug/accesstoken/?access_token=${userToken}&version=v27.0`,
		];
	});
	after(() => sandbox.close());

	test('says that it is a local sandbox, not Meta, and that nothing leaves this computer', async () => {
		for (const address of [...addresses, `${sandbox.developersUrl}/nowhere`]) {
			const { html } = await open(address);
			assert.match(html, /Local sandbox, not Meta\./, address);
			assert.match(html, /nothing leaves this computer/, address);
		}
	});

	test('allows only its own script and style, each time under another nonce, and is kept nowhere', async () => {
		const nonces = new Set<string>();
		for (const address of addresses) {
			const { status, headers, html } = await open(address);
			assert.equal(status, 200, address);
			const policy = headers.get('content-security-policy') ?? '';
			const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
			assert.match(policy, /^default-src 'none';/);
			assert.match(policy, /frame-ancestors 'none'/);
			assert.doesNotMatch(policy, /unsafe|https?:|\*/);
			assert.deepEqual(
				[...html.matchAll(/<(?:script|style)([^>]*)>/g)].map(([, attributes]) => attributes),
				[` nonce="${nonce}"`, ` nonce="${nonce}"`],
			);
			assert.doesNotMatch(html, /\s(?:style|on\w+)=/);
			assert.equal(headers.get('cache-control'), 'no-store');
			nonces.add(nonce);
		}
		assert.equal(nonces.size, addresses.length);
	});

	test('loads nothing and links to nowhere outside the sandbox', async () => {
		for (const address of addresses) {
			const { html } = await open(address);
			const targets = [...html.matchAll(/\s(?:src|href|action|formaction)="(https?:[^"]*)"/g)].map(
				([, target]) => target,
			);
			for (const target of targets) {
				assert.ok(target?.startsWith(sandbox.developersUrl), target);
			}
		}
	});

	test('is found with and without a slash at the end, other addresses are 404', async () => {
		const { developersUrl, facebookUrl, appId } = sandbox;
		assert.equal((await open(`${developersUrl}/tools/explorer/${appId}`)).status, 200);
		assert.equal((await open(`${developersUrl}/apps/${appId}`)).status, 200);
		for (const path of [
			'/nowhere',
			'/tools/',
			'/tools/explorer/my-app/',
			`/apps/${appId}/settings/secret/`,
			'/apps/1/',
		]) {
			assert.equal((await open(developersUrl + path)).status, 404, path);
		}
		assert.equal((await open(`${facebookUrl}/dialog/nowhere`)).status, 404);
	});

	test('takes no form that another site sent, and no other method', async () => {
		const tokens = sandbox.world.tokens.size;
		for (const body of ['step=consent&permission=pages_show_list', 'step=consent&form_token=guessed']) {
			const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
			const { status } = await open(`${sandbox.developersUrl}/tools/explorer/`, { method: 'POST', body, headers });
			assert.equal(status, 403);
		}
		assert.equal((await open(`${sandbox.developersUrl}/tools/explorer/`, { method: 'DELETE' })).status, 405);
		assert.equal(sandbox.world.tokens.size, tokens);
	});

	test('shows hostile names as text', async () => {
		await using hostile = await startSandbox();
		const name = '</title><script>alert(1)</script>" onfocus="alert(2)';
		for (const entity of [...hostile.world.apps.values(), ...hostile.world.people.values()]) {
			entity.name = name;
		}
		const { appId, userToken, developersUrl, facebookUrl } = hostile;
		const text = encodeURIComponent(name);
		for (const address of [
			`${developersUrl}/apps/`,
			`${developersUrl}/apps/${appId}/settings/basic/`,
			`${developersUrl}/tools/explorer/${appId}/?path=${text}&method=${text}`,
			`${developersUrl}/tools/debug/accesstoken/?access_token=${userToken}`,
			`${developersUrl}/tools/debug/accesstoken/?access_token=${text}`,
			`${facebookUrl}/dialog/oauth?client_id=${appId}&redirect_uri=http://localhost:1/&state=${text}`,
			`${facebookUrl}/dialog/oauth?client_id=${appId}&redirect_uri=http://localhost:1/&scope=${text}`,
			`${facebookUrl}/device?user_code=${text}`,
			`${facebookUrl}/settings/system-users`,
		]) {
			const { html } = await open(address);
			assert.match(html, /&lt;script&gt;alert\(1\)/, address);
			assert.doesNotMatch(html, /<script>alert|" onfocus/, address);
		}
	});
});
