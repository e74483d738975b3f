import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ProblemError } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { asDiskProblem } from '../../source/vault/files.ts';
import { Keychain } from '../../source/vault/keychain.ts';
import { Vault } from '../../source/vault/vault.ts';
import * as fc from '../support/fast-check.ts';
import { FakeKeychain } from '../support/keychain.ts';
import { isProblem } from '../support/problems.ts';
import { profileOf, reveal, secretsOf } from '../support/profiles.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const NOW = 1_795_514_400;

function openVault(folder: TemporaryFolder): Vault {
	return new Vault({ env: { FB_TOKEN_TUI_CONFIG_DIR: folder.path, FB_TOKEN_TUI_KEYCHAIN: 'off' }, now: () => NOW });
}

async function saved(folder: TemporaryFolder): Promise<string> {
	await openVault(folder).save(profileOf('bakery'), secretsOf('x'), { kind: 'file' });
	return sealedFile(folder);
}

function sealedFile(folder: TemporaryFolder): string {
	return fileIn(folder, /\.sealed$/);
}

function fileIn(folder: TemporaryFolder, path: RegExp): string {
	const found = folder.files().find((file) => path.test(file));
	assert.ok(found);
	return join(folder.path, found);
}

/** Every file below a folder with its content and the moment of its last change. */
function snapshot(folder: TemporaryFolder): unknown {
	return folder
		.files()
		.map((file) => [file, folder.read(file), statSync(join(folder.path, file), { bigint: true }).mtimeNs]);
}

function damagedFiles(folder: TemporaryFolder): string[] {
	return folder.files().filter((file) => file.includes('.damaged-'));
}

