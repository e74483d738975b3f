import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problem } from '../../../source/domain/problem.ts';
import type { DialogAnswer, LateAnswer } from '../../../source/domain/sign-in/answer.ts';
import { type AwaitedAnswer, CallbackServer } from '../../../source/operations/sign-in/callback-server.ts';

type Page = { path: string; status: number; title: string | undefined };

/** A server, what it tells of late answers, and a browser. */
function start() {
	const late: LateAnswer[] = [];
	const callbacks = new CallbackServer({ onLate: (answer) => late.push(answer) });
	const visit = async (url: string | URL): Promise<Page> => {
		const response = await fetch(url);
		const title = /<h1>(.*)<\/h1>/.exec(await response.text())?.[1];
		const { pathname, search } = new URL(response.url);
		return { path: `${pathname}${search}`, status: response.status, title };
	};
	const comeBack = ({ redirectUri, state }: AwaitedAnswer, query: Record<string, string>) =>
		visit(`${redirectUri}?${new URLSearchParams({ state, ...query })}`);
	return { callbacks, late, visit, comeBack };
}

async function firstOf(answers: AsyncIterable<DialogAnswer>): Promise<string> {
	for await (const answer of answers) return answer.kind === 'code' ? answer.code.reveal() : answer.kind;
	return 'none';
}

const CODE = { code: 'made-up-code' };
const REFUSAL = { error: 'access_denied', error_reason: 'user_denied' };

