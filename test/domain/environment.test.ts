import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeText } from '../../source/domain/decode-text.ts';
import { isOff, tidyEnvironment } from '../../source/domain/environment.ts';

test("Values lose what a file from Windows or a careless hand leaves around them, and others' variables stay", () => {
	const env: NodeJS.ProcessEnv = {
		FB_APP_ID: ' 123456789012345\r',
		FB_TOKEN_TUI_PASSPHRASE: ' with blanks \r\n',
		FB_TOKEN_TUI_CONFIG_DIR: '~/profiles\r',
		FB_TOKEN_TUI_BROWSER: '~/bin/my browser',
		FB_TOKEN_TUI_GRAPH_URL: 'http://127.0.0.1:1 ',
		OTHER: ' ~/as it is\r',
	};
	tidyEnvironment(env, '/made/up');
	assert.deepEqual(env, {
		FB_APP_ID: '123456789012345',
		FB_TOKEN_TUI_PASSPHRASE: ' with blanks ',
		FB_TOKEN_TUI_CONFIG_DIR: '/made/up/profiles',
		FB_TOKEN_TUI_BROWSER: '/made/up/bin/my browser',
		FB_TOKEN_TUI_GRAPH_URL: 'http://127.0.0.1:1',
		OTHER: ' ~/as it is\r',
	});
	const homeless = { FB_TOKEN_TUI_CONFIG_DIR: '~/profiles' };
	tidyEnvironment(homeless, null);
	assert.deepEqual(homeless, { FB_TOKEN_TUI_CONFIG_DIR: '~/profiles' });
});

test('A switch is turned off in any of the usual words', () => {
	for (const word of ['off', 'OFF', '0', 'False', 'no', ' off\r']) assert.ok(isOff(word), word);
	for (const word of [undefined, '', 'on', '1', 'official']) assert.equal(isOff(word), false, word);
});

test('Bytes are read as UTF-8 or UTF-16, and what is no text is called that', () => {
	const token = 'EAAmadeUpTokenForTests0123';
	const little = Buffer.from(token, 'utf16le');
	const big = Buffer.from(little).swap16();
	const forms = {
		utf8: Buffer.from(token),
		'utf8 with a mark': Buffer.from(`\uFEFF${token}`),
		little,
		'little with a mark': Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
		big,
		'big with a mark': Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
	};
	for (const [name, bytes] of Object.entries(forms)) assert.equal(decodeText(bytes), token, name);
	assert.equal(decodeText(Buffer.from('Café')), 'Café');
	assert.equal(decodeText(Buffer.alloc(0)), '');
	for (const bytes of [[0x89, 0x50, 0x4e, 0x47, 0, 1], [0x80], [0x41, 0, 0, 0x42, 0x43]]) {
		assert.equal(decodeText(Buffer.from(bytes)), null, String(bytes));
	}
});
