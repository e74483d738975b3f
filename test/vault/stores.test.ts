import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Secret } from '../../source/domain/secret.ts';
import { reasonsFor } from '../../source/domain/verdict.ts';
import { openPreferences } from '../../source/vault/preferences.ts';
import type { ProfileSecrets, StoredPage } from '../../source/vault/profile.ts';
import { Vault } from '../../source/vault/vault.ts';
import * as fc from '../support/fast-check.ts';
import { copyOfStore, FROZEN_VERSIONS, STORE_PASSPHRASE } from '../support/frozen-stores.ts';
import { textOf } from '../support/problems.ts';
import { profileOf, reveal, secretsOf } from '../support/profiles.ts';
import { ReadOnly } from '../support/read-only.ts';
import type { TemporaryFolder } from '../support/temporary-folder.ts';

const PASSPHRASE = new Secret(STORE_PASSPHRASE);
const WITH_FILE = 'with-key-file';
const WITH_PASSPHRASE = 'with-passphrase';

function openVault({ path }: Pick<TemporaryFolder, 'path'>): Vault {
	return new Vault({
		env: { FB_TOKEN_TUI_CONFIG_DIR: path, FB_TOKEN_TUI_KEYCHAIN: 'off' },
		scryptCost: { N: 16, r: 1, p: 1 },
	});
}

/** Every file of a store with its content and the moment of its last change, and the folder's. */
function snapshot(folder: TemporaryFolder): unknown {
	return ['', ...folder.files()].map((file) => {
		const path = join(folder.path, file);
		return [file, file === '' ? null : readFileSync(path, 'latin1'), statSync(path, { bigint: true }).mtimeNs];
	});
}

/** The tokens that are handed out are those that the Pages were stored with, none is missing. */
function assertTokens(pages: readonly StoredPage[], { pageTokens }: Pick<ProfileSecrets, 'pageTokens'>): void {
	for (const { id, summary } of pages) {
		const token = pageTokens.get(id)?.reveal();
		const fingerprint = token && createHash('sha256').update(token).digest('hex').slice(0, 8);
		assert.equal(fingerprint, summary?.fingerprint, id);
	}
	assert.ok(pageTokens.size > 0);
}

/** The problems of a profile and of its Pages, by their words. */
function wordsOf({ pages, problems }: { pages: readonly StoredPage[]; problems: readonly object[] }): unknown {
	const told = pages.filter(({ problem }) => problem).map(({ id, assessment, problem }) => [id, assessment, problem]);
	return JSON.parse(JSON.stringify([told, problems]));
}

