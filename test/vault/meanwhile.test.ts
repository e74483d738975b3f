import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Keychain } from '../../source/vault/keychain.ts';
import { ProfileNameError } from '../../source/vault/profile.ts';
import { Vault } from '../../source/vault/vault.ts';
import { FakeKeychain } from '../support/keychain.ts';
import { isProblem } from '../support/problems.ts';
import { profileOf, reveal, secretsOf } from '../support/profiles.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const NOW = 1_795_514_400;
const FILE = { kind: 'file' } as const;

/** A vault as another program would open it, all of them in the same second. */
function openVault({ path }: TemporaryFolder): Vault {
	return new Vault({ env: { FB_TOKEN_TUI_CONFIG_DIR: path, FB_TOKEN_TUI_KEYCHAIN: 'off' }, now: () => NOW });
}

describe('what was loaded before another program has saved', () => {
	test('does not take the place of the newer secrets', async () => {
		using folder = new TemporaryFolder();
		const slow = openVault(folder);
		await slow.save(profileOf('bakery'), secretsOf('first'), FILE);
		const { profile } = await slow.load('bakery');
		await openVault(folder).save(profileOf('bakery', { graphVersion: 'v28.0' }), secretsOf('newer'), 'keep');
		const reading = { profile: { ...profile, purpose: 'read' as const }, secrets: secretsOf('older') };
		const saved = await slow.saveReading(reading);
		assert.equal(saved.isSuperseded, true);
		assert.deepEqual(reveal(saved.secrets), reveal(secretsOf('newer')));
		await slow.save(reading.profile, reading.secrets, 'keep');
		const stored = await openVault(folder).load('bakery');
		assert.deepEqual(reveal(stored.secrets), reveal(secretsOf('newer')));
		assert.equal(stored.profile.graphVersion, 'v28.0');
		assert.equal(stored.profile.purpose, 'publish');
		assert.deepEqual(stored.profile, saved.profile);
	});

	test('leaves what it has found out of the same tokens', async () => {
		using folder = new TemporaryFolder();
		const slow = openVault(folder);
		await slow.save(profileOf('bakery'), secretsOf('first'), FILE);
		const { profile, secrets } = await slow.load('bakery');
		await openVault(folder).protect('bakery', FILE);
		const pages = profile.pages.map((page) => ({ ...page, checkedAt: NOW + 60, name: 'Renamed' }));
		const { isSuperseded } = await slow.saveReading({ profile: { ...profile, pages }, secrets });
		assert.equal(isSuperseded, true);
		const [page] = (await openVault(folder).read('bakery')).pages;
		assert.deepEqual([page?.checkedAt, page?.name], [NOW + 60, 'My Bakery']);
	});

	test('is stored where only facts were amended, and again after its own save', async () => {
		using folder = new TemporaryFolder();
		const slow = openVault(folder);
		await slow.save(profileOf('bakery'), secretsOf('first'), FILE);
		const { profile } = await slow.load('bakery');
		await openVault(folder).amend('bakery', (stored) => ({ ...stored, purpose: 'read' }));
		const saved = await slow.saveReading({ profile, secrets: secretsOf('second') });
		assert.equal(saved.isSuperseded, false);
		const again = await slow.saveReading({ profile: saved.profile, secrets: secretsOf('third') });
		assert.equal(again.isSuperseded, false);
		assert.deepEqual(reveal((await slow.load('bakery')).secrets), reveal(secretsOf('third')));
	});

	test('does not bring back what was removed', async () => {
		using folder = new TemporaryFolder();
		const slow = openVault(folder);
		await slow.save(profileOf('bakery'), secretsOf('first'), FILE);
		const open = await slow.load('bakery');
		await openVault(folder).remove('bakery');
		await assert.rejects(slow.saveReading(open), isProblem('not-found'));
		assert.deepEqual(await slow.list(), []);
	});
});

