import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { test } from 'node:test';
import { environmentForHelpers, findProgram, pathsOfProgram } from '../../source/system/find-program.ts';
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

test('what lies in the current directory is not found through a relative or an empty entry of PATH', { skip }, () => {
	using commands = new FakeCommands();
	commands.add('tool');
	const before = process.cwd();
	process.chdir(commands.folder);
	try {
		for (const PATH of ['', '.', ':', '::', './', `:${delimiter}.`, `../${basename(commands.folder)}`, '~']) {
			assert.equal(findProgram('tool', { PATH }), null, PATH);
			const given = environmentForHelpers({ PATH, FB_APP_SECRET: 'made-up-app-secret' });
			assert.deepEqual(given, { PATH: '' });
		}
	} finally {
		process.chdir(before);
	}
});

test('on Windows a program is looked for in System32 first, and nowhere in a folder that is not absolute', () => {
	const env = {
		Path: ';.;bin;\\bin;C:relative;C:\\Tools;"D:\\My Tools"',
		SystemRoot: 'C:\\WINDOWS',
		PATHEXT: '.EXE;.CMD',
	};
	assert.deepEqual(pathsOfProgram('clip.exe', env, 'win32'), [
		'C:\\WINDOWS\\System32\\clip.exe',
		'C:\\Tools\\clip.exe',
		'D:\\My Tools\\clip.exe',
	]);
	assert.deepEqual(pathsOfProgram('git', { ...env, Path: 'C:\\Tools' }, 'win32'), [
		'C:\\WINDOWS\\System32\\git.EXE',
		'C:\\WINDOWS\\System32\\git.CMD',
		'C:\\Tools\\git.EXE',
		'C:\\Tools\\git.CMD',
	]);
	assert.deepEqual(pathsOfProgram('clip.exe', { SYSTEMROOT: 'here' }, 'win32'), ['C:\\Windows\\System32\\clip.exe']);
	assert.deepEqual(environmentForHelpers(env, 'win32').Path, 'C:\\Tools;D:\\My Tools');
});
