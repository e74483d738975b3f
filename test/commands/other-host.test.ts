import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startSandbox } from '../../source/sandbox/server.ts';
import { startHttpServer } from '../support/http-server.ts';
import { readOutput, readProblem, readReport } from './outputs.ts';
import { Store } from './store.ts';
import { PAGES, TokenStore } from './token-store.ts';

const SENDERS = [
	['check'],
	['check', '--all'],
	['check', '--max-age', '1000'],
	['refresh'],
	['revoke', '--yes'],
	['publish-test', 'My Bakery', '--yes'],
	['read-test', 'My Bakery'],
	['inspect'],
	['connect'],
] as const;

describe('a profile that belongs to another Graph host', () => {
	for (const isLocked of [false, true]) {
		for (const [verb, ...args] of SENDERS) {
			const what = [verb, ...args, isLocked ? 'of a locked profile' : ''].join(' ').trim();
			test(`is refused by ${what} before anything is opened or sent`, async (t) => {
				await using server = await startHttpServer(() => ({ body: {} }));
				const store = await new TokenStore(t).save('bakery', [PAGES.bakery], { isLocked });
				const before = store.folder.files().map((file) => store.folder.read(file));
				const profile = (args as readonly string[]).includes('--all') ? [] : ['--profile', 'bakery'];
				const env = { FB_TOKEN_TUI_GRAPH_URL: server.origin.href, FB_APP_SECRET: 'a1'.repeat(16) };
				const input = 'EAAexampleUserToken0123456789012345678901234567890';
				const { code, stderr, stdout } = await store.run([verb, ...args, ...profile, '--json'], { env, input });
				const told = readProblem(stderr);
				assert.deepEqual([code, told.code, stdout], [2, 'other-host', '']);
				assert.equal(
					told.cause,
					`The profile "bakery" belongs to http://127.0.0.1:9, but this run uses ${server.origin.origin}.`,
				);
				assert.deepEqual(server.received, []);
				assert.deepEqual(
					store.folder.files().map((file) => store.folder.read(file)),
					before,
				);
			});
		}
	}

	test('is left out by --all, and the others go on', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		await store.connect(['--profile', 'bakery']);
		await store.connect(['--profile', 'elsewhere']);
		const vault = store.vault();
		await vault.amend('elsewhere', (profile) => ({ ...profile, graphUrl: 'https://graph.facebook.com' }));
		for (const verb of ['check', 'refresh']) {
			const { code, stdout } = await store.run([verb, '--all', '--json']);
			const { profiles } = readOutput('report', stdout);
			assert.equal(code, 2);
			assert.deepEqual(
				profiles.map(({ profile, graphUrl, problems, pages }) => [
					...[profile, graphUrl, pages[0]?.verdict],
					problems.map((problem) => [problem.code, problem.remedy]),
				]),
				[
					['bakery', sandbox.graphUrl, 'permanent', []],
					[
						...['elsewhere', 'https://graph.facebook.com', 'unknown'],
						[['other-host', 'Unset FB_TOKEN_TUI_GRAPH_URL, then try again.']],
					],
				],
			);
		}
	});

	test('is Meta’s where it was stored before hosts were', async (t) => {
		const store = await new TokenStore(t).save('bakery', [PAGES.bakery]);
		const path = join(store.folder.path, 'profiles.json');
		const state = JSON.parse(readFileSync(path, 'utf8'));
		delete state.profiles[0].graphUrl;
		writeFileSync(path, JSON.stringify(state));
		const { code, stderr } = await store.run(['check', '--json']);
		assert.equal(code, 2);
		assert.match(readProblem(stderr).cause, /belongs to https:\/\/graph\.facebook\.com, but/);
		assert.equal(readReport((await store.run(['list', '--json'])).stdout).graphUrl, 'https://graph.facebook.com');
	});

	test('is left alone by connect, which saves another one beside it', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		await using other = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		await store.connect();
		const before = store.files();
		const again = await store.connect([], {
			env: { FB_TOKEN_TUI_GRAPH_URL: other.graphUrl, FB_APP_SECRET: other.appSecret },
			input: other.userToken,
		});
		assert.equal(again.code, 0, again.stderr);
		const profiles = await store.vault().list();
		assert.deepEqual(
			profiles.map(({ graphUrl }) => graphUrl),
			[sandbox.graphUrl, other.graphUrl],
		);
		for (const [path, content] of before) {
			if (path !== 'profiles.json') assert.deepEqual(store.files().get(path), content);
		}
	});

	test('still hands out its tokens, which goes to no host', async (t) => {
		const store = await new TokenStore(t).save('bakery', [PAGES.bakery]);
		const env = { FB_TOKEN_TUI_GRAPH_URL: 'https://graph.example.com' };
		assert.equal((await store.run(['token', 'My Bakery'], { env })).code, 0);
		assert.equal((await store.run(['export'], { env })).code, 0);
	});

	test('is listed with its host, unless that is Meta’s', async (t) => {
		const store = await new TokenStore(t).save('bakery', [PAGES.bakery]);
		assert.match((await store.run(['list'])).stdout, /^ {2}Graph host {2}http:\/\/127\.0\.0\.1:9, not Meta$/m);
		assert.match((await store.run(['profiles', 'list'])).stdout, /; at http:\/\/127\.0\.0\.1:9, not Meta; /);
		assert.equal(readReport((await store.run(['list', '--json'])).stdout).graphUrl, 'http://127.0.0.1:9');
		const path = join(store.folder.path, 'profiles.json');
		writeFileSync(path, readFileSync(path, 'utf8').replace('http://127.0.0.1:9', 'https://graph.facebook.com'));
		assert.doesNotMatch((await store.run(['list'])).stdout, /Graph host/);
		assert.doesNotMatch((await store.run(['profiles', 'list'])).stdout, /not Meta/);
	});
});
