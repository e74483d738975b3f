import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PageRecord } from '../../source/domain/page.ts';
import type { Problem } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import { GraphClient } from '../../source/graph/client.ts';
import { debugToken } from '../../source/graph/debug-token.ts';
import { listPages } from '../../source/operations/list-pages.ts';
import { findPage } from '../../source/operations/verify.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import type { Fault } from '../../source/sandbox/faults.ts';
import { addPageOf } from '../../source/sandbox/generated-pages.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { credentialsOf, transportOf } from './walk.ts';

const SCOPES = ['pages_show_list', 'pages_read_engagement', 'business_management'];
const IMPERSONATING =
	"Any of the pages_read_engagement, pages_manage_metadata, pages_read_user_content, pages_manage_ads, pages_show_list or pages_messaging permission(s) must be granted before impersonating a user's page.";

/** What a user token is good for, and what it costs to list its Pages. */
async function accessTo(sandbox: Sandbox, token = sandbox.userToken) {
	const client = new GraphClient(transportOf(sandbox), credentialsOf(sandbox));
	const caller = { kind: 'app', token: client.appToken } as const;
	const userToken = new Secret(token);
	const info = await debugToken(client.transport, userToken, caller);
	return { client, caller, userToken, info };
}

async function list(sandbox: Sandbox, { token = sandbox.userToken, addresses = [] as readonly string[] } = {}) {
	const { client, userToken, info } = await accessTo(sandbox, token);
	const before = sandbox.requests.length;
	const pages = new Map<string, PageRecord>();
	const problems: Problem[] = [];
	for await (const listing of listPages(client, userToken, info, { signal: AbortSignal.timeout(60_000), addresses })) {
		if (listing.problem) problems.push(listing.problem);
		else for (const page of listing.pages) pages.set(page.id, page);
	}
	const calls = sandbox.requests.slice(before).map(({ endpoint }) => endpoint);
	return { pages, problems, calls, count: (endpoint: string) => calls.filter((name) => name === endpoint).length };
}

/** Makes everything right in the default world: each Page has its token. */
function mend({ world }: Sandbox): void {
	Object.assign(world.role(ids.person, ids.tokenlessPage) ?? {}, { givesToken: true });
	Object.assign(world.role(ids.person, ids.rolelessPage) ?? {}, { lost: false });
}

/** A user token for these Pages, named one by one. */
const tokenFor = ({ world, appId }: Sandbox, pages: readonly string[] | 'all') =>
	world.issueUserToken(appId, ids.person, SCOPES, pages).text;

const refusal = (code: number, message: string) => JSON.stringify({ error: { message, type: 'OAuthException', code } });

