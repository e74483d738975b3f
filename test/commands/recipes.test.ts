import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import dotenv from 'dotenv';
import { parse } from 'yaml';
import { RECIPES } from '../../source/commands/help/recipes.ts';
import { FakeCommands } from '../support/fake-command.ts';
import { assertBlock } from '../support/readme.ts';
import { bareEnvironment, PROGRAM, runProgram } from './run-program.ts';
import { PAGES, TokenStore, tokenOfPage } from './token-store.ts';

const TOKEN = tokenOfPage(PAGES.bakery);
const recipes = RECIPES.flatMap(({ language, lines }) => (language === 'sh' ? lines : []));

/** The lines of the only recipe in a language. */
function recipeIn(language: 'json' | 'yaml'): string {
	const found = RECIPES.filter((recipe) => recipe.language === language);
	assert.equal(found.length, 1);
	return found[0]?.lines.join('\n') ?? '';
}

/** A folder with programs that only write down how they were called, a saved profile, and \`npx\` that runs the built program. */
async function prepared(t: TestContext) {
	const commands = new FakeCommands();
	t.after(() => commands[Symbol.dispose]());
	const { folder } = commands;
	const store = await new TokenStore(t).save('bakery', [PAGES.bakery, PAGES.hostile]);
	for (const name of ['gh', 'docker', 'vault', 'n8n', 'npm']) commands.add(name);
	const npx = join(folder, 'npx');
	writeFileSync(npx, `#!/bin/sh\nshift\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
	chmodSync(npx, 0o755);
	const { PATH, ...bare } = bareEnvironment();
	return { commands, env: { ...bare, ...store.env, PATH: `${folder}:${PATH}` }, npx };
}

/** How recipes end, and what has come of each: what was called, or what the shell's environment is. */
const OUTCOMES: readonly [string, (commands: FakeCommands, environment: string) => void][] = [
	[
		'export | gh secret set -f -',
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
		'npm run dev',
		(commands) => {
			assert.deepEqual(commands.argumentsOf('npm'), ['run', 'dev']);
			assert.equal(JSON.parse(commands.environmentOf('npm') ?? '{}').FB_PAGE_ACCESS_TOKEN, TOKEN);
		},
	],
	[
		'FB_PAGE_ACCESS_TOKEN=token | gh secret set -f -',
		(commands) => {
			const secrets = dotenv.parse(commands.inputOf('gh') ?? '');
			assert.deepEqual(secrets, { FB_PAGE_ID: PAGES.bakery.id, FB_PAGE_ACCESS_TOKEN: TOKEN });
			const [step] = parse(recipeIn('yaml')) as [{ env: Record<string, string> }];
			const used = Object.keys(secrets).map((name) => [name, `\${{ secrets.${name} }}`]);
			assert.deepEqual(step.env, Object.fromEntries(used));
		},
	],
	[
		'n8n start',
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

describe('the recipes', { skip: process.platform === 'win32' && 'there is no POSIX shell' }, () => {
	test('are those that are tested here, and stand in the README and in the help', async () => {
		assert.equal(recipes.length, OUTCOMES.length);
		for (const [end] of OUTCOMES) assert.equal(recipes.filter((line) => line.endsWith(end)).length, 1, end);
		const blocks = RECIPES.map(({ title, language, lines }) =>
			[`${title}:`, '', `\`\`\`${language}`, ...lines, '```'].join('\n'),
		);
		assertBlock('recipes', blocks.join('\n\n'));
		const { stdout } = await runProgram(['help', 'recipes']);
		for (const { title, lines } of RECIPES) {
			assert.ok(stdout.includes([`${title}:`, '', ...lines.map((line) => `  ${line}`), ''].join('\n')), title);
		}
	});

	for (const [end, check] of OUTCOMES) {
		test(`… ${end}`, async (t) => {
			const { commands, env } = await prepared(t);
			const recipe = recipes.find((line) => line.endsWith(end)) ?? '';
			const environment = execFileSync('sh', ['-c', `${recipe}\nenv`], {
				cwd: commands.folder,
				env,
				input: '',
				encoding: 'utf8',
				stdio: 'pipe',
			});
			check(commands, environment);
			// Only `exec` gives a token by the environment, and to its command alone.
			commands.assertNothingPlanted(recipe.includes(' exec ') ? { kinds: ['page token'] } : {});
		});
	}

	test('for an agent starts a server that has the token and answers over standard input and output', async (t) => {
		const { commands, env, npx } = await prepared(t);
		const { command, args } = JSON.parse(recipeIn('json')).mcpServers['my-bakery'];
		assert.equal(command, 'npx');
		const server = `
			process.stdin.on('data', (request) => {
				const { id, method } = JSON.parse(request);
				const result = { method, length: process.env.META_PAGE_ACCESS_TOKEN?.length };
				process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }));
			});`;
		writeFileSync(join(commands.folder, 'server.js'), server);
		const request = { jsonrpc: '2.0', id: 1, method: 'initialize' };
		const options = { cwd: commands.folder, env, input: JSON.stringify(request), encoding: 'utf8' } as const;
		const answer = JSON.parse(execFileSync(npx, args, options));
		assert.deepEqual(answer, { jsonrpc: '2.0', id: 1, result: { method: 'initialize', length: TOKEN.length } });
	});
});
