import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from '../../source/domain/page.ts';
import { ProblemError } from '../../source/domain/problem.ts';
import { Secret } from '../../source/domain/secret.ts';
import { GraphClient } from '../../source/graph/client.ts';
import { readEdge } from '../../source/graph/paging.ts';
import { appSecretProof } from '../../source/graph/proof.ts';
import { type Answer, type HttpServer, startHttpServer } from '../support/http-server.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { textOf } from '../support/problems.ts';
import { tokenOf } from '../support/secrets.ts';
import { transportTo } from './failing.ts';

const TOKEN = tokenOf('paging');
const REQUEST = {
	endpoint: 'accounts',
	path: 'me/accounts',
	query: { limit: '100' },
	token: new Secret(TOKEN),
} as const;

/** All items of an edge, and the problem in which it ended. */
async function readAll(server: HttpServer, signal?: AbortSignal) {
	const items: unknown[] = [];
	try {
		for await (const some of readEdge(transportTo(server), REQUEST, { signal })) items.push(...some);
	} catch (error) {
		assert.ok(error instanceof ProblemError);
		return { items, problem: error.problem };
	}
	return { items, problem: null };
}

/** Serves pages of a list, each with a link to the next that is made from the server's own address. */
function startEdge(pages: readonly { data: unknown; next?: string }[]): Promise<HttpServer> {
	return startHttpServer(({ headers }, turn): Answer => {
		const { data, next } = pages[Math.min(turn, pages.length) - 1] ?? { data: [] };
		const link = next?.replace('GRAPH', `http://${headers.host}`);
		return { body: { data, paging: { cursors: { before: 'a', after: 'b' }, ...(link ? { next: link } : {}) } } };
	});
}

const query = (server: HttpServer, turn: number) =>
	Object.fromEntries(new URL(server.received[turn]?.url ?? '', server.origin).searchParams);

describe('a list', () => {
	test('is read until no next page is named, over short and empty pages', async () => {
		await using server = await startEdge([
			{ data: [1, 2], next: 'GRAPH/v27.0/5/accounts?after=A&limit=25' },
			{ data: [], next: 'GRAPH/v27.0/5/accounts?after=B&limit=25' },
			{ data: [3], next: 'GRAPH/v27.0/5/accounts?after=C&limit=25' },
			{ data: [] },
		]);
		assert.deepEqual(await readAll(server), { items: [1, 2, 3], problem: null });
		assert.deepEqual(query(server, 2), { after: 'B', limit: '25' });
	});

	test('with offsets in place of cursors is read as well', async () => {
		await using server = await startEdge([
			{ data: [1], next: 'GRAPH/5/accounts?limit=5000&offset=5000&__after_id=enc_AdC57' },
			{ data: [2] },
		]);
		assert.deepEqual((await readAll(server)).items, [1, 2]);
		assert.deepEqual(query(server, 1), { limit: '5000', offset: '5000', __after_id: 'enc_AdC57' });
	});

	test('is followed on the same path, with our own token, proof and nothing of the kind from the link', async () => {
		await using server = await startEdge([
			{ data: [], next: 'GRAPH/v3.0/elsewhere?after=A&access_token=EAAstolen&appsecret_proof=00&appsecret_time=1' },
			{ data: [] },
		]);
		await readAll(server);
		assert.equal(server.received[1]?.url, '/v27.0/me/accounts?limit=100&after=A');
		assert.equal(server.received[1]?.headers.authorization, `Bearer ${TOKEN}`);
	});

	for (const next of [
		'https://graph.example.com/v27.0/me/accounts?after=A',
		'http://127.0.0.1:1/v27.0/me/accounts?after=A',
		'//graph.example.com/me?after=A',
		'/v27.0/me/accounts?after=A',
		'not a link',
		'file:///etc/passwd',
	]) {
		test(`that goes on at "${next}" ends in a problem, with what it held`, async () => {
			await using server = await startEdge([{ data: [1], next: `${next}&access_token=${TOKEN}` }]);
			const { items, problem } = await readAll(server);
			assert.deepEqual([items, problem?.code, server.received.length], [[1], 'bad-reply', 1]);
			assert.match(textOf(problem).cause ?? '', /another host/);
			assertNoSecrets(JSON.stringify(problem), [TOKEN], 'the problem');
		});
	}

	test('that goes round in a circle is left, with what it held', async () => {
		await using server = await startHttpServer(({ headers }, turn) => {
			const next = `http://${headers.host}/v27.0/me/accounts?after=${turn % 3}`;
			return { body: { data: [turn], paging: { next } } };
		});
		const { items, problem } = await readAll(server);
		assert.equal(problem?.code, 'bad-reply');
		assert.match(textOf(problem).cause ?? '', /circle/);
		assert.deepEqual(items, [1, 2, 3, 4]);
	});

	test('that never ends is left, with what it held', async () => {
		await using server = await startHttpServer(({ headers }, turn) => {
			const next = `http://${headers.host}/v27.0/me/accounts?after=${turn}`;
			return { body: { data: [turn], paging: { next } } };
		});
		const { items, problem } = await readAll(server);
		assert.match(textOf(problem).cause ?? '', /does not end/);
		assert.equal(items.length, 1001);
	});

	test('that breaks off keeps what came before', async () => {
		await using server = await startHttpServer(({ headers }, turn) =>
			turn === 1
				? { body: { data: [1], paging: { next: `http://${headers.host}/v27.0/me/accounts?after=A` } } }
				: { status: 500, body: '' },
		);
		const { items, problem } = await readAll(server);
		assert.deepEqual([items, problem?.code], [[1], 'graph-unavailable']);
	});

	for (const body of [{}, [], null, 5, '"x"', { data: {} }, { data: null }, { success: true }]) {
		test(`is no list when it is ${JSON.stringify(body)}`, async () => {
			await using server = await startHttpServer(() => ({ body: JSON.stringify(body) }));
			assert.equal((await readAll(server)).problem?.code, 'bad-reply');
		});
	}

	for (const paging of [null, [], {}, 'x', { next: null }, { next: '' }, { cursors: {} }]) {
		test(`ends where its paging is ${JSON.stringify(paging)}`, async () => {
			await using server = await startHttpServer(() => ({ body: { data: [1], paging } }));
			assert.deepEqual(await readAll(server), { items: [1], problem: null });
		});
	}
});