describe('Pages that lists have without a token', () => {
	test('are asked for by their ids, up to fifty in one call, and have one then', async () => {
		await using sandbox = await startSandbox();
		mend(sandbox);
		sandbox.world.tellsTasksOfPages = true;
		sandbox.world.listsGiveTokens = false;
		const business = sandbox.world.businesses.get(ids.business);
		const owned = Array.from({ length: 60 }, (_, index) => `2000000000${index + 10}`);
		for (const id of owned) {
			const role = { listed: false, businessId: ids.business };
			addPageOf(sandbox.world, ids.person, { id, name: `Branch ${id}`, category: { id: '1', name: 'Shop' } }, role);
			business?.ownedPageIds.push(id);
		}
		const { pages, problems, count } = await list(sandbox);
		assert.deepEqual(problems, []);
		assert.deepEqual(
			[...pages.values()].filter(({ token }) => !token).map(({ id }) => id),
			[],
		);
		assert.deepEqual(
			[pages.get(owned[0] ?? '')?.foundBy, pages.get(ids.analyzePage)?.tasks],
			['business', ['ANALYZE']],
		);
		// Twelve of the account and of granular scopes; then sixty-three of the business.
		assert.deepEqual([count('batch'), count('node'), count('assigned_pages')], [3, 0, 0]);
	});

	test('and not by their ids either have the reason: selected at the sign-in, or not', async () => {
		await using sandbox = await startSandbox();
		const whyIs = async (pages: readonly string[] | 'all', id: string) => {
			const { problem } = (await list(sandbox, { token: tokenFor(sandbox, pages) })).pages.get(id) ?? {};
			assert.equal(problem?.code, 'page-without-token');
			return problem?.facts?.kind === 'no-token' ? problem.facts.why : null;
		};
		assert.equal(await whyIs([ids.permanentPage, ids.tokenlessPage], ids.tokenlessPage), 'selected');
		assert.equal(await whyIs('all', ids.tokenlessPage), null);
		Object.assign(sandbox.world.role(ids.person, ids.clientPage) ?? {}, { givesToken: false });
		assert.equal(await whyIs([ids.permanentPage], ids.clientPage), 'not-selected');
	});

	for (const [how, pages, fault] of [
		['alone', 'all', { endpoint: 'node', path: ids.tokenlessPage, status: 400, body: refusal(190, IMPERSONATING) }],
		[
			'with others',
			[ids.tokenlessPage, ids.granularPage],
			{ endpoint: 'batch', items: { 0: { code: 400, body: refusal(190, IMPERSONATING) } } },
		],
	] as const) {
		test(`and outside the grant, as Meta says of one that is asked for ${how}, were not selected`, async () => {
			await using sandbox = await startSandbox({ faults: [fault] });
			const listed = await list(sandbox, { token: tokenFor(sandbox, pages) });
			const { facts, graph } = listed.pages.get(ids.tokenlessPage)?.problem ?? {};
			assert.deepEqual([facts, graph?.code], [{ kind: 'no-token', why: 'not-selected' }, 190]);
			assert.deepEqual(listed.problems, []);
		});
	}

	test('are asked for again where they are named, and by the key that adds a Page', async () => {
		await using sandbox = await startSandbox();
		const { world } = sandbox;
		Object.assign(world.role(ids.person, ids.tokenlessPage) ?? {}, { givesToken: true });
		world.listsGiveTokens = false;
		// Nothing is given when they are looked up with others.
		sandbox.faults.push({ endpoint: 'batch', items: { 0: { code: 200, body: `{"id":"${ids.tokenlessPage}"}` } } });
		const token = tokenFor(sandbox, [ids.tokenlessPage, ids.granularPage]);
		assert.equal((await list(sandbox, { token })).pages.get(ids.tokenlessPage)?.token, null);
		const named = await list(sandbox, { token, addresses: [ids.tokenlessPage] });
		assert.ok(named.pages.get(ids.tokenlessPage)?.token);
		const { client, caller, ...grant } = await accessTo(sandbox, token);
		const options = { now: world.now, signal: AbortSignal.timeout(60_000) };
		const found = await findPage(client, caller, grant, ids.tokenlessPage, options);
		assert.ok(found.token && found.assessment);
		Object.assign(world.role(ids.person, ids.tokenlessPage) ?? {}, { givesToken: false });
		const { problem } = await findPage(client, caller, grant, ids.tokenlessPage, options);
		assert.deepEqual(problem?.facts, { kind: 'no-token', why: 'selected' });
	});

	test('and of a system user are not assigned to it', async () => {
		await using sandbox = await startSandbox();
		const { world, appId } = sandbox;
		Object.assign(world.role(ids.systemUser, ids.clientPage) ?? {}, { givesToken: false });
		const token = world.issueSystemUserToken(appId, ids.systemUser, SCOPES, { pages: 'all' }).text;
		const { problem } = (await list(sandbox, { token })).pages.get(ids.clientPage) ?? {};
		assert.deepEqual(problem?.facts, { kind: 'no-token', why: 'not-assigned' });
		assert.doesNotMatch(problemText(problem as Problem).remedy, /Edit settings/);
	});
});

