import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { permissionsFor } from '../../source/domain/permissions.ts';
import { Secret } from '../../source/domain/secret.ts';
import { GraphClient } from '../../source/graph/client.ts';
import { Transport } from '../../source/graph/transport.ts';
import { readTest } from '../../source/operations/read-test.ts';
import { unverified } from '../../source/operations/verify.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { textOf } from '../support/problems.ts';

type Options = { permissions?: readonly string[]; posts?: number; prepare?: (sandbox: Sandbox) => void };

/** Reads the Page with a token that carries these permissions. */
async function read({ permissions = permissionsFor('comments'), posts = 1, prepare }: Options) {
	await using sandbox = await startSandbox({ pages: 2 });
	const { world, appId } = sandbox;
	const pageId = ids.permanentPage;
	const user = world.issueUserToken(appId, ids.person, permissions, undefined, { longLived: true });
	const token = new Secret(world.pageToken(user, pageId).text);
	for (let index = 0; index < posts; index++) {
		const id = `${pageId}_${index + 1}`;
		world.posts.set(id, { id, pageId, message: 'Fresh bread', published: true, createdAt: world.now() });
	}
	prepare?.(sandbox);
	const transport = new Transport({ graph: new URL(sandbox.graphUrl), version: 'v27.0', timeoutMs: 10_000 });
	const client = new GraphClient(transport, { id: appId, secret: new Secret(sandbox.appSecret) });
	const page = { ...(await client.page(pageId, 'id', new Secret(user.text))), token };
	const before = sandbox.requests.length;
	const result = await readTest(client, { ...unverified(page, null), token }, new AbortController().signal);
	await transport.close();
	return {
		...result,
		is: result.outcomes.map(({ is }) => is),
		asked: sandbox.requests.slice(before).map(({ path }) => path),
	};
}

describe('a read test', () => {
	test('reads one post and its comments, and nothing else', async () => {
		const { is, postId, asked } = await read({});
		assert.deepEqual([is, postId], [['proven', 'proven'], `${ids.permanentPage}_1`]);
		assert.equal(asked.length, 2);
	});

	test('takes an empty list for no proof: the followers are', async () => {
		const { is, postId } = await read({ posts: 0 });
		assert.deepEqual([is, postId], [['proven', 'unproven'], null]);
	});

	test('knows that posts and comments need permissions of their own', async () => {
		const { is, outcomes } = await read({ permissions: permissionsFor('publish') });
		assert.deepEqual(is, ['proven', 'refused']);
		const { problem } = outcomes[1];
		assert.deepEqual(
			[problem?.code, textOf(problem).title],
			['missing-permission', 'The permission pages_read_user_content is missing'],
		);
	});

	for (const [refusal, code] of [
		['named', 10],
		['unnamed', 10],
		['unnamed-100', 100],
	] as const) {
		test(`is refused for lack of a permission, in Meta's words of the kind ${refusal}`, async () => {
			const { is, outcomes } = await read({
				permissions: ['pages_show_list'],
				prepare: ({ world }) => {
					world.readRefusal = refusal;
				},
			});
			assert.deepEqual(is, ['refused', 'unproven']);
			const { problem } = outcomes[0];
			assert.deepEqual([problem?.code, problem?.graph?.code], ['missing-permission', code]);
			const { title } = textOf(problem);
			assert.equal(
				title,
				refusal === 'named' ? 'The permission pages_read_engagement is missing' : 'A permission is missing',
			);
		});
	}
});
