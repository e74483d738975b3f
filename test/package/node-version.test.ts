import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bareEnvironment, PROGRAM } from '../commands/run-program.ts';

test('A Node that is too old gets one sentence, from a file that it can read', () => {
	for (const version of ['12.22.0', '18.20.8', '20.19.0']) {
		const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' }); require(${JSON.stringify(PROGRAM)});`;
		const { status, stderr, stdout } = spawnSync(process.execPath, ['-e', pretend], {
			env: bareEnvironment(),
			encoding: 'utf8',
		});
		assert.deepEqual(
			[status, stdout, stderr],
			[1, '', `fb-token-tui needs Node 20.20 or later. This is Node ${version}.\n`],
		);
	}
	const text = readFileSync(PROGRAM, 'utf8');
	assert.doesNotMatch(text, /\?\?|\?\.|\|\|=|&&=|node:|static|#\w/, 'Node 12 knows none of this');
});
