import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Keychain } from '../../source/vault/keychain.ts';
import { FakeKeychain } from '../support/keychain.ts';
import { isProblem } from '../support/problems.ts';

test('a keychain that hangs is given three seconds', async () => {
	const port = new FakeKeychain();
	port.trouble = 'hangs';
	const clock = new AbortController();
	const asked: number[] = [];
	const timeout = mock.method(AbortSignal, 'timeout', (milliseconds: number) => {
		asked.push(milliseconds);
		return clock.signal;
	});
	try {
		const keychain = new Keychain(port);
		const state = keychain.state('x');
		const answers = [keychain.get('x'), keychain.set('x', 'y'), keychain.remove('x')];
		clock.abort();
		assert.deepEqual(await state, { is: 'silent' });
		for (const answer of answers) await assert.rejects(answer, isProblem('keychain-unavailable', /does not answer/));
		assert.deepEqual(asked, [3000, 3000, 3000, 3000]);
	} finally {
		timeout.mock.restore();
	}
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
	port.trouble = { is: 'failed', words: 'made up' };
	assert.deepEqual(await new Keychain(port).state('x'), { is: 'failed', words: 'made up' });
	await assert.rejects(new Keychain(port).get('x'), isProblem('keychain-unavailable', /made up/));
});
