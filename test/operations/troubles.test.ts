import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { textOf, withText } from '../support/problems.ts';
import { succeed, walk } from './walk.ts';

const count = (sandbox: Sandbox, endpoint: string) =>
	sandbox.requests.filter((entry) => entry.endpoint === endpoint).length;
const graphError = (code: number, message = 'problem') =>
	JSON.stringify({ error: { message, type: 'OAuthException', code } });

describe('trouble with a part of the list', () => {
	for (const [endpoint, part] of [
		['accounts', 'The Pages of this account'],
		['businesses', 'The businesses'],
		['owned_pages', 'The Pages of the portfolio Example Holding'],
		['client_pages', "The clients' Pages of the portfolio Example Holding"],
	] as const) {
		test(`at ${endpoint} says so, in Meta's own words, and that the list may be incomplete`, async () => {
			const body = graphError(200, '(#200) Requires\n  pages_show_list');
			await using sandbox = await startSandbox({ faults: [{ endpoint, nth: 1, status: 400, body }] });
			const [problem] = (await succeed(sandbox)).problems;
			assert.ok(textOf(problem).cause.startsWith(`${part}: `), textOf(problem).cause);
			assert.match(
				textOf(problem).cause ?? '',
				/Meta says: \(#200\) Requires pages_show_list .*The list may be incomplete\.$/,
			);
		});
	}

	test('in every part says nothing of there being no Pages', async () => {
		const faults = (['accounts', 'businesses'] as const).map((endpoint) => ({ endpoint, status: 500 }));
		await using sandbox = await startSandbox({ pages: 0, faults });
		const { pages, problems } = await succeed(sandbox);
		assert.deepEqual([pages, problems.map(({ code }) => code)], [[], ['graph-unavailable', 'graph-unavailable']]);
	});
});

describe('a Page that is listed without a token', () => {
	const found = async (sandbox: Sandbox) => {
		const { pages, problems } = await succeed(sandbox);
		const page = pages.find(({ id }) => id === ids.tokenlessPage);
		return {
			problem: page?.problem?.code ?? null,
			page,
			problems: problems.map(withText).map(({ code, cause }) => [code, cause]),
		};
	};
	test('is looked up with others by its id, which may give one', async () => {
		await using sandbox = await startSandbox();
		Object.assign(sandbox.world, { listsGiveTokens: false });
		Object.assign(sandbox.world.role(ids.person, ids.tokenlessPage) ?? {}, { givesToken: true });
		const { page, problem, problems } = await found(sandbox);
		assert.deepEqual([page?.assessment?.verdict, problem, problems], ['permanent', null, []]);
		assert.ok(page?.tasks?.includes('MANAGE'), 'what the list told is kept');
	});

	test('and not by its id either has none', async () => {
		await using sandbox = await startSandbox();
		const { problem, problems } = await found(sandbox);
		assert.deepEqual([problem, problems, count(sandbox, 'batch')], ['page-without-token', [], 3]);
	});

	test('and not to be seen by its id has none', async () => {
		const body = graphError(100, 'Unsupported get request. Object does not exist');
		const item = { code: 400, body };
		const faults = [{ endpoint: 'batch', nth: 2, items: { 0: item } }] as const;
		await using sandbox = await startSandbox({ faults });
		const { problem, problems } = await found(sandbox);
		assert.deepEqual([problem, problems], ['page-without-token', []]);
	});
});

describe('no Pages', () => {
	const wanted = ['pages_show_list', 'pages_read_engagement', 'pages_manage_posts', 'business_management'];
	for (const [lacking, cause] of [
		[
			[],
			/^Likely causes, .*: 1\. You selected no Page when you signed in\. 2\. .* not a member\. 3\. You have no role on any Page\.$/,
		],
		[
			['pages_show_list'],
			/first: 1\. pages_show_list is not granted\. Meta lists no Page without it\. 2\. The Pages belong/,
		],
		[
			['business_management'],
			/first: 1\. You selected no Page .*2\. business_management is not granted\. .*business portfolio/,
		],
		[
			['pages_show_list', 'business_management'],
			/first: 1\. pages_show_list is not granted\. .*2\. business_management is not granted\./,
		],
	] as const) {
		test(`says why, without ${lacking.join(' and ') || 'lacking anything'}`, async () => {
			await using sandbox = await startSandbox({ pages: 0 });
			const names = wanted.filter((name) => !(lacking as readonly string[]).includes(name));
			const token = sandbox.world.issueUserToken(sandbox.appId, ids.person, names).text;
			const { pages, problems } = await succeed(sandbox, { token });
			assert.deepEqual([pages, problems.map(({ code }) => code)], [[], ['no-pages']]);
			assert.match(textOf(problems[0]).cause ?? '', cause);
		});
	}

	test('without pages_show_list, though the person has some', async () => {
		await using sandbox = await startSandbox();
		const token = sandbox.world.issueUserToken(sandbox.appId, ids.person, ['pages_read_engagement'], []).text;
		const { problems } = await succeed(sandbox, { token });
		assert.ok(problems.map(withText).some(({ code, cause }) => code === 'no-pages' && /pages_show_list/.test(cause)));
	});
});

describe('trouble with the verdicts', () => {
	test('asks once more about items that timed out', async () => {
		// Two batches before look Pages up by their ids.
		const fault = { endpoint: 'batch', nth: 3, items: { 0: null, 2: null } } as const;
		await using sandbox = await startSandbox({ faults: [fault] });
		const { pages } = await succeed(sandbox);
		assert.ok(pages.every(({ token, assessment }) => !token || assessment?.verdict !== 'unknown'));
		assert.equal(count(sandbox, 'debug_token'), 4);
	});

	test('stops asking about a thousand Pages when Meta wants a pause', async () => {
		const faults = [
			{ endpoint: 'batch', status: 400, body: graphError(4, '(#4) Application request limit reached') } as const,
		];
		await using sandbox = await startSandbox({ pages: 1000, faults });
		await succeed(sandbox);
		// Four batches may be on their way when the first is refused, and one that looks Pages up.
		assert.ok(count(sandbox, 'batch') <= 5, `${count(sandbox, 'batch')} batches`);
		assert.equal(count(sandbox, 'debug_token'), 2);
	});
});

describe('a pause that Meta asks for', () => {
	test('is waited for once by all that runs side by side, and nothing is lost', async () => {
		const heard: (number | undefined)[] = [];
		await using sandbox = await startSandbox({
			pages: 1000,
			faults: [{ endpoint: 'batch', nth: 1, limit: { code: 4, minutes: 3 } }],
		});
		const { pages, problems } = await succeed(sandbox, {
			transport: { longestPauseMs: 5 * 60_000, onWaiting: (told) => heard.push(told?.seconds) },
		});
		assert.deepEqual([problems, heard], [[], [180, undefined]]);
		assert.ok(pages.every(({ token, checkedAt }) => !token || checkedAt !== null));
	});

	test('and that is too long ends what is under way, with what was found', async () => {
		await using sandbox = await startSandbox({
			pages: 150,
			greatestLimit: 100,
			faults: [{ endpoint: 'accounts', nth: 2, limit: { code: 32, minutes: 12 } }],
		});
		const { pages, problems } = await succeed(sandbox, { transport: { longestPauseMs: 5 * 60_000 } });
		assert.deepEqual([pages.length, count(sandbox, 'accounts')], [100, 2]);
		assert.match(textOf(problems[0]).cause ?? '', /Meta asks for a pause of 12 minutes/);
		assert.equal(textOf(problems[0]).remedy, 'Wait 12 minutes, then try again.');
	});
});

describe('time', () => {
	test('that runs out at once ends in a time-out', async () => {
		await using sandbox = await startSandbox({ latencyMs: 200 });
		const { problem } = await walk(sandbox, { transport: { timeoutMs: 2 } });
		assert.equal(problem?.code, 'timeout');
		assert.equal(sandbox.requests.length <= 1, true);
	});
});

describe('cancelling', () => {
	for (const at of ['app-accepted', 'token-inspected', 'exchanged', 'pages-found', 'pages-verified'] as const) {
		test(`once "${at}" was told ends the journey, and no further request is made`, async () => {
			await using sandbox = await startSandbox({ pages: 1000, latencyMs: 2 });
			const cancel = new AbortController();
			let requests = 0;
			const { problem, events } = await walk(sandbox, {
				signal: cancel.signal,
				onEvent: ({ type }) => {
					if (type !== at || cancel.signal.aborted) return;
					cancel.abort();
					requests = sandbox.requests.length;
				},
			});
			assert.equal(problem?.code, 'cancelled');
			assert.ok(events.some(({ type }) => type === at));
			const turns = async () => {
				for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
			};
			await turns();
			// Those that were on their way at that moment may still have come in.
			assert.ok(sandbox.requests.length <= requests + 8, `${sandbox.requests.length} after ${requests}`);
			const settled = sandbox.requests.length;
			await turns();
			assert.equal(sandbox.requests.length, settled);
		});
	}

	test('while the list and what Meta says of the token are both awaited ends the journey', async () => {
		const stuck = [
			{ endpoint: 'accounts', delayMs: Infinity } as const,
			{ endpoint: 'debug_token', nth: 2, delayMs: Infinity } as const,
		];
		await using sandbox = await startSandbox({ faults: stuck });
		const cancel = new AbortController();
		const journey = walk(sandbox, { signal: cancel.signal });
		while (count(sandbox, 'accounts') + count(sandbox, 'debug_token') < 3) await new Promise(setImmediate);
		cancel.abort();
		assert.equal((await journey).problem?.code, 'cancelled');
	});

	test('beforehand makes no request at all', async () => {
		await using sandbox = await startSandbox();
		const { problem } = await walk(sandbox, { signal: AbortSignal.abort() });
		assert.deepEqual([problem?.code, sandbox.requests.length], ['cancelled', 0]);
	});

	test('midway keeps the Pages that were told', async () => {
		await using sandbox = await startSandbox({ pages: 1000, latencyMs: 2 });
		const cancel = new AbortController();
		const { events } = await walk(sandbox, {
			signal: cancel.signal,
			onEvent: ({ type }) => type === 'pages-verified' && cancel.abort(),
		});
		const verified = events.flatMap((event) => (event.type === 'pages-verified' ? event.pages : []));
		assert.ok(verified.length >= 50);
		assert.ok(verified.every(({ assessment }) => assessment));
	});
});

describe('an exchange that fails', () => {
	for (const [name, fault, code] of [
		['for a moment is tried again', { nth: [1, 2], status: 500 }, null],
		['with code 1 is not tried again', { status: 400, body: graphError(1, 'Etwas ging schief') }, 'unexpected'],
	] as const) {
		test(name, async () => {
			await using sandbox = await startSandbox({ faults: [{ endpoint: 'exchange', ...fault }] });
			const { problem } = await walk(sandbox);
			assert.equal(problem?.code ?? null, code);
			assert.equal(count(sandbox, 'accounts') > 0, code === null);
			if (code === 'unexpected') assert.equal(count(sandbox, 'exchange'), 1);
		});
	}
});

test('the version that answers is told, not the one that was asked for', async () => {
	await using sandbox = await startSandbox();
	const { result } = await walk(sandbox, { transport: { version: 'v19.0' }, forcedVersion: true });
	assert.equal(result?.version, 'v21.0');
});
