import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TransportOptions } from '../../source/graph/transport.ts';
import type { OpenProfile } from '../../source/operations/profiles.ts';
import { type Revocation, revoke } from '../../source/operations/revoke.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { isProblem } from '../support/problems.ts';
import { connected, endOf, transportOf } from './walk.ts';

/** Takes permissions back to the end; `asked` tells what that asked of Graph: `DELETE /v27.0/me/permissions`. */
async function takeBack(
	sandbox: Sandbox,
	open: OpenProfile,
	{
		permission = null,
		transport: options = {},
		signal = new AbortController().signal,
	}: { permission?: string | null; transport?: Partial<TransportOptions>; signal?: AbortSignal } = {},
): Promise<Revocation> {
	const transport = transportOf(sandbox, options);
	try {
		return await endOf(revoke(transport, open, { now: sandbox.world.now, signal }, permission));
	} finally {
		await transport.close();
	}
}

/** The states of the tokens by name. */
function states({ tokens }: Revocation): Record<string, string> {
	return Object.fromEntries(tokens.map(({ page, state }) => [page?.name ?? 'user token', state]));
}

const deletions = ({ requests }: Sandbox) =>
	requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path.replace(/\?.*/, ''));

const ALL_GONE = { 'user token': 'gone', 'My Bakery': 'gone', 'Harbour Town Museum': 'gone' };
const ALL_LEFT = { 'user token': 'left', 'My Bakery': 'left', 'Harbour Town Museum': 'left' };
const RATE_LIMIT = '{"error":{"message":"(#4) Application request limit reached","type":"OAuthException","code":4}}';

describe('taking all permissions back', () => {
	test('asks once with the user token, then about every token: all have ended', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const open = await connected(sandbox);
		const made = sandbox.requests.length;
		const revocation = await takeBack(sandbox, open);
		assert.deepEqual(states(revocation), ALL_GONE);
		assert.equal(revocation.doubt, null);
		const asked = sandbox.requests.slice(made);
		assert.deepEqual(
			asked.map(({ method, endpoint }) => `${method} ${endpoint}`),
			['DELETE permissions', 'GET debug_token', 'POST batch'],
		);
		assert.deepEqual([asked[0]?.path, asked[0]?.tokenPlace], ['/v27.0/me/permissions?appsecret_proof=…', 'header']);
		assert.equal(revocation.profile.userInfo.isValid, false);
		assert.ok(revocation.profile.pages.every(({ assessment }) => assessment?.verdict === 'invalid'));
		assert.deepEqual(revocation.secrets, open.secrets);
	});

	test('that ends only user tokens says which others live on', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const { world } = sandbox;
		const open = await connected(sandbox);
		const removeApp = world.removeApp.bind(world);
		world.removeApp = (...whom) => {
			removeApp(...whom);
			for (const token of world.tokens.values()) if (token.pageId === ids.permanentPage) delete token.invalid;
		};
		const revocation = await takeBack(sandbox, open);
		assert.deepEqual(states(revocation), { ...ALL_GONE, 'My Bakery': 'left' });
		assert.equal(revocation.doubt, null);
	});

	test('that Meta answers with true, and does nothing, leaves all of them', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const open = await connected(sandbox);
		sandbox.faults.push({ endpoint: 'permissions', status: 200, body: 'true' });
		const revocation = await takeBack(sandbox, open);
		assert.deepEqual([states(revocation), revocation.doubt], [ALL_LEFT, null]);
	});

	test('with a dead user token is asked for by the app', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const open = await connected(sandbox);
		sandbox.world.expireToken(open.secrets.userToken.reveal());
		const revocation = await takeBack(sandbox, open);
		assert.deepEqual([states(revocation), revocation.doubt], [ALL_GONE, null]);
		assert.deepEqual(deletions(sandbox), ['/v27.0/me/permissions', `/v27.0/${ids.person}/permissions`]);
		assert.equal(sandbox.world.grant(sandbox.appId, ids.person), undefined);
	});

	test('that were taken back before is no failure: nothing is left', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const open = await connected(sandbox);
		sandbox.world.removeApp(ids.person, sandbox.appId);
		const revocation = await takeBack(sandbox, open);
		assert.deepEqual([states(revocation), revocation.doubt?.code], [ALL_GONE, 'not-found']);
	});

	test('is not claimed of a Page whose token could not be asked about', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const open = await connected(sandbox);
		sandbox.faults.push(
			{ endpoint: 'batch', status: 400, body: '{}' },
			{ endpoint: 'debug_token', nth: 2, status: 400, body: '{}' },
		);
		const told = Object.values(states(await takeBack(sandbox, open)));
		assert.deepEqual(told.sort(), ['gone', 'gone', 'unknown']);
	});
});

