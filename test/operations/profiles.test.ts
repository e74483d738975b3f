import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Problem, ProblemError } from '../../source/domain/problem.ts';
import {
	checkProfile,
	type OpenProfile,
	proposeName,
	type Reading,
	refreshProfile,
	withFindings,
} from '../../source/operations/profiles.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { complaintAboutName, type StoredPage, type StoredProfile, withTokens } from '../../source/vault/profile.ts';
import * as fc from '../support/fast-check.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { connected, endOf, transportOf } from './walk.ts';

const DAY = 86_400;

/** Refreshes or checks to the end. */
async function read(
	work: typeof refreshProfile | typeof checkProfile,
	sandbox: Sandbox,
	open: OpenProfile,
): Promise<Reading> {
	const transport = transportOf(sandbox);
	const options = { now: sandbox.world.now, signal: new AbortController().signal };
	try {
		return await endOf<unknown, Reading>(work(transport, open, options));
	} finally {
		await transport.close();
	}
}

async function problemIn(work: Promise<unknown>): Promise<Problem> {
	const error = await work.then(
		() => null,
		(reason: unknown) => reason,
	);
	assert.ok(error instanceof ProblemError);
	return error.problem;
}

const stored = ({ profile }: OpenProfile, revision = 'first'): StoredProfile => ({
	...profile,
	storage: 'file',
	savedAt: 1,
	revision,
});

describe('what is stored of a journey', () => {
	test('has the tokens apart from everything else, with the long-lived user token', async () => {
		await using sandbox = await startSandbox();
		const { profile, secrets } = await connected(sandbox);
		assertNoSecrets(JSON.stringify(profile), [...sandbox.world.tokens.keys(), sandbox.appSecret], 'the profile');
		assert.ok(sandbox.world.tokens.get(secrets.userToken.reveal())?.issuedAt, 'it is not the short-lived one');
		assert.equal(secrets.pageTokens.size, profile.pages.filter(({ summary }) => summary).length);
		for (const { id, token } of withTokens(profile.pages, secrets)) {
			assert.equal(sandbox.world.tokens.get(token?.reveal() ?? '')?.pageId, token ? id : undefined);
		}
	});
});

describe('the proposed name', () => {
	test('is the app’s, fit for a command line', () => {
		assert.equal(proposeName('My App'), 'my-app');
		assert.equal(proposeName('Bäckerei «Zur Sonne»!'), 'backerei-zur-sonne');
		assert.equal(proposeName('さくら 書房'), 'さくら-書房');
		assert.equal(proposeName('🌻'), 'profile');
		assert.equal(proposeName(null), 'profile');
	});

	test('is new, and one that can be given', () => {
		const name = fc.string({ unit: 'grapheme' });
		fc.assert(
			fc.property(name, fc.nat(5), (app, count) => {
				const taken: string[] = [];
				for (let index = 0; index <= count; index++) taken.push(proposeName(app, taken));
				assert.equal(new Set(taken).size, taken.length);
				for (const proposed of taken) assert.equal(complaintAboutName(proposed), null);
			}),
		);
	});
});

describe('a refresh', () => {
	test('of an unchanged world changes nothing, and does not renew a user token that lives long', async () => {
		await using sandbox = await startSandbox();
		const open = await connected(sandbox);
		const { changes, secrets, profile } = await read(refreshProfile, sandbox, open);
		assert.deepEqual(changes, { added: [], gone: [], changed: [] });
		assert.ok(secrets.userToken.equals(open.secrets.userToken));
		assert.deepEqual(profile.pages.map(({ id }) => id).sort(), open.profile.pages.map(({ id }) => id).sort());
	});

	test('renews a user token with less than thirty days left, and goes on with it where Meta refuses', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		const open = await connected(sandbox);
		const token = sandbox.world.tokens.get(open.secrets.userToken.reveal());
		assert.ok(token);
		token.expiresAt = sandbox.world.now() + 31 * DAY;
		assert.ok((await read(refreshProfile, sandbox, open)).secrets.userToken.equals(open.secrets.userToken));
		token.expiresAt = sandbox.world.now() + 29 * DAY;
		const renewed = await read(refreshProfile, sandbox, open);
		assert.ok(!renewed.secrets.userToken.equals(open.secrets.userToken));
		assert.ok((renewed.profile.userInfo.expiresAt ?? 0) > sandbox.world.now() + 59 * DAY);
		sandbox.faults.push({ endpoint: 'exchange', status: 500 });
		const kept = await read(refreshProfile, sandbox, open);
		assert.ok(kept.secrets.userToken.equals(open.secrets.userToken));
		assert.deepEqual(
			kept.profile.problems.map(({ code }) => code),
			['graph-unavailable'],
		);
		assert.equal(kept.profile.pages.length, open.profile.pages.length);
	});

	test('with a broken list keeps what only that list tells of a Page', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const open = await connected(sandbox);
		sandbox.faults.push({ endpoint: 'accounts', status: 500 });
		const { profile, changes } = await read(refreshProfile, sandbox, open);
		const known = ({ id, category, tasks, foundBy }: StoredPage) => ({ id, category, tasks, foundBy });
		const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
		assert.deepEqual(profile.pages.map(known).sort(byId), open.profile.pages.map(known).sort(byId));
		assert.ok(profile.pages.every(({ tasks }) => tasks));
		assert.deepEqual(changes, { added: [], gone: [], changed: [] });
	});

	test('fails with a dead user token, and with a network that does not answer, each as what it is', async () => {
		const sandbox = await startSandbox({ pages: 1 });
		const open = await connected(sandbox);
		sandbox.world.logOut(ids.person);
		assert.equal((await problemIn(read(refreshProfile, sandbox, open))).code, 'token-revoked');
		await sandbox.close();
		assert.equal((await problemIn(read(refreshProfile, sandbox, open))).code, 'network');
	});
});