describe('every store that a released program has written', () => {
	test('is here: versions 1 to 3', () => assert.deepEqual(FROZEN_VERSIONS, ['1', '2', '3']));

	for (const version of FROZEN_VERSIONS) {
		test(`of version ${version} is listed and hands out its tokens, and reading writes nothing`, async () => {
			using store = copyOfStore(version);
			const before = snapshot(store);
			const vault = openVault(store);
			const listed = await vault.list();
			assert.deepEqual(
				listed.map(({ name, storage, purpose, pages }) => [name, storage, purpose, pages.count, pages.worst]),
				[
					[WITH_FILE, 'file', 'publish', 12, 'invalid'],
					[WITH_PASSPHRASE, 'passphrase', 'read', 3, 'dated'],
				],
			);
			const first = await vault.load(WITH_FILE);
			const second = await vault.load(WITH_PASSPHRASE, PASSPHRASE);
			for (const { profile, secrets } of [first, second]) assertTokens(profile.pages, secrets);
			assert.equal(openPreferences({ FB_TOKEN_TUI_CONFIG_DIR: store.path }).read().signIn?.via, 'address');
			assert.deepEqual(snapshot(store), before);
		});

		test(`of version ${version} can be read where nothing can be written`, {
			skip: process.platform === 'win32',
		}, async () => {
			using store = copyOfStore(version);
			using _ = new ReadOnly(store);
			const { profile, secrets } = await openVault(store).load(WITH_FILE);
			assertTokens(profile.pages, secrets);
			assert.equal((await openVault(store).list()).length, 2);
		});

		test(`of version ${version} tells of each problem what it told then`, async () => {
			using store = copyOfStore(version);
			const first = await openVault(store).read(WITH_FILE);
			const [invalid, tokenless] = first.pages.filter(({ problem }) => problem);
			assert.deepEqual(
				[invalid?.problem?.code, invalid?.problem?.graph?.subcode, invalid && reasonsFor(invalid).length],
				['role-lost', 492, 2],
			);
			assert.equal(tokenless?.problem?.code, 'page-without-token');
			const [businesses] = first.problems;
			assert.match(textOf(businesses).cause ?? '', /^The businesses: .+ The list may be incomplete\.$/);
			assert.deepEqual(
				[businesses?.code, businesses?.graph?.code, textOf(businesses).retryable],
				['graph-unavailable', 2, true],
			);
			const second = await openVault(store).read(WITH_PASSPHRASE);
			assert.ok(second.pages.every((page) => page.problem?.code === 'not-permanent' && reasonsFor(page)[0]));
			assert.match(
				textOf(second.problems[0]).cause ?? '',
				/^The Pages of the portfolio Example Holding: 127\.0\.0\.1:\d+ cut the connection\. The list/,
			);
		});

		test(`of version ${version} survives a save, a new name and a new key`, async () => {
			using store = copyOfStore(version);
			const before = await openVault(store).load(WITH_FILE);
			const other = await openVault(store).load(WITH_PASSPHRASE, PASSPHRASE);
			await openVault(store).saveReading({ ...before, profile: { ...before.profile, graphVersion: 'v99.0' } });
			await openVault(store).amend(WITH_PASSPHRASE, (stored) => ({ ...stored, graphVersion: 'v99.0' }));
			await openVault(store).rename(WITH_FILE, 'renamed');
			await openVault(store).protect('renamed', { kind: 'file' });
			await openVault(store).protect(
				WITH_PASSPHRASE,
				{ kind: 'passphrase', passphrase: new Secret('another') },
				PASSPHRASE,
			);
			const after = await openVault(store).load('renamed');
			const otherAfter = await openVault(store).load(WITH_PASSPHRASE, new Secret('another'));
			for (const [now, then] of [
				[after, before],
				[otherAfter, other],
			] as const) {
				assert.equal(now.profile.graphVersion, 'v99.0');
				assert.deepEqual(now.profile.pages, then.profile.pages);
				assert.deepEqual(wordsOf(now.profile), wordsOf(then.profile));
				assert.deepEqual(reveal(now.secrets), reveal(then.secrets));
			}
			await openVault(store).remove('renamed');
			await openVault(store).remove(WITH_PASSPHRASE);
			assert.deepEqual(
				store.files().filter((file) => !file.startsWith('lock/')),
				['preferences.json', 'profiles.json'],
			);
		});
	}

	test('keeps no sentence once this program has saved it, but those that no fact tells', async () => {
		using store = copyOfStore('2');
		for (const name of [WITH_FILE, WITH_PASSPHRASE]) {
			await openVault(store).amend(name, (stored) => ({ ...stored, problems: [], graphVersion: 'v99.0' }));
		}
		const written = store
			.files()
			.filter((file) => file.endsWith('.json'))
			.map((file) => store.read(file));
		for (const text of written) assert.doesNotMatch(text, /"(?:title|cause|remedy|reasons)"/);
	});
});

/** Keys whose values are words of a list that a newer program may have made longer. */
const ENUMERATED = new Set([
	'purpose',
	'storage',
	'via',
	'localhost',
	'worst',
	'verdict',
	'foundBy',
	'code',
	'kind',
	'endpoint',
	'edge',
	'type',
]);

type Place = { file: string; path: readonly string[] };

function placesIn(file: string, value: unknown, path: readonly string[] = []): Place[] {
	if (typeof value !== 'object' || value === null) return [{ file, path }];
	return [{ file, path }, ...Object.entries(value).flatMap(([key, inner]) => placesIn(file, inner, [...path, key]))];
}

function placesOf(store: TemporaryFolder): Place[] {
	return store
		.files()
		.filter((file) => file.endsWith('.json'))
		.flatMap((file) => placesIn(file, JSON.parse(store.read(file))));
}

function at(root: unknown, path: readonly string[]): Record<string, unknown> {
	return path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], root) as Record<string, unknown>;
}

/** Changes the JSON of a file of a store. */
function edit(store: TemporaryFolder, file: string, change: (root: unknown) => void): void {
	const root = JSON.parse(store.read(file));
	change(root);
	writeFileSync(join(store.path, file), JSON.stringify(root));
}

/** Puts a value in the place of another. */
function put(store: TemporaryFolder, { file, path }: Place, value: unknown): void {
	edit(store, file, (root) => {
		at(root, path.slice(0, -1))[path.at(-1) ?? ''] = value;
	});
}

/** All that is said of a store's files. */
function allText(store: TemporaryFolder): string {
	return store
		.files()
		.filter((file) => file.endsWith('.json'))
		.map((file) => JSON.stringify(JSON.parse(store.read(file))))
		.join('\n');
}

