import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { runInPty } from '../support/pty.ts';
import { readOutput, readProblem } from './outputs.ts';
import { bareEnvironment, ended, PROGRAM, startProgram, until } from './run-program.ts';
import { Store } from './store.ts';

const onWindows = process.platform === 'win32' ? 'Windows has no signals that a program can answer' : false;
const PAGE = ids.permanentPage;

/** A profile by the name of `bakery`, with My Bakery and other Pages. */
async function connected(t: TestContext, sandbox: Sandbox): Promise<Store> {
	const store = new Store(t, sandbox);
	await store.connect(['--profile', 'bakery']);
	return store;
}

const readResult = (stdout: string) => readOutput('publish-test', stdout).publishTest;

/** What was written to Graph: `POST feed`, `DELETE node`. */
const writes = ({ requests }: Sandbox) =>
	requests
		.filter(({ endpoint }) => ['feed', 'node'].includes(endpoint))
		.flatMap(({ method }) => (method === 'GET' ? [] : method));

describe('publish-test', () => {
	test('posts and deletes, and says what Development mode means for posts', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = await connected(t, sandbox);
		const { code, stdout, stderr } = await store.run(['publish-test', 'my bakery', '--yes']);
		assert.equal(code, 0);
		assert.equal(stdout, `+ My Bakery (${PAGE}): posted unpublished, and deleted again\n`);
		assert.match(
			stderr,
			new RegExp(`^Posted ${PAGE}_\\d+, unpublished; deleting it\nWhile the app is in Development mode, .+\n$`),
		);
		assert.deepEqual([writes(sandbox), sandbox.world.posts.size], [['POST', 'DELETE'], 0]);
	});

	test('finds the Page by id, name, or a part of one; with JSON prints one object', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = await connected(t, sandbox);
		for (const text of [PAGE, 'My Bakery', 'bäk']) {
			const { code, stdout, stderr } = await store.run(['publish-test', text, '--yes', '--json']);
			assert.deepEqual([code, stderr], [0, '']);
			const { page, postId, deleted, problem } = readResult(stdout);
			assert.deepEqual([page, deleted, problem], [{ id: PAGE, name: 'My Bakery' }, true, null]);
			assert.match(postId ?? '', new RegExp(`^${PAGE}_`));
		}
	});

	test('wants to know which of several, and knows when there is none', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = await connected(t, sandbox);
		for (const [args, told] of [
			[['publish-test'], /missing required argument 'page'/],
			[['publish-test', 'm', '--yes'], /"m" may be any of 2 Pages\..*\n +\d+ +My Bakery\n +\d+ +Harbour Town Museum/],
			[['publish-test', 'my bakery'], /add --yes/],
		] as const) {
			const { code, stdout, stderr } = await store.run(args);
			assert.deepEqual([code, stdout], [2, '']);
			assert.match(stderr, told);
		}
		const { code, stdout, stderr } = await store.run(['publish-test', 'nowhere', '--yes', '--json']);
		assert.deepEqual([code, stdout, readProblem(stderr).code], [1, '', 'not-found']);
		await store.connect(['--profile', 'café']);
		const several = await store.run(['publish-test', 'my bakery', '--yes']);
		assert.equal(several.code, 2);
		assert.match(
			several.stderr,
			/Say which, as in: fb-token-tui publish-test \d+ --profile bakery\n.*"bakery"\n.*"café"$/m,
		);
		assert.deepEqual(writes(sandbox), []);
		assert.equal((await store.run(['publish-test', 'my bakery', '--yes', '--profile', 'café'])).code, 0);
	});

	test('without a profile says that a sign-in is needed', async (t) => {
		await using sandbox = await startSandbox();
		const { code, stdout, stderr } = await new Store(t, sandbox).run(['publish-test', 'x', '--yes', '--json']);
		assert.deepEqual([code, stdout, readProblem(stderr).code], [4, '', 'sign-in-needed']);
	});

	test('of a Page without a token asks for nothing', async (t) => {
		await using sandbox = await startSandbox({ pages: 4 });
		const store = await connected(t, sandbox);
		const { code, stdout, stderr } = await store.run(['publish-test', 'rowing', '--yes', '--json']);
		assert.deepEqual([code, stdout, readProblem(stderr).code], [1, '', 'page-without-token']);
		assert.deepEqual(writes(sandbox), []);
	});

	test('tells a refusal with its reason, also beside JSON', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = await connected(t, sandbox);
		const asText = await store.run(['publish-test', 'museum', '--yes']);
		assert.deepEqual([asText.code, asText.stdout], [1, '']);
		assert.match(
			asText.stderr,
			/^The role on the Page does not allow to publish\n {2}.+: ANALYZE\. Meta says: \(#200\)/,
		);
		const { code, stdout, stderr } = await store.run(['publish-test', 'museum', '--yes', '--json']);
		const { postId, deleted, problem } = readResult(stdout);
		assert.deepEqual([code, postId, deleted, problem?.code], [1, null, false, 'missing-permission']);
		assert.deepEqual(problem, readProblem(stderr));
	});

	test('with a dead token exits 3, and says how to connect again', async (t) => {
		await using sandbox = await startSandbox({ pages: 2 });
		const store = await connected(t, sandbox);
		sandbox.world.changePassword(ids.person);
		const { code, stderr } = await store.run(['publish-test', 'my bakery', '--yes', '--json']);
		const { code: name, remedy } = readProblem(stderr);
		assert.deepEqual([code, name], [3, 'password-changed']);
		assert.match(remedy, /fb-token-tui connect --profile bakery$/);
		assert.deepEqual(writes(sandbox), ['POST']);
	});

	test('without Graph exits 1, and leaves nothing behind', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox);
		await sandbox.close();
		const { code, stdout, stderr } = await store.run(['publish-test', 'my bakery', '--yes', '--json']);
		assert.deepEqual([code, readResult(stdout).postId, readProblem(stderr).code], [1, null, 'network']);
		assert.doesNotMatch(stderr, /may have been made/);
	});

	test('that could not delete says where the post is', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox);
		const body = '{"error":{"message":"Blocked","type":"OAuthException","code":368}}';
		sandbox.faults.push({ endpoint: 'node', status: 400, body });
		const { code, stdout, stderr } = await store.run(['publish-test', 'my bakery', '--yes', '--json']);
		const { postId, deleted, problem } = readResult(stdout);
		assert.deepEqual([code, deleted, problem?.code, readProblem(stderr).code], [1, false, 'blocked', 'blocked']);
		assert.ok(postId && problem?.remedy.includes(`${sandbox.facebookUrl}/${postId}`));
	});

	for (const [when, endpoint] of [
		['while Meta makes the post', 'feed'],
		['while the post is deleted', 'node'],
	] as const) {
		test(`Ctrl+C ${when} leaves no post`, { skip: onWindows }, async (t) => {
			await using sandbox = await startSandbox({ pages: 1 });
			const store = await connected(t, sandbox);
			sandbox.faults.push({ endpoint, delayMs: 500 });
			const child = startProgram(['publish-test', 'my bakery', '--yes'], { env: store.env });
			child.stdin.end();
			await until(() => writes(sandbox).length === (endpoint === 'feed' ? 1 : 2), child);
			child.kill('SIGINT');
			const { code, stdout, stderr } = await ended(child);
			assert.deepEqual([code, stdout], [130, '']);
			assert.match(stderr, /^Stopping once the post is deleted/m);
			assert.match(stderr, /^Cancelled\n {2}You stopped it\. The post was deleted again\.$/m);
			assert.deepEqual([writes(sandbox), sandbox.world.posts.size], [['POST', 'DELETE'], 0]);
		});
	}

	test('asks in a terminal, where Ctrl+C after the yes still leaves no post', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = await connected(t, sandbox);
		const start = async () => {
			const pty = runInPty(t, process.execPath, [PROGRAM, 'publish-test', 'bakery'], {
				columns: 120,
				env: { ...bareEnvironment(), ...store.env },
			});
			await pty.waitFor('This creates an unpublished post on My Bakery and deletes it at once. Go on? [y/N]');
			return pty;
		};
		for (const [answer, code] of [
			['\r', 130],
			['\x03', 130],
			['y\r', 0],
		] as const) {
			const pty = await start();
			assert.deepEqual(writes(sandbox), []);
			pty.type(answer);
			assert.equal((await pty.exit).code, code, JSON.stringify(answer));
		}
		assert.deepEqual(writes(sandbox), ['POST', 'DELETE']);
		sandbox.faults.push({ endpoint: 'feed', delayMs: 500 });
		const pty = await start();
		pty.type('y\r');
		await until(() => writes(sandbox).length === 3);
		pty.type('\x03');
		assert.equal((await pty.exit).code, 130);
		assert.ok(pty.text().includes('You stopped it. The post was deleted again.'), pty.text());
		assert.equal(sandbox.world.posts.size, 0);
	});
});
