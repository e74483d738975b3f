import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { KEYCHAIN_TIMEOUT, Keychain, keychainTimeout } from '../../source/vault/keychain.ts';
import { FakeKeychain } from '../support/keychain.ts';
import { isProblem } from '../support/problems.ts';

/** Lets what is due happen, as far as nothing waits for a clock. */
const settle = () => new Promise(setImmediate);

test('a keychain that hangs is given three seconds where nobody can answer its window', async (t) => {
	t.mock.timers.enable({ apis: ['setTimeout'] });
	const port = new FakeKeychain();
	port.problem = 'hangs';
	const keychain = new Keychain(port);
	const state = keychain.state('x');
	const answers = [keychain.get('x'), keychain.set('x', 'y'), keychain.remove('x')];
	const ended: unknown[] = [];
	for (const answer of answers) answer.catch((error) => ended.push(error));
	t.mock.timers.tick(2999);
	await settle();
	assert.equal(ended.length, 0);
	t.mock.timers.tick(1);
	assert.deepEqual(await state, { is: 'silent' });
	for (const answer of answers) await assert.rejects(answer, isProblem('keychain-unavailable', /does not answer/));
});

test('a keychain that is unlocked after six seconds opens where a person is there, and that it takes long is told', async (t) => {
	t.mock.timers.enable({ apis: ['setTimeout'] });
	const port = new FakeKeychain();
	port.entries.set('x', 'made up');
	port.delayMs = 6000;
	const told: boolean[] = [];
	const patience = { timeoutMs: KEYCHAIN_TIMEOUT.person, onSlow: (isSlow: boolean) => told.push(isSlow) };
	const answer = new Keychain(port, patience).get('x');
	t.mock.timers.tick(999);
	assert.deepEqual(told, []);
	t.mock.timers.tick(1);
	assert.deepEqual(told, [true]);
	t.mock.timers.tick(4999);
	await settle();
	assert.deepEqual(told, [true]);
	t.mock.timers.tick(1);
	assert.equal(await answer, 'made up');
	assert.deepEqual(told, [true, false]);
	const impatient = new Keychain(port).get('x');
	t.mock.timers.tick(6000);
	await assert.rejects(impatient, isProblem('keychain-unavailable', /does not answer/));
});

test('a keychain that answers at once is not said to be slow', async (t) => {
	t.mock.timers.enable({ apis: ['setTimeout'] });
	const told: boolean[] = [];
	await new Keychain(new FakeKeychain(), { timeoutMs: 60_000, onSlow: (isSlow) => told.push(isSlow) }).get('x');
	t.mock.timers.tick(60_000);
	assert.deepEqual(told, []);
});

test('a keychain that is waited for no more is left at once, and is asked nothing else', async () => {
	const port = new FakeKeychain();
	port.problem = 'hangs';
	const stop = new AbortController();
	const keychain = new Keychain(port, { timeoutMs: 60_000, signal: stop.signal });
	const answer = keychain.get('x');
	stop.abort();
	await assert.rejects(answer, isProblem('cancelled'));
	assert.equal(port.signals.at(-1)?.aborted, true, 'what it was asked is taken back');
	const { calls } = port;
	await assert.rejects(keychain.state('x'), isProblem('cancelled'));
	assert.equal(port.calls, calls);
});

describe('FB_TOKEN_TUI_KEYCHAIN_TIMEOUT', () => {
	test('is a number of seconds', () => {
		for (const [text, milliseconds] of [
			['', 3000],
			['  ', 3000],
			['6', 6000],
			[' 120\n', 120_000],
			['0.5', 500],
			['3600', 3_600_000],
		] as const) {
			assert.equal(keychainTimeout({ FB_TOKEN_TUI_KEYCHAIN_TIMEOUT: text }, 3000), milliseconds, text);
		}
		assert.equal(keychainTimeout({}, 60_000), 60_000);
	});

	test('that is none is refused', () => {
		for (const text of ['0', '-1', 'soon', '6s', '3601', '1e9', '0x10', 'Infinity', 'NaN', '9'.repeat(30)]) {
			const env = { FB_TOKEN_TUI_KEYCHAIN_TIMEOUT: text };
			assert.throws(() => keychainTimeout(env, 3000), /^RangeError: FB_TOKEN_TUI_KEYCHAIN_TIMEOUT: .*seconds/);
		}
	});
});

test('a keychain that works keeps, gives and forgets', async () => {
	const keychain = new Keychain(new FakeKeychain());
	assert.deepEqual(await keychain.state('x'), { is: 'available' });
	assert.equal(await keychain.get('x'), null);
	await keychain.set('x', 'made up');
	assert.equal(await keychain.get('x'), 'made up');
	await keychain.remove('x');
	assert.equal(await keychain.get('x'), null);
});

test('a keychain in trouble says which', async () => {
	const port = new FakeKeychain();
	port.problem = { is: 'failed', words: 'made up' };
	assert.deepEqual(await new Keychain(port).state('x'), { is: 'failed', words: 'made up' });
	await assert.rejects(new Keychain(port).get('x'), isProblem('keychain-unavailable', /made up/));
});
