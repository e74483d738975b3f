import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from '../../source/domain/page.ts';
import type { Problem } from '../../source/domain/problem.ts';
import { Secret } from '../../source/domain/secret.ts';
import type { TokenInfo } from '../../source/domain/token.ts';
import { GraphClient } from '../../source/graph/client.ts';
import { type Caller, debugToken } from '../../source/graph/debug-token.ts';
import { listPages } from '../../source/operations/list-pages.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { transportTo } from '../graph/failing.ts';
import { startHttpServer } from '../support/http-server.ts';
import { textOf, withText } from '../support/problems.ts';
import { tokenOf } from '../support/secrets.ts';
import { APP_ID, pageTokenInfo } from '../support/token-infos.ts';
import { addUnlistedPage } from '../support/unlisted-page.ts';
import { credentialsOf, transportOf, WANTED } from './walk.ts';

test('a Page that Meta lists twice, and on two pages of the list, comes once and with its token', async () => {
	const bare = { id: '1', name: 'My Bakery' };
	const full = { ...bare, access_token: tokenOf('listed') };
	await using server = await startHttpServer(({ headers }, turn) =>
		turn === 1
			? { body: { data: [bare, full, full], paging: { next: `http://${headers.host}/v27.0/5/accounts?after=A` } } }
			: { body: { data: [full, bare, { id: '2', access_token: tokenOf('other') }] } },
	);
	const client = new GraphClient(transportTo(server), { id: APP_ID, secret: new Secret('0123456789abcdef'.repeat(2)) });
	const info = pageTokenInfo({ type: 'USER', profileId: null, scopes: ['pages_show_list'] });
	const found: Page[] = [];
	for await (const { pages, problem } of listPages(client, new Secret(tokenOf('user')), info, {
		signal: new AbortController().signal,
	})) {
		assert.equal(problem, null);
		found.push(...(pages ?? []));
	}
	assert.deepEqual(
		found.map(({ id, token }) => [id, token !== null]),
		[
			['1', true],
			['2', true],
		],
	);
	// Nor is it asked about by itself.
	assert.equal(server.received.length, 2);
});

/** The user token of a sandbox, with what a client needs to list its Pages. */
function listOf(sandbox: Sandbox, token: string, addresses: readonly string[] = []) {
	const client = new GraphClient(transportOf(sandbox), credentialsOf(sandbox));
	const scopes = [...WANTED];
	const info = pageTokenInfo({ type: 'USER', profileId: null, scopes });
	return listPages(client, new Secret(token), info, { signal: new AbortController().signal, addresses });
}

async function collect(listings: ReturnType<typeof listPages>) {
	const pages: Page[] = [];
	const problems: Problem[] = [];
	for await (const listing of listings) {
		if (listing.problem) problems.push(listing.problem);
		else pages.push(...listing.pages);
	}
	return { pages, problems };
}

