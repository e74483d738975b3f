import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeKeychain } from '../support/keychain.ts';
import { startWithProfile } from '../support/profile-program.ts';
import { NOW, startProgram } from '../support/program.ts';
import { temporaryVault } from '../support/stored-profile.ts';

const NOTICE = 'Your keychain may ask for its password in a window. Press esc to cancel.';

describe('a keychain that takes long', () => {
	for (const [name, key] of [
		['esc', 'escape'],
		['Ctrl+C', 'ctrl-c'],
	] as const) {
		test(`is waited for when a profile is opened, and ${name} ends that`, async (t) => {
			const keychain = new FakeKeychain();
			const { program } = await startWithProfile(t, { keychain, protection: { kind: 'keychain' } });
			keychain.problem = 'hangs';
			program.press('enter');
			await program.see(NOTICE);
			program.press(key);
			await program.terminal.waitFor((screen) => !screen.text().includes(NOTICE));
			assert.equal(keychain.signals.at(-1)?.aborted, true);
			keychain.problem = null;
			if (key === 'ctrl-c') program.press('escape');
			await program.see(/❯ ✗ my-app/);
			program.press('enter');
			await program.see('15 Pages, verified just now');
		});
	}

	test('does not hold up who chooses another protection, or leaves', async (t) => {
		const keychain = new FakeKeychain();
		keychain.problem = 'hangs';
		const vault = temporaryVault(t, { now: () => NOW, keychain });
		const program = await startProgram(t, { tui: { vault } });
		await program.walkToPages();
		program.press('w');
		await program.see(NOTICE);
		program.press('escape');
		await program.see('Your Pages');
		assert.equal(keychain.signals.at(-1)?.aborted, true);
		program.press('w');
		await program.see('Looking for your keychain');
		program.press('ctrl-c');
		await program.see('You stopped waiting for the keychain.');
		assert.equal(keychain.signals.at(-1)?.aborted, true);
		program.press('escape');
		await program.see('Your Pages');
		program.press('w');
		await program.see(NOTICE);
		program.press('tab', 'right');
		await program.see('❯ A key in a file beside it');
		program.press('enter');
		await program.see('Saved as my-app. Sealed with a key in a file');
		assert.equal(keychain.signals.at(-1)?.aborted, true, 'its window is not needed any more');
	});

	for (const key of ['escape', 'ctrl-c'] as const) {
		test(`is waited for while it takes a key, and ${key} ends that without a loss`, async (t) => {
			const keychain = new FakeKeychain();
			const vault = temporaryVault(t, { now: () => NOW, keychain });
			const program = await startProgram(t, { tui: { vault } });
			await program.walkToPages();
			program.press('w');
			await program.see('❯ A key in your keychain');
			await program.terminal.waitFor((screen) => !screen.text().includes('Looking for your keychain'));
			keychain.problem = 'hangs';
			program.press('enter');
			await program.see(NOTICE);
			program.press(key);
			await program.see('Cancelled');
			assert.equal(keychain.signals.at(-1)?.aborted, true);
			keychain.problem = null;
			program.press('enter');
			await program.see('Saved as my-app. Sealed with a key in your keychain.');
			assert.equal((await vault.list()).length, 1);
		});
	}
});
