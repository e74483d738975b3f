import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import type { ProblemCode } from '../../source/domain/problems/codes.ts';
import { Secret } from '../../source/domain/secret.ts';
import { GraphClient } from '../../source/graph/client.ts';
import { appSecretProof } from '../../source/graph/proof.ts';
import { type Answer, type Received, startHttpServer } from '../support/http-server.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { tokenOf } from '../support/secrets.ts';
import { APP_ID, PAGE_ID } from '../support/token-infos.ts';
import { problemOf, transportTo } from './failing.ts';

const TOKEN = new Secret(tokenOf('writes'));
const APP_SECRET = new Secret('fedcba98'.repeat(4));
const PROOF = appSecretProof(APP_SECRET, TOKEN);
const POST_ID = `${PAGE_ID}_122100000000000001`;
const PERSON = '10000000000000002';

const CALLS = {
	postUnpublished: (client: GraphClient) => client.postUnpublished(PAGE_ID, 'A test & more.', TOKEN),
	deletePost: (client: GraphClient) => client.deletePost(POST_ID, TOKEN),
	revoke: (client: GraphClient) => client.revoke({ userToken: TOKEN }, null),
	revokeOne: (client: GraphClient) => client.revoke({ userToken: TOKEN }, 'pages_manage_posts'),
	revokeAsApp: (client: GraphClient) => client.revoke({ personId: PERSON }, null),
} as const satisfies Record<string, (client: GraphClient) => Promise<unknown>>;

type CallName = keyof typeof CALLS;

const EVERY = Object.keys(CALLS) as CallName[];

/** Makes a call that gets this answer: how it ended, and what was asked for. */
async function make(name: CallName, answer: Answer): Promise<{ value: unknown; received: readonly Received[] }> {
	await using server = await startHttpServer(() => answer);
	const transport = transportTo(server, { timeoutMs: 300 });
	try {
		const value: unknown = await CALLS[name](new GraphClient(transport, { id: APP_ID, secret: APP_SECRET }));
		return { value, received: server.received };
	} catch (error) {
		const told = `${inspect(error, { depth: 9 })}\n${(error as Error).stack}`;
		assertNoSecrets(told, [TOKEN.reveal(), APP_SECRET.reveal()], `the error of ${name}`);
		assert.equal(server.received.length, 1, 'it is asked for once');
		throw error;
	} finally {
		await transport.close();
	}
}

describe('a call that changes something at Meta', () => {
	test('posts with the token of the Page in the header and everything else in the body', async () => {
		const { value, received } = await make('postUnpublished', { body: { id: POST_ID } });
		assert.equal(value, POST_ID);
		const [{ method, url, headers, body } = assert.fail()] = received;
		assert.deepEqual([method, url], ['POST', `/v27.0/${PAGE_ID}/feed`]);
		assert.equal(headers.authorization, `Bearer ${TOKEN.reveal()}`);
		assert.deepEqual(Object.fromEntries(new URLSearchParams(body)), {
			message: 'A test & more.',
			published: 'false',
			appsecret_proof: PROOF,
		});
	});

	for (const [name, path, token] of [
		['deletePost', `/v27.0/${POST_ID}?appsecret_proof=${PROOF}`, TOKEN.reveal()],
		['revoke', `/v27.0/me/permissions?appsecret_proof=${PROOF}`, TOKEN.reveal()],
		['revokeOne', `/v27.0/me/permissions/pages_manage_posts?appsecret_proof=${PROOF}`, TOKEN.reveal()],
		['revokeAsApp', `/v27.0/${PERSON}/permissions`, `${APP_ID}|${APP_SECRET.reveal()}`],
	] as const) {
		test(`deletes at ${path.replace(PROOF, '…')}, and takes both of Meta's words for it`, async () => {
			for (const body of ['true', '{"success":true}', '{"success":true,"fbtrace_id":"Aabc"}']) {
				const { received } = await make(name, { body });
				const [{ method, url, headers } = assert.fail()] = received;
				assert.deepEqual([method, url, headers.authorization], ['DELETE', path, `Bearer ${token}`]);
			}
		});
	}

	const failures: readonly (readonly [name: string, answer: Answer, code: ProblemCode])[] = [
		['the word false', { body: 'false' }, 'bad-reply'],
		['no success', { body: '{"success":false}' }, 'bad-reply'],
		['an empty body', { body: '' }, 'bad-reply'],
		['a path for an id', { body: '{"id":"../me"}' }, 'bad-reply'],
		['a page of HTML', { body: '<html>' }, 'bad-reply'],
		['an empty HTTP 503', { status: 503, body: '' }, 'graph-unavailable'],
		['a passing trouble', { status: 500, body: '{"error":{"code":2,"is_transient":true}}' }, 'graph-unavailable'],
		['a limit', { status: 400, body: '{"error":{"code":4,"message":"(#4) limit"}}' }, 'rate-limited'],
		[
			'a dead token that it repeats',
			{ status: 400, body: `{"error":{"code":190,"message":"Malformed access token ${TOKEN.reveal()}"}}` },
			'unreadable-token',
		],
		['a cut', (response) => response.socket?.destroy(), 'network'],
		['no answer in time', () => {}, 'timeout'],
	];
	for (const [name, answer, code] of failures) {
		test(`is made once and fails with ${code} for ${name}`, async () => {
			for (const call of EVERY) assert.equal((await problemOf(make(call, answer))).code, code, call);
		});
	}
});
