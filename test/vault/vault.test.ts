import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Secret } from '../../source/domain/secret.ts';
import { Keychain } from '../../source/vault/keychain.ts';
import {
	type Profile,
	ProfileNameError,
	type ProfileSecrets,
	withoutTokens,
	withTokens,
} from '../../source/vault/profile.ts';
import type { Protection } from '../../source/vault/protection.ts';
import { Vault } from '../../source/vault/vault.ts';
import * as fc from '../support/fast-check.ts';
import { FakeKeychain } from '../support/keychain.ts';
import { PlantedSecrets } from '../support/leaks.ts';
import { isProblem } from '../support/problems.ts';
import { profileOf, reveal, secretsOf } from '../support/profiles.ts';
import { ReadOnly } from '../support/read-only.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { tried } from '../support/tried.ts';

const NOW = 1_795_514_400;
const CHEAP = { N: 16, r: 1, p: 1 };
const passphrase = (text: string): Protection => ({ kind: 'passphrase', passphrase: new Secret(text) });

const anyText = fc.string({ unit: 'binary', maxLength: 300 });

/** Whatever secrets. */
const anySecrets: fc.Arbitrary<ProfileSecrets> = fc
	.record({ appSecret: anyText, userToken: anyText, pageTokens: fc.dictionary(fc.string(), anyText) })
	.map(({ appSecret, userToken, pageTokens }) => ({
		appSecret: new Secret(appSecret),
		userToken: new Secret(userToken),
		pageTokens: new Map(Object.entries(pageTokens).map(([id, token]) => [id, new Secret(token)])),
	}));

/** A vault as a program would open it that has just been started. */
function openVault(folder: TemporaryFolder, port = new FakeKeychain(), env: NodeJS.ProcessEnv = {}): Vault {
	return new Vault({
		env: { FB_TOKEN_TUI_CONFIG_DIR: folder.path, ...env },
		now: () => NOW,
		keychain: new Keychain(port),
		scryptCost: CHEAP,
	});
}

