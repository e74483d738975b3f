import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { appOf, ask, type DebugBody, type ErrorBody, firstPageToken } from './ask.ts';

interface BatchItem {
	readonly code: number;
	readonly headers?: readonly { readonly name: string; readonly value: string }[];
	readonly body: string;
}

async function batch(sandbox: Sandbox, items: readonly unknown[], parameters: Readonly<Record<string, string>> = {}) {
	const form = { batch: JSON.stringify(items), access_token: sandbox.userToken, ...parameters };
	return ask<(BatchItem | null)[]>(sandbox, '/v27.0', { form });
}

describe('a batch', () => {
	test('is taken at the root and under a version, with and without a slash, as text or list', async () => {
		await using sandbox = await startSandbox();
		const items = [{ method: 'GET', relative_url: 'me?fields=id' }];
		for (const path of ['/', '/v27.0', '/v27.0/']) {
			const token = sandbox.userToken;
			const replies = [
				await ask<BatchItem[]>(sandbox, path, { json: { batch: items }, token }),
				await ask<BatchItem[]>(sandbox, path, { json: { batch: items, access_token: token } }),
				await ask<BatchItem[]>(sandbox, path, { form: { batch: JSON.stringify(items) }, token }),
			];
			for (const { body } of replies) {
				assert.equal(body[0]?.body, `{"id":"${ids.person}"}`);
			}
		}
	});

	test('answers in the order of the calls, each with its own status, version and token', async () => {
		await using sandbox = await startSandbox();
		const page = await firstPageToken(sandbox);
		const { body, status } = await batch(sandbox, [
			{ method: 'GET', relative_url: 'me' },
			{ relative_url: `/v25.0/me?access_token=${page}` },
			{ method: 'GET', relative_url: 'me/nonsense' },
		]);
		assert.equal(status, 200);
		assert.deepEqual(
			body.map((item) => item?.code),
			[200, 200, 400],
		);
		assert.equal(body[1]?.body, `{"name":"My Bakery","id":"${ids.permanentPage}"}`);
		assert.match(body[2]?.body ?? '', /^\{"error":\{"message":"Unknown path components: \\\/nonsense"/);
		const versions = body.map((item) => item?.headers?.find(({ name }) => name === 'Facebook-Api-Version')?.value);
		assert.deepEqual(versions, ['v27.0', 'v25.0', 'v27.0']);
		const types = body.map((item) => item?.headers?.find(({ name }) => name === 'Content-Type')?.value);
		assert.equal(types[0], 'text/javascript; charset=UTF-8');
	});

	test('leaves the headers out when asked', async () => {
		await using sandbox = await startSandbox();
		const { body } = await batch(sandbox, [{ relative_url: 'me' }], { include_headers: 'false' });
		assert.deepEqual(Object.keys(body[0] ?? {}), ['code', 'body']);
	});

	test('debugs tokens, or refuses to where the world says so', async () => {
		await using sandbox = await startSandbox();
		const caller = encodeURIComponent(`${sandbox.appId}|${sandbox.appSecret}`);
		const items = [{ relative_url: `debug_token?input_token=${sandbox.userToken}&access_token=${caller}` }];
		const { body } = await batch(sandbox, items);
		const parsed: DebugBody = JSON.parse(body[0]?.body ?? '');
		assert.equal(parsed.data.is_valid, true);
		sandbox.world.batchRefusesDebugToken = true;
		assert.equal((await batch(sandbox, items)).body[0]?.code, 400);
		assert.deepEqual(sandbox.requests.at(-1)?.items, ['debug_token']);
	});

	test('wants a proof for each token of its own where the app wants proofs', async () => {
		await using sandbox = await startSandbox();
		const { userToken, appSecret } = sandbox;
		const proof = (token: string) => createHmac('sha256', appSecret).update(token).digest('hex');
		const page = await firstPageToken(sandbox);
		appOf(sandbox).requireAppSecretProof = true;
		const items = [
			{ relative_url: 'me' },
			{ relative_url: `me?access_token=${page}` },
			{ relative_url: `me?access_token=${page}&appsecret_proof=${proof(page)}` },
		];
		const { body } = await batch(sandbox, items, { appsecret_proof: proof(userToken) });
		assert.deepEqual(
			body.map((item) => item?.code),
			[200, 400, 200],
		);
	});
});

describe('dependencies', () => {
	test('fill results in, and leave out what only served another call', async () => {
		await using sandbox = await startSandbox();
		const { body } = await batch(sandbox, [
			{ name: 'pages', relative_url: 'me/accounts?limit=2&fields=id' },
			{ relative_url: '{result=pages:$.data[0].id}?fields=name' },
		]);
		assert.equal(body[0], null);
		assert.equal(body[1]?.body, `{"name":"My Bakery","id":"${ids.permanentPage}"}`);
		const kept = await batch(sandbox, [
			{ name: 'pages', relative_url: 'me/accounts?limit=2&fields=id', omit_response_on_success: false },
			{ relative_url: 'me?fields=id&x={result=pages:$.data.*.id}', depends_on: 'pages' },
		]);
		assert.deepEqual(
			kept.body.map((item) => item?.code),
			[200, 200],
		);
	});

	test('on a failed call give null, on a later one an error', async () => {
		await using sandbox = await startSandbox();
		const { body } = await batch(sandbox, [
			{ name: 'first', relative_url: 'me/nonsense' },
			{ relative_url: 'me', depends_on: 'first' },
		]);
		assert.deepEqual(
			body.map((item) => item?.code),
			[400, undefined],
		);
		const form = { batch: '[{"relative_url":"me","depends_on":"f"}]', access_token: sandbox.userToken };
		const reply = await ask<ErrorBody>(sandbox, '/', { form });
		assert.deepEqual(
			[reply.body.error.type, reply.body.error.message],
			[
				'GraphBatchException',
				'Request 0 cannot depend on an  unresolved request with  name f. Requests can only depend on preceding requests',
			],
		);
	});
});

describe('a batch is refused', () => {
	test('with more than 50 calls, by an error without a code', async () => {
		await using sandbox = await startSandbox();
		const items = Array.from({ length: 51 }, () => ({ relative_url: 'me' }));
		const form = { batch: JSON.stringify(items), access_token: sandbox.userToken };
		const { body, status } = await ask<ErrorBody>(sandbox, '/', { form });
		assert.equal(status, 400);
		assert.deepEqual(
			{ ...body.error, fbtrace_id: '' },
			{
				message: 'Too many requests in batch message. Maximum batch size is 50',
				type: 'GraphBatchException',
				fbtrace_id: '',
			},
		);
		assert.equal((await batch(sandbox, items.slice(1))).body.length, 50);
	});

	test('without a list, without a token, and as a plain GET', async () => {
		await using sandbox = await startSandbox();
		const noList = await ask<ErrorBody>(sandbox, '/', { form: { batch: 'x' }, token: sandbox.userToken });
		assert.equal(noList.body.error.type, 'GraphBatchException');
		assert.equal((await ask<ErrorBody>(sandbox, '/', { form: { batch: '[]' } })).body.error.code, 104);
		assert.equal((await ask<ErrorBody>(sandbox, '/')).body.error.message, 'No node specified');
	});
});
