import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Vault } from '../../source/vault/vault.ts';
import { profileOf, reveal, secretsOf } from '../support/profiles.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const NOW = 1_795_514_400;

function openVault({ path }: TemporaryFolder): Vault {
	return new Vault({ env: { FB_TOKEN_TUI_CONFIG_DIR: path, FB_TOKEN_TUI_KEYCHAIN: 'off' }, now: () => NOW });
}

/** Two profiles as version 1 has stored them: with their Pages in the list of profiles, and no file for them. */
async function storedByVersion1(folder: TemporaryFolder): Promise<void> {
	for (const name of ['bakery', 'shop'])
		await openVault(folder).save(profileOf(name), secretsOf(name), { kind: 'file' });
	const path = join(folder.path, 'profiles.json');
	const state = JSON.parse(readFileSync(path, 'utf8'));
	for (const entry of state.profiles) entry.pages = profileOf(entry.name).pages;
	writeFileSync(path, JSON.stringify({ ...state, version: 1 }));
	rmSync(join(folder.path, 'pages'), { recursive: true });
}

describe('what version 1 has stored', () => {
	test('is read as it is, with nothing written', async () => {
		using folder = new TemporaryFolder();
		await storedByVersion1(folder);
		const before = folder.read('profiles.json');
		const listed = await openVault(folder).list();
		assert.deepEqual(
			listed.map(({ name, pages }) => [name, pages]),
			['bakery', 'shop'].map((name) => [
				name,
				{ count: 1, tokens: 1, worst: 'permanent', checkedAt: profileOf(name).pages[0]?.checkedAt },
			]),
		);
		const { profile, secrets } = await openVault(folder).load('shop');
		assert.deepEqual(profile.pages, profileOf('shop').pages);
		assert.deepEqual(reveal(secrets), reveal(secretsOf('shop')));
		assert.equal(folder.read('profiles.json'), before);
	});

	test('stays as it is where a profile gets another name or key', async () => {
		using folder = new TemporaryFolder();
		await storedByVersion1(folder);
		await openVault(folder).rename('bakery', 'other');
		await openVault(folder).protect('shop', { kind: 'file' });
		for (const [name, was] of [
			['other', 'bakery'],
			['shop', 'shop'],
		] as const) {
			const { profile, secrets } = await openVault(folder).load(name);
			assert.deepEqual([profile.pages, reveal(secrets)], [profileOf(was).pages, reveal(secretsOf(was))]);
		}
		assert.ok(!existsSync(join(folder.path, 'pages')));
	});

	const changes: [string, (vault: Vault) => Promise<unknown>][] = [
		['is amended', (vault) => vault.amend('bakery', (stored) => ({ ...stored, purpose: 'read' }))],
		['is saved anew', (vault) => vault.save(profileOf('bakery'), secretsOf('bakery'), 'keep')],
	];
	for (const [name, change] of changes) {
		test(`has a file of Pages once it ${name}, and others stay as they are`, async () => {
			using folder = new TemporaryFolder();
			await storedByVersion1(folder);
			await change(openVault(folder));
			assert.equal(readdirSync(join(folder.path, 'pages')).length, 1);
			for (const name of ['bakery', 'shop']) {
				const { profile, secrets } = await openVault(folder).load(name);
				assert.deepEqual(profile.pages, profileOf(name).pages);
				assert.deepEqual(reveal(secrets), reveal(secretsOf(name)));
			}
			await openVault(folder).remove('bakery');
			assert.deepEqual(readdirSync(join(folder.path, 'pages')), []);
			await openVault(folder).remove('shop');
			assert.deepEqual(await openVault(folder).list(), []);
		});
	}
});