describe('the vault', () => {
	for (const protection of [{ kind: 'keychain' }, passphrase('correct horse'), { kind: 'file' }] as Protection[]) {
		test(`keeps whatever secrets, under whatever name, under a ${protection.kind}`, async () => {
			using folder = new TemporaryFolder();
			const port = new FakeKeychain();
			const name = fc
				.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
				.filter((text) => /[\p{L}\p{N}]/u.test(text));
			await fc.assert(
				fc.asyncProperty(name, anySecrets, async (raw, secrets) => {
					const saved = await openVault(folder, port).save(profileOf(raw), secrets, protection);
					const word = protection.kind === 'passphrase' ? protection.passphrase : undefined;
					const loaded = await openVault(folder, port).load(raw, word);
					assert.deepEqual(reveal(loaded.secrets), reveal(secrets));
					assert.deepEqual(loaded.profile, saved);
					const { revision } = saved;
					assert.deepEqual(saved, { ...profileOf(saved.name), storage: protection.kind, savedAt: NOW, revision });
				}),
				{ numRuns: 30 },
			);
		});
	}

	test('lists its profiles by name, without key, lock or network', async () => {
		using folder = new TemporaryFolder();
		const port = new FakeKeychain();
		const vault = openVault(folder, port);
		for (const name of ['zoo', 'Bakery', 'äpfel']) {
			await vault.save(profileOf(name), secretsOf(name), { kind: 'keychain' });
		}
		port.problem = 'hangs';
		const names = (await openVault(folder, port).list()).map(({ name }) => name);
		assert.deepEqual(names, ['äpfel', 'Bakery', 'zoo']);
	});

	test('of an empty folder has no profiles, and leaves the folder empty', async () => {
		using folder = new TemporaryFolder();
		assert.deepEqual(await openVault(folder).list(), []);
		await assert.rejects(openVault(folder).load('bakery'), isProblem('not-found'));
		assert.deepEqual(folder.files(), []);
	});

	test('puts no token where no key is needed', async () => {
		using folder = new TemporaryFolder();
		const secrets = secretsOf('planted');
		const [page] = withTokens(profileOf('x').pages, secrets);
		assert.ok(page?.token);
		const careless = { ...profileOf('bakery'), pages: [page], userToken: secrets.userToken.reveal() } as Profile;
		for (const protection of [{ kind: 'keychain' }, passphrase('correct horse'), { kind: 'file' }] as Protection[]) {
			await openVault(folder).save({ ...careless, name: protection.kind }, secrets, protection);
		}
		const { pageTokens, ...rest } = reveal(secrets);
		const planted = [...Object.values(rest), ...pageTokens.map(([, token = '']) => token), 'correct horse'];
		const leaks = new PlantedSecrets(planted);
		const hexes = planted.map((text) => Buffer.from(text).toString('hex'));
		assert.ok(folder.files().length >= 5);
		for (const file of folder.files()) {
			const text = folder.read(file);
			assert.equal(leaks.find(text), undefined, file);
			for (const hex of hexes) assert.ok(!text.toLowerCase().includes(hex), file);
			assert.ok(!text.includes('EAAm'), file);
		}
	});

	test('makes files and folders for this person alone', { skip: process.platform === 'win32' }, async () => {
		using folder = new TemporaryFolder();
		const vault = new Vault({ env: { FB_TOKEN_TUI_CONFIG_DIR: join(folder.path, 'new', 'place') } });
		await vault.save(profileOf('bakery'), secretsOf('x'), { kind: 'file' });
		for (const file of folder.files()) {
			assert.equal(statSync(join(folder.path, file)).mode & 0o777, 0o600, file);
		}
		for (const name of ['new/place', 'new/place/sealed', 'new/place/pages', 'new/place/lock']) {
			assert.equal(statSync(join(folder.path, name)).mode & 0o777, 0o700, name);
		}
	});

	test('leaves nothing behind but what the profiles need', async () => {
		using folder = new TemporaryFolder();
		const port = new FakeKeychain();
		const vault = openVault(folder, port);
		for (const name of ['one', 'two']) {
			for (const protection of [{ kind: 'file' }, { kind: 'keychain' }, passphrase('correct horse')] as Protection[]) {
				await vault.save(profileOf(name), secretsOf('first'), protection);
				await vault.save(profileOf(name), secretsOf('second'), 'keep');
			}
		}
		await vault.rename('one', 'three');
		await vault.protect('three', { kind: 'keychain' });
		await vault.rename('three', 'four');
		await vault.protect('two', { kind: 'file' });
		assert.equal(port.entries.size, 1);
		const kinds = folder.files().map((file) => file.replace(/^.*\./, '').replace(/^.*\//, ''));
		assert.deepEqual(kinds.filter((kind) => !/^\d+$/.test(kind)).sort(), [
			'json',
			'json',
			'json',
			'key',
			'sealed',
			'sealed',
		]);
		await vault.remove('two');
		await vault.remove('four');
		assert.equal(port.entries.size, 0);
		assert.deepEqual(
			folder.files().filter((file) => !file.startsWith('lock/')),
			['profiles.json'],
		);
	});

	test('keeps what another program has saved meanwhile when facts are amended', async () => {
		using folder = new TemporaryFolder();
		const port = new FakeKeychain();
		const first = openVault(folder, port);
		await first.save(profileOf('bakery'), secretsOf('first'), { kind: 'keychain' });
		await openVault(folder, port).save(profileOf('bakery', { graphVersion: 'v28.0' }), secretsOf('second'), 'keep');
		port.problem = { is: 'locked' };
		await first.amend('bakery', (profile) => ({ ...profile, name: 'other', purpose: 'read' }));
		port.problem = null;
		const { profile, secrets } = await openVault(folder, port).load('bakery');
		assert.equal(profile.graphVersion, 'v28.0');
		assert.equal(profile.purpose, 'read');
		assert.deepEqual(reveal(secrets), reveal(secretsOf('second')));
	});

	test('splits Pages from their tokens and joins them again', () => {
		const pages = withTokens(profileOf('x').pages, secretsOf('x'));
		const apart = withoutTokens(pages);
		assert.deepEqual(apart.pages, profileOf('x').pages);
		assert.deepEqual(withTokens(apart.pages, apart), pages);
		assert.equal(withTokens(apart.pages, null)[0]?.token, null);
	});
});

describe('a name', () => {
	const names = [
		'../../x',
		'..',
		'.',
		'/etc/passwd',
		'C:\\x',
		'CON',
		'nul.json',
		'__proto__',
		'-rf',
		'a\0b',
		'🥐'.repeat(64),
	];
	for (const name of names) {
		test(`like ${JSON.stringify(name.slice(0, 16))} stays in its folder`, async () => {
			tried('names');
			using folder = new TemporaryFolder();
			const inner = join(folder.path, 'a', 'b');
			mkdirSync(inner, { recursive: true });
			const vault = new Vault({ env: { FB_TOKEN_TUI_CONFIG_DIR: inner } });
			await vault.save(profileOf(name), secretsOf('x'), { kind: 'file' });
			assert.deepEqual(reveal((await vault.load(name)).secrets), reveal(secretsOf('x')));
			for (const file of folder.files()) {
				assert.match(
					file,
					/^a\/b\/(profiles\.json|lock\/\d+|(pages|sealed)\/[0-9a-f]{32}(-[0-9a-f]{16}\.(json|sealed)|\.key))$/,
				);
			}
			await vault.remove(name);
			assert.deepEqual(await vault.list(), []);
		});
	}

	for (const name of ['', ' \t', '\u202E\u200B', 'x'.repeat(65), '🥐'.repeat(65)]) {
		test(`like ${JSON.stringify(name.slice(0, 16))} (${name.length}) is refused`, async () => {
			using folder = new TemporaryFolder();
			const vault = openVault(folder);
			await assert.rejects(vault.save(profileOf(name), secretsOf('x'), { kind: 'file' }), ProfileNameError);
			assert.deepEqual(folder.files(), []);
		});
	}

	test('is the same however it is composed', async () => {
		using folder = new TemporaryFolder();
		const vault = openVault(folder);
		await vault.save(profileOf('Cafe\u0301'), secretsOf('x'), { kind: 'file' });
		assert.equal((await vault.find(' Caf\u00E9 ')).name, 'Caf\u00E9');
	});

	test('that another profile has is not given away', async () => {
		using folder = new TemporaryFolder();
		const vault = openVault(folder);
		await vault.save(profileOf('one'), secretsOf('one'), { kind: 'file' });
		await vault.save(profileOf('two'), secretsOf('two'), { kind: 'file' });
		await assert.rejects(vault.rename('one', 'two'), ProfileNameError);
		assert.deepEqual(reveal((await vault.load('two')).secrets), reveal(secretsOf('two')));
	});
});

describe('the protections', () => {
	const all: Protection[] = [{ kind: 'keychain' }, passphrase('first'), { kind: 'file' }];
	for (const from of all) {
		for (const to of [{ kind: 'keychain' }, passphrase('second'), { kind: 'file' }] as Protection[]) {
			test(`lead from ${from.kind} to ${to.kind}`, async () => {
				using folder = new TemporaryFolder();
				const port = new FakeKeychain();
				await openVault(folder, port).save(profileOf('bakery'), secretsOf('x'), from);
				const old = from.kind === 'passphrase' ? from.passphrase : undefined;
				const saved = await openVault(folder, port).protect('bakery', to, old);
				assert.equal(saved.storage, to.kind);
				const word = to.kind === 'passphrase' ? to.passphrase : undefined;
				const { profile, secrets } = await openVault(folder, port).load('bakery', word);
				assert.deepEqual(reveal(secrets), reveal(secretsOf('x')));
				assert.equal(profile.storage, to.kind);
				if (to.kind === 'passphrase') {
					await assert.rejects(openVault(folder, port).load('bakery', new Secret('first')), isProblem('store-locked'));
				}
			});
		}
	}

	test('stay as they are when the new one fails', async () => {
		using folder = new TemporaryFolder();
		const port = new FakeKeychain();
		await openVault(folder, port).save(profileOf('bakery'), secretsOf('x'), { kind: 'file' });
		const before = folder.files().filter((file) => !file.startsWith('lock/'));
		port.problem = { is: 'locked' };
		await assert.rejects(
			openVault(folder, port).protect('bakery', { kind: 'keychain' }),
			isProblem('keychain-unavailable'),
		);
		const after = folder.files().filter((file) => !file.startsWith('lock/'));
		assert.deepEqual(after, before);
		const { profile, secrets } = await openVault(folder, port).load('bakery');
		assert.equal(profile.storage, 'file');
		assert.deepEqual(reveal(secrets), reveal(secretsOf('x')));
	});

	test('forget an old key later, when the keychain was not there to forget it', async () => {
		using folder = new TemporaryFolder();
		const port = new FakeKeychain();
		const vault = openVault(folder, port);
		await vault.save(profileOf('bakery'), secretsOf('x'), { kind: 'keychain' });
		port.problem = { is: 'absent' };
		await vault.protect('bakery', { kind: 'file' });
		assert.equal(port.entries.size, 1);
		port.problem = null;
		await vault.save(profileOf('bakery'), secretsOf('y'), 'keep');
		assert.equal(port.entries.size, 0);
	});

	test('ask for a passphrase, and for the right one', async () => {
		using folder = new TemporaryFolder();
		await openVault(folder).save(profileOf('bakery'), secretsOf('x'), passphrase('Cafe\u0301 horse'));
		const missing = isProblem('store-locked', /not given/);
		await assert.rejects(openVault(folder).load('bakery'), missing);
		await assert.rejects(openVault(folder).save(profileOf('bakery'), secretsOf('y'), 'keep'), missing);
		const wrong = isProblem('store-locked', /wrong/);
		await assert.rejects(openVault(folder).load('bakery', new Secret('cafe horse')), wrong);
		await assert.rejects(openVault(folder).rename('bakery', 'x', new Secret('cafe horse')), wrong);
		const vault = openVault(folder, undefined, { FB_TOKEN_TUI_PASSPHRASE: 'Caf\u00E9 horse' });
		assert.deepEqual(reveal((await vault.load('bakery')).secrets), reveal(secretsOf('x')));
	});

	test('need their key once in a run', async () => {
		using folder = new TemporaryFolder();
		const port = new FakeKeychain();
		await openVault(folder, port).save(profileOf('bakery'), secretsOf('x'), { kind: 'keychain' });
		const vault = openVault(folder, port);
		port.calls = 0;
		await vault.load('bakery');
		await vault.save(profileOf('bakery'), secretsOf('y'), 'keep');
		await vault.load('bakery');
		assert.equal(port.calls, 1);
	});

	test('of two folders share no entry of the keychain', async () => {
		using one = new TemporaryFolder();
		using two = new TemporaryFolder();
		const port = new FakeKeychain();
		await openVault(one, port).save(profileOf('bakery'), secretsOf('one'), { kind: 'keychain' });
		await openVault(two, port).save(profileOf('bakery'), secretsOf('two'), { kind: 'keychain' });
		await openVault(one, port).remove('bakery');
		assert.deepEqual(reveal((await openVault(two, port).load('bakery')).secrets), reveal(secretsOf('two')));
		const [account = ''] = port.entries.keys();
		assert.match(account, /^[0-9a-f]{16}\/[0-9a-f]{32}\/bakery$/);
	});
});

describe('a keychain in trouble', () => {
	async function saved(folder: TemporaryFolder): Promise<FakeKeychain> {
		const port = new FakeKeychain();
		await openVault(folder, port).save(profileOf('bakery'), secretsOf('x'), { kind: 'keychain' });
		return port;
	}

	for (const is of ['absent', 'locked', 'not-installed'] as const) {
		test(`that is ${is} says so, and nothing of the token`, async () => {
			using folder = new TemporaryFolder();
			const port = await saved(folder);
			port.problem = { is };
			await assert.rejects(
				openVault(folder, port).load('bakery'),
				isProblem('keychain-unavailable', /keychain|keyring/),
			);
			await assert.rejects(
				openVault(folder, port).save(profileOf('new'), secretsOf('y'), { kind: 'keychain' }),
				isProblem('keychain-unavailable'),
			);
			port.problem = null;
			assert.deepEqual(reveal((await openVault(folder, port).load('bakery')).secrets), reveal(secretsOf('x')));
			assert.equal((await openVault(folder, port).list()).length, 1);
		});
	}

	test('that has lost the key leaves the file alone', async () => {
		using folder = new TemporaryFolder();
		const port = await saved(folder);
		const files = folder.files();
		port.entries.clear();
		await assert.rejects(openVault(folder, port).load('bakery'), isProblem('store-locked', /not in the keychain/));
		assert.deepEqual(folder.files(), files);
		await openVault(folder, port).save(profileOf('bakery'), secretsOf('y'), { kind: 'keychain' });
		assert.deepEqual(reveal((await openVault(folder, port).load('bakery')).secrets), reveal(secretsOf('y')));
	});

	test('that gives another key is told from damage', async () => {
		using folder = new TemporaryFolder();
		const port = await saved(folder);
		for (const wrong of [Buffer.alloc(32, 7).toString('base64'), 'nonsense']) {
			for (const account of port.entries.keys()) port.entries.set(account, wrong);
			await assert.rejects(openVault(folder, port).load('bakery'), isProblem('store-locked', /not the one/));
		}
	});

	test('that is switched off is not asked', async () => {
		using folder = new TemporaryFolder();
		await saved(folder);
		const env = { FB_TOKEN_TUI_CONFIG_DIR: folder.path, FB_TOKEN_TUI_KEYCHAIN: 'off' };
		await assert.rejects(new Vault({ env }).load('bakery'), isProblem('keychain-unavailable', /switched off/));
		assert.deepEqual(await new Vault({ env }).keychainState(), { is: 'off' });
	});
});

describe('a folder', { skip: process.platform === 'win32' }, () => {
	test('that may not be written is named, and can still be read', async () => {
		using folder = new TemporaryFolder();
		await openVault(folder).save(profileOf('bakery'), secretsOf('x'), { kind: 'file' });
		using _ = new ReadOnly(folder);
		assert.deepEqual(reveal((await openVault(folder).load('bakery')).secrets), reveal(secretsOf('x')));
		await assert.rejects(
			openVault(folder).save(profileOf('bakery'), secretsOf('y'), 'keep'),
			isProblem('disk', new RegExp(folder.path)),
		);
		await assert.rejects(openVault(folder).remove('bakery'), isProblem('disk', /permissions/));
	});

	test('that may not be written still tells a damaged file from a bad disk', async () => {
		using folder = new TemporaryFolder();
		await openVault(folder).save(profileOf('bakery'), secretsOf('x'), { kind: 'file' });
		const [sealed = ''] = folder.files().filter((file) => file.endsWith('.sealed'));
		writeFileSync(join(folder.path, sealed), 'not what was written');
		using _ = new ReadOnly(folder);
		await assert.rejects(openVault(folder).load('bakery'), isProblem('store-damaged'));
	});

	test('that may not be written still tells a damaged list of profiles from a bad disk', async () => {
		using folder = new TemporaryFolder();
		await openVault(folder).save(profileOf('bakery'), secretsOf('x'), { kind: 'file' });
		writeFileSync(join(folder.path, 'profiles.json'), '{"version":1,"profiles":[{"na');
		using _ = new ReadOnly(folder);
		await assert.rejects(openVault(folder).list(), isProblem('store-damaged', /profiles\.json/));
		await assert.rejects(openVault(folder).load('bakery'), isProblem('store-damaged'));
	});

	test('that cannot be made names the reason, when it is tried and before', async () => {
		using folder = new TemporaryFolder();
		const vault = new Vault({ env: { FB_TOKEN_TUI_CONFIG_DIR: join(folder.path, 'new', 'place') } });
		vault.assertWritable();
		assert.deepEqual(folder.files(), []);
		using _ = new ReadOnly(folder);
		const refused = isProblem('disk', /permissions do not allow it \(EACCES\)/);
		await assert.rejects(vault.save(profileOf('bakery'), secretsOf('x'), { kind: 'file' }), refused);
		assert.throws(() => vault.assertWritable(), refused);
	});

	test('in which a part may not be written is known before anything is saved', async () => {
		using folder = new TemporaryFolder();
		await openVault(folder).save(profileOf('bakery'), secretsOf('x'), { kind: 'file' });
		openVault(folder).assertWritable();
		using _ = new ReadOnly(folder);
		chmodSync(folder.path, 0o700);
		assert.throws(() => openVault(folder).assertWritable(), isProblem('disk', /EACCES/));
	});
});

test('a file where the folder should be is the problem of the disk', async () => {
	using folder = new TemporaryFolder();
	const vault = new Vault({ env: { FB_TOKEN_TUI_CONFIG_DIR: join(folder.path, 'file', 'below') } });
	writeFileSync(join(folder.path, 'file'), '');
	await assert.rejects(
		vault.save(profileOf('bakery'), secretsOf('x'), { kind: 'file' }),
		isProblem('disk', /file.below/),
	);
	assert.ok(!existsSync(vault.folder));
});

describe('the default profile', () => {
	const kept = { kind: 'file' } as const;

	test('stays with its profile under another name and another protection, and is known when that is gone', async () => {
		using folder = new TemporaryFolder();
		const vault = openVault(folder);
		for (const name of ['bakery', 'café']) await vault.save(profileOf(name), secretsOf(name), kept);
		assert.equal(await vault.defaultName(), null);
		await vault.use('bakery');
		await vault.rename('café', 'other');
		await vault.protect('bakery', { kind: 'keychain' });
		assert.equal(await openVault(folder).defaultName(), 'bakery');
		await vault.rename('bakery', 'shop');
		assert.equal(await openVault(folder).defaultName(), 'shop');
		await vault.remove('shop');
		assert.equal(await openVault(folder).defaultName(), 'shop');
		await assert.rejects(vault.use('shop'), isProblem('not-found'));
		await vault.use('other');
		assert.equal(await openVault(folder).defaultName(), 'other');
	});

	test('is none where a newer program has stored it in another way, which stays', async () => {
		using folder = new TemporaryFolder();
		await openVault(folder).save(profileOf('bakery'), secretsOf('x'), kept);
		const newer = { ...JSON.parse(folder.read('profiles.json')), default: { by: ['project'] } };
		writeFileSync(join(folder.path, 'profiles.json'), JSON.stringify(newer));
		assert.equal(await openVault(folder).defaultName(), null);
		await openVault(folder).rename('bakery', 'shop');
		assert.deepEqual(JSON.parse(folder.read('profiles.json')).default, newer.default);
	});
});
