import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PageRecord } from '../../source/domain/page.ts';
import type { ProblemCode } from '../../source/domain/problems/codes.ts';
import type { Secret } from '../../source/domain/secret.ts';
import { GraphClient } from '../../source/graph/client.ts';
import { readHosts } from '../../source/graph/hosts.ts';
import type { TransportOptions } from '../../source/graph/transport.ts';
import { type PublishTest, type PublishTestEvent, publishTest } from '../../source/operations/publish-test.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { until } from '../commands/run-program.ts';
import { isProblem, textOf } from '../support/problems.ts';
import { credentialsOf, endOf, succeed, transportOf } from './walk.ts';

type Setting = {
	sandbox: Sandbox;
	page: PageRecord & { token: Secret };
	/** What was asked of Graph since the Page was connected: `POST feed`, `DELETE node`. */
	asked: () => string[];
	abort: AbortController;
	start: (options?: Partial<TransportOptions>) => ReturnType<typeof publishTest>;
	/** Runs a test to its end. */
	run: (options?: Partial<TransportOptions>, onEvent?: (event: PublishTestEvent) => void) => Promise<PublishTest>;
};

/** A sandbox with a connected Page, and a test on it to be started. */
async function connectedPage(pageId: string = ids.permanentPage): Promise<Setting & AsyncDisposable> {
	const sandbox = await startSandbox({ pages: 2 });
	const { pages } = await succeed(sandbox);
	const page = pages.find(({ id }) => id === pageId);
	assert.ok(page?.token);
	const made = sandbox.requests.length;
	const abort = new AbortController();
	const hosts = readHosts({ FB_TOKEN_TUI_FACEBOOK_URL: sandbox.facebookUrl });
	const withToken = { ...page, token: page.token };
	const transports: ReturnType<typeof transportOf>[] = [];
	const start: Setting['start'] = (options) => {
		const transport = transportOf(sandbox, options);
		transports.push(transport);
		const client = new GraphClient(transport, credentialsOf(sandbox));
		return publishTest(client, withToken, { now: sandbox.world.now, signal: abort.signal, hosts });
	};
	return {
		sandbox,
		page: withToken,
		asked: () => sandbox.requests.slice(made).map(({ method, endpoint }) => `${method} ${endpoint}`),
		abort,
		start,
		run: (options, onEvent) => endOf(start(options), onEvent),
		async [Symbol.asyncDispose]() {
			for (const transport of transports) await transport.close();
			await sandbox.close();
		},
	};
}

function refusal(code: number, message: string, subcode?: number) {
	return {
		status: 400,
		body: JSON.stringify({ error: { message, type: 'OAuthException', code, error_subcode: subcode } }),
	};
}