describe('the list of assigned Pages', () => {
	/** A Page that no other list has, and that no scope names. */
	const hide = (sandbox: Sandbox) => {
		mend(sandbox);
		for (const business of sandbox.world.businesses.values())
			for (const list of [business.ownedPageIds, business.clientPageIds]) list.length = 0;
	};

	test('is not asked for where nothing is missing', async () => {
		await using sandbox = await startSandbox();
		mend(sandbox);
		const { calls } = await list(sandbox);
		assert.deepEqual(calls.toSorted(), ['accounts', 'businesses', 'client_pages', 'node', 'node', 'owned_pages']);
	});

	const MISSING: readonly (readonly [what: string, (sandbox: Sandbox) => Fault[] | undefined])[] = [
		[
			'a Page has no token',
			({ world }) => void Object.assign(world.role(ids.person, ids.permanentPage) ?? {}, { givesToken: false }),
		],
		[
			'no Page is listed',
			({ world }) => void world.rolesOf(ids.person).map((role) => Object.assign(role, { listed: false })),
		],
		[
			'the list of the account is refused',
			() => [{ endpoint: 'accounts', status: 400, body: refusal(10, '(#10) No.') }],
		],
	];
	for (const [what, make] of MISSING) {
		test(`gives a Page where ${what}`, async () => {
			await using sandbox = await startSandbox();
			hide(sandbox);
			sandbox.world.listsAssignedPages = true;
			sandbox.faults.push(...(make(sandbox) ?? []));
			const { pages, count } = await list(sandbox, { token: tokenFor(sandbox, 'all') });
			const { foundBy, token } = pages.get(ids.clientPage) ?? {};
			assert.deepEqual([foundBy, token !== null, count('assigned_pages')], ['business', true, 1]);
		});
	}

	for (const [how, fault] of [
		['refused', []],
		[
			'answered by an error nobody knows',
			[{ endpoint: 'assigned_pages', status: 400, body: refusal(424_242, 'New.') }],
		],
		['no list', [{ endpoint: 'assigned_pages', body: '{"data":"none"}' }]],
		['out of reach', [{ endpoint: 'assigned_pages', cut: 'before-headers' }]],
	] as const) {
		test(`is no problem where it is ${how}`, async () => {
			await using sandbox = await startSandbox({ pages: 0, faults: fault });
			const { problems, count } = await list(sandbox);
			assert.deepEqual(
				problems.map(({ code }) => code),
				['no-pages'],
			);
			assert.ok(count('assigned_pages') >= 1);
		});
	}

	test('keeps no Page that was named from being asked for, where it is limited', async () => {
		await using sandbox = await startSandbox({
			faults: [{ endpoint: 'assigned_pages', limit: { code: 4, minutes: 30 } }],
		});
		const { problems } = await list(sandbox, { addresses: ['nobody.here'] });
		assert.deepEqual(
			problems.map(({ code }) => code),
			['not-found'],
		);
	});

	test('also ends the search for a Page that a scope names and Meta does not show by its id', async () => {
		await using sandbox = await startSandbox();
		hide(sandbox);
		const token = tokenFor(sandbox, [ids.clientPage]);
		const fault = {
			endpoint: 'node',
			path: ids.clientPage,
			status: 400,
			body: refusal(100, 'Object does not exist'),
		} as const;
		sandbox.faults.push(fault);
		const shown = async () => {
			const { pages, problems } = await list(sandbox, { token });
			return [pages.has(ids.clientPage), problems.map(({ code }) => code)];
		};
		assert.deepEqual(await shown(), [false, ['not-found', 'no-pages']]);
		sandbox.world.listsAssignedPages = true;
		assert.deepEqual(await shown(), [true, []]);
	});
});

describe('the number in the URL of a profile', () => {
	const number = '61550987612345';

	test('is tried, and explained where Meta does not show it', async () => {
		await using sandbox = await startSandbox();
		const { problems } = await list(sandbox, { addresses: [number] });
		assert.deepEqual(
			problems.map(({ code, facts }) => [code, facts]),
			[['not-found', { kind: 'profile-id' }]],
		);
		const { client, caller, ...grant } = await accessTo(sandbox);
		const options = { now: sandbox.world.now, signal: AbortSignal.timeout(60_000) };
		await assert.rejects(findPage(client, caller, grant, number, options), (error: { problem: Problem }) => {
			assert.match(problemText(error.problem).remedy, /Business settings > Accounts > Pages/);
			return true;
		});
	});

	test('is that of a Page where a scope names it', async () => {
		const body = refusal(100, 'Object does not exist');
		await using sandbox = await startSandbox({
			faults: [{ endpoint: 'node', path: ids.granularPage, status: 400, body }],
		});
		const { problems } = await list(sandbox, { token: tokenFor(sandbox, [ids.granularPage]) });
		assert.deepEqual(
			problems.map(({ code, facts }) => [code, facts?.kind]),
			[['not-found', 'graph-error']],
		);
	});

	test('may lead to a Page all the same', async () => {
		await using sandbox = await startSandbox();
		const role = { listed: false };
		addPageOf(sandbox.world, ids.person, { id: number, name: 'New Page', category: { id: '1', name: 'Shop' } }, role);
		const { pages, problems } = await list(sandbox, { token: tokenFor(sandbox, 'all'), addresses: [number] });
		assert.deepEqual([pages.get(number)?.name, problems], ['New Page', []]);
	});
});