describe('two programs that save under the same name at once', () => {
	const other = { app: { id: '999999999999999', name: 'Other' } };

	test('both keep theirs where the name was only proposed', async () => {
		using folder = new TemporaryFolder();
		const marks = ['one', 'two', 'three'];
		const saved = await Promise.all(
			marks.map((mark) =>
				openVault(folder).save(profileOf('my-app'), secretsOf(mark), FILE, undefined, 'new-numbered'),
			),
		);
		assert.deepEqual(saved.map(({ name }) => name).sort(), ['my-app', 'my-app-2', 'my-app-3']);
		for (const [index, { name }] of saved.entries()) {
			assert.deepEqual(reveal((await openVault(folder).load(name)).secrets), reveal(secretsOf(marks[index] ?? '')));
		}
	});

	test('are told apart where the name was to be new', async () => {
		using folder = new TemporaryFolder();
		const attempts = await Promise.allSettled(
			['one', 'two'].map((mark) =>
				openVault(folder).save(profileOf('bakery'), secretsOf(mark), FILE, undefined, 'new'),
			),
		);
		const index = attempts.findIndex(({ status }) => status === 'fulfilled');
		const refused = attempts.find((attempt) => attempt.status === 'rejected');
		assert.ok(refused?.reason instanceof ProfileNameError);
		const winner = secretsOf(['one', 'two'][index] ?? '');
		assert.deepEqual(reveal((await openVault(folder).load('bakery')).secrets), reveal(winner));
	});

	test('never replace what is another app’s or person’s by now', async () => {
		using folder = new TemporaryFolder();
		const vault = openVault(folder);
		const expected = await vault.save(profileOf('bakery'), secretsOf('first'), FILE);
		await vault.save(profileOf('bakery', { graphVersion: 'v28.0' }), secretsOf('same'), 'keep', undefined, expected);
		for (const change of [other, { user: { id: '1', name: 'Kim' } }]) {
			await vault.save(profileOf('bakery', change), secretsOf('theirs'), FILE);
			for (const protection of ['keep', FILE] as const) {
				await assert.rejects(
					openVault(folder).save(profileOf('bakery'), secretsOf('mine'), protection, undefined, expected),
					ProfileNameError,
				);
			}
			assert.deepEqual(reveal((await vault.load('bakery')).secrets), reveal(secretsOf('theirs')));
		}
	});
});

describe('a keychain that hangs', () => {
	/** A vault that has no patience with a keychain in trouble. */
	function vaultWith({ path }: TemporaryFolder, port: FakeKeychain): Vault {
		return new Vault({
			env: { FB_TOKEN_TUI_CONFIG_DIR: path },
			now: () => NOW,
			keychain: new Keychain(port, { timeoutMs: 1 }),
		});
	}

	test('is asked once to forget keys, while nobody has to wait, and later again', async () => {
		using folder = new TemporaryFolder();
		const port = new FakeKeychain();
		const names = ['one', 'two', 'three'];
		for (const name of names)
			await vaultWith(folder, port).save(profileOf(name), secretsOf(name), { kind: 'keychain' });
		await vaultWith(folder, port).save(profileOf('four'), secretsOf('four'), FILE);
		port.problem = 'hangs';
		for (const name of names) {
			port.calls = 0;
			assert.deepEqual(await vaultWith(folder, port).remove(name), { isKeyLeft: true });
			assert.equal(port.calls, 1, name);
		}
		// Whatever waits for the keychain, the lock is free.
		port.calls = 0;
		const stop = new AbortController();
		const held = new Keychain(port, { timeoutMs: 60_000, signal: stop.signal });
		const env = { FB_TOKEN_TUI_CONFIG_DIR: folder.path };
		void new Vault({ env, keychain: held }).remove('four');
		while (port.calls === 0) await new Promise(setImmediate);
		await vaultWith(folder, port).save(profileOf('five'), secretsOf('five'), FILE);
		stop.abort();
		port.problem = null;
		assert.deepEqual(await vaultWith(folder, port).remove('five'), { isKeyLeft: false });
		assert.equal(port.entries.size, 0);
		assert.ok(!folder.read('profiles.json').includes('.sealed'), 'nothing is left over');
	});

	test('that does not take a key says that nothing was stored', async () => {
		using folder = new TemporaryFolder();
		const port = new FakeKeychain();
		port.problem = 'hangs';
		await assert.rejects(
			vaultWith(folder, port).save(profileOf('bakery'), secretsOf('x'), { kind: 'keychain' }),
			isProblem('keychain-unavailable', /does not answer.+nothing was stored/),
		);
	});
});
