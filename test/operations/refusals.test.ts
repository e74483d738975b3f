import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { permissionsFor } from '../../source/domain/permissions.ts';
import type { Problem } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { exchange } from '../sandbox/ask.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { textOf } from '../support/problems.ts';
import { credentialsOf, walk } from './walk.ts';

/** The problem in which a journey ends before the token was used for anything. */
async function refusalOf(sandbox: Sandbox, token: string): Promise<Problem> {
	const before = sandbox.requests.length;
	const { problem, events } = await walk(sandbox, { token });
	assert.ok(problem, 'the token was accepted');
	const since = sandbox.requests.slice(before).map(({ endpoint }) => endpoint);
	assert.ok(!since.includes('exchange') && !since.includes('accounts'), 'the token was used');
	assert.ok(!events.some(({ type }) => type === 'token-inspected'));
	if (token.length >= 20) assertNoSecrets(JSON.stringify(problem), [token, sandbox.appSecret], 'the problem');
	return problem;
}

async function pageToken(sandbox: Sandbox): Promise<string> {
	const { text } = sandbox.world.issueUserToken(sandbox.appId, ids.person, permissionsFor('publish'), undefined, {
		longLived: true,
	});
	const user = sandbox.world.tokens.get(text);
	assert.ok(user);
	return sandbox.world.pageToken(user, ids.permanentPage).text;
}

function shortPageToken({ world, userToken }: Sandbox): string {
	const user = world.tokens.get(userToken);
	assert.ok(user);
	return world.pageToken(user, ids.permanentPage).text;
}

type Row = readonly [
	name: string,
	paste: (sandbox: Sandbox) => string | Promise<string>,
	code: Problem['code'],
	told: RegExp,
];

/** The user token of the sandbox, once something has happened. */
function after(happening: (sandbox: Sandbox) => void): (sandbox: Sandbox) => string {
	return (sandbox) => {
		happening(sandbox);
		return sandbox.userToken;
	};
}

const TABLE: readonly Row[] = [
	['nothing', () => '', 'unreadable-token', /empty/],
	['a Page token', pageToken, 'not-a-user-token', /Page token.*acts for My Bakery \(104829375610284\).*never expires/],
	[
		'a short-lived Page token',
		shortPageToken,
		'not-a-user-token',
		/acts for My Bakery.*it ends in \d+ minutes.*user token/,
	],
	['an app token', ({ appId, appSecret }) => `${appId}|${appSecret}`, 'not-a-user-token', /app access token.*your app/],
	['an Instagram token', () => `IGAA${'x9'.repeat(60)}`, 'not-a-user-token', /Instagram/],
	['the app secret', ({ appSecret }) => appSecret, 'unreadable-token', /secret of your app/],
	['the app id', ({ appId }) => appId, 'unreadable-token', /number/],
	['garbage in the shape of a token', () => `EAA${'garbage'.repeat(20)}`, 'unreadable-token', /143 characters/],
	['half a token', ({ userToken }) => userToken.slice(0, 90), 'unreadable-token', /90 characters/],
	[
		'a token of another app',
		({ world }) => world.issueUserToken(ids.otherApp, ids.person, permissionsFor('publish')).text,
		'token-of-another-app',
		/"Another App" \(978563412078563\), not to "My App"/,
	],
	[
		'an expired token',
		after(({ world, userToken }) => world.expireToken(userToken)),
		'token-expired',
		/one to two hours/,
	],
	[
		'a token from before the password was changed',
		after(({ world }) => world.changePassword(ids.person)),
		'password-changed',
		/password/,
	],
	[
		'a token of a person at a checkpoint',
		after(({ world }) => world.checkpoint(ids.person)),
		'checkpoint',
		/facebook\.com/,
	],
	[
		'a token of a person who removed the app',
		after(({ world, appId }) => world.removeApp(ids.person, appId)),
		'app-removed',
		/removed the app/,
	],
	['a token of a person who logged out', after(({ world }) => world.logOut(ids.person)), 'token-revoked', /logged out/],
	['a web page', () => '<!doctype html><html><body><p>Sign in</p></body></html>', 'unreadable-token', /web page/],
];