describe('taking permissions back fails', () => {
	test('with Meta’s refusal: nothing more is asked, and nothing has ended', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const open = await connected(sandbox);
		const made = sandbox.requests.length;
		sandbox.faults.push({ endpoint: 'permissions', status: 400, body: RATE_LIMIT });
		await assert.rejects(takeBack(sandbox, open), isProblem('rate-limited', /Nothing was taken back\./));
		assert.equal(sandbox.requests.length - made, 1);
		assert.ok(sandbox.world.grant(sandbox.appId, ids.person));
	});

	test('without a network: nothing is claimed', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const open = await connected(sandbox);
		await sandbox.close();
		await assert.rejects(takeBack(sandbox, open), isProblem('network', /Nothing was taken back\./));
	});

	for (const [name, fault, expected] of [
		['cut before it was done', { cut: 'before-handling' }, ALL_LEFT],
		['cut after it was done', { cut: 'before-headers' }, ALL_GONE],
		['no answer in time', { delayMs: Number.POSITIVE_INFINITY }, ALL_LEFT],
		['half an answer', { cut: 'within-body' }, ALL_GONE],
	] as const) {
		test(`on its way: it is asked once, and what Meta says of the tokens decides: ${name}`, async () => {
			await using sandbox = await startSandbox({ pages: 2 });
			const open = await connected(sandbox);
			sandbox.faults.push({ endpoint: 'permissions', ...fault });
			const revocation = await takeBack(sandbox, open, { transport: { timeoutMs: 'delayMs' in fault ? 300 : 5000 } });
			assert.deepEqual(states(revocation), expected);
			assert.equal(revocation.doubt?.code, 'delayMs' in fault ? 'timeout' : 'network');
			assert.equal(deletions(sandbox).length, 1);
		});
	}

	test('to be seen afterwards: that it was done is said all the same', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const open = await connected(sandbox);
		sandbox.faults.push({ endpoint: 'debug_token', status: 400, body: RATE_LIMIT });
		await assert.rejects(takeBack(sandbox, open), isProblem('rate-limited', /Meta has taken the permissions back\./));
		await using other = await startSandbox({ pages: 2 });
		const second = await connected(other);
		other.faults.push(
			{ endpoint: 'permissions', cut: 'before-headers' },
			{ endpoint: 'debug_token', status: 400, body: RATE_LIMIT },
		);
		await assert.rejects(takeBack(other, second), isProblem('rate-limited', /Whether .* taken back is not known/));
	});

	test('before it begins, when it is cancelled: nothing is asked', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		const open = await connected(sandbox);
		const made = sandbox.requests.length;
		await assert.rejects(takeBack(sandbox, open, { signal: AbortSignal.abort() }), isProblem('cancelled'));
		assert.equal(sandbox.requests.length, made);
	});
});

describe('taking one permission back', () => {
	test('leaves the tokens alive without it', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const open = await connected(sandbox);
		const revocation = await takeBack(sandbox, open, { permission: 'pages_manage_posts' });
		assert.deepEqual([states(revocation), revocation.doubt], [ALL_GONE, null]);
		assert.deepEqual(deletions(sandbox), ['/v27.0/me/permissions/pages_manage_posts']);
		const { userInfo, pages } = revocation.profile;
		assert.deepEqual([userInfo.isValid, userInfo.scopes.includes('pages_show_list')], [true, true]);
		assert.ok(pages.every(({ assessment }) => assessment?.verdict === 'permanent'));
	});

	test('that Meta does not do leaves it in them', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const open = await connected(sandbox);
		sandbox.faults.push({ endpoint: 'permissions', status: 200, body: '{"success":true}' });
		assert.deepEqual(states(await takeBack(sandbox, open, { permission: 'pages_manage_posts' })), ALL_LEFT);
	});
});
