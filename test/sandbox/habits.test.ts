import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { ask, type EdgeBody, type ErrorBody, tuple } from './ask.ts';

/** A Page and its token, as scripts use them. */
async function pageOf(sandbox: Sandbox): Promise<{ id: string; token: string }> {
	const { body } = await ask<EdgeBody>(sandbox, '/me/accounts?limit=100', { token: sandbox.userToken });
	const token = body.data.find(({ id }) => id === ids.permanentPage)?.access_token ?? assert.fail();
	return { id: ids.permanentPage, token };
}

function postTo(sandbox: Sandbox, path: string, form: Record<string, string | Blob>) {
	const body = new FormData();
	for (const [name, value] of Object.entries(form)) body.set(name, value);
	return fetch(`${sandbox.graphUrl}${path}`, { method: 'POST', body });
}

describe('what scripts send', () => {
	test('a form in parts, as curl -F does, is read like any other', async () => {
		await using sandbox = await startSandbox();
		const { id, token } = await pageOf(sandbox);
		const made = await postTo(sandbox, `/v27.0/${id}/feed`, { message: 'Fresh bread', access_token: token });
		assert.equal(made.status, 200);
		const photo = new File(['made-up'], 'bread.jpg', { type: 'image/jpeg' });
		const posted = await postTo(sandbox, `/v27.0/${id}/photos`, {
			source: photo,
			caption: 'Rolls',
			access_token: token,
		});
		const { id: photoId, post_id: postId } = (await posted.json()) as Record<string, string>;
		assert.equal(postId, `${id}_${photoId}`);
		const photos = await ask<EdgeBody>(sandbox, `/${id}/photos`, { token });
		assert.deepEqual(
			photos.body.data.map((post) => post.id),
			[postId],
		);
	});

	test('the id and secret of the app may stand in HTTP Basic', async () => {
		await using sandbox = await startSandbox();
		const send = (secret: string) =>
			ask<{ token_type: string } & ErrorBody>(sandbox, '/oauth/access_token', {
				form: { grant_type: 'client_credentials' },
				headers: { Authorization: `Basic ${Buffer.from(`${sandbox.appId}:${secret}`).toString('base64')}` },
			});
		assert.equal((await send(sandbox.appSecret)).body.token_type, 'bearer');
		assert.equal(tuple(await send('0123456789abcdef0123456789abcdef')), '400 1');
	});

	test('the Pages may be a field of the person', async () => {
		await using sandbox = await startSandbox();
		const path = '/me?fields=id,accounts.limit(2){id,access_token},picture.type(large){url}';
		const { body } = await ask<{ accounts: EdgeBody; picture: { data?: { url: string } } }>(sandbox, path, {
			token: sandbox.userToken,
		});
		assert.equal(body.accounts.data.length, 2);
		assert.deepEqual(Object.keys(body.accounts.data[0] ?? {}), ['id', 'access_token']);
		assert.match(body.picture.data?.url ?? '', /^https:/);
	});

	test('posts are read under three names, with a link, and a post is edited', async () => {
		await using sandbox = await startSandbox();
		const { id, token } = await pageOf(sandbox);
		const made = await ask<{ id: string }>(sandbox, `/${id}/feed`, { form: { message: 'Fresh bread' }, token });
		const edited = await ask(sandbox, `/${made.body.id}`, { form: { message: 'Fresh rolls' }, token });
		assert.equal(edited.text, '{"success":true}');
		for (const edge of ['feed', 'posts', 'published_posts']) {
			const { body } = await ask<EdgeBody>(sandbox, `/${id}/${edge}?fields=message,permalink_url`, { token });
			const link = `https://www.facebook.com/${id}/posts/${made.body.id.split('_')[1]}`;
			assert.deepEqual(body.data, [{ message: 'Fresh rolls', permalink_url: link, id: made.body.id }], edge);
		}
		const page = await ask<Record<string, unknown>>(sandbox, `/${id}?fields=about,picture`, { token });
		assert.deepEqual(Object.keys(page.body), ['about', 'picture', 'id']);
		const { token: other } = { token: sandbox.userToken };
		assert.equal(
			tuple(await ask<ErrorBody>(sandbox, `/${made.body.id}`, { form: { message: 'x' }, token: other })),
			'400 100/33',
		);
	});

	for (const no of ['false', 'False', 'FALSE', '0', 'no', 'off', ' false ']) {
		test(`published=${JSON.stringify(no)} publishes nothing`, async () => {
			await using sandbox = await startSandbox();
			const { id, token } = await pageOf(sandbox);
			const made = await ask<{ id: string }>(sandbox, `/${id}/feed`, {
				form: { message: 'Draft', published: no },
				token,
			});
			assert.equal(sandbox.world.posts.get(made.body.id)?.published, false);
		});
	}
	for (const yes of ['true', '1', 'True', '']) {
		test(`published=${JSON.stringify(yes)} publishes`, async () => {
			await using sandbox = await startSandbox();
			const { id, token } = await pageOf(sandbox);
			const made = await ask<{ id: string }>(sandbox, `/${id}/feed`, {
				form: { message: 'Post', published: yes },
				token,
			});
			assert.equal(sandbox.world.posts.get(made.body.id)?.published, true);
		});
	}

	test('the same text again, and a post without any, are refused', async () => {
		let now = Date.UTC(2026, 10, 24, 10) / 1000;
		await using sandbox = await startSandbox({ now: () => now });
		const { id, token } = await pageOf(sandbox);
		const post = (message: string) => ask<ErrorBody>(sandbox, `/${id}/feed`, { form: { message }, token });
		assert.equal((await post('Fresh bread')).status, 200);
		assert.equal(tuple(await post('Fresh bread')), '400 506');
		assert.equal((await post('Fresh rolls')).status, 200);
		now += 61;
		assert.equal((await post('Fresh bread')).status, 200);
		for (const empty of ['', '   ']) assert.equal(tuple(await post(empty)), '400 100/1349125');
	});
});
