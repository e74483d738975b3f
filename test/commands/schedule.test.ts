import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import { ids } from '../../source/sandbox/default-world.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { assertNoSecretsOf, bareEnvironment, ended, PROGRAM } from './run-program.ts';
import { Store } from './store.ts';

const PASSPHRASE = 'correct horse battery staple';
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The block of code between two marks in the README. */
function blockOf(mark: string): string {
	const [, block] =
		new RegExp(`<!-- ${mark} -->\\s*\`\`\`\\w*\\n(.*?)\`\`\`\\s*<!-- /${mark} -->`, 's').exec(readme) ?? [];
	assert.ok(block, `the README has no block ${mark}`);
	return block;
}

/** A profile that is sealed with a passphrase, and a folder with the program under the names by which it is called. */
async function prepared(t: TestContext) {
	const sandbox = await startSandbox({ pages: 2 });
	t.after(() => sandbox.close());
	const store = new Store(t, sandbox);
	await store.connect(['--profile', 'my bakery'], { env: { FB_TOKEN_TUI_PASSPHRASE: PASSPHRASE } });
	const folder = new TemporaryFolder();
	t.after(() => folder[Symbol.dispose]());
	const bin = join(folder.path, 'bin');
	mkdirSync(bin);
	for (const [name, before] of [
		['fb-token-tui', ''],
		['npx', 'shift 2\n'],
	] as const) {
		writeFileSync(join(bin, name), `#!/bin/sh\n${before}exec '${process.execPath}' '${PROGRAM}' "$@"\n`);
		chmodSync(join(bin, name), 0o755);
	}
	const { PATH, ...bare } = bareEnvironment();
	return { sandbox, store, folder: folder.path, path: `${bin}:${PATH}`, bare };
}

describe('in the README', { skip: process.platform === 'win32' && 'there is no POSIX shell' }, () => {
	test('the line for crontab is silent while all is well, and tells what is not', async (t) => {
		const { sandbox, store, folder, path, bare } = await prepared(t);
		const [, times = '', command = ''] = /^((?:\S+ ){5}) *(.+)$/m.exec(blockOf('crontab')) ?? [];
		assert.match(times, /^\d+ \d+ \* \* \* $/);
		assert.doesNotMatch(command, /%/, 'cron ends the line there');
		const { FB_APP_SECRET, FB_APP_ID, ...its } = store.env;
		const file = Object.entries({ ...its, PATH: path, FB_TOKEN_TUI_PASSPHRASE: PASSPHRASE });
		writeFileSync(
			join(folder, '.fb-token-tui.env'),
			file.map(([name, value]) => `export ${name}='${value}'\n`).join(''),
		);
		const run = () => {
			// As cron does it: hardly any environment, no terminal.
			const env = { ...bare, HOME: folder, PATH: '/usr/bin:/bin' };
			return ended(spawn('/bin/sh', ['-c', command], { env }));
		};
		assert.deepEqual(await run(), { code: 0, stdout: '', stderr: '' });
		sandbox.world.removeRole(ids.person, ids.permanentPage);
		const found = await run();
		assert.equal(found.code, 3);
		assert.match(found.stdout, /^invalid .*My Bakery/m);
		assertNoSecretsOf(sandbox, found);
	});

	test('the workflow of GitHub Actions checks the store that is a secret', async (t) => {
		const { sandbox, store, folder, path, bare } = await prepared(t);
		const workflow = parse(blockOf('workflow'));
		assert.deepEqual(Object.keys(workflow), ['name', 'on', 'permissions', 'jobs']);
		const { steps } = workflow.jobs.check;
		const { run: script, env: wanted } = steps.at(-1);
		const [, pack = ''] = /^`(tar .+?) \| gh secret set FB_STORE`/m.exec(readme) ?? [];
		const { FB_APP_SECRET, FB_APP_ID, ...its } = store.env;
		const packed = spawnSync('sh', ['-c', pack.replace('FOLDER', `'${store.folder}'`)], { encoding: 'utf8' });
		const secrets: Record<string, string> = { FB_STORE: packed.stdout, FB_TOKEN_TUI_PASSPHRASE: PASSPHRASE };
		const filled = Object.entries(wanted as Record<string, string>).map(([name, value]) => [
			name,
			value.replace(/^\$\{\{ secrets\.(\w+) \}\}$/, (_, secret) => secrets[secret] ?? 'missing'),
		]);
		const file = join(folder, 'script');
		writeFileSync(file, script);
		const run = () => {
			rmSync(join(folder, 'store'), { recursive: true, force: true });
			const env = { ...bare, ...its, PATH: path, ...Object.fromEntries(filled) };
			return ended(spawn('bash', ['-e', file], { cwd: folder, env }));
		};
		assert.deepEqual(await run(), { code: 0, stdout: '', stderr: '' });
		sandbox.world.removeRole(ids.person, ids.permanentPage);
		const found = await run();
		assert.equal(found.code, 3);
		assertNoSecretsOf(sandbox, found);
	});
});
