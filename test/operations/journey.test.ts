import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matchesFilter, type PageRecord } from '../../source/domain/page.ts';
import type { Verdict } from '../../source/domain/verdict.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { problemOf } from '../../source/sandbox/tokens.ts';
import { succeed, walk } from './walk.ts';

/** Where Meta documents a secret in an address: the token endpoint and the token that is asked about. */
const DOCUMENTED: Readonly<Record<string, readonly string[]>> = {
	'app-token': ['client_secret'],
	exchange: ['client_secret', 'fb_exchange_token'],
	debug_token: ['input_token'],
};

/** Fails when an address held a secret that is not documented to be there; the proof is made to travel. */
function assertAddressesAreClean(sandbox: Sandbox): void {
	for (const { endpoint, path, secretsInUrl, tokenPlace } of sandbox.requests) {
		const extra = secretsInUrl.filter((name) => name !== 'appsecret_proof' && !DOCUMENTED[endpoint]?.includes(name));
		assert.deepEqual(extra, [], path);
		assert.notEqual(tokenPlace, 'query', path);
	}
}

const endpoints = (sandbox: Sandbox) => sandbox.requests.map(({ endpoint }) => endpoint);

describe('the whole journey', () => {
	test('finds every Page of the world, says how, and judges it as the world would', async () => {
		await using sandbox = await startSandbox();
		const { pages, problems } = await succeed(sandbox);
		const of = (id: string) => pages.find((page) => page.id === id);
		const expected: Readonly<
			Record<string, readonly [foundBy: PageRecord['foundBy'], verdict: Verdict, code?: string]>
		> = {
			[ids.permanentPage]: ['accounts', 'permanent'],
			[ids.analyzePage]: ['accounts', 'permanent'],
			[ids.rolelessPage]: ['accounts', 'invalid', 'role-lost'],
			[ids.tokenlessPage]: ['accounts', 'unknown', 'page-without-token'],
			[ids.granularPage]: ['granular-scope', 'permanent'],
			[ids.ownedPages[0]]: ['business', 'permanent'],
			[ids.ownedPages[1]]: ['business', 'permanent'],
			[ids.clientPage]: ['business', 'permanent'],
		};
		for (const [id, [foundBy, verdict, code]] of Object.entries(expected)) {
			const page = of(id);
			assert.deepEqual(
				[page?.foundBy, page?.assessment?.verdict, page?.problem?.code],
				[foundBy, verdict, code],
				page?.name,
			);
		}
		assert.equal(pages.length, sandbox.world.pages.size);
		assert.equal(new Set(pages.map(({ id }) => id)).size, pages.length);
		assert.ok(pages.some((page) => matchesFilter(page, 'さくら')));
		assert.deepEqual(problems, []);
	});

	test('judges each token as it lies in the world', async () => {
		await using sandbox = await startSandbox();
		const { pages } = await succeed(sandbox);
		for (const { id, name, token, assessment, info, checkedAt } of pages) {
			if (!token) continue;
			const known = sandbox.world.tokens.get(token.reveal());
			assert.ok(known, name);
			assert.equal(known.pageId, id);
			const verdict = problemOf(sandbox.world, known) ? 'invalid' : known.expiresAt === 0 ? 'permanent' : 'short';
			assert.equal(assessment?.verdict, verdict, name);
			assert.equal(info?.profileId, id);
			assert.ok(checkedAt);
		}
	});

	test('tests the app first, debugs the token before it uses it, and exchanges it before it lists', async () => {
		await using sandbox = await startSandbox();
		await succeed(sandbox);
		const order = endpoints(sandbox);
		const first = (name: string) => order.indexOf(name as (typeof order)[number]);
		assert.equal(first('app-token'), 0);
		assert.ok(first('debug_token') < first('exchange'), 'used before it was debugged');
		assert.ok(first('exchange') < first('accounts'), 'listed before it was exchanged');
		assert.ok(first('accounts') < first('batch'));
		assert.equal(order.filter((name) => name === 'exchange').length, 1);
		assertAddressesAreClean(sandbox);
	});

	test('lists with the long-lived token: no Page token ends with the pasted one', async () => {
		await using sandbox = await startSandbox();
		const { pages, userInfo } = await succeed(sandbox);
		const parents = pages.flatMap(({ token }) => (token ? [sandbox.world.tokens.get(token.reveal())?.parent] : []));
		assert.ok(!parents.includes(sandbox.userToken));
		assert.equal(userInfo.expiresAt, (userInfo.issuedAt ?? 0) + 60 * 86_400);
	});

	test('proves the app secret on every call of a person or a Page', async () => {
		await using sandbox = await startSandbox();
		const app = sandbox.world.apps.get(sandbox.appId);
		assert.ok(app);
		app.requireAppSecretProof = true;
		const { pages, problems } = await succeed(sandbox);
		assert.deepEqual(problems, []);
		assert.equal(
			pages.filter(({ assessment }) => assessment?.verdict === 'permanent').length,
			sandbox.world.pages.size - 2,
		);
	});

	test('tells its steps in their order, every Page before its verdict', async () => {
		await using sandbox = await startSandbox();
		const { events } = await walk(sandbox);
		const types = events.map(({ type }) => type);
		assert.deepEqual(types.slice(0, 3), ['app-accepted', 'token-inspected', 'exchanged']);
		assert.equal(types.filter((type) => type === 'listed').length, 1);
		const found = new Set<string>();
		for (const event of events) {
			if (event.type === 'pages-found') for (const { id } of event.pages) found.add(id);
			if (event.type === 'pages-verified') for (const { id } of event.pages) assert.ok(found.has(id));
		}
		const [accepted] = events;
		assert.ok(accepted?.type === 'app-accepted' && accepted.app.name === 'My App' && accepted.version === 'v27.0');
	});

	test('takes the newest version that is alive', async () => {
		await using sandbox = await startSandbox();
		sandbox.world.liveVersions = ['v25.0', 'v24.0'];
		const { version } = await succeed(sandbox);
		assert.equal(version, 'v25.0');
		assert.ok(sandbox.requests.every(({ endpoint, path }) => endpoint !== 'accounts' || path.startsWith('/v25.0/')));
	});

	test('takes the token out of whatever was pasted', async () => {
		await using sandbox = await startSandbox();
		const { userToken } = sandbox;
		const token = `{"access_token":"${userToken.slice(0, 80)}\n${userToken.slice(80)}","token_type":"bearer"}\n`;
		assert.ok((await succeed(sandbox, { token })).pages.length > 0);
	});

	test('keeps the token of a system user as it is', async () => {
		await using sandbox = await startSandbox();
		const { world, appId } = sandbox;
		world.addPerson({
			id: ids.systemUser,
			name: 'Publisher',
			firstName: 'P',
			lastName: '',
			email: '',
			systemUserOf: ids.business,
		});
		const traits = { tasks: ['MANAGE'], listed: true, givesToken: true, lost: false };
		world.addRole({ personId: ids.systemUser, pageId: ids.permanentPage, ...traits });
		const { text } = world.issueSystemUserToken(appId, ids.systemUser, ['pages_show_list', 'pages_manage_posts']);
		const { pages, userInfo } = await succeed(sandbox, { token: text });
		assert.deepEqual(
			[pages[0]?.assessment?.verdict, userInfo.type, userInfo.expiresAt],
			['permanent', 'SYSTEM_USER', 0],
		);
		assert.ok(!endpoints(sandbox).includes('exchange'));
	});

	test('goes on where Meta gives no end with the exchanged token', async () => {
		await using sandbox = await startSandbox();
		const app = sandbox.world.apps.get(sandbox.appId);
		assert.ok(app);
		app.unlimitedUserTokens = true;
		const { userInfo, pages } = await succeed(sandbox);
		assert.equal(userInfo.expiresAt, 0);
		assert.equal(pages[0]?.assessment?.verdict, 'permanent');
	});

	test('works for an app of type Native/Desktop, whose app token counts as none', async () => {
		await using sandbox = await startSandbox();
		const app = sandbox.world.apps.get(sandbox.appId);
		assert.ok(app);
		app.nativeDesktop = true;
		const { pages } = await succeed(sandbox);
		const of = (id: string) => pages.find((page) => page.id === id)?.assessment?.verdict;
		assert.deepEqual(
			[of(ids.permanentPage), of(ids.rolelessPage), of(ids.clientPage)],
			['permanent', 'invalid', 'permanent'],
		);
		assertAddressesAreClean(sandbox);
	});
});

