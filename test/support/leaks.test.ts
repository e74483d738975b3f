import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from './fast-check.ts';
import { assertNoSecrets, PlantedSecrets } from './leaks.ts';

const TOKEN = 'EAABmadeUpForTests0123456789abcdefghijklmnopqrstuvwxyz';
const APP_TOKEN = '123456789012345|made"up/secret';

describe('a planted secret is found', () => {
	const forms: [string, string, string][] = [
		['as it is', TOKEN, `Bearer ${TOKEN}`],
		['in a URL', APP_TOKEN, `?access_token=${encodeURIComponent(APP_TOKEN)}&x=1`],
		['in JSON', APP_TOKEN, JSON.stringify({ access_token: APP_TOKEN })],
		['in hexadecimal', TOKEN, `key: ${Buffer.from(TOKEN).toString('hex')}`],
		['in part, when 20 characters are there', TOKEN, TOKEN.slice(17, 37)],
		['at the end of a longer text', TOKEN, `${'x'.repeat(10_000)}${TOKEN.slice(-20)}`],
	];
	for (const [name, secret, text] of forms) {
		test(name, () => {
			assert.throws(() => assertNoSecrets(text, [secret], 'the log'), /EAAB…|1234…/);
		});
	}

	test('in base64, whatever stands around it', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (before, after) => {
				for (const encoding of ['base64', 'base64url'] as const) {
					const text = Buffer.from(before + APP_TOKEN + after).toString(encoding);
					assert.ok(new PlantedSecrets([APP_TOKEN]).find(`Basic ${text}`));
				}
			}),
		);
	});

	test('in every piece of 20 characters or more', () => {
		fc.assert(
			fc.property(fc.nat(TOKEN.length - 20), fc.integer({ min: 20, max: TOKEN.length }), (from, length) => {
				assert.ok(new PlantedSecrets([TOKEN]).find(`<${TOKEN.slice(from, from + length)}>`));
			}),
		);
	});
});

test('what is no secret is not taken for one', () => {
	assertNoSecrets(`EAAB…wxyz · ${TOKEN.length} characters, ${TOKEN.slice(0, 19)}`, [TOKEN], 'the screen');
	assertNoSecrets('0123456789abcde', ['0123456789abcdef'], 'the screen');
});

test('the message masks the secret and says where it stood', () => {
	assert.throws(
		() => assertNoSecrets(`token=${TOKEN}`, [TOKEN], 'the log'),
		(error: Error) =>
			/54 characters\) is in the log: 54 characters, plain, at 6, after "token="/.test(error.message) &&
			!error.message.includes(TOKEN),
	);
});

test('a thousand secrets are looked for in one pass', () => {
	const tokens = Array.from({ length: 1000 }, (_, index) => `${TOKEN.slice(0, 12)}${index}${TOKEN}`);
	const planted = new PlantedSecrets(tokens);
	assert.equal(planted.size, 1000);
	assert.equal(planted.find('nothing here '.repeat(10_000)), undefined);
	assert.ok(planted.find(`x${tokens[999]}`.slice(0, 30)));
	for (const token of tokens) planted.delete(token);
	assert.equal(planted.find(`${tokens[999]}`), undefined);
});
