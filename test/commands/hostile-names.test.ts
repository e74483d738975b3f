import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import dotenv from 'dotenv';
import { cleanText } from '../../source/domain/clean-text.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { assertText, HOSTILE_NAMES, makeHostile } from '../support/hostile-world.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { tried } from '../support/tried.ts';
import { readOutput, readReport } from './outputs.ts';
import { environmentOf, runProgram } from './run-program.ts';

const NAMES = new Set<string>(HOSTILE_NAMES.map(cleanText));
const NAME_VARIABLE = /^FB_PAGE_\w+_NAME$/;

describe('where everyone and everything has a hostile name', () => {
	let sandbox: Sandbox;
	const folder = new TemporaryFolder();
	const log = join(folder.path, 'log');
	const run = async (args: string[], input = '') => {
		const env = { ...environmentOf(sandbox), FB_TOKEN_TUI_CONFIG_DIR: join(folder.path, 'store') };
		const options = { env: { ...env, FB_TOKEN_TUI_KEYCHAIN: 'off' }, cwd: folder.path, input };
		const ran = await runProgram(args, options);
		assertText(ran.stdout + ran.stderr);
		return ran;
	};
	before(async () => {
		sandbox = await startSandbox();
		makeHostile(sandbox.world);
		const { code, stderr } = await run(['connect', '--insecure-storage', '--debug', log], sandbox.userToken);
		assert.equal(code, 3, stderr);
	});
	after(async () => {
		await sandbox.close();
		// No name has become a file, nor anything that a shell has run.
		const files = folder.files().filter((file) => file.includes('OWNED'));
		folder[Symbol.dispose]();
		assert.deepEqual(files, []);
	});

	for (const args of [['list'], ['check'], ['refresh'], ['check', '--all'], ['profiles', 'list']]) {
		test(`${args.join(' ')} tells each Page in one line`, async () => {
			const { stdout } = await run(args);
			const rows = stdout.split('\n').filter((line) => /^ *(permanent|invalid|unknown) .*\d{15}/.test(line));
			if (args[0] !== 'profiles') assert.equal(rows.length, 15);
			else assert.equal(stdout.trimEnd().split('\n').length, 1);
		});
	}

	test('JSON has each name as text', async () => {
		const { pages, app } = readReport((await run(['list', '--json'])).stdout);
		for (const name of [...pages.map((page) => page.name), app.name]) assert.ok(NAMES.has(name ?? ''), name ?? '');
	});

	test('the debug log has none of them', () => {
		assert.doesNotMatch(readFileSync(log, 'utf8'), /OWNED|Hidden|script|HYPERLINK/);
	});

	test('variables for dotenv are read back as names, and are no others', async () => {
		const read = dotenv.parse((await run(['export', '--format', 'dotenv'])).stdout);
		for (const [key, value] of Object.entries(read)) {
			assert.match(key, /^FB_PAGE_\w+_(ID|NAME|TOKEN)$/);
			if (NAME_VARIABLE.test(key)) assert.ok(NAMES.has(value.replaceAll('＄', '$').replaceAll('＝"', '="')), value);
		}
		assert.equal(read.FB_PAGE_ACCESS_TOKEN, undefined);
	});

	test('variables for a shell are read back as names, and nothing is run', {
		skip: process.platform === 'win32' && 'there is no sh',
	}, async () => {
		const { stdout } = await run(['export', '--format', 'shell']);
		const options = { cwd: folder.path, input: `${stdout}\nenv -0`, encoding: 'utf8', env: { PATH: process.env.PATH } };
		const variables = execFileSync('sh', [], options as { encoding: 'utf8' }).split('\0');
		const names = variables.map((pair) => pair.split('=')).filter(([key = '']) => NAME_VARIABLE.test(key));
		assert.ok(names.length > 10);
		for (const [, ...value] of names) assert.ok(NAMES.has(value.join('=')), value.join('='));
	});

	test('no cell for a spreadsheet is a formula', async () => {
		await run(['export', '--format', 'csv', '--output', 'pages.csv']);
		const table = folder.read('pages.csv');
		assert.doesNotMatch(table, /(^|,)"?[=+@-]/m);
		assert.match(table, /'=HYPERLINK/);
	});

	test('a command gets the name as it is in its environment', async () => {
		const { pages } = readReport((await run(['list', '--json'])).stdout);
		const living = pages.filter(({ verdict }) => verdict === 'permanent').slice(0, 5);
		for (const { id, name } of living) {
			const { stdout } = await run([
				'exec',
				id,
				'--',
				process.execPath,
				'-p',
				'JSON.stringify(process.env.FB_PAGE_NAME)',
			]);
			assert.equal(JSON.parse(stdout), name);
		}
	});

	test('what is not clear is told with the names as text', async () => {
		const { code, stderr } = await run(['token', '1']);
		assert.equal(code, 2);
		assert.ok(stderr.split('\n').length > 3);
	});

	test('a profile may be named like a path, and its files stay in their folder', async () => {
		const names = ['../../OWNED', '/OWNED', 'C:\\OWNED', 'CON', '..', '-OWNED', '%2e%2e%2fOWNED', '~/OWNED'];
		for (const name of names) {
			const { code, stderr } = await run(['connect', '--insecure-storage', `--profile=${name}`], sandbox.userToken);
			assert.equal(code, 3, stderr);
		}
		const listed = (await run(['profiles', 'list'])).stdout;
		for (const name of names) assert.ok(listed.includes(name), name);
		const stray = folder
			.files()
			.filter((file) => !/^(log|pages\.csv|store\/(profiles|preferences|lock|pages|sealed)\b)/.test(file));
		assert.deepEqual(stray, []);
		tried('names', names.length);
		const tooLong = await run(['connect', '--insecure-storage', '--profile', 'x'.repeat(300)], sandbox.userToken);
		assert.equal(tooLong.code, 2);
	});

	test('a token that is explained tells the names as text', async () => {
		const { stdout } = await run(['inspect', '--json'], sandbox.userToken);
		assert.ok(NAMES.has(readOutput('inspect', stdout).token.app?.name ?? ''));
		await run(['inspect'], sandbox.userToken);
	});
});
