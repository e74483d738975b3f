import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { reportOf, unsaved } from '../../source/operations/report.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { succeed, WANTED } from './walk.ts';

const NOW = Date.UTC(2026, 10, 24, 10, 20) / 1000;

describe('the report', () => {
	test('has the promised shape, in the promised order', async () => {
		await using sandbox = await startSandbox({ now: () => NOW });
		const report = reportOf([unsaved(await succeed(sandbox), WANTED)]);
		assert.deepEqual(Object.keys(report), ['version', 'profiles']);
		assert.equal(report.version, 1);
		const [profile] = report.profiles;
		assert.ok(profile);
		assert.deepEqual(Object.keys(profile), [
			'profile',
			'graphVersion',
			'graphUrl',
			'storage',
			'app',
			'user',
			'pages',
			'problems',
		]);
		assert.deepEqual([profile.profile, profile.storage, profile.graphVersion], [null, null, 'v27.0']);
		assert.equal(profile.graphUrl, sandbox.graphUrl);
		assert.deepEqual(profile.app, { id: ids.app, name: 'My App' });
		assert.deepEqual(Object.keys(profile.user), ['id', 'name', 'expiresAt', 'permissions']);
		assert.deepEqual(
			[profile.user.id, profile.user.name, profile.user.expiresAt],
			[ids.person, 'Robin Example', '2027-01-23T10:20:00Z'],
		);
		const page = profile.pages.find(({ id }) => id === ids.permanentPage);
		assert.ok(page?.token);
		assert.deepEqual(Object.keys(page), [
			...[
				'id',
				'name',
				'category',
				'tasks',
				'foundBy',
				'token',
				'verdict',
				'reasons',
				'expiresAt',
				'dataAccessExpiresAt',
			],
			...['permissions', 'checkedAt', 'problem', 'instagram', 'instagramState'],
		]);
		assert.deepEqual(Object.keys(page.token), ['preview', 'length', 'fingerprint']);
		assert.deepEqual(
			[page.name, page.category, page.verdict, page.reasons, page.expiresAt, page.problem],
			['My Bakery', 'Bakery', 'permanent', [], null, null],
		);
		assert.deepEqual([page.dataAccessExpiresAt, page.checkedAt], ['2027-02-22T10:20:00Z', '2026-11-24T10:20:00Z']);
		assert.deepEqual(page.permissions.missing, []);
	});

	test('tells a problem with all of its parts', async () => {
		await using sandbox = await startSandbox();
		const [profile] = reportOf([unsaved(await succeed(sandbox), WANTED)]).profiles;
		const lost = profile?.pages.find(({ id }) => id === ids.rolelessPage);
		assert.equal(lost?.verdict, 'invalid');
		assert.deepEqual(Object.keys(lost?.problem ?? {}), ['code', 'title', 'cause', 'remedy', 'retryable', 'graph']);
		assert.deepEqual(Object.keys(lost?.problem?.graph ?? {}).sort(), [
			'code',
			'fbtraceId',
			'message',
			'status',
			'subcode',
			'type',
		]);
		assert.deepEqual([lost?.problem?.graph?.code, lost?.problem?.graph?.subcode], [190, 492]);
		const tokenless = profile?.pages.find(({ id }) => id === ids.tokenlessPage);
		assert.deepEqual(
			[tokenless?.token, tokenless?.verdict, tokenless?.problem?.code],
			[null, 'unknown', 'page-without-token'],
		);
	});

	test('holds a token only when asked to reveal it, and never the app secret or a user token', async () => {
		await using sandbox = await startSandbox();
		const result = await succeed(sandbox);
		const pageTokens = result.pages.flatMap(({ token }) => token?.reveal() ?? []);
		const all = [...sandbox.world.tokens.keys(), sandbox.appSecret];
		assertNoSecrets(JSON.stringify(reportOf([unsaved(result, WANTED)])), all, 'the report');
		const revealed = JSON.stringify(reportOf([unsaved(result, WANTED)], { reveal: true }));
		for (const token of pageTokens) assert.ok(revealed.includes(`"value":"${token}"`));
		assertNoSecrets(
			revealed,
			all.filter((secret) => !pageTokens.includes(secret)),
			'the revealed report',
		);
	});

	test('says which wanted permissions a token lacks', async () => {
		await using sandbox = await startSandbox();
		const token = sandbox.world.issueUserToken(sandbox.appId, ids.person, ['pages_show_list']).text;
		const [profile] = reportOf([unsaved(await succeed(sandbox, { token }), WANTED)]).profiles;
		assert.deepEqual(profile?.user.permissions, {
			granted: ['pages_show_list', 'public_profile'],
			missing: ['pages_read_engagement', 'business_management', 'pages_manage_posts'],
		});
	});
});