describe('a paste that will not do is refused before it is used', () => {
	for (const [name, paste, code, told] of TABLE) {
		test(`${name}: ${code}`, async () => {
			await using sandbox = await startSandbox();
			const problem = await refusalOf(sandbox, await paste(sandbox));
			assert.equal(problem.code, code);
			assert.match(`${problemText(problem).title} ${problemText(problem).cause} ${problemText(problem).remedy}`, told);
		});
	}

	test('also where the app demands a proof', async () => {
		for (const [name, paste, code] of TABLE) {
			await using sandbox = await startSandbox();
			for (const app of sandbox.world.apps.values()) app.requireAppSecretProof = true;
			assert.equal((await refusalOf(sandbox, await paste(sandbox))).code, code, name);
		}
	});

	test('also where the app token counts as none', async () => {
		for (const [name, paste, code] of TABLE) {
			await using sandbox = await startSandbox();
			const app = sandbox.world.apps.get(sandbox.appId);
			assert.ok(app);
			app.nativeDesktop = true;
			assert.equal((await refusalOf(sandbox, await paste(sandbox))).code, code, name);
		}
	});
});

describe('an app that will not do is refused before the token is looked at', () => {
	const other = new Secret('ffffffffffffffffffffffffffffffff');
	const table: readonly (readonly [string, (sandbox: Sandbox) => { id: string; secret: Secret }, Problem['code']])[] = [
		['a wrong secret', ({ appId }) => ({ id: appId, secret: other }), 'wrong-app-secret'],
		[
			'the client token',
			({ appId, world }) => ({ id: appId, secret: new Secret(world.apps.get(appId)?.clientToken ?? '') }),
			'wrong-app-secret',
		],
		['an unknown app', (sandbox) => ({ ...credentialsOf(sandbox), id: '111111111111111' }), 'unknown-app'],
		[
			'a blocked app',
			(sandbox) => {
				const app = sandbox.world.apps.get(sandbox.appId);
				if (app) app.status = 'restricted';
				return credentialsOf(sandbox);
			},
			'unknown-app',
		],
	];
	for (const [name, credentials, code] of table) {
		test(`${name}: ${code}, asked once`, async () => {
			await using sandbox = await startSandbox();
			const { problem } = await walk(sandbox, { credentials: credentials(sandbox) });
			assert.deepEqual([problem?.code, textOf(problem).retryable], [code, false]);
			assert.deepEqual(
				sandbox.requests.map(({ endpoint }) => endpoint),
				['app-token'],
			);
		});
	}

	test('its name is a comfort: without it the journey goes on', async () => {
		await using sandbox = await startSandbox({ faults: [{ endpoint: 'node', nth: [1, 2, 3], status: 500 }] });
		const { result } = await walk(sandbox);
		assert.deepEqual([result?.app.name, result?.app.id], [null, sandbox.appId]);
	});
});

test('the long-lived token of an earlier journey may be pasted as well', async () => {
	await using sandbox = await startSandbox();
	const { access_token: token } = (await exchange(sandbox, sandbox.userToken)).body;
	const { result } = await walk(sandbox, { token });
	assert.equal(result?.pages[0]?.assessment?.verdict, 'permanent');
});

test('the review tells which wanted permissions the token lacks, and does not stop for them', async () => {
	await using sandbox = await startSandbox();
	const { text } = sandbox.world.issueUserToken(sandbox.appId, ids.person, ['pages_show_list']);
	const { events, result } = await walk(sandbox, { token: text });
	const next = events.find((event) => event.type === 'token-inspected');
	assert.deepEqual(next?.inspected.missing, ['pages_read_engagement', 'business_management', 'pages_manage_posts']);
	assert.deepEqual(next?.inspected.user, { id: ids.person, name: 'Robin Example' });
	assert.ok(result);
});