describe('the Pages of an account', () => {
	const secret = new Secret('0123456789abcdef0123456789abcdef');
	const client = (server: HttpServer) => new GraphClient(transportTo(server), { id: '123456789012345', secret });

	test('are asked for with their fields, five hundred at once, with a proof for each page', async () => {
		await using server = await startEdge([
			{ data: [], next: 'GRAPH/v27.0/5/accounts?after=A&fields=id&limit=1' },
			{ data: [] },
		]);
		for await (const _ of client(server).accounts(new Secret(TOKEN)));
		const proof = appSecretProof(secret, new Secret(TOKEN));
		assert.deepEqual(query(server, 0), {
			fields: 'id,name,access_token,category,tasks',
			limit: '500',
			appsecret_proof: proof,
		});
		assert.equal(query(server, 1).appsecret_proof, proof);
		assert.equal(query(server, 1).after, 'A');
		assert.equal(query(server, 1).access_token, undefined);
	});

	const limits = (server: HttpServer) => server.received.map((_, turn) => query(server, turn).limit);

	test('are asked for as many at once as Meta has given', async () => {
		await using server = await startEdge([
			{ data: [{ id: '1' }], next: 'GRAPH/v27.0/5/accounts?after=A&limit=200' },
			{ data: [{ id: '2' }], next: 'GRAPH/v27.0/5/accounts?after=B&limit=200' },
			{ data: [] },
		]);
		for await (const _ of client(server).accounts(new Secret(TOKEN)));
		assert.deepEqual(limits(server), ['500', '200', '200']);
	});

	for (const [status, error] of [
		[500, { code: 1, message: "Please reduce the amount of data you're asking for, then retry your request" }],
		[400, { code: 100, message: '(#100) The parameter limit must be at most 200' }],
		[400, { message: 'Too high a limit' }],
	] as const) {
		test(`are asked for by the hundred from where Meta says "${error.message}"`, async () => {
			await using server = await startHttpServer(({ headers, url = '' }, turn) => {
				if (turn > 1 && url.includes('limit=500')) return { status, body: { error } };
				const next = `http://${headers.host}/v27.0/5/accounts?after=${turn}&limit=${turn === 1 ? 500 : 100}`;
				return { body: { data: [{ id: String(turn) }], ...(turn < 4 ? { paging: { next } } : {}) } };
			});
			const graph = client(server);
			const pages = [];
			for await (const some of graph.accounts(new Secret(TOKEN))) pages.push(...some);
			assert.deepEqual(limits(server), ['500', '500', '100', '100']);
			assert.equal(query(server, 2).after, '1');
			assert.equal(pages.length, 3);
			for await (const _ of graph.accounts(new Secret(TOKEN)));
			assert.equal(limits(server).at(-1), '100', 'and it is remembered');
		});
	}

	test('are not asked for again by the hundred after another trouble', async () => {
		for (const error of [
			{ code: 4, message: '(#4) Application request limit reached' },
			{ code: 190, message: 'Error validating access token' },
			{ code: 1, message: 'An unknown error occurred', is_transient: false },
		]) {
			await using server = await startHttpServer(() => ({ status: 400, body: { error } }));
			await assert.rejects(client(server).accounts(new Secret(TOKEN)).next(), ProblemError);
			assert.deepEqual(limits(server), ['500']);
		}
	});

	test('come without the junk between them, which makes the list incomplete', async () => {
		await using server = await startEdge([
			{ data: [null, { id: '1', name: 'One' }, ['junk'], 7, {}, { name: 'no id' }, { id: 2 }, { id: '' }] },
		]);
		const pages: Page[] = [];
		const read = async () => {
			for await (const some of client(server).accounts(new Secret(TOKEN))) pages.push(...some);
		};
		await assert.rejects(read, (error) => error instanceof ProblemError && error.problem.code === 'bad-reply');
		assert.deepEqual(
			pages.map(({ id, name }) => [id, name]),
			[
				['1', 'One'],
				['2', '2'],
			],
		);
	});
});
