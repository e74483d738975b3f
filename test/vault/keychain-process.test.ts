import assert from 'node:assert/strict';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pass } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { Keychain } from '../../source/vault/keychain.ts';
import { systemKeychain } from '../../source/vault/keychain-process.ts';
import { Vault } from '../../source/vault/vault.ts';
import { isProblem } from '../support/problems.ts';
import { profileOf, reveal, secretsOf } from '../support/profiles.ts';
import { SecretService, whyNoSecretService } from '../support/secret-service.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const SECRETS = {
	FB_APP_SECRET: 'made-up-app-secret',
	FB_TOKEN_TUI_PASSPHRASE: 'made-up-passphrase',
	FB_TOKEN_TUI_NEW_PASSPHRASE: 'made-up-new-passphrase',
};

describe('a real Secret Service', { skip: whyNoSecretService() }, () => {
	let service: SecretService;
	before(async () => {
		service = await SecretService.start();
	});
	after(() => service[Symbol.asyncDispose]());

	const openVault = (folder: TemporaryFolder) =>
		new Vault({ env: { ...service.env, FB_TOKEN_TUI_CONFIG_DIR: folder.path } });

	test('keeps the key of a profile, and forgets it', async () => {
		using folder = new TemporaryFolder();
		assert.deepEqual(await openVault(folder).keychainState(), { is: 'available' });
		await openVault(folder).save(profileOf('Bäckerei 🥐'), secretsOf('x'), { kind: 'keychain' });
		const { profile, secrets } = await openVault(folder).load('Bäckerei 🥐');
		assert.equal(profile.storage, 'keychain');
		assert.deepEqual(reveal(secrets), reveal(secretsOf('x')));
		await openVault(folder).rename('Bäckerei 🥐', 'shop');
		assert.deepEqual(reveal((await openVault(folder).load('shop')).secrets), reveal(secretsOf('x')));
		await openVault(folder).remove('shop');
		assert.deepEqual(await openVault(folder).list(), []);
		assert.ok(!folder.files().some((file) => file.endsWith('.sealed')));
		assert.ok(!folder.read('profiles.json').includes('keychain'), 'the key was forgotten');
	});

	test('that hangs is left alone when nobody waits any more, and nothing secret can be seen meanwhile', async () => {
		const waiting = new AbortController();
		const port = systemKeychain({ ...service.env, ...SECRETS });
		const keychain = new Keychain(port, { timeoutMs: 60_000, signal: waiting.signal });
		service.stop();
		try {
			const kept = assert.rejects(keychain.set('x', 'made-up-key'), isProblem('cancelled'));
			const [helper] = await until(() => helpers());
			assert.ok(helper);
			for (const secret of [...Object.values(SECRETS), 'made-up-key']) {
				assert.ok(!helper.includes(secret), 'it stands on the command line or in the environment');
			}
			waiting.abort();
			await kept;
			await until(() => (helpers().length === 0 ? [true] : []));
			const began = performance.now();
			assert.deepEqual(await new Keychain(port).state('x'), { is: 'silent' });
			assert.ok(performance.now() - began < 4000);
		} finally {
			service.continue();
		}
	});

	test('that is locked says so, and what is stored is unharmed', async () => {
		using folder = new TemporaryFolder();
		await openVault(folder).save(profileOf('bakery'), secretsOf('x'), { kind: 'keychain' });
		service.lock();
		const locked = isProblem('keychain-unavailable', /locked/);
		await assert.rejects(openVault(folder).load('bakery'), locked);
		await assert.rejects(openVault(folder).save(profileOf('new'), secretsOf('y'), { kind: 'keychain' }), locked);
		assert.deepEqual(await openVault(folder).keychainState(), { is: 'locked' });
		assert.deepEqual(
			(await openVault(folder).list()).map(({ name }) => name),
			['bakery'],
		);
	});
});

describe('the keychain of this system', () => {
	test('is absent where no bus is', { skip: process.platform !== 'linux' && 'only Linux has a bus' }, async () => {
		const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' };
		assert.deepEqual(await new Keychain(systemKeychain(env)).state('x'), { is: 'absent' });
	});

	test('is found from a bundle, and missed where its package is not', async () => {
		using folder = new TemporaryFolder();
		const bundle = join(folder.path, 'keychain.mjs');
		const entry = join(folder.path, 'entry.ts');
		const vault = join(import.meta.dirname, '../../source/vault');
		const exported = ['keychain.ts', 'keychain-process.ts'].map(
			(file) => `export * from ${JSON.stringify(join(vault, file))};`,
		);
		writeFileSync(entry, exported.join(''));
		await build({
			input: entry,
			platform: 'node',
			output: { file: bundle, format: 'esm', codeSplitting: false },
		});
		const { Keychain: Bundled, systemKeychain: bundled } = await import(pathToFileURL(bundle).href);
		assert.deepEqual(await new Bundled(bundled(process.env)).state('x'), { is: 'not-installed' });
		symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder.path, 'node_modules'), 'junction');
		assert.notEqual((await new Bundled(bundled(process.env)).state('x')).is, 'not-installed');
	});
});

/** The command line and the environment of each process that this one has started to ask the keychain. */
function helpers(): string[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap((pid) => {
			try {
				const text = readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8');
				const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1];
				return Number(parent) === process.pid && text.includes('getPassword') ? [text] : [];
			} catch {
				return [];
			}
		});
}

async function until<T>(look: () => T[]): Promise<T[]> {
	for (;;) {
		const found = look();
		if (found.length > 0) return found;
		await pass(5);
	}
}