/** Lists, hands out tokens, and saves what is not the changed value: something of each profile, and the preferences. */
async function useStore(store: TemporaryFolder): Promise<void> {
	const before = snapshot(store);
	const vault = openVault(store);
	assert.deepEqual(
		(await vault.list()).map(({ name }) => name),
		[WITH_FILE, WITH_PASSPHRASE],
	);
	const open = await vault.load(WITH_FILE);
	assertTokens(open.profile.pages, open.secrets);
	assert.equal((await vault.read(WITH_PASSPHRASE)).pages.length, 3);
	assert.deepEqual(snapshot(store), before);
	await openVault(store).saveReading({ ...open, profile: { ...open.profile, graphVersion: 'v99.0' } });
	await openVault(store).amend(WITH_PASSPHRASE, (stored) => ({ ...stored, graphVersion: 'v99.0' }));
	await openVault(store).protect(WITH_FILE, { kind: 'file' });
	await openVault(store).rename(WITH_FILE, 'renamed');
	await openVault(store).amend('renamed', ({ pages, ...stored }) => ({
		...stored,
		pages: pages.map((page) => ({ ...page, checkedAt: 1_900_000_000 })),
	}));
	const preferences = openPreferences({ FB_TOKEN_TUI_CONFIG_DIR: store.path });
	await preferences.write({
		...preferences.read(),
		appId: '1203987654019283',
		purpose: preferences.read().purpose ?? 'publish',
	});
	const after = await openVault(store).load('renamed');
	assertTokens(after.profile.pages, after.secrets);
	assert.equal(after.profile.graphVersion, 'v99.0');
}

describe('a store in which a newer program', () => {
	for (const version of FROZEN_VERSIONS) {
		test(`has used an unknown word for a value of version ${version} is listed and saved, and the word stays`, async () => {
			using original = copyOfStore(version);
			const places = placesOf(original).filter(
				({ file, path }) =>
					ENUMERATED.has(path.at(-1) ?? '') && typeof at(JSON.parse(original.read(file)), path) === 'string',
			);
			assert.ok(places.length > 20);
			await fc.assert(
				fc.asyncProperty(fc.constantFrom(...places), async (place) => {
					using store = copyOfStore(version);
					put(store, place, 'word-of-a-newer-version');
					await useStore(store);
					assert.ok(allText(store).includes('"word-of-a-newer-version"'), `${place.file}: ${place.path.join('.')}`);
				}),
				{ numRuns: 40, mostRuns: 4 * places.length },
			);
		});

		test(`has added a key to any object of version ${version} is listed and saved, and the key stays`, async () => {
			using original = copyOfStore(version);
			const places = placesOf(original).filter(({ file, path }) => {
				const value: unknown = at(JSON.parse(original.read(file)), path);
				return typeof value === 'object' && value !== null && !Array.isArray(value);
			});
			await fc.assert(
				fc.asyncProperty(fc.constantFrom(...places), async ({ file, path }) => {
					using store = copyOfStore(version);
					edit(store, file, (root) => {
						at(root, path)['key-of-a-newer-version'] = { any: ['thing'] };
					});
					await useStore(store);
					assert.ok(
						allText(store).includes('"key-of-a-newer-version":{"any":["thing"]}'),
						`${file}: ${path.join('.')}`,
					);
				}),
				{ numRuns: 40, mostRuns: 4 * places.length },
			);
		});

		test(`has put anything in the place of anything else of version ${version} still hands out the other tokens`, async () => {
			using original = copyOfStore(version);
			const named = (path: readonly string[]) => /^(profiles|leftovers|pages)$/.test(path.join('.'));
			const places = placesOf(original).filter(({ path }) => path.length > 0 && !named(path));
			const anything = fc.constantFrom(null, 0, 7.5, '12', 'word', true, [], {}, [null], { id: 1 });
			await fc.assert(
				fc.asyncProperty(fc.constantFrom(...places), anything, async (place, value) => {
					using store = copyOfStore(version);
					put(store, place, value);
					const before = snapshot(store);
					const vault = openVault(store);
					const listed = await vault.list();
					assert.equal(listed.length + vault.unreadable, 2);
					const isOfFirst = place.path[0] === 'profiles' && place.path[1] === '0';
					const assertOther = async () => {
						if (isOfFirst) assert.equal((await openVault(store).read(WITH_PASSPHRASE)).pages.length, 3);
						else assert.equal((await openVault(store).loadSecrets(WITH_FILE)).pageTokens.size, 11);
					};
					await assertOther();
					assert.deepEqual(snapshot(store), before);
					await openVault(store).save(profileOf('new'), secretsOf('x'), { kind: 'file' });
					assert.equal((await openVault(store).list()).length, listed.length + 1);
					await assertOther();
				}),
				{ numRuns: 40 },
			);
		});
	}
});
