import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
	checkBrowser,
	checkClipboard,
	checkNode,
	checkTerminal,
	type Machine,
} from '../../source/operations/doctor.ts';
import { FakeCommands } from '../support/fake-command.ts';

function machine(change: Partial<Machine> = {}): Machine {
	return { env: {}, platform: 'linux', arch: 'x64', nodeVersion: '22.12.0', size: null, ...change };
}

const skip = process.platform === 'win32' ? 'the stand-ins for clipboard programs are scripts with a shebang' : false;

describe('the machine', () => {
	test('has a Node that is new enough, or is told to get one', () => {
		for (const [nodeVersion, state] of [
			['20.20.0', 'fine'],
			['20.19.9', 'failed'],
			['18.20.8', 'failed'],
			['21.0.0', 'fine'],
			['26.1.0', 'fine'],
		] as const) {
			assert.equal(checkNode(machine({ nodeVersion })).state, state, nodeVersion);
		}
	});

	test('has a browser, or a reason for none', () => {
		assert.equal(checkBrowser(machine({ env: { DISPLAY: ':0' } })).state, 'fine');
		assert.match(checkBrowser(machine({ env: { FB_TOKEN_TUI_BROWSER: 'firefox' } })).detail, /opened by firefox/);
		const none = checkBrowser(machine({ env: { SSH_TTY: '/dev/pts/1', DISPLAY: ':0' } }));
		assert.deepEqual([none.state, none.detail], ['warning', 'This is a session over SSH']);
	});

	test('has a program for the clipboard that can be run', { skip }, () => {
		using commands = new FakeCommands();
		commands.add('xsel');
		const env = { DISPLAY: ':0', PATH: commands.folder };
		assert.deepEqual([checkClipboard(machine({ env })).detail], ['xsel']);
		assert.equal(commands.inputOf('xsel'), null, 'it was not run');
		const remote = checkClipboard(machine({ env: { ...env, SSH_TTY: '/dev/pts/1' } }));
		assert.match(remote.detail, /the terminal is asked/);
	});

	test('has none: it says which to install, and whether the terminal can be asked', () => {
		const env = { DISPLAY: ':0', PATH: '' };
		const { state, detail, remedy } = checkClipboard(machine({ env }));
		assert.equal(state, 'warning');
		assert.match(detail, /OSC 52/);
		assert.match(remedy ?? '', /xclip, xsel/);
		assert.equal(checkClipboard(machine({ env: { ...env, TERM: 'dumb' } })).detail, 'none');
	});

	test('has a terminal of some size, which may be too small', () => {
		const env = { LANG: 'C.UTF-8' };
		assert.equal(checkTerminal(machine({ env, size: { columns: 80, rows: 24 } })).detail, '80×24, UTF-8, colours');
		assert.equal(checkTerminal(machine({ env, size: { columns: 39, rows: 24 } })).state, 'warning');
		const plain = checkTerminal(machine({ env: { LANG: 'C', NO_COLOR: '1' } }));
		assert.deepEqual([plain.state, plain.detail], ['warning', 'none on standard output, no UTF-8, no colours']);
	});
});