describe('a damaged sealed file', () => {
	test('is reported and left where it is, until connecting again keeps it under another name', async () => {
		using folder = new TemporaryFolder();
		const path = await saved(folder);
		writeFileSync(path, readFileSync(path).subarray(0, -40));
		const damaged = readFileSync(path);
		const aside = `${path}.damaged-20261124T100000Z`;
		const before = snapshot(folder);
		for (let attempt = 0; attempt < 2; attempt++) {
			await assert.rejects(openVault(folder).load('bakery'), isProblem('store-damaged', /changed or cut short/));
		}
		assert.equal((await openVault(folder).list()).length, 1);
		assert.deepEqual(snapshot(folder), before);
		const vault = openVault(folder);
		await vault.save(profileOf('bakery'), secretsOf('y'), { kind: 'file' });
		assert.deepEqual(reveal((await openVault(folder).load('bakery')).secrets), reveal(secretsOf('y')));
		assert.deepEqual(readFileSync(aside), damaged);
		assert.deepEqual(vault.quarantined, [aside]);
	});

	test('is left where it is by a save that needs its key, and kept by one that does not', async () => {
		using folder = new TemporaryFolder();
		const path = await saved(folder);
		writeFileSync(path, 'not what was written');
		await assert.rejects(
			openVault(folder).save(profileOf('bakery'), secretsOf('y'), 'keep'),
			isProblem('store-damaged', /changed or cut short/),
		);
		assert.equal(readFileSync(path, 'utf8'), 'not what was written');
		await openVault(folder).save(profileOf('bakery'), secretsOf('y'), { kind: 'file' });
		assert.deepEqual(
			damagedFiles(folder).map((file) => folder.read(file)),
			['not what was written'],
		);
	});

	test('that was kept goes with its profile, and so does its key, whatever name that has by then', async () => {
		using folder = new TemporaryFolder();
		const path = await saved(folder);
		writeFileSync(path, readFileSync(path).subarray(0, -40));
		await openVault(folder).save(profileOf('bakery'), secretsOf('y'), { kind: 'file' });
		await openVault(folder).rename('bakery', 'shop');
		assert.equal(damagedFiles(folder).length, 1);
		assert.equal(folder.files().filter((file) => file.endsWith('.key')).length, 2);
		await openVault(folder).remove('shop');
		assert.deepEqual(
			folder.files().filter((file) => !file.startsWith('lock/')),
			['profiles.json'],
		);
	});

	test('whose key lies in the keychain goes with its profile, and so does that key', async () => {
		using folder = new TemporaryFolder();
		const port = new FakeKeychain();
		const open = () =>
			new Vault({ env: { FB_TOKEN_TUI_CONFIG_DIR: folder.path }, now: () => NOW, keychain: new Keychain(port) });
		await open().save(profileOf('bakery'), secretsOf('x'), { kind: 'keychain' });
		writeFileSync(sealedFile(folder), 'not what was written');
		await open().save(profileOf('bakery'), secretsOf('y'), { kind: 'keychain' });
		assert.equal(port.entries.size, 2);
		port.problem = { is: 'locked' };
		assert.deepEqual(await open().remove('bakery'), { isKeyLeft: true });
		port.problem = null;
		await open().save(profileOf('other'), secretsOf('z'), { kind: 'file' });
		assert.equal(port.entries.size, 0);
		assert.deepEqual(damagedFiles(folder), []);
	});

	test('that an earlier version has kept goes with its profile, and the key that it names', async () => {
		using folder = new TemporaryFolder();
		const path = await saved(folder);
		const key = fileIn(folder, /\.key$/);
		writeFileSync(`${path}.damaged-20261124T100000Z`, readFileSync(path).subarray(0, -40));
		rmSync(path);
		await openVault(folder).save(profileOf('bakery'), secretsOf('y'), { kind: 'file' });
		assert.ok(existsSync(key));
		await openVault(folder).remove('bakery');
		assert.deepEqual(
			folder.files().filter((file) => !file.startsWith('lock/')),
			['profiles.json'],
		);
	});

	test('is never opened, whatever byte was changed', async () => {
		using folder = new TemporaryFolder();
		const path = await saved(folder);
		const original = readFileSync(path);
		await fc.assert(
			fc.asyncProperty(fc.nat({ max: original.length - 1 }), fc.integer({ min: 1, max: 255 }), async (place, flip) => {
				const bytes = Buffer.from(original);
				bytes[place] = (bytes[place] ?? 0) ^ flip;
				writeFileSync(path, bytes);
				await assert.rejects(openVault(folder).load('bakery'), isProblem('store-damaged'));
			}),
			{ numRuns: 60 },
		);
	});

	test("in which another profile's secrets were put is damaged", async () => {
		using folder = new TemporaryFolder();
		const path = await saved(folder);
		const text = readFileSync(path);
		const vault = openVault(folder);
		await vault.rename('bakery', 'other');
		writeFileSync(sealedFile(folder), text);
		await assert.rejects(openVault(folder).load('other'), isProblem('store-damaged'));
	});

	test('of a newer program is kept under another name, with its key, by who connects again', async () => {
		using folder = new TemporaryFolder();
		const path = await saved(folder);
		const newer = readFileSync(path, 'utf8').replace('{"version":1,', '{"version":2,');
		writeFileSync(path, newer);
		const key = fileIn(folder, /\.key$/);
		const vault = openVault(folder);
		await vault.save(profileOf('bakery'), secretsOf('y'), { kind: 'file' });
		assert.deepEqual(
			vault.quarantined.map((kept) => readFileSync(kept, 'utf8')),
			[newer],
		);
		assert.ok(existsSync(key));
	});

	test('of a newer program is left as it is', async () => {
		using folder = new TemporaryFolder();
		const path = await saved(folder);
		writeFileSync(path, '{"version":2}\n');
		await assert.rejects(openVault(folder).load('bakery'), isProblem('store-damaged', /newer/));
		assert.equal(readFileSync(path, 'utf8'), '{"version":2}\n');
	});

	test('whose key file is gone says that, and stays', async () => {
		using folder = new TemporaryFolder();
		const path = await saved(folder);
		const key = folder.files().find((file) => file.endsWith('.key')) ?? '';
		rmSync(join(folder.path, key));
		await assert.rejects(openVault(folder).load('bakery'), isProblem('store-locked', /is gone/));
		assert.equal(sealedFile(folder), path);
	});
});

