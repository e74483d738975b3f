import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { list } from '../../source/commands/list.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { readOutput, readProblem, readReport } from './outputs.ts';
import { Store } from './store.ts';
import { contextOf } from './verb-context.ts';

/** Does what another program does that removes a profile. */
function removeFromList({ folder }: Store, name: string): void {
	const path = join(folder, 'profiles.json');
	const state = JSON.parse(readFileSync(path, 'utf8'));
	const profiles = state.profiles.filter((profile: { name: string }) => profile.name !== name);
	writeFileSync(path, JSON.stringify({ ...state, profiles }));
}

describe('list', () => {
	test('without a profile says how to begin, and is fine', async (t) => {
		await using sandbox = await startSandbox();
		const store = new Store(t, sandbox);
		const asText = await store.run(['list']);
		assert.deepEqual([asText.code, asText.stdout], [0, '']);
		assert.match(asText.stderr, /There is no profile in .+ yet\. .+fb-token-tui connect/);
		const { code, stdout } = await store.run(['list', '--json']);
		assert.deepEqual([code, JSON.parse(stdout)], [0, { version: 1, profiles: [] }]);
	});

	test('tells profiles and Pages without the network and without their key', async (t) => {
		await using sandbox = await startSandbox();
		const store = new Store(t, sandbox);
		const { stdout: connected } = await store.connect(['--profile', 'bakery', '--json']);
		await sandbox.close();
		for (const path of store.files().keys()) if (path.startsWith('sealed')) rmSync(join(store.folder, path));
		const listed = await store.run(['list', '--json']);
		assert.deepEqual([listed.code, listed.stderr], [0, '']);
		assert.deepEqual(JSON.parse(listed.stdout), JSON.parse(connected), 'it is what connect has told');
		const { code, stdout, stderr } = await store.run(['list', '--profile', 'bakery']);
		assert.deepEqual([code, stderr], [0, '']);
		for (const told of [
			/^bakery\n {2}app +My App \(1203987654019283\)$/m,
			/^ {2}user token +ends in (59|60) days \(.+\), of Robin Example$/m,
			/^ {2}protection +Sealed with a key in a file beside it/m,
			/^ {2}Pages +15, verified (just now|1 minute ago)$/m,
			/^ {4}invalid +\d+ +The Night Owls +The role on the Page was lost$/m,
			/^ {4}permanent +104829375610284 +My Bakery +never expires$/m,
		]) {
			assert.match(stdout, told);
		}
		const short = await store.run(['profiles', 'list']);
		assert.match(
			short.stdout,
			/^bakery: My App; 15 Pages, the worst invalid; at http:.+, not Meta; Sealed with a key in a file.*\n$/,
		);
	});

	test('gives the tokens with --reveal, which takes the key', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		await store.connect();
		const revealed = readReport((await store.run(['list', '--json', '--reveal'])).stdout);
		for (const { id, token } of revealed.pages) {
			assert.equal(sandbox.world.tokens.get(token?.value ?? '')?.pageId, id);
		}
		assert.ok(revealed.pages.some(({ id }) => id === ids.permanentPage));
		for (const path of store.files().keys()) if (path.endsWith('.key')) rmSync(join(store.folder, path));
		const locked = await store.run(['list', '--json', '--reveal']);
		assert.deepEqual([locked.code, locked.stdout, readProblem(locked.stderr).code], [4, '', 'store-locked']);
	});

	test('tells what stands in the way of one of several profiles, and lists the others', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery']);
		for (const path of store.files().keys()) if (path.startsWith('pages')) rmSync(join(store.folder, path));
		const only = await store.run(['list', '--json']);
		assert.deepEqual([only.code, only.stdout, readProblem(only.stderr).code], [1, '', 'store-damaged']);
		await store.connect(['--profile', 'shop']);
		const { code, stdout, stderr } = await store.run(['list', '--json']);
		assert.deepEqual([code, stderr], [1, '']);
		const told = readOutput('report', stdout).profiles.map(({ profile, pages, problems }) => [
			profile,
			pages.length > 0,
			problems.map(({ code }) => code),
		]);
		assert.deepEqual(told, [
			['bakery', false, ['store-damaged']],
			['shop', true, []],
		]);
		const asText = await store.run(['list']);
		assert.equal(asText.code, 1);
		assert.match(asText.stdout, /^shop\n/);
		assert.match(
			asText.stderr,
			/^The stored Pages of "bakery" are damaged\n.+not there.+\n.+connect --profile bakery\n$/,
		);
		const short = await store.run(['profiles', 'list']);
		assert.deepEqual([short.code, short.stderr], [0, '']);
		assert.match(short.stdout, /^bakery: My App; 1 Page, the worst permanent; .+\nshop: /);
	});

	test('lists what it understands of a store in which other entries are broken or of a newer program', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery']);
		await store.connect(['--profile', 'shop']);
		const path = join(store.folder, 'profiles.json');
		const state = JSON.parse(readFileSync(path, 'utf8'));
		const [bakery, shop] = ['bakery', 'shop'].map((name) =>
			state.profiles.find((profile: { name: string }) => profile.name === name),
		);
		const newer = { name: 'later', storage: 'hardware key', vaults: ['x'] };
		const broken = [null, 'word', { name: 7, pages: 'none' }, { app: bakery.app }, { ...bakery, name: 'shop' }, newer];
		const profiles = [...broken.slice(0, 2), { ...bakery, purpose: 'ads', app: null }, shop, ...broken.slice(2)];
		writeFileSync(path, JSON.stringify({ ...state, version: 4, profiles, palette: 'dark' }));
		const before = store.files();
		const listed = await store.run(['list', '--json']);
		assert.equal(listed.code, 1);
		assert.match(listed.stderr, /^This version cannot read 4 profiles in .+\.$/m);
		const told = readOutput('report', listed.stdout).profiles.map(({ profile, storage, pages, problems }) => [
			profile,
			storage,
			pages.length,
			problems.map(({ code }) => code),
		]);
		assert.deepEqual(told, [
			['7', null, 0, ['store-damaged']],
			['bakery', 'file', 1, []],
			['later', null, 0, ['store-damaged']],
			['shop', 'file', 1, []],
		]);
		for (const name of ['bakery', 'shop']) {
			assert.equal((await store.run(['token', 'My Bakery', '--profile', name, '--reveal'])).code, 0, name);
		}
		assert.deepEqual(store.files(), before);
		assert.equal((await store.run(['profiles', 'rename', 'shop', 'boutique'])).code, 0);
		const after = JSON.parse(readFileSync(path, 'utf8'));
		assert.deepEqual([after.version, after.palette], [4, 'dark']);
		for (const entry of [...broken, { ...bakery, purpose: 'ads', app: null }]) {
			assert.ok(
				after.profiles.some((kept: unknown) => isDeepStrictEqual(kept, entry)),
				JSON.stringify(entry),
			);
		}
	});

	test('gives the Pages of a locked profile without their tokens, and those of others with them', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery']);
		await store.connect(['--profile', 'café'], { env: { FB_TOKEN_TUI_PASSPHRASE: 'made up and long' } });
		const { code, stdout } = await store.run(['list', '--json', '--reveal']);
		const told = readOutput('report', stdout).profiles.map(({ profile, pages, problems }) => [
			profile,
			pages.map(({ token }) => token?.value !== undefined),
			problems.map((problem) => problem.code),
		]);
		const expected = [
			['bakery', [true], []],
			['café', [false], ['store-locked']],
		];
		assert.deepEqual([code, told], [4, expected]);
		const asText = await store.run(['list', '--reveal']);
		assert.deepEqual([asText.code, asText.stderr], [0, ''], 'as text there are no tokens to reveal');
	});

	test('leaves out what another program removes meanwhile', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		for (const name of ['bakery', 'café', 'shop']) await store.connect(['--profile', name]);
		let told = '';
		const { context } = contextOf(store, {
			stdout: {
				write(text) {
					if (told === '') removeFromList(store, 'café');
					told += text;
				},
			},
		});
		assert.equal(await list(context, { isShort: false }), 0);
		assert.deepEqual(told.match(/^\S+$/gm), ['bakery', 'shop']);
	});

	test('is one whole JSON for several profiles', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		for (const name of ['bakery', 'café', 'shop']) await store.connect(['--profile', name]);
		const { stdout } = await store.run(['list', '--json']);
		assert.equal(stdout, `${JSON.stringify(JSON.parse(stdout), null, 2)}\n`);
		assert.deepEqual(
			readOutput('report', stdout).profiles.map(({ profile }) => profile),
			['bakery', 'café', 'shop'],
		);
	});

	test('says when there is no profile of that name', async (t) => {
		await using sandbox = await startSandbox();
		const { code, stdout, stderr } = await new Store(t, sandbox).run(['list', '--profile', 'none', '--json']);
		assert.deepEqual([code, stdout, readProblem(stderr).code], [1, '', 'not-found']);
	});
});
