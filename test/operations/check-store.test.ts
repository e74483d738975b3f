import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Check } from '../../source/domain/check.ts';
import { checkStore } from '../../source/operations/check-store.ts';
import { FakeKeychain } from '../support/keychain.ts';
import { profileOf, secretsOf } from '../support/profiles.ts';
import { temporaryVault } from '../support/stored-profile.ts';

test('a keychain that is out of reach fails only where a key is in it', async (t) => {
	const vault = temporaryVault(t, { now: () => 1_795_514_400, keychain: new FakeKeychain() });
	const env = { FB_TOKEN_TUI_CONFIG_DIR: vault.folder, FB_TOKEN_TUI_KEYCHAIN: 'off' };
	const keychain = async (): Promise<Check | undefined> => {
		const checks: Check[] = [];
		for await (const check of checkStore(env, { timeoutMs: 3000 })) checks.push(check);
		return checks.at(-1);
	};
	assert.deepEqual([(await keychain())?.name, (await keychain())?.state], ['keychain', 'warning']);
	await vault.save(profileOf('bakery'), secretsOf('one'), { kind: 'keychain' });
	const { state, remedy } = (await keychain()) ?? {};
	assert.equal(state, 'failed');
	assert.match(remedy ?? '', /Unset FB_TOKEN_TUI_KEYCHAIN/);
});
