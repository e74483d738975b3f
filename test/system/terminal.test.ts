import assert from 'node:assert/strict';
import { test } from 'node:test';
import { terminalFacts, wantsPlainText } from '../../source/system/terminal.ts';

test('a terminal has colour unless told otherwise', () => {
	const colour = (env: NodeJS.ProcessEnv, wanted = true) => terminalFacts(env, 'linux', wanted).colour;
	assert.equal(colour({ TERM: 'xterm' }), true);
	assert.equal(colour({ TERM: 'xterm', NO_COLOR: '1' }), false);
	assert.equal(colour({ TERM: 'xterm', NO_COLOR: '' }), true);
	assert.equal(colour({ TERM: 'dumb' }), false);
	assert.equal(colour({ TERM: 'xterm', FORCE_COLOR: '0' }), false);
	assert.equal(colour({ TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '1' }), false);
	assert.equal(colour({ TERM: 'xterm' }, false), false);
});

test('a terminal has more than ASCII where its locale is UTF-8', () => {
	const unicode = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform = 'linux') => terminalFacts(env, platform).unicode;
	assert.equal(unicode({ LANG: 'de_DE.UTF-8' }), true);
	assert.equal(unicode({ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }), false);
	assert.equal(unicode({ LC_CTYPE: 'en_US.utf8' }), true);
	assert.equal(unicode({ LANG: 'C' }), false);
	assert.equal(unicode({}), false);
	assert.equal(unicode({ TERM: 'linux', LANG: 'en_US.UTF-8' }), false);
	assert.equal(unicode({}, 'darwin'), true);
	assert.equal(unicode({}, 'win32'), false, "Windows' old console");
	assert.equal(unicode({ WT_SESSION: '0b7e' }, 'win32'), true, 'Windows Terminal');
	assert.equal(unicode({ TERM_PROGRAM: 'vscode' }, 'win32'), true);
	assert.equal(unicode({ TERM: 'xterm-256color' }, 'win32'), true, 'Git Bash, or SSH');
	assert.equal(unicode({ TERM: 'dumb' }, 'darwin'), false);
});

test('plain text is wanted where a screen reader is announced, and in a dumb terminal', () => {
	const wanted: NodeJS.ProcessEnv[] = [
		{ ACCESSIBLE: '1' },
		{ ACCESSIBLE: 'true', TERM: 'xterm-256color' },
		{ INK_SCREEN_READER: 'true' },
		{ ACCESSIBLE: '0', INK_SCREEN_READER: '1' },
		{ TERM: 'dumb' },
	];
	const unwanted: NodeJS.ProcessEnv[] = [
		{},
		{ TERM: 'xterm' },
		{ ACCESSIBLE: '' },
		{ ACCESSIBLE: '0' },
		{ ACCESSIBLE: 'False', INK_SCREEN_READER: 'no' },
		{ NO_COLOR: '1' },
	];
	assert.deepEqual(
		wanted.filter((env) => !wantsPlainText(env)),
		[],
	);
	assert.deepEqual(unwanted.filter(wantsPlainText), []);
});