describe('a check', () => {
	test('derives nothing again, and says which tokens are no longer valid', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const open = await connected(sandbox);
		const issued = sandbox.world.tokens.size;
		sandbox.world.removeRole(ids.person, ids.permanentPage);
		const { changes, secrets } = await read(checkProfile, sandbox, open);
		assert.deepEqual(
			changes.changed.map(({ id, changes: told }) => [id, told]),
			[[ids.permanentPage, ['invalid, was permanent']]],
		);
		assert.deepEqual([changes.added, changes.gone], [[], []]);
		assert.equal(sandbox.world.tokens.size, issued);
		assert.deepEqual(secrets.pageTokens, open.secrets.pageTokens);
	});

	test('tells of a dead user token as a problem of the profile', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		const open = await connected(sandbox);
		sandbox.world.expireToken(open.secrets.userToken.reveal());
		const { profile } = await read(checkProfile, sandbox, open);
		assert.deepEqual(
			profile.problems.map(({ code }) => code),
			['token-expired'],
		);
		assert.equal(profile.userInfo.isValid, false);
	});
});

describe('the findings of a check', () => {
	test('come into what is stored by now, Page by Page', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const open = await connected(sandbox);
		const before = stored(open);
		sandbox.world.removeRole(ids.person, ids.permanentPage);
		const { profile: found } = await read(checkProfile, sandbox, open);
		const verdictOf = ({ pages }: Pick<StoredProfile, 'pages'>, id: string) =>
			pages.find((page) => page.id === id)?.assessment?.verdict;
		const kept = withFindings(before, { checked: before, found });
		assert.equal(verdictOf(kept, ids.permanentPage), 'invalid');
		assert.deepEqual(kept.userInfo, found.userInfo);

		// Saved anew meanwhile: another token of one Page, another Page, and another user token.
		const otherToken = { preview: 'EAAB…0000', length: 200, fingerprint: '00000000' };
		const pages = before.pages.map((page) => (page.id === ids.permanentPage ? { ...page, summary: otherToken } : page));
		const userInfo = { ...before.userInfo, scopes: ['pages_show_list'] };
		const anew = { ...before, pages: pages.slice(0, 1), userInfo };
		const merged = withFindings(anew, { checked: before, found });
		assert.deepEqual(merged, anew);
	});

	test('leave a Page whose token could not be asked about as it was, with its age', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const open = await connected(sandbox);
		const before = stored(open);
		sandbox.faults.push({ endpoint: 'batch', status: 400, body: '{}' });
		sandbox.faults.push({ endpoint: 'debug_token', nth: [2, 3], status: 400, body: '{}' });
		const { profile: found, found: pages } = await read(checkProfile, sandbox, open);
		const unasked = pages.filter(({ assessment }) => assessment?.verdict === 'unknown').map(({ id }) => id);
		assert.equal(unasked.length, 2);
		const kept = withFindings(before, { checked: before, found });
		for (const id of unasked) {
			const find = (page: { id: string }) => page.id === id;
			assert.deepEqual(kept.pages.find(find), before.pages.find(find));
		}
	});
});