describe('a Page that no list has', () => {
	for (const address of ['119283746501928', 'corner.bakery', 'CornerBakery']) {
		test(`is found by its name, ${address}, and comes last`, async () => {
			await using sandbox = await startSandbox();
			const token = addUnlistedPage(sandbox);
			const { pages, problems } = await collect(listOf(sandbox, token, [address]));
			const { id, name, foundBy, tasks, token: pageToken } = pages.at(-1) as Page;
			assert.deepEqual([id, name, foundBy, tasks], ['119283746501928', 'Corner Bakery', 'id', null]);
			assert.ok(pageToken);
			assert.deepEqual(problems, []);
		});
	}

	test('tells its tasks where Meta tells them of single Pages', async () => {
		await using sandbox = await startSandbox();
		sandbox.world.tellsTasksOfPages = true;
		const token = addUnlistedPage(sandbox);
		const { pages } = await collect(listOf(sandbox, token, ['corner.bakery']));
		assert.deepEqual(pages.at(-1)?.tasks, ['MANAGE']);
	});

	test('costs nothing but a trouble of its own where Meta does not show it', async () => {
		await using sandbox = await startSandbox();
		const before = (await collect(listOf(sandbox, sandbox.userToken))).pages.length;
		const { pages, problems } = await collect(listOf(sandbox, sandbox.userToken, ['nobody.here']));
		assert.equal(pages.length, before);
		assert.deepEqual(
			problems.map(({ code }) => code),
			['not-found'],
		);
		assert.match(textOf(problems[0]).cause ?? '', /^The Page nobody\.here: /);
	});

	const addresses = ['119283746501928', 'nobody.here', 'corner.bakery', 'nobody.there'];
	const calls = ({ requests }: Sandbox, endpoint: string) =>
		requests.filter((request) => request.endpoint === endpoint).length;

	test('is looked up with others in one call, and each that Meta does not show is a trouble of its own', async () => {
		await using sandbox = await startSandbox();
		const token = addUnlistedPage(sandbox);
		const app = sandbox.world.apps.get(sandbox.appId);
		assert.ok(app);
		app.requireAppSecretProof = true;
		const { pages, problems } = await collect(listOf(sandbox, token, addresses));
		assert.deepEqual([pages.at(-1)?.name, pages.at(-1)?.foundBy], ['Corner Bakery', 'id']);
		assert.equal(pages.filter(({ name }) => name === 'Corner Bakery').length, 1);
		assert.deepEqual(
			problems.map(withText).map(({ code, cause }) => [code, /^The Page ([\w.]+): /.exec(cause)?.[1]]),
			[
				['not-found', 'nobody.here'],
				['not-found', 'nobody.there'],
			],
		);
		assert.equal(calls(sandbox, 'batch'), 1);
	});

	for (const [what, fault] of [
		['fails', { endpoint: 'batch', status: 400, body: '{"error":{"code":100,"message":"no"}}' }],
		['answers nothing', { endpoint: 'batch', body: '[null,null,null,null]' }],
		['cannot be read', { endpoint: 'batch', body: '<html>' }],
	] as const) {
		test(`is looked up by itself where a call for many ${what}`, async () => {
			await using sandbox = await startSandbox({ faults: [fault] });
			const token = addUnlistedPage(sandbox);
			const { pages, problems } = await collect(listOf(sandbox, token, addresses));
			assert.equal(pages.at(-1)?.name, 'Corner Bakery');
			assert.deepEqual(
				problems.map(({ code }) => code),
				['not-found', 'not-found'],
			);
		});
	}

	test('is listed once, where a list has it too', async () => {
		await using sandbox = await startSandbox();
		const { pages } = await collect(listOf(sandbox, sandbox.userToken, [ids.permanentPage, 'my.bakery.example']));
		assert.equal(pages.filter(({ id }) => id === ids.permanentPage).length, 1);
	});
});

test('the ladder goes from the account to granular scopes, to businesses, to Pages that were named, to assigned ones', async () => {
	await using sandbox = await startSandbox();
	const info = (await debugToken(transportOf(sandbox), new Secret(sandbox.userToken), callerOf(sandbox))) as TokenInfo;
	const client = new GraphClient(transportOf(sandbox), credentialsOf(sandbox));
	const signal = new AbortController().signal;
	const { pages } = await collect(
		listPages(client, new Secret(sandbox.userToken), info, { signal, addresses: ['nobody.here'] }),
	);
	const rungs = pages.map(({ foundBy }) => foundBy).filter((foundBy, index, all) => foundBy !== all[index - 1]);
	assert.deepEqual(rungs, ['accounts', 'granular-scope', 'business']);
	const asked = sandbox.requests.map(({ path }) => path.replace(/^\/v[\d.]+\/|\?.*$/g, ''));
	assert.ok(asked.indexOf('me/accounts') < asked.indexOf('me/businesses'), asked.join('\n'));
	assert.deepEqual(asked.slice(-2), ['nobody.here', 'me/assigned_pages']);
});

function callerOf(sandbox: Sandbox): Caller {
	return { kind: 'app', token: new Secret(`${sandbox.appId}|${sandbox.appSecret}`) };
}
