import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ended, type RunOptions, startProgram } from './run-program.ts';
import { PAGES, TokenStore } from './token-store.ts';

// A run waits for something that never comes, and nothing keeps Node alive meanwhile: Node would exit with 0.

/** Reads of streams, and started programs, that never end. */
const NEVER = `
	const { Readable } = require('node:stream');
	const { EventEmitter } = require('node:events');
	Readable.prototype[Symbol.asyncIterator] = () => ({ next: () => new Promise(() => {}), [Symbol.asyncIterator]() { return this; } });
	const { spawn } = require('node:child_process');
	require('node:child_process').spawn = (command, ...rest) =>
		command === 'never' ? new EventEmitter() : spawn(command, ...rest);
`;

async function runWithout(context: TestContext, args: string[], options: RunOptions = {}) {
	const store = await new TokenStore(context).save('bakery', [PAGES.bakery]);
	const preload = join(store.folder.path, 'never.cjs');
	writeFileSync(preload, NEVER);
	const env = { ...store.env, ...options.env, NODE_OPTIONS: `--require ${preload}` };
	const child = startProgram(args, { ...options, env });
	child.stdin.end();
	return ended(child);
}

test('a verb that is never finished exits with 1 and says so', async (t) => {
	const { code, stdout, stderr } = await runWithout(t, ['inspect']);
	assert.deepEqual([code, stdout], [1, '']);
	assert.match(stderr, /^Command did not finish\n/);
	assert.match(stderr, /Run the same command again\./);
});

test('with --json it says so as one problem', async (t) => {
	const { code, stdout, stderr } = await runWithout(t, ['inspect', '--json']);
	assert.deepEqual([code, stdout], [1, '']);
	assert.equal(JSON.parse(stderr).title, 'Command did not finish');
});

test('exec does not exit with 0 before its command has ended', async (t) => {
	const { code, stderr } = await runWithout(t, ['exec', 'bakery', '--', 'never']);
	assert.deepEqual([code, stderr.split('\n')[0]], [1, 'Command did not finish']);
});
