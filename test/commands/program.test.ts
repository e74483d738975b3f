import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { PROGRAM, runProgram, startProgram } from './run-program.ts';

const CHANGES_META = ['publish-test', 'revoke'];
const VERBS = [
	...['connect', 'list', 'check', 'refresh', 'token', 'export', 'exec', 'profiles'],
	...['inspect', 'doctor', 'demo', 'sandbox'],
	...CHANGES_META,
];
const VERBS_OF_PROFILES = ['list', 'rename', 'remove', 'protect'].map((name) => `profiles ${name}`);
const manifest = JSON.parse(readFileSync(join(dirname(PROGRAM), '../package.json'), 'utf8'));

describe('the command line', () => {
	test('without a verb and a terminal prints the help on standard error and ends', async () => {
		const { code, stdout, stderr } = await runProgram([]);
		assert.deepEqual([code, stdout], [2, '']);
		assert.match(stderr, /^Usage: fb-token-tui /);
		for (const verb of VERBS) assert.match(stderr, new RegExp(`^ {2}${verb} `, 'm'));
	});

	test('takes options for the terminal program and still never waits for one', async () => {
		const { code, stdout, stderr } = await runProgram(['--no-browser', '--timeout', '5']);
		assert.deepEqual([code, stdout], [2, '']);
		assert.match(stderr, /^Usage: /);
	});

	test('prints the help and the version on standard output', async () => {
		const help = await runProgram(['--help']);
		assert.deepEqual([help.code, help.stderr], [0, '']);
		for (const told of [
			/^Environment: .*\bFB_APP_SECRET\b/m,
			/\bFB_TOKEN_TUI_NEW_PASSPHRASE\b/,
			/^Exit codes: 0 fine/m,
		])
			assert.match(help.stdout, told);
		assert.deepEqual(await runProgram(['--version']), { code: 0, stdout: `${manifest.version}\n`, stderr: '' });
	});

	test('says for each verb how it is used, with two examples and the exit codes', async () => {
		for (const verb of [...VERBS, ...VERBS_OF_PROFILES]) {
			const { code, stdout, stderr } = await runProgram([...verb.split(' '), '--help']);
			assert.deepEqual([code, stderr], [0, ''], verb);
			assert.match(stdout, new RegExp(`^Usage: fb-token-tui ${verb} `));
			assert.match(stdout, /^Options:$/m);
			assert.match(stdout, /^ {2}--json /m, 'the options that every verb has');
			assert.ok((/^Examples:\n((?: {2}.+\n){2,})/m.exec(stdout)?.[1] ?? '').includes(`fb-token-tui ${verb}`), verb);
			assert.match(stdout, /^Exit codes: 0 fine/m);
			assert.ok(Math.max(...stdout.split('\n').map((line) => line.length)) <= 96, 'it fits a terminal');
		}
	});

	test('suggests what was meant', async () => {
		for (const [args, meant] of [
			[['conect'], 'connect'],
			[['sandbx', '--json'], 'sandbox'],
			[['--jsn'], '--json'],
			[['demo', '--page', '3'], '--pages'],
		] as const) {
			const { code, stdout, stderr } = await runProgram(args);
			assert.deepEqual([code, stdout], [2, ''], args.join(' '));
			assert.match(stderr, new RegExp(`Did you mean ${meant}\\?`));
		}
	});

	test('goes on without a reader, and has the exit code that it would have had', async () => {
		const child = startProgram(['demo', '--pages', '30']);
		child.stdout.destroy();
		child.stdin.end();
		const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
		assert.deepEqual([code, stderr], [0, '']);
	});

	const noFullDisk = existsSync('/dev/full') ? false : 'there is no device that is always full';
	test('says when its output cannot be written', { skip: noFullDisk }, async () => {
		const full = openSync('/dev/full', 'w');
		const child = spawn(process.execPath, [PROGRAM, 'demo', '--json'], { stdio: ['ignore', full, 'pipe'] });
		assert.ok(child.stderr);
		const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
		closeSync(full);
		assert.equal(code, 1);
		assert.match(stderr, /ENOSPC/);
	});
});
