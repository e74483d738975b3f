import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '../../source/domain/page.ts';
import { Secret } from '../../source/domain/secret.ts';
import { GraphClient } from '../../source/graph/client.ts';
import { listPages } from '../../source/operations/list-pages.ts';
import { transportTo } from '../graph/failing.ts';
import { startHttpServer } from '../support/http-server.ts';
import { tokenOf } from '../support/secrets.ts';
import { APP_ID, pageTokenInfo } from '../support/token-infos.ts';

test('a Page that Meta lists twice, and on two pages of the list, comes once and with its token', async () => {
	const bare = { id: '1', name: 'My Bakery' };
	const full = { ...bare, access_token: tokenOf('listed') };
	await using server = await startHttpServer(({ headers }, turn) =>
		turn === 1
			? { body: { data: [bare, full, full], paging: { next: `http://${headers.host}/v27.0/5/accounts?after=A` } } }
			: { body: { data: [full, bare, { id: '2', access_token: tokenOf('other') }] } },
	);
	const client = new GraphClient(transportTo(server), { id: APP_ID, secret: new Secret('0123456789abcdef'.repeat(2)) });
	const info = pageTokenInfo({ type: 'USER', profileId: null, scopes: ['pages_show_list'] });
	const found: Page[] = [];
	for await (const { pages, problem } of listPages(
		client,
		new Secret(tokenOf('user')),
		info,
		new AbortController().signal,
	)) {
		assert.equal(problem, null);
		found.push(...(pages ?? []));
	}
	assert.deepEqual(
		found.map(({ id, token }) => [id, token !== null]),
		[
			['1', true],
			['2', true],
		],
	);
	// Nor is it asked about by itself.
	assert.equal(server.received.length, 2);
});
