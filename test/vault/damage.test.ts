import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ProblemError } from '../../source/domain/problem.ts';
import { asDiskProblem } from '../../source/vault/files.ts';
import { Vault } from '../../source/vault/vault.ts';
import * as fc from '../support/fast-check.ts';
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

describe('a damaged sealed file', () => {
	test('is reported, kept aside, and replaced by connecting again', async () => {
		using folder = new TemporaryFolder();
		const path = await saved(folder);
		writeFileSync(path, readFileSync(path).subarray(0, -40));
		const damaged = readFileSync(path);
		const aside = `${path}.damaged-20261124T100000Z`;
		await assert.rejects(
			openVault(folder).load('bakery'),
			isProblem('store-damaged', /kept as .*\.damaged-20261124T1/),
		);
		assert.deepEqual(readFileSync(aside), damaged);
		await assert.rejects(openVault(folder).load('bakery'), isProblem('store-damaged', /not there/));
		assert.equal((await openVault(folder).list()).length, 1);
		await openVault(folder).save(profileOf('bakery'), secretsOf('y'), { kind: 'file' });
		assert.deepEqual(reveal((await openVault(folder).load('bakery')).secrets), reveal(secretsOf('y')));
		assert.deepEqual(readFileSync(aside), damaged);
	});

	test('is kept aside also by a save that would replace it', async () => {
		using folder = new TemporaryFolder();
		const path = await saved(folder);
		writeFileSync(path, 'not what was written');
		await assert.rejects(
			openVault(folder).save(profileOf('bakery'), secretsOf('y'), 'keep'),
			isProblem('store-damaged', /kept as/),
		);
		writeFileSync(path, 'damaged again');
		await openVault(folder).save(profileOf('bakery'), secretsOf('y'), { kind: 'file' });
		const asides = folder.files().filter((file) => file.includes('.damaged-'));
		assert.deepEqual(asides.map((file) => folder.read(file)).sort(), ['damaged again', 'not what was written']);
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
		['cut short', (path) => writeFileSync(path, readFileSync(path).subarray(0, -4)), /cut short\. It is kept as/],
		['of no known shape', (path) => writeFileSync(path, '{"pages":[{"id":1}]}'), /was changed .+ It is kept as/],
		['gone', (path) => rmSync(path), /is not there/],
	];
	for (const [name, damage, words] of damages) {
		test(`that is ${name} is told and kept aside, and all but those Pages is at hand`, async () => {
			using folder = new TemporaryFolder();
			await saved(folder);
			const path = fileIn(folder, /^pages\//);
			await openVault(folder).save(profileOf('other'), secretsOf('other'), { kind: 'file' });
			damage(path);
			const left = existsSync(path) ? [readFileSync(path, 'utf8')] : [];
			await assert.rejects(openVault(folder).read('bakery'), isProblem('store-damaged', words));
			await assert.rejects(
				openVault(folder).load('bakery'),
				isProblem('store-damaged', /Pages of "bakery".+not there/),
			);
			const asides = folder.files().filter((file) => file.includes('.damaged-'));
			assert.deepEqual(
				asides.map((file) => folder.read(file)),
				left,
			);
			const listed = await openVault(folder).list();
			assert.deepEqual(
				listed.map(({ pages }) => pages.count),
				[1, 1],
			);
			assert.deepEqual((await openVault(folder).loadSecrets('bakery')).appSecret, secretsOf('x').appSecret);
			assert.equal((await openVault(folder).load('other')).profile.pages.length, 1);
		});
	}

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
		['an object without a version', '{}'],
		['of no known shape', '{"version":1,"profiles":{},"leftovers":[]}'],
		[
			'with a file out of its folder',
			'{"version":1,"profiles":[],"leftovers":[{"profile":"x","file":"../../x","key":null}]}',
		],
	];
	for (const [name, text] of damages) {
		test(`that is ${name} is reported and kept aside, with all sealed files`, async () => {
			using folder = new TemporaryFolder();
			const path = await saved(folder);
			writeFileSync(join(folder.path, 'profiles.json'), text);
			await assert.rejects(openVault(folder).list(), isProblem('store-damaged', /kept as .*profiles\.json\.damaged-/));
			assert.deepEqual(await openVault(folder).list(), []);
			await openVault(folder).save(profileOf('other'), secretsOf('y'), { kind: 'file' });
			assert.equal(folder.read('profiles.json.damaged-20261124T100000Z'), text);
			assert.ok(readFileSync(path, 'utf8').length > 0);
		});
	}

	test('of a newer program is refused and left as it is', async () => {
		using folder = new TemporaryFolder();
		await saved(folder);
		const path = join(folder.path, 'profiles.json');
		const newer = readFileSync(path, 'utf8').replace('"version":2', '"version":3');
		writeFileSync(path, newer);
		const refused = isProblem('store-damaged', /newer/);
		await assert.rejects(openVault(folder).list(), refused);
		await assert.rejects(openVault(folder).save(profileOf('x'), secretsOf('y'), { kind: 'file' }), refused);
		assert.equal(readFileSync(path, 'utf8'), newer);
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
			assert.match(error.problem.cause, words);
			assert.match(error.problem.cause, /\/made\/up\/folder/);
		});
	}

	test('is nothing else: other errors pass', () => {
		const error = new TypeError('a fault');
		assert.equal(asDiskProblem(error, '/made/up/folder'), error);
	});
});
