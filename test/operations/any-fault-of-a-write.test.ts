import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { PageRecord } from '../../source/domain/page.ts';
import { ProblemError } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import type { Secret } from '../../source/domain/secret.ts';
import { GraphClient } from '../../source/graph/client.ts';
import { readHosts } from '../../source/graph/hosts.ts';
import { publishTest } from '../../source/operations/publish-test.ts';
import { revoke } from '../../source/operations/revoke.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { textOf } from '../support/problems.ts';
import { connected, credentialsOf, endOf, succeed, transportOf } from './walk.ts';
import { elsewhere, type Spot, sideBySide, TROUBLES, type Trouble } from './wire-troubles.ts';

after(async () => {
	await elsewhere[Symbol.asyncDispose]();
	assert.equal(elsewhere.received.length, 0, 'another host was asked');
});

const surroundingsOf = ({ world }: Sandbox) => ({ now: world.now, signal: new AbortController().signal });
const requestsOf = ({ requests }: Sandbox, method: string, endpoint: string) =>
	requests.filter((request) => request.method === method && request.endpoint === endpoint).length;

/** Tests publishing with a trouble at these requests: what it told, and what the sandbox has seen. */
async function publishWith(spot: Spot, { fault, timeoutMs }: Trouble) {
	await using sandbox = await startSandbox({ pages: 2, seed: 'writes' });
	const { pages } = await succeed(sandbox);
	const page = pages.find(({ id }) => id === ids.permanentPage) as PageRecord & { token: Secret };
	sandbox.faults.push({ ...spot, ...fault });
	const transport = transportOf(sandbox, { timeoutMs });
	const hosts = readHosts({ FB_TOKEN_TUI_FACEBOOK_URL: sandbox.facebookUrl });
	const client = new GraphClient(transport, credentialsOf(sandbox));
	const told = await endOf(publishTest(client, page, { ...surroundingsOf(sandbox), hosts }));
	await transport.close();
	const [posts, deletions] = [requestsOf(sandbox, 'POST', 'feed'), requestsOf(sandbox, 'DELETE', 'node')];
	return { told, posts, deletions, left: sandbox.world.posts.size };
}

describe('whatever befalls the answer to a write, it is made once, and the one problem tells what is not known:', () => {
	const withEach = (run: (it: Trouble) => Promise<void>) => () => sideBySide(TROUBLES, ({ name }) => name, run);

	test(
		'the post that proves a token',
		withEach(async (it) => {
			const { told, posts, left } = await publishWith({ endpoint: 'feed' }, it);
			assert.equal(posts, 1);
			assert.deepEqual([told.problem?.code ?? null, told.deleted], [it.code, it.code === null]);
			if (left > 0) assert.match(textOf(told.problem).cause ?? '', /may have been made all the same/);
		}),
	);

	test(
		'the deletion of that post, which may be made twice',
		withEach(async (it) => {
			const { told, deletions, left } = await publishWith({ endpoint: 'node' }, it);
			assert.ok(deletions <= 2);
			if (told.deleted) assert.deepEqual([told.problem, left], [null, 0]);
			else
				assert.deepEqual(
					[told.problem?.code, textOf(told.problem).title],
					[it.code, 'The test post could not be deleted'],
				);
		}),
	);

	test(
		'what takes the permissions back',
		withEach(async ({ code, fault, timeoutMs }) => {
			await using sandbox = await startSandbox({ pages: 2, seed: 'writes' });
			const open = await connected(sandbox);
			sandbox.faults.push({ endpoint: 'permissions', ...fault });
			const transport = transportOf(sandbox, { timeoutMs });
			const revocation = endOf(revoke(transport, open, surroundingsOf(sandbox), null));
			const [end] = await Promise.allSettled([revocation]);
			await transport.close();
			assert.equal(requestsOf(sandbox, 'DELETE', 'permissions'), 1);
			if (end.status === 'fulfilled') {
				assert.equal(end.value.doubt?.code ?? null, code);
			} else {
				assert.ok(end.reason instanceof ProblemError, String(end.reason));
				assert.equal(end.reason.problem.code, code);
				assert.match(problemText(end.reason.problem).cause, /^Nothing was taken back\. /);
			}
		}),
	);
});
