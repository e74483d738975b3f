import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeKeychain, type KeychainState } from '../../source/domain/keychain-state.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import { Secret } from '../../source/domain/secret.ts';
import { chooseProtection, describeProtection, type Protection } from '../../source/vault/protection.ts';

const given = (state: KeychainState, more: Partial<Parameters<typeof chooseProtection>[0]> = {}) =>
	chooseProtection({ env: {}, keychain: async () => state, allowInsecure: false, ...more });
const TROUBLES: Exclude<KeychainState, { is: 'available' }>[] = [
	{ is: 'off' },
	{ is: 'not-installed' },
	{ is: 'absent' },
	{ is: 'locked' },
	{ is: 'silent' },
	{ is: 'failed', words: 'made up' },
];

describe('the protection of a new profile', () => {
	test('is the keychain wherever there is one', async () => {
		const env = { FB_TOKEN_TUI_PASSPHRASE: 'correct horse' };
		assert.deepEqual(await given({ is: 'available' }, { env, allowInsecure: true }), { kind: 'keychain' });
	});

	for (const state of TROUBLES) {
		test(`with a keychain that is ${state.is} is a passphrase, or the person's word, or none at all`, async () => {
			const env = { FB_TOKEN_TUI_PASSPHRASE: 'correct horse' };
			const byPassphrase = await given(state, { env, allowInsecure: true });
			assert.ok(byPassphrase.kind === 'passphrase' && byPassphrase.passphrase.equals(new Secret('correct horse')));
			assert.deepEqual(await given(state, { allowInsecure: true }), { kind: 'file' });
			await assert.rejects(given(state), ({ problem }) => {
				assert.equal(problem.code, 'keychain-unavailable');
				assert.ok(problemText(problem).cause.includes(describeKeychain(state)));
				assert.match(problemText(problem).remedy, /FB_TOKEN_TUI_PASSPHRASE.*--insecure-storage.*--no-save/);
				return true;
			});
		});
	}

	test('is what the person answers, who may also decline', async () => {
		const asked: KeychainState[] = [];
		const ask = async (state: KeychainState): Promise<Protection | null> => {
			asked.push(state);
			return asked.length === 1 ? { kind: 'file' } : null;
		};
		assert.deepEqual(await given({ is: 'locked' }, { ask }), { kind: 'file' });
		await assert.rejects(given({ is: 'absent' }, { ask }));
		assert.deepEqual(asked, [{ is: 'locked' }, { is: 'absent' }]);
	});

	test('is not an empty passphrase', async () => {
		await assert.rejects(given({ is: 'off' }, { env: { FB_TOKEN_TUI_PASSPHRASE: '' } }));
	});
});

test('each protection says in words what it is', () => {
	assert.equal(describeProtection('keychain'), 'Sealed with a key in your keychain');
	assert.equal(describeProtection('passphrase'), 'Sealed with your passphrase');
	assert.match(describeProtection('file'), /in a file beside it/);
});
