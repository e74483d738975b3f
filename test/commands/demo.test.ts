import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readReport } from './outputs.ts';
import { runProgram } from './run-program.ts';

describe('demo without a terminal', () => {
	test('tells each step and every Page, and exits 0', async () => {
		const { code, stdout, stderr } = await runProgram(['demo']);
		assert.deepEqual([code, stderr], [0, '']);
		const [steps = '', table = ''] = stdout.split('\n\n');
		assert.match(
			steps,
			/^App accepted: My App.*\nToken recognised: USER of Robin Example.*\nToken exchanged: .*\nPages listed: 15\nTokens verified: 14$/,
		);
		assert.equal(table.trimEnd().split('\n').length, 15);
		assert.match(table, /^permanent +\d+ +My Bakery +never expires$/m);
		assert.match(table, /^invalid +\d+ +The Night Owls /m);
	});

	test('has as many Pages as are asked for', async () => {
		const { code, stdout } = await runProgram(['demo', '--pages', '30']);
		assert.equal(code, 0);
		assert.match(stdout, /^Pages listed: 30$/m);
	});

	test('prints the one shape of JSON and nothing else', async () => {
		const { code, stdout, stderr } = await runProgram(['demo', '--json']);
		assert.deepEqual([code, stderr, readReport(stdout).pages.length], [0, '', 15]);
	});

	test('needs no home, and writes into none', async (t) => {
		const folder = await mkdtemp(join(tmpdir(), 'demo-'));
		t.after(() => rm(folder, { recursive: true }));
		assert.equal((await runProgram(['demo'], { cwd: folder })).code, 0);
		const env = { HOME: folder, USERPROFILE: folder, APPDATA: folder, XDG_CONFIG_HOME: folder };
		assert.equal((await runProgram(['demo'], { cwd: folder, env })).code, 0);
		assert.deepEqual(await readdir(folder), []);
	});

	test('does not mind a place for settings that cannot be written', async (t) => {
		const folder = await mkdtemp(join(tmpdir(), 'demo-'));
		t.after(() => rm(folder, { recursive: true }));
		const file = join(folder, 'a-file');
		await writeFile(file, 'not a folder');
		const { code, stderr } = await runProgram(['demo'], { env: { FB_TOKEN_TUI_CONFIG_DIR: file } });
		assert.deepEqual([code, stderr, readFileSync(file, 'utf8')], [0, '', 'not a folder']);
	});
});
