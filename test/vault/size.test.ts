import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../source/domain/secret.ts';
import { Vault } from '../../source/vault/vault.ts';
import { profileOf, secretsOf } from '../support/profiles.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const COUNT = 50_000;

test('a profile with 50,000 Pages is saved, listed, and opened again with every token', async () => {
	using folder = new TemporaryFolder();
	const openVault = () => new Vault({ env: { FB_TOKEN_TUI_CONFIG_DIR: folder.path, FB_TOKEN_TUI_KEYCHAIN: 'off' } });
	const [page] = profileOf('big').pages;
	assert.ok(page);
	const pages = Array.from({ length: COUNT }, (_, index) => ({ ...page, id: String(100_000_000_000_000 + index) }));
	const tokenOf = (id: string) => `EAAexample${id}`.padEnd(200, 'x');
	const pageTokens = new Map(pages.map(({ id }) => [id, new Secret(tokenOf(id))]));
	await openVault().save(profileOf('big', { pages }), { ...secretsOf('big'), pageTokens }, { kind: 'file' });
	const [listed] = await openVault().list();
	assert.deepEqual(listed?.pages, { count: COUNT, tokens: COUNT, worst: 'permanent', checkedAt: page.checkedAt });
	const { profile, secrets } = await openVault().load('big');
	assert.equal(profile.pages.length, COUNT);
	assert.ok(pages.every(({ id }) => secrets.pageTokens.get(id)?.reveal() === tokenOf(id)));
	await openVault().saveReading({ profile: { ...profile, purpose: 'read' }, secrets });
	assert.equal((await openVault().loadSecrets('big')).pageTokens.size, COUNT);
});