describe('where Facebook comes back to', () => {
	test('hands the code over once, and shows the same page on reload, by Back and in a second tab', async () => {
		const { callbacks, late, visit, comeBack } = start();
		await using _ = callbacks;
		const signIn = await callbacks.begin();
		const done = { path: '/result?sign-in=1', status: 200, title: 'Done' };
		assert.equal((await visit(signIn.redirectUri)).title, 'Waiting for Facebook');
		assert.deepEqual(await comeBack(signIn, CODE), done);
		assert.equal(await firstOf(signIn.answers), 'made-up-code');
		assert.deepEqual(await comeBack(signIn, CODE), done);
		assert.deepEqual(await visit(new URL(done.path, signIn.redirectUri)), done);
		assert.equal((await visit(signIn.redirectUri)).title, 'Done');
		assert.deepEqual(late, []);
	});

	test('says of an answer that comes too late what happened, and tells the terminal once', async () => {
		for (const [outcome, title] of [
			['stopped', 'Sign-in stopped'],
			['out-of-time', 'Too late'],
		] as const) {
			const { callbacks, late, visit, comeBack } = start();
			await using _ = callbacks;
			const signIn = await callbacks.begin();
			signIn.giveUp(outcome, problem('cancelled'));
			assert.equal(await firstOf(signIn.answers), 'refused');
			assert.equal((await visit(signIn.redirectUri)).title, title);
			assert.deepEqual(late, []);
			for (const query of [CODE, CODE, REFUSAL]) {
				assert.deepEqual(await comeBack(signIn, query), { path: '/result?sign-in=1', status: 200, title });
			}
			assert.deepEqual(late, ['code', 'refused']);
		}
	});

	test('tells of another code for a sign-in that has one: the grant may have changed', async () => {
		const { callbacks, late, comeBack } = start();
		await using _ = callbacks;
		const signIn = await callbacks.begin();
		await comeBack(signIn, CODE);
		assert.equal((await comeBack(signIn, { code: 'another' })).title, 'Done');
		assert.deepEqual(late, ['code']);
		signIn.giveUp('stopped', problem('cancelled'));
		assert.equal((await comeBack(signIn, CODE)).title, 'Done');
	});

	test('keeps its port, and leads from an older sign-in to the one that waits', async () => {
		const { callbacks, late, comeBack } = start();
		await using _ = callbacks;
		const first = await callbacks.begin();
		first.giveUp('stopped', problem('cancelled'));
		const second = await callbacks.begin();
		assert.equal(second.redirectUri, first.redirectUri);
		assert.notEqual(second.state, first.state);
		assert.equal((await comeBack(first, CODE)).title, 'You started another sign-in');
		assert.deepEqual(late, ['code']);
		assert.deepEqual(await comeBack(second, CODE), { path: '/result?sign-in=2', status: 200, title: 'Done' });
		assert.equal(await firstOf(second.answers), 'made-up-code');
		assert.equal((await comeBack(first, CODE)).title, 'Sign-in stopped');
		await callbacks.begin();
		assert.equal((await comeBack(second, CODE)).title, 'Done');
	});

	test('takes nothing from a sign-in that it does not know, and tells the one that waits', async () => {
		const { callbacks, late, visit, comeBack } = start();
		await using _ = callbacks;
		const signIn = await callbacks.begin();
		const stray = { path: '/result', status: 400, title: 'This is from another sign-in' };
		assert.deepEqual(await comeBack(signIn, { ...CODE, state: 'wrong' }), stray);
		assert.equal(await firstOf(signIn.answers), 'stray');
		signIn.giveUp('stopped', problem('cancelled'));
		assert.deepEqual(await comeBack(signIn, { ...CODE, state: 'wrong' }), stray);
		for (const number of ['0', '2', '-1', 'x', '1.5']) {
			assert.deepEqual((await visit(new URL(`/result?sign-in=${number}`, signIn.redirectUri))).title, stray.title);
		}
		assert.deepEqual(late, []);
	});

	test('takes a refusal without a state as the latest one’s, and tells nothing where that is over', async () => {
		const { callbacks, late, visit } = start();
		await using _ = callbacks;
		const signIn = await callbacks.begin();
		const url = `${signIn.redirectUri}?${new URLSearchParams(REFUSAL)}`;
		assert.equal((await visit(url)).title, 'Not signed in');
		assert.equal(await firstOf(signIn.answers), 'refused');
		(await callbacks.begin()).giveUp('stopped', problem('cancelled'));
		assert.equal((await visit(url)).title, 'Sign-in stopped');
		assert.deepEqual(late, []);
	});

	test('leaves its pages behind for a while, and then nothing', { timeout: 30_000 }, async () => {
		const late: LateAnswer[] = [];
		const callbacks = new CallbackServer({ onLate: (answer) => late.push(answer), keepForMs: 1500 });
		const { visit, comeBack } = start();
		const [first, second] = [await callbacks.begin(), await callbacks.begin()];
		first.giveUp('stopped', problem('cancelled'));
		await comeBack(second, CODE);
		await callbacks[Symbol.asyncDispose]();
		const at = async (path: string) => (await visit(new URL(path, first.redirectUri))).title;
		assert.deepEqual(
			await Promise.all(['/', '/result?sign-in=1', '/result?sign-in=2', '/result', '/elsewhere'].map(at)),
			['Done', 'Sign-in stopped', 'Done', 'This is from another sign-in', undefined],
		);
		for (const signIn of [first, second]) {
			const page = { path: '/result?sign-in=ended', status: 200, title: 'Too late' };
			assert.deepEqual(await comeBack(signIn, { code: 'late' }), page);
		}
		assert.equal((await visit(first.redirectUri.replace('localhost', '127.0.0.1'))).status, 404);
		assert.equal((await fetch(first.redirectUri, { method: 'POST' })).status, 404);
		const { headers } = await fetch(first.redirectUri);
		assert.equal(headers.get('cache-control'), 'no-store');
		assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
		assert.deepEqual(late, []);
		const isThere = () =>
			fetch(first.redirectUri).then(
				() => true,
				() => false,
			);
		while (await isThere()) await new Promise((resolve) => setTimeout(resolve, 100));
	});

	test('begins again after a port that was taken, and listens once for two that begin at the same time', async () => {
		const { callbacks: other } = start();
		await using _other = other;
		const { redirectUri } = await other.begin();
		const callbacks = new CallbackServer({ port: Number(new URL(redirectUri).port), onLate: () => {} });
		await using _ = callbacks;
		await assert.rejects(callbacks.begin());
		await other[Symbol.asyncDispose]();
		const both = await Promise.all([callbacks.begin(), callbacks.begin()]);
		assert.deepEqual(
			both.map((signIn) => signIn.redirectUri),
			[redirectUri, redirectUri],
		);
	});
});
