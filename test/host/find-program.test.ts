import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { findProgram } from '../../source/host/find-program.ts';
import { FakeCommands } from '../support/fake-command.ts';

const skip = process.platform === 'win32' ? 'there every file may be run' : false;

test('a program is found where the search path leads to it first, and only what can be run is one', { skip }, () => {
	using first = new FakeCommands();
	using second = new FakeCommands();
	const PATH = ['', first.folder, second.folder].join(delimiter);
	writeFileSync(join(first.folder, 'notes'), 'text');
	mkdirSync(join(first.folder, 'folder'));
	const path = second.add('tool');
	assert.equal(findProgram('tool', { PATH }), path);
	assert.equal(findProgram('tool', { PATH: first.folder }), null);
	assert.equal(findProgram('notes', { PATH }), null);
	assert.equal(findProgram('folder', { PATH }), null);
	assert.equal(findProgram('tool', {}), null);
});
