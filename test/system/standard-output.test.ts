import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { isTerminal } from '../../source/system/standard-output.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const WRITER = ['--import', 'tsx', join(import.meta.dirname, '../support/writing-process.ts')];
const EXPECTED = Array.from({ length: 50 }, (_, index) => `${index + 1} ${'Bäckerei 🥐 '.repeat(1400)}\n`).join('');
const TOLD = 'terminal: false\n';

/** Runs a line of a shell in which `$@` is the process that writes. */
function inShell(line: string, folder: string) {
	const { stdout, stderr } = spawnSync('sh', ['-c', line, 'sh', process.execPath, ...WRITER], {
		cwd: join(import.meta.dirname, '../..'),
		env: { ...process.env, FOLDER: folder },
		encoding: 'utf8',
		maxBuffer: 2 ** 24,
	});
	return { stdout, stderr };
}

describe('standard output', { skip: process.platform === 'win32' && 'Windows has neither sh nor FIFOs' }, () => {
	for (const [name, line] of [
		['a socket', '"$@"'],
		['a pipe', '"$@" | cat'],
		['a file', '"$@" > "$FOLDER/out"; cat "$FOLDER/out"'],
		['the end of a file', 'printf before > "$FOLDER/out"; "$@" >> "$FOLDER/out"; tail -c +7 "$FOLDER/out"'],
	] as const) {
		test(`that is ${name} gets all of it, in order`, () => {
			using folder = new TemporaryFolder();
			assert.deepEqual(inShell(line, folder.path), { stdout: EXPECTED, stderr: TOLD });
		});
	}

	test('that nobody reads any more is told, and the work goes on', () => {
		using folder = new TemporaryFolder();
		const { stdout, stderr } = inShell('"$@" | head -c 2', folder.path);
		assert.equal(stdout, '1 ');
		for (const told of [/^EPIPE$/m, /^terminal: false$/m]) assert.match(stderr, told);
	});

	test('that is a file which may not grow is told', () => {
		using folder = new TemporaryFolder();
		assert.match(inShell('ulimit -f 4; "$@" > "$FOLDER/out"', folder.path).stderr, /^EFBIG$/m);
	});

	test('that nobody reads yet does not keep signals from being heard', async () => {
		using folder = new TemporaryFolder();
		const fifo = join(folder.path, 'fifo');
		execFileSync('mkfifo', [fifo]);
		const end = openSync(fifo, constants.O_RDWR);
		const child = spawn(process.execPath, WRITER, { stdio: ['ignore', end, 'pipe'] });
		const closed = once(child, 'close');
		assert.ok(child.stderr);
		const [said] = await once(child.stderr, 'data');
		assert.equal(String(said), TOLD);
		child.kill('SIGTERM');
		assert.deepEqual(await closed, [7, null]);
		closeSync(end);
	});

	test('that is full and does not wait gets all of it', async () => {
		using folder = new TemporaryFolder();
		const fifo = join(folder.path, 'fifo');
		execFileSync('mkfifo', [fifo]);
		const end = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
		const child = spawn(process.execPath, WRITER, { stdio: ['ignore', end, 'pipe'] });
		// It has written all that the pipe takes, and waits for the rest.
		assert.ok(child.stderr);
		const [said] = await once(child.stderr, 'data');
		assert.equal(String(said), TOLD);
		const reader = createReadStream(fifo, 'utf8');
		await once(reader, 'open');
		closeSync(end);
		assert.equal(await text(reader), EXPECTED);
	});
});

test('a file is no terminal, nor what is not open', () => {
	const file = openSync(import.meta.filename, 'r');
	assert.equal(isTerminal(file), false);
	closeSync(file);
	assert.throws(() => fstatSync(file));
	assert.equal(isTerminal(file), false);
});
