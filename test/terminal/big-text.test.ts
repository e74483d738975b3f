import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bigText } from '../../source/terminal/big-text.ts';

test('a code is drawn large, each letter apart', () => {
	assert.deepEqual(bigText('A-b7'), ['▄▀▄       █▀▄  ▀▀█', '█▀█  ▀▀▀  █▀▄    █', '▀ ▀       ▀▀     ▀']);
});

test('every letter and digit is another', () => {
	const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-'];
	assert.equal(new Set(letters.map((letter) => bigText(letter)?.join('\n'))).size, letters.length);
});

test('what cannot be drawn is not drawn', () => assert.equal(bigText('Ä1'), null));
