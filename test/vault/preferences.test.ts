import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openPreferences } from '../../source/vault/preferences.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

test('what is remembered of a sign-in comes back, and nothing that cannot be one', async () => {
	using folder = new TemporaryFolder();
	const preferences = openPreferences({ FB_TOKEN_TUI_CONFIG_DIR: folder.path });
	const signIn = { via: 'address', configId: null } as const;
	await preferences.write({ appId: '1203987654019283', purpose: 'publish', signIn });
	assert.deepEqual(preferences.read(), { appId: '1203987654019283', purpose: 'publish', signIn });
	for (const [stored, read] of [
		[
			{ via: 'carrier pigeon', configId: '1' },
			{ via: null, configId: '1' },
		],
		[{ via: 'address' }, { via: 'address', configId: null }],
		['address', null],
	]) {
		writeFileSync(join(folder.path, 'preferences.json'), JSON.stringify({ signIn: stored }));
		assert.deepEqual(preferences.read(), { signIn: read });
	}
});

test('what a newer or an older program remembers is kept', async () => {
	using folder = new TemporaryFolder();
	const preferences = openPreferences({ FB_TOKEN_TUI_CONFIG_DIR: folder.path });
	const newer = {
		version: 4,
		appId: '1203987654019283',
		purpose: 'ads',
		signIn: { via: 'carrier pigeon', localhost: 'refused', configId: null, loft: 7 },
		theme: 'dark',
	};
	writeFileSync(join(folder.path, 'preferences.json'), `\uFEFF${JSON.stringify(newer)}`);
	assert.deepEqual(preferences.read().signIn, { via: null, configId: null });
	await preferences.write({ appId: newer.appId, purpose: 'publish', signIn: null });
	assert.deepEqual(JSON.parse(folder.read('preferences.json')), newer);
	await preferences.write({
		appId: newer.appId,
		purpose: 'read',
		signIn: { via: 'address', configId: null },
	});
	assert.deepEqual(JSON.parse(folder.read('preferences.json')), {
		...newer,
		purpose: 'read',
		signIn: { ...newer.signIn, via: 'address' },
	});
});

test('what cannot be read is kept under another name before it is replaced', async () => {
	using folder = new TemporaryFolder();
	writeFileSync(join(folder.path, 'preferences.json'), '{"appId":');
	const preferences = openPreferences({ FB_TOKEN_TUI_CONFIG_DIR: folder.path });
	assert.deepEqual(preferences.read(), { signIn: null });
	await preferences.write({ appId: '1203987654019283', purpose: 'publish', signIn: null });
	assert.deepEqual(
		folder.files().map((file) => (file.includes('damaged') ? folder.read(file) : file)),
		['preferences.json', '{"appId":'],
	);
});
