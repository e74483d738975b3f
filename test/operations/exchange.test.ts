import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { permissionsFor } from '../../source/domain/permissions.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { textOf } from '../support/problems.ts';
import { succeed, walk } from './walk.ts';

const NOW = Date.UTC(2026, 10, 24, 10) / 1000;
const DAY = 86_400;
const now = () => NOW;

/** The second `debug_token` is the one about the exchanged token. */
const aboutTheExchanged = (answer: { status?: number; body?: string }) =>
	({ endpoint: 'debug_token', nth: 2, ...answer }) as const;

const codes = (problems: readonly { code: string }[]) => problems.map(({ code }) => code);

describe('an exchanged token', () => {
	for (const data of [
		'{}',
		'{"type":"USER","is_valid":true,"scopes":[]}',
		`{"is_valid":true,"scopes":${JSON.stringify(permissionsFor('publish'))}}`,
	]) {
		test(`of which Meta says no more than ${data.slice(0, 44)} leads to all Pages, and that is told`, async () => {
			await using sandbox = await startSandbox({ now, faults: [aboutTheExchanged({ body: `{"data":${data}}` })] });
			const { pages, problems, userInfo } = await succeed(sandbox);
			const ofBusiness = pages.filter(({ foundBy }) => foundBy === 'business').length;
			assert.deepEqual([ofBusiness, codes(problems)], [3, ['bad-reply']]);
			assert.deepEqual([userInfo.type, userInfo.isValid, userInfo.scopes.length > 3], ['USER', true, true]);
			assert.equal(userInfo.expiresAt, NOW + 60 * DAY, 'the end that the exchange itself told');
		});
	}

	test('of which Meta leaves out all scopes leads to the Page that only a granular scope names', async () => {
		await using sandbox = await startSandbox({ faults: [aboutTheExchanged({ body: '{"data":{}}' })] });
		const { pages } = await succeed(sandbox);
		assert.ok(pages.some(({ id, foundBy }) => id === ids.granularPage && foundBy === 'granular-scope'));
	});

	test('that Meta does not explain goes on, with the end that the exchange told', async () => {
		const fault = { ...aboutTheExchanged({ status: 500 }), nth: [2, 3, 4] };
		await using sandbox = await startSandbox({ now, faults: [fault] });
		const { pages, problems, userInfo } = await succeed(sandbox);
		assert.deepEqual([userInfo.expiresAt, codes(problems)], [NOW + 60 * DAY, ['graph-unavailable']]);
		assert.ok(pages.some(({ assessment }) => assessment?.verdict === 'permanent'));
	});

	for (const end of ['', ',"expires_in":0']) {
		test(`without an end anywhere (${end || 'no expires_in'}) has one that is not known`, async () => {
			await using sandbox = await startSandbox({ now });
			const { text } = longLivedToken(sandbox);
			const nothing = { ...aboutTheExchanged({ status: 500 }), nth: [2, 3, 4] };
			sandbox.faults.push({ endpoint: 'exchange', body: `{"access_token":"${text}"${end}}` }, nothing);
			assert.equal((await succeed(sandbox)).userInfo.expiresAt, null);
		});
	}

	test('that ends within a day all the same is told as not permanent, and so is every Page token from it', async () => {
		await using sandbox = await startSandbox({ now, pages: 2 });
		const { text } = sandbox.world.issueUserToken(sandbox.appId, ids.person, permissionsFor('publish'));
		sandbox.faults.push({ endpoint: 'exchange', body: JSON.stringify({ access_token: text }) });
		const { pages, problems } = await succeed(sandbox);
		assert.deepEqual(codes(problems), ['not-permanent']);
		assert.match(textOf(problems[0]).title ?? '', /ends within a day/);
		for (const { assessment, problem } of pages) {
			assert.equal(assessment?.verdict, 'short');
			assert.match(textOf(problem).cause ?? '', /although the user token was exchanged/);
			assert.doesNotMatch(JSON.stringify(problem), /was made from a short-lived|journey again/i);
		}
	});
});

describe('the step of the exchange', () => {
	const exchangedIn = async (sandbox: Sandbox, token?: string) => {
		const { events } = await walk(sandbox, token === undefined ? {} : { token });
		const event = events.find(({ type }) => type === 'exchanged');
		assert.ok(event?.type === 'exchanged');
		return event.isExchanged;
	};

	test('says that there was one', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		assert.equal(await exchangedIn(sandbox), true);
	});

	test('says that there was none with the token of a system user', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		const { world, appId } = sandbox;
		const id = ids.systemUser;
		world.addPerson({ id, name: 'Publisher', firstName: 'P', lastName: '', email: '', systemUserOf: ids.business });
		const { text } = world.issueSystemUserToken(appId, id, ['pages_show_list']);
		assert.equal(await exchangedIn(sandbox, text), false);
	});
});

function longLivedToken({ world, appId }: Sandbox) {
	return world.issueUserToken(appId, ids.person, permissionsFor('publish'), undefined, { longLived: true });
}
