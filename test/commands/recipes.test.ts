import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import dotenv from 'dotenv';
import { FakeCommands } from '../support/fake-command.ts';
import { bareEnvironment, PROGRAM } from './run-program.ts';
import { PAGES, TokenStore, tokenOfPage } from './token-store.ts';

const TOKEN = tokenOfPage(PAGES.bakery);
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const [, block = ''] = /<!-- recipes -->\s*```sh\n(.*?)```/s.exec(readme) ?? [];
const recipes = block.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** How recipes end, and what has come of each: what was called, or what the shell's environment is. */
const OUTCOMES: readonly [string, (commands: FakeCommands, environment: string) => void][] = [
	[
		'| gh secret set FB_PAGE_ACCESS_TOKEN',
		(commands) => {
			assert.deepEqual(commands.argumentsOf('gh'), ['secret', 'set', 'FB_PAGE_ACCESS_TOKEN']);
			// gh leaves out the end of the line itself.
			assert.equal(commands.inputOf('gh'), `${TOKEN}\n`);
		},
	],
	[
		'| gh secret set -f -',
		(commands) => {
			assert.deepEqual(commands.argumentsOf('gh'), ['secret', 'set', '-f', '-']);
			assert.equal(dotenv.parse(commands.inputOf('gh') ?? '').FB_PAGE_MY_BAKERY_TOKEN, TOKEN);
		},
	],
	[
		'| docker secret create fb_page_token -',
		(commands) => {
			assert.deepEqual(commands.argumentsOf('docker'), ['secret', 'create', 'fb_page_token', '-']);
			assert.equal(commands.inputOf('docker'), TOKEN);
		},
	],
	[
		'| vault kv put -mount=secret my-bakery token=-',
		(commands) => {
			assert.deepEqual(commands.argumentsOf('vault'), ['kv', 'put', '-mount=secret', 'my-bakery', 'token=-']);
			assert.equal(commands.inputOf('vault'), TOKEN);
		},
	],
	[
		'-- n8n start',
		(commands) => {
			const given = JSON.parse(commands.environmentOf('n8n') ?? '{}');
			assert.deepEqual([given.FB_PAGE_ACCESS_TOKEN, given.N8N_BLOCK_ENV_ACCESS_IN_NODE], [TOKEN, 'false']);
		},
	],
	[
		'--format shell)"',
		(_commands, environment) => assert.match(environment, new RegExp(`^FB_PAGE_MY_BAKERY_TOKEN=${TOKEN}$`, 'm')),
	],
	[
		'--output .env',
		({ folder }) =>
			assert.equal(dotenv.parse(readFileSync(join(folder, '.env'), 'utf8')).FB_PAGE_MY_BAKERY_TOKEN, TOKEN),
	],
];

describe('the recipes in the README', { skip: process.platform === 'win32' && 'there is no POSIX shell' }, () => {
	test('are those that are tested here', () => {
		assert.equal(recipes.length, OUTCOMES.length);
		for (const [index, [end]] of OUTCOMES.entries()) assert.ok(recipes[index]?.endsWith(end), end);
	});

	for (const [index, [end, check]] of OUTCOMES.entries()) {
		test(`… ${end}`, async (t) => {
			using commands = new FakeCommands();
			const { folder } = commands;
			const store = await new TokenStore(t).save('bakery', [PAGES.bakery, PAGES.hostile]);
			for (const name of ['gh', 'docker', 'vault', 'n8n']) commands.add(name);
			const npx = join(folder, 'npx');
			writeFileSync(npx, `#!/bin/sh\nshift\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
			chmodSync(npx, 0o755);
			const { PATH, ...bare } = bareEnvironment();
			const env = { ...bare, ...store.env, PATH: `${folder}:${PATH}` };
			const environment = execFileSync('sh', ['-c', `${recipes[index]}\nenv`], {
				cwd: folder,
				env,
				input: '',
				encoding: 'utf8',
				stdio: 'pipe',
			});
			check(commands, environment);
			// Only `exec` gives a token by the environment, and to n8n alone.
			commands.assertNothingPlanted(end.includes('n8n') ? { kinds: ['page token'] } : {});
		});
	}
});
