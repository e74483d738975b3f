import assert from 'node:assert/strict';
import { isAbsolute, join, resolve } from 'node:path';
import { test } from 'node:test';
import { configFolder } from '../../source/vault/folder.ts';

test('the folder is the one of FB_TOKEN_TUI_CONFIG_DIR before all', () => {
	const folder = resolve('/made', 'up');
	assert.equal(configFolder({ FB_TOKEN_TUI_CONFIG_DIR: folder, XDG_CONFIG_HOME: '/elsewhere' }), folder);
	assert.equal(configFolder({ FB_TOKEN_TUI_CONFIG_DIR: 'relative' }), resolve('relative'));
});

test('the folder lies below XDG_CONFIG_HOME where that is absolute', () => {
	assert.equal(
		configFolder({ XDG_CONFIG_HOME: resolve('/made/up'), FB_TOKEN_TUI_CONFIG_DIR: '' }),
		join(resolve('/made/up'), 'fb-token-tui'),
	);
	assert.notEqual(configFolder({ XDG_CONFIG_HOME: 'relative' }), join('relative', 'fb-token-tui'));
});

test("the folder is else in the platform's own place", () => {
	const folder = configFolder({});
	assert.ok(isAbsolute(folder) && folder.includes('fb-token-tui'));
});