describe('a thousand Pages', () => {
	test('are all listed and all verified, in 34 requests, and no secret is in an address', async () => {
		await using sandbox = await startSandbox({ pages: 1000 });
		const { pages, problems } = await succeed(sandbox);
		assert.equal(pages.length, sandbox.world.pages.size);
		assert.ok(pages.length >= 1000);
		assert.deepEqual(problems, []);
		assert.ok(pages.every(({ assessment, token }) => assessment && (!token || assessment.verdict !== 'unknown')));
		// Two lists of five hundred, twenty-three batches of up to fifty, and nine calls around them.
		assert.equal(sandbox.requests.length, 34);
		assertAddressesAreClean(sandbox);
	});

	for (const [what, bound] of [
		['gives fewer at once than it is asked for', { greatestLimit: 100 }],
		['refuses to give so many at once', { limitRefusedBeyond: 100 }],
	] as const) {
		test(`are all listed where Meta ${what}`, async () => {
			await using sandbox = await startSandbox({ pages: 1000 });
			Object.assign(sandbox.world, bound);
			const { pages, problems } = await succeed(sandbox);
			assert.deepEqual([pages.length, problems], [sandbox.world.pages.size, []]);
			const lists = endpoints(sandbox).filter((name) => name === 'accounts').length;
			assert.equal(lists, 'greatestLimit' in bound ? 10 : 11);
		});
	}

	test('come in while the list is still read', async () => {
		await using sandbox = await startSandbox({ pages: 1000, greatestLimit: 100, latencyMs: 5 });
		const { events } = await walk(sandbox);
		const types = events.map(({ type }) => type);
		assert.ok(types.indexOf('pages-verified') < types.lastIndexOf('pages-found'));
		assert.ok(types.filter((type) => type === 'pages-found').length >= 10);
	});

	test('are verified one by one where a batch may not ask about tokens', async () => {
		await using sandbox = await startSandbox({ pages: 1000 });
		sandbox.world.batchRefusesDebugToken = true;
		const { pages } = await succeed(sandbox);
		assert.ok(pages.every(({ assessment, token }) => !token || assessment?.verdict !== 'unknown'));
		// Four that ask about tokens, and two that look up Pages.
		assert.ok(endpoints(sandbox).filter((name) => name === 'batch').length <= 6);
		assert.ok(Math.max(...sandbox.requests.map(({ concurrent }) => concurrent)) <= 8);
	});
});
