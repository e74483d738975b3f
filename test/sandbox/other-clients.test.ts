import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { Facebook, OAuth2RequestError } from 'arctic';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { submit } from './pages/visit.ts';

const SITE = 'http://localhost:3000';

/** Has what these clients fetch come from the sandbox: their hosts and versions of the API are fixed. */
function serve(t: TestContext, { graphUrl, facebookUrl }: Sandbox): string[] {
	const own = globalThis.fetch;
	const asked: string[] = [];
	const moved = (url: string) =>
		url
			.replace(/^https:\/\/graph\.facebook\.com(\/v\d+\.\d+)?/, (_, version) => graphUrl + (version ? '/v27.0' : ''))
			.replace(/^https:\/\/www\.facebook\.com(\/v\d+\.\d+)?/, `${facebookUrl}/v27.0`);
	t.mock.method(globalThis, 'fetch', (input: string | URL | Request, init?: RequestInit) => {
		const url = moved(input instanceof Request ? input.url : String(input));
		if (url.startsWith(graphUrl)) asked.push(new URL(url).pathname.replace('/v27.0', ''));
		return own(input instanceof Request ? new Request(url, input) : url, init);
	});
	return asked;
}

/** The person allows everything in the dialog at that URL; gives where the browser is sent. */
async function allow({ facebookUrl }: Sandbox, dialog: URL): Promise<URL> {
	const here = `${facebookUrl}/v27.0${dialog.pathname.replace(/^\/v\d+\.\d+/, '')}${dialog.search}`;
	const permission = ['pages_show_list', 'public_profile', 'email'];
	const { headers } = await submit(here, { step: 'continue', permission, pages: 'chosen', page: ids.permanentPage });
	return new URL(headers.get('location') ?? '');
}

describe('arctic', () => {
	test('completes the code flow', async (t) => {
		await using sandbox = await startSandbox();
		serve(t, sandbox);
		const client = new Facebook(sandbox.appId, sandbox.appSecret, `${SITE}/callback`);
		const back = await allow(sandbox, client.createAuthorizationURL('made-up-state', ['pages_show_list']));
		assert.equal(back.searchParams.get('state'), 'made-up-state');
		const tokens = await client.validateAuthorizationCode(back.searchParams.get('code') ?? '');
		assert.ok(sandbox.world.tokens.has(tokens.accessToken()));
		assert.ok(tokens.accessTokenExpiresInSeconds() > 0);
	});

	test('takes a refused code for an error of Meta', async (t) => {
		await using sandbox = await startSandbox();
		serve(t, sandbox);
		const client = new Facebook(sandbox.appId, sandbox.appSecret, `${SITE}/callback`);
		await assert.rejects(client.validateAuthorizationCode('made-up'), (error: Error) => {
			// Meta's error is an object, which is none of OAuth 2.
			assert.ok(!(error instanceof OAuth2RequestError) || typeof error.code === 'string');
			return true;
		});
	});
});

describe('better-auth', () => {
	function authOf({ appId, appSecret }: Sandbox) {
		return betterAuth({
			baseURL: SITE,
			secret: 'made-up-secret-of-a-test-0123456789',
			database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
			socialProviders: { facebook: { clientId: appId, clientSecret: appSecret, scope: ['pages_show_list'] } },
			telemetry: { enabled: false },
			logger: { disabled: true },
		});
	}

	test('signs a person in, checks the token with debug_token and reads the profile with its picture', async (t) => {
		await using sandbox = await startSandbox();
		const asked = serve(t, sandbox);
		const auth = authOf(sandbox);
		const begun = await auth.handler(
			new Request(`${SITE}/api/auth/sign-in/social`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', origin: SITE },
				body: JSON.stringify({ provider: 'facebook', callbackURL: `${SITE}/done` }),
			}),
		);
		const { url } = (await begun.json()) as { url: string };
		const back = await allow(sandbox, new URL(url));
		const cookie = begun.headers
			.getSetCookie()
			.map((text) => text.split(';')[0])
			.join('; ');
		const done = await auth.handler(new Request(back, { headers: { cookie } }));
		assert.equal(done.headers.get('location'), `${SITE}/done`, asked.join(' '));
		assert.match(done.headers.getSetCookie().join(), /session_token=/);
		assert.deepEqual(asked, ['/oauth/access_token', '/debug_token', '/me']);
	});
});
