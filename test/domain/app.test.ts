import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseCredentials, problemOfAppId, problemOfAppSecret } from '../../source/domain/app.ts';
import * as fc from '../support/fast-check.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { textOf } from '../support/problems.ts';
import { anyAppSecret, tokenOf } from '../support/secrets.ts';

const SECRET = '0123456789abcdef0123456789abcdef';

describe('an app id', () => {
	test('is 5 to 20 digits', () => {
		fc.assert(fc.property(fc.stringMatching(/^[0-9]{5,20}$/), (id) => assert.equal(problemOfAppId(id), null)));
	});
	const table = [
		['', /missing/],
		['1234', /too short/],
		['123456789012345678901', /too long/],
		['My App', /digits only/],
		['12345678901234a', /digits only/],
		['١٢٣٤٥٦٧٨٩', /digits only/],
		[SECRET, /not an app id/],
	] as const;
	for (const [text, title] of table) {
		test(`is not "${text}"`, () => {
			const told = problemOfAppId(text);
			assert.match(textOf(told).title ?? '', title);
			assert.equal(told?.code, 'unknown-app');
			assert.match(textOf(told).remedy ?? '', /App ID/);
		});
	}
});

describe('an app secret', () => {
	test('is 32 hexadecimal digits', () => {
		fc.assert(fc.property(anyAppSecret, (secret) => assert.equal(problemOfAppSecret(secret), null)));
	});
	const table = [
		['', /missing/],
		[SECRET.slice(1), /does not look like/],
		[`${SECRET}0`, /does not look like/],
		[`${SECRET.slice(1)}g`, /does not look like/],
		[tokenOf('app'), /access token/],
		[`123456789012345|${SECRET}`, /app access token/],
	] as const;
	for (const [text, title] of table) {
		test(`is not a text of ${text.length} such as "${text.slice(0, 6)}"`, () => {
			const told = problemOfAppSecret(text);
			assert.match(textOf(told).title ?? '', title);
			assert.equal(told?.code, 'wrong-app-secret');
			if (text.length >= 8) assertNoSecrets(JSON.stringify(told), [text], 'the problem');
		});
	}
});

describe('a pasted pair', () => {
	const ID = '1203987654019283';
	const SECRET = '0123456789abcdef0123456789abcdef';

	for (const [text, id, secret] of [
		[ID, ID, null],
		[SECRET, null, SECRET],
		[`${ID}\n${SECRET}`, ID, SECRET],
		[`App ID: ${ID}, App Secret: "${SECRET}"`, ID, SECRET],
		[`${ID} 987654321`, null, null],
		['nothing of the kind', null, null],
		[`${ID}|${SECRET}`, null, SECRET],
	] as const) {
		test(JSON.stringify(text), () => assert.deepEqual(parseCredentials(text), { id, secret }));
	}
});