describe('a test of publishing', () => {
	test('makes an unpublished post that tells its time, and deletes it', async () => {
		await using setting = await connectedPage();
		const { sandbox, run, asked, page } = setting;
		const result = await run({}, ({ postId }) => {
			const post = sandbox.world.posts.get(postId);
			assert.deepEqual([post?.pageId, post?.published], [page.id, false]);
			assert.match(post?.message ?? '', /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
		});
		assert.match(result.postId ?? '', new RegExp(`^${page.id}_\\d+$`));
		assert.deepEqual([result.deleted, result.problem], [true, null]);
		assert.deepEqual(asked(), ['POST feed', 'DELETE node']);
		assert.equal(sandbox.world.posts.size, 0);
		const [post, deletion] = sandbox.requests.slice(-2);
		assert.deepEqual([post?.tokenPlace, post?.secretsInUrl], ['header', []]);
		assert.deepEqual([deletion?.tokenPlace, deletion?.secretsInUrl], ['header', ['appsecret_proof']]);
	});

	test('proves the app secret where the app demands that', async () => {
		await using setting = await connectedPage();
		const app = setting.sandbox.world.apps.get(setting.sandbox.appId);
		assert.ok(app);
		app.requireAppSecretProof = true;
		assert.equal((await setting.run()).problem, null);
	});

	test('takes the word true for a deletion as well', async () => {
		await using setting = await connectedPage();
		setting.sandbox.faults.push({ endpoint: 'node', status: 200, body: 'true' });
		assert.deepEqual((await setting.run()).deleted, true);
		assert.equal(setting.asked().length, 2);
	});
});

describe('a post that Meta refuses', () => {
	const table: readonly (readonly [fault: ReturnType<typeof refusal>, code: ProblemCode, told: RegExp])[] = [
		[
			refusal(200, '(#200) Requires both pages_read_engagement and pages_manage_posts'),
			'missing-permission',
			/Meta says/,
		],
		[
			refusal(200, '(#200) Unpublished posts must be posted to a page as the page itself.'),
			'page-without-token',
			/List the Pages again/,
		],
		[refusal(1, 'An unknown error occurred', 2853006), 'missing-permission', /Ask an admin of the Page/],
		[refusal(190, 'The user must be an administrator', 492), 'role-lost', /Ask a Page admin for access/],
		[refusal(190, 'The user has not authorized application', 458), 'app-removed', /Sign in again/],
		[refusal(368, 'It looks like you were misusing this feature'), 'blocked', /Wait some hours/],
		[refusal(506, '(#506) Duplicate status message'), 'blocked', /every test post has another text/],
		[refusal(4, '(#4) Application request limit reached'), 'rate-limited', /Wait some minutes/],
	];
	for (const [fault, code, told] of table) {
		test(`is told as ${code}, and not asked for again: ${fault.body}`, async () => {
			await using setting = await connectedPage();
			setting.sandbox.faults.push({ endpoint: 'feed', ...fault });
			const { postId, deleted, problem } = await setting.run();
			assert.deepEqual([postId, deleted, problem?.code], [null, false, code]);
			assert.match(`${textOf(problem).cause} ${textOf(problem).remedy}`, told);
			assert.doesNotMatch(textOf(problem).cause ?? '', /may have been made/);
			assert.deepEqual(setting.asked(), ['POST feed']);
		});
	}

	test('for the want of a task says which tasks there are', async () => {
		await using setting = await connectedPage(ids.analyzePage);
		const { problem } = await setting.run();
		assert.deepEqual(
			[problem?.code, textOf(problem).title],
			['missing-permission', 'The role on the Page does not allow to publish'],
		);
		assert.match(
			textOf(problem).cause ?? '',
			/^The tasks of this person on Harbour Town Museum are: ANALYZE\. Meta says: \(#200\)/,
		);
		assert.match(textOf(problem).remedy ?? '', /^Ask an admin/);
	});

	test('for the want of a permission says which', async () => {
		await using setting = await connectedPage();
		const { page, sandbox } = setting;
		const { info } = page;
		assert.ok(info);
		page.info = { ...info, scopes: info.scopes.filter((scope) => scope !== 'pages_manage_posts') };
		sandbox.world.removePermission(ids.person, sandbox.appId, 'pages_manage_posts');
		const { problem } = await setting.run();
		assert.match(
			textOf(problem).cause ?? '',
			/^What is known of this token: pages_manage_posts missing\. Meta says: \(#200\)/,
		);
	});
});

describe('a post of which no answer came', () => {
	test('is not asked for again, and the person is told what to look for', async () => {
		await using setting = await connectedPage();
		const { sandbox, asked, run } = setting;
		sandbox.faults.push({ endpoint: 'feed', cut: 'before-headers' });
		const { postId, deleted, problem } = await run();
		assert.deepEqual([postId, deleted, textOf(problem).retryable], [null, false, false]);
		assert.match(textOf(problem).cause ?? '', /may have been made all the same/);
		assert.deepEqual(asked(), ['POST feed']);
		const [post = assert.fail('it was not made')] = sandbox.world.posts.values();
		assert.ok(textOf(problem).remedy.includes(post.message));
		assert.match(textOf(problem).remedy ?? '', /business\.facebook\.com.*"A test by fb-token-tui, \d{4}-/);
	});

	test('because it never left this machine leaves nothing behind', async () => {
		await using setting = await connectedPage();
		await setting.sandbox.close();
		const { problem } = await setting.run();
		assert.deepEqual([problem?.code, textOf(problem).retryable], ['network', true]);
		assert.doesNotMatch(textOf(problem).cause ?? '', /may have been made/);
	});
});

describe('a deletion', () => {
	test('that is refused says which post is left, and where', async () => {
		await using setting = await connectedPage();
		const { sandbox, run, asked } = setting;
		sandbox.faults.push({ endpoint: 'node', ...refusal(368, 'You’ve been blocked from using it.') });
		const { postId, deleted, problem } = await run();
		assert.ok(postId && sandbox.world.posts.has(postId));
		assert.deepEqual(
			[deleted, problem?.code, textOf(problem).title],
			[false, 'blocked', 'The test post could not be deleted'],
		);
		assert.equal(textOf(problem).remedy, `Delete it by hand: ${sandbox.facebookUrl}/${postId}`);
		assert.deepEqual(asked(), ['POST feed', 'DELETE node']);
	});

	for (const cut of ['before-handling', 'before-headers', 'within-body'] as const) {
		test(`whose connection is cut (${cut}) is tried once more`, async () => {
			await using setting = await connectedPage();
			setting.sandbox.faults.push({ endpoint: 'node', nth: 1, cut });
			const { deleted, problem } = await setting.run();
			assert.deepEqual([deleted, problem], [true, null]);
			assert.equal(setting.sandbox.world.posts.size, 0);
			assert.deepEqual(setting.asked(), ['POST feed', 'DELETE node', 'DELETE node']);
		});
	}

	test('that fails twice is no third time tried', async () => {
		await using setting = await connectedPage();
		setting.sandbox.faults.push({ endpoint: 'node', status: 500 });
		const { deleted, problem } = await setting.run();
		assert.deepEqual([deleted, problem?.code], [false, 'graph-unavailable']);
		assert.equal(setting.asked().length, 3);
	});

	test('that at once finds no post is not taken for done', async () => {
		await using setting = await connectedPage();
		const { sandbox, run } = setting;
		sandbox.faults.push({ endpoint: 'node', ...refusal(100, 'Unsupported delete request.', 33) });
		const { deleted, problem } = await run();
		assert.deepEqual([deleted, problem?.code, sandbox.world.posts.size], [false, 'not-found', 1]);
	});
});

describe('a test that is cancelled', () => {
	test('before it begins asks for nothing', async () => {
		await using setting = await connectedPage();
		setting.abort.abort();
		await assert.rejects(setting.run(), isProblem('cancelled'));
		assert.deepEqual(setting.asked(), []);
	});

	test('between the two deletes the post', async () => {
		await using setting = await connectedPage();
		const { deleted, problem } = await setting.run({}, () => setting.abort.abort());
		assert.deepEqual([deleted, problem?.code], [true, 'cancelled']);
		assert.equal(setting.sandbox.world.posts.size, 0);
	});

	test('while Meta makes the post waits for its id, and deletes it', async () => {
		await using setting = await connectedPage();
		const { sandbox, run, asked, abort } = setting;
		sandbox.faults.push({ endpoint: 'feed', delayMs: 200 });
		const result = run();
		await until(() => asked().length === 1);
		abort.abort();
		const { deleted, problem } = await result;
		assert.deepEqual([deleted, problem?.code], [true, 'cancelled']);
		assert.equal(sandbox.world.posts.size, 0);
	});

	test('and whose deletion then fails says so, rather than that it was cancelled', async () => {
		await using setting = await connectedPage();
		setting.sandbox.faults.push({ endpoint: 'node', ...refusal(4, '(#4) Application request limit reached') });
		const { deleted, problem } = await setting.run({}, () => setting.abort.abort());
		assert.deepEqual([deleted, problem?.code], [false, 'rate-limited']);
	});

	test('by those who look on leaves no post either', async () => {
		await using setting = await connectedPage();
		for await (const _ of setting.start()) break;
		assert.equal(setting.sandbox.world.posts.size, 0);
		await assert.rejects(async () => {
			for await (const _ of setting.start()) throw new Error('the screen is gone');
		}, /the screen is gone/);
		assert.deepEqual(setting.asked(), ['POST feed', 'DELETE node', 'POST feed', 'DELETE node']);
		assert.equal(setting.sandbox.world.posts.size, 0);
	});
});