describe('a damaged file of Pages', () => {
	const damages: [string, (path: string) => void, RegExp][] = [
		['cut short', (path) => writeFileSync(path, readFileSync(path).subarray(0, -4)), /was changed or cut short/],
		['of no known shape', (path) => writeFileSync(path, '{"pages":{"id":1}}'), /was changed or cut short/],
		['gone', (path) => rmSync(path), /is not there/],
	];
	for (const [name, damage, words] of damages) {
		test(`that is ${name} is told and left where it is, and all but those Pages is at hand`, async () => {
			using folder = new TemporaryFolder();
			await saved(folder);
			const path = fileIn(folder, /^pages\//);
			await openVault(folder).save(profileOf('other'), secretsOf('other'), { kind: 'file' });
			damage(path);
			const before = snapshot(folder);
			for (const read of ['read', 'load'] as const) {
				await assert.rejects(openVault(folder)[read]('bakery'), isProblem('store-damaged', words));
			}
			const listed = await openVault(folder).list();
			assert.deepEqual(
				listed.map(({ pages }) => pages.count),
				[1, 1],
			);
			assert.deepEqual((await openVault(folder).loadSecrets('bakery')).appSecret, secretsOf('x').appSecret);
			assert.equal((await openVault(folder).load('other')).profile.pages.length, 1);
			assert.deepEqual(snapshot(folder), before);
			await assert.rejects(
				openVault(folder).amend('bakery', (stored) => stored),
				isProblem('store-damaged', words),
			);
			assert.deepEqual(damagedFiles(folder), []);
		});
	}

	test('is kept under another name by a save, until its profile is removed', async () => {
		using folder = new TemporaryFolder();
		await saved(folder);
		writeFileSync(fileIn(folder, /^pages\//), 'not what was written');
		const vault = openVault(folder);
		await vault.save(profileOf('bakery'), secretsOf('y'), 'keep');
		assert.deepEqual(
			damagedFiles(folder).map((file) => folder.read(file)),
			['not what was written'],
		);
		assert.deepEqual(
			vault.quarantined,
			damagedFiles(folder).map((file) => join(folder.path, file)),
		);
		await openVault(folder).remove('bakery');
		assert.deepEqual(damagedFiles(folder), []);
	});

	test('that its damaged entry no longer names go with the profile', async () => {
		using folder = new TemporaryFolder();
		await saved(folder);
		const list = join(folder.path, 'profiles.json');
		const stored = JSON.parse(readFileSync(list, 'utf8'));
		for (const key of ['pages', 'sealed']) stored.profiles[0][key] = 'not what was written';
		writeFileSync(list, JSON.stringify(stored));
		await openVault(folder).remove('bakery');
		assert.deepEqual(
			folder.files().filter((file) => !file.startsWith('lock/')),
			['profiles.json'],
		);
	});

	for (const mending of ['saved anew', 'removed', 'renamed', 'sealed with another key'] as const) {
		test(`does not keep its profile from being ${mending}`, async () => {
			using folder = new TemporaryFolder();
			await saved(folder);
			const path = fileIn(folder, /^pages\//);
			writeFileSync(path, 'not what was written');
			if (mending === 'removed') await openVault(folder).remove('bakery');
			else if (mending !== 'saved anew') {
				const vault = openVault(folder);
				const { name } =
					mending === 'renamed'
						? await vault.rename('bakery', 'shop')
						: await vault.protect('bakery', { kind: 'file' });
				assert.deepEqual(reveal(await openVault(folder).loadSecrets(name)), reveal(secretsOf('x')));
				assert.equal(readFileSync(path, 'utf8'), 'not what was written');
				await openVault(folder).remove(name);
			} else {
				await openVault(folder).save(profileOf('bakery'), secretsOf('y'), 'keep');
				const { profile, secrets } = await openVault(folder).load('bakery');
				assert.deepEqual([profile.pages, reveal(secrets)], [profileOf('bakery').pages, reveal(secretsOf('y'))]);
			}
			assert.equal(existsSync(path), false);
		});
	}
});

describe('a damaged list of profiles', () => {
	const damages: [string, string][] = [
		['empty', ''],
		['cut short', '{"version":1,"profiles":[{"na'],
		['no object', '[]'],
		['an object without profiles', '{}'],
		['of no known shape', '{"version":1,"profiles":{},"leftovers":[]}'],
	];
	for (const [name, text] of damages) {
		test(`that is ${name} is reported and left where it is, until a new profile is saved`, async () => {
			using folder = new TemporaryFolder();
			const path = await saved(folder);
			writeFileSync(join(folder.path, 'profiles.json'), text);
			const before = snapshot(folder);
			const reported = isProblem('store-damaged', /profiles\.json/);
			await assert.rejects(openVault(folder).list(), reported);
			await assert.rejects(openVault(folder).load('bakery'), reported);
			assert.deepEqual(snapshot(folder), before);
			for (const change of [
				(vault: Vault) => vault.remove('bakery'),
				(vault: Vault) => vault.rename('bakery', 'x'),
				(vault: Vault) => vault.amend('bakery', (stored) => stored),
				(vault: Vault) => vault.save(profileOf('bakery'), secretsOf('y'), 'keep'),
			]) {
				await assert.rejects(change(openVault(folder)), reported);
			}
			assert.equal(folder.read('profiles.json'), text);
			const vault = openVault(folder);
			await vault.save(profileOf('other'), secretsOf('y'), { kind: 'file' });
			assert.equal(folder.read('profiles.json.damaged-20261124T100000Z'), text);
			assert.deepEqual(vault.quarantined, [join(folder.path, 'profiles.json.damaged-20261124T100000Z')]);
			assert.equal((await openVault(folder).list()).length, 1);
			assert.ok(readFileSync(path, 'utf8').length > 0);
		});
	}

	test('with a file out of its folder among what is left over never removes that', async () => {
		using folder = new TemporaryFolder();
		const outside = join(folder.path, 'x');
		writeFileSync(outside, 'not ours');
		const leftover = { profile: 'x', file: '../x', key: null };
		writeFileSync(
			join(folder.path, 'profiles.json'),
			JSON.stringify({ version: 1, profiles: [], leftovers: [leftover] }),
		);
		await saved(folder);
		assert.equal(readFileSync(outside, 'utf8'), 'not ours');
		assert.deepEqual(JSON.parse(folder.read('profiles.json')).leftovers, [leftover]);
	});

	test('of a newer program that holds no profiles as this one knows them is refused and left as it is', async () => {
		using folder = new TemporaryFolder();
		const path = join(folder.path, 'profiles.json');
		const newer = '{"version":9,"accounts":[]}';
		writeFileSync(path, newer);
		const refused = isProblem('store-damaged', /newer/);
		await assert.rejects(openVault(folder).list(), refused);
		await assert.rejects(openVault(folder).save(profileOf('x'), secretsOf('y'), { kind: 'file' }), refused);
		assert.equal(readFileSync(path, 'utf8'), newer);
		assert.deepEqual(damagedFiles(folder), []);
	});
});

describe('an error of the file system', () => {
	for (const [code, words] of [
		['ENOSPC', /disk is full/],
		['EROFS', /only be read/],
		['EACCES', /permissions/],
		['EWHATEVER', /EWHATEVER/],
	] as const) {
		test(`${code} says what it is, and where`, () => {
			const error = asDiskProblem(Object.assign(new Error(code), { code, syscall: 'write' }), '/made/up/folder');
			assert.ok(error instanceof ProblemError);
			assert.equal(error.problem.code, 'disk');
			assert.match(problemText(error.problem).cause, words);
			assert.match(problemText(error.problem).cause, /\/made\/up\/folder/);
		});
	}

	test('is nothing else: other errors pass', () => {
		const error = new TypeError('a fault');
		assert.equal(asDiskProblem(error, '/made/up/folder'), error);
	});
});

describe('files that two profiles name', () => {
	test('stay as long as one of them does, and their key with them', async () => {
		using folder = new TemporaryFolder();
		await saved(folder);
		const path = join(folder.path, 'profiles.json');
		const state = JSON.parse(readFileSync(path, 'utf8'));
		// The second of the same name counts as one that cannot be read.
		state.profiles.push({ ...state.profiles[0], future: 1 });
		state.leftovers.push({ profile: 'bakery', file: state.profiles[0].sealed.file, key: null });
		writeFileSync(path, JSON.stringify(state));
		await openVault(folder).rename('bakery', 'renamed');
		await openVault(folder).remove('renamed');
		assert.deepEqual(reveal((await openVault(folder).load('bakery')).secrets), reveal(secretsOf('x')));
		await openVault(folder).remove('bakery');
		assert.deepEqual(
			folder.files().filter((file) => !file.startsWith('lock/')),
			['profiles.json'],
		);
	});
});

describe('a pipe in the place of', { skip: process.platform === 'win32' }, () => {
	const inTheirPlace: readonly [string, RegExp, (vault: Vault) => Promise<unknown>][] = [
		['the list of profiles', /^profiles\.json$/, (vault) => vault.list()],
		['the Pages', /^pages\//, (vault) => vault.read('bakery')],
		['the secrets', /\.sealed$/, (vault) => vault.loadSecrets('bakery')],
	];
	for (const [what, name, read] of inTheirPlace) {
		test(`${what} is refused, and never waited for`, async () => {
			using folder = new TemporaryFolder();
			await saved(folder);
			const path = fileIn(folder, name);
			rmSync(path);
			execFileSync('mkfifo', [path]);
			await assert.rejects(read(openVault(folder)), isProblem('disk', /is not a regular file/));
		});
	}
});
