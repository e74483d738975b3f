import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openPreferences } from '../../source/vault/preferences.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

test('what is remembered of a sign-in comes back, a refused redirect with it, and nothing that cannot be one', async () => {
	using folder = new TemporaryFolder();
	const preferences = openPreferences({ FB_TOKEN_TUI_CONFIG_DIR: folder.path });
	const signIn = { via: 'address', localhost: 'refused', configId: null } as const;
	await preferences.write({ appId: '1203987654019283', purpose: 'publish', signIn });
	assert.deepEqual(preferences.read(), { appId: '1203987654019283', purpose: 'publish', signIn });
	for (const damaged of [{ via: 'carrier pigeon', localhost: null, configId: null }, { via: 'address' }, 'address']) {
		writeFileSync(join(folder.path, 'preferences.json'), JSON.stringify({ signIn: damaged }));
		assert.deepEqual(preferences.read(), { signIn: null });
	}
});
