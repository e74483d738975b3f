import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { Secret } from '../../source/domain/secret.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { compare, type Reply } from './shape.ts';
import { againstSchemas, type Walk, walk } from './walk.ts';

type Item = Record<string, unknown>;

/** Changes the body of the replies to one request; `data` is the first object of its list, or the object under that name. */
const inBody =
	(request: RegExp, alter: (data: Item, body: Item) => void) =>
	(reply: Reply): Reply => {
		if (!request.test(reply.request)) return reply;
		const body = structuredClone(reply.body) as Item;
		const data = Array.isArray(body.data) ? body.data[0] : (body.data ?? body);
		if (data) alter(data as Item, body);
		return { ...reply, body };
	};

/** The same for each reply within a batch. */
const inBatch = (alter: (data: Item) => void) => (reply: Reply) =>
	reply.request === 'POST batch'
		? {
				...reply,
				body: (reply.body as Item[]).map((item) => {
					const body = JSON.parse(String(item.body));
					if (body.data) alter(body.data);
					return { ...item, body: JSON.stringify(body) };
				}),
			}
		: reply;

/** A Graph that differs from the sandbox in one thing, and what must be told of it. */
const CASES: readonly (readonly [name: string, change: (reply: Reply) => Reply, told: RegExp])[] = [
	[
		'a field more',
		inBody(/me\/accounts/, (page) => Object.assign(page, { username: 'x' })),
		/^GET me\/accounts\S* 200: data\[\]\.username is not in the sandbox$/,
	],
	[
		'a field less in one Page of several',
		inBody(/me\/accounts/, (page) => delete page.name),
		/me\/accounts\S* 200: data\[\]\.name is at times missing$/,
	],
	['a field less in all', inBody(/GET me\?|GET me$/, (me) => delete me.name), /^GET me\S* 200: name is missing$/],
	[
		'another type',
		inBody(/GET debug_token/, (data) => Object.assign(data, { expires_at: String(data.expires_at) })),
		/GET debug_token of USER 200: data\.expires_at is string, in the sandbox number$/,
	],
	[
		'null in place of a list',
		inBody(/me\/accounts/, (page) => Object.assign(page, { tasks: null })),
		/data\[\]\.tasks is null, in the sandbox array$/,
	],
	[
		'another type within a list',
		inBody(/GET debug_token/, (data) => Object.assign(data, { scopes: [1] })),
		/data\.scopes\[\] is number, in the sandbox string$/,
	],
	[
		'a list in place of an object',
		inBody(/me\/accounts/, (_, body) => Object.assign(body, { paging: [] })),
		/paging is array, in the sandbox object$/,
	],
	[
		'a difference within a batch',
		inBatch((data) => Object.assign(data, { is_valid: 'true' })),
		/^batch GET debug_token of PAGE 200: data\.is_valid is string, in the sandbox boolean$/,
	],
	[
		'another status',
		(reply) =>
			/me\/permissions/.test(reply.request) ? { ...reply, status: 400, body: { error: { code: 10 } } } : reply,
		/^GET me\/permissions 400: another status$/,
	],
	[
		'another status within a batch',
		(reply) =>
			reply.request === 'POST batch'
				? { ...reply, body: (reply.body as Item[]).map((item) => ({ ...item, code: 500 })) }
				: reply,
		/^batch GET debug_token of PAGE 500: another status$/,
	],
	[
		'a header more',
		(reply) => ({ ...reply, headers: [...reply.headers, 'x-new-header'] }),
		/header x-new-header is not in the sandbox$/,
	],
	[
		'a header less',
		(reply) => ({ ...reply, headers: reply.headers.filter((name) => name !== 'facebook-api-version') }),
		/header facebook-api-version is missing$/,
	],
	[
		'another type of content',
		(reply) => ({ ...reply, headers: reply.headers.map((name) => name.replace('/json', '/javascript')) }),
		/header content-type application\/javascript is not in the sandbox$/,
	],
	[
		'a text in place of JSON',
		(reply) => (/fb_exchange_token/.test(reply.request) ? { ...reply, body: 'expires=1' } : reply),
		/fb_exchange_token 200: the body is string, in the sandbox object$/,
	],
];

describe('a comparison of Graph with the sandbox', () => {
	let sandbox: Sandbox;
	let own: Walk;
	const traveler = () => ({
		graph: new URL(sandbox.graphUrl),
		credentials: { id: sandbox.appId, secret: new Secret(sandbox.appSecret) },
		token: sandbox.userToken,
	});
	before(async () => {
		sandbox = await startSandbox();
		own = await walk(traveler());
	});
	after(() => sandbox[Symbol.asyncDispose]());

	test('finds none where Graph is the sandbox', async () => {
		const again = await walk(traveler());
		assert.deepEqual(compare(again.replies, own.replies), { differences: [], unseen: [] });
		assert.deepEqual(againstSchemas(again.replies), []);
	});

	for (const [name, change, told] of CASES) {
		test(`finds ${name}`, async () => {
			const { differences } = compare((await walk(traveler(), change)).replies, own.replies);
			assert.ok(
				differences.some((line) => told.test(line)),
				differences.join('\n') || 'nothing was found',
			);
		});
	}

	test('finds what does not fit the schemas of the program', () => {
		const reply = { request: 'GET me/accounts', status: 200, headers: [], body: { data: [{ id: '1', tasks: 'ALL' }] } };
		assert.deepEqual(againstSchemas([reply]), ['GET me/accounts 200: data[].tasks does not fit our schema']);
	});

	test('names no key that says something about an account', () => {
		const reply = (body: unknown): Reply => ({ request: 'GET me', status: 200, headers: [], body });
		const { differences } = compare([reply({ '4711': { 'Robin Example': 1 } })], [reply({})]);
		assert.deepEqual(differences, ['GET me 200: {id} is not in the sandbox']);
	});

	test('as a command prints and records the shapes alone', async () => {
		using folder = new TemporaryFolder();
		const record = join(folder.path, 'record.json');
		const child = spawn(
			process.execPath,
			['--import', 'tsx', join(import.meta.dirname, 'live.ts'), '--record', record],
			{
				env: {
					...process.env,
					FB_TOKEN_TUI_GRAPH_URL: sandbox.graphUrl,
					FB_APP_ID: sandbox.appId,
					FB_APP_SECRET: sandbox.appSecret,
				},
				stdio: ['pipe', 'pipe', 'pipe'],
			},
		);
		child.stdin.end(sandbox.userToken);
		const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
		assert.deepEqual([child.exitCode, errors], [0, ''], output);
		assert.match(output, /\nNo difference\.\n/);
		const recorded = readFileSync(record, 'utf8');
		assert.match(recorded, /"GET debug_token of PAGE"|data\[\]\.access_token/);
		assert.equal(statSync(record).mode & 0o777, 0o600);
		const { pages } = sandbox.world;
		const names = [...pages.values()].flatMap(({ id, name }) => [id, name]);
		const tokens = [...sandbox.world.tokens.keys()];
		assertNoSecrets(`${output}${recorded}`, [...names, ...tokens, sandbox.appSecret, sandbox.appId], 'the record');
	});
});
