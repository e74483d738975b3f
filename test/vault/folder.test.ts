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
	const places = {
		linux: [{ HOME: '/made/up' }, '/made/up/.config/fb-token-tui'],
		darwin: [{ HOME: '/made/up' }, '/made/up/Library/Preferences/fb-token-tui'],
	} as const;
	for (const platform of ['linux', 'darwin'] as const) {
		const [env, folder] = places[platform];
		assert.equal(configFolder(env, platform), folder);
	}
	const own = configFolder({ HOME: '', XDG_CONFIG_HOME: '' });
	assert.ok(isAbsolute(own) && own.includes('fb-token-tui'), 'an empty HOME is none');
});
