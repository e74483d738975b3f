import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { redact } from '../../source/domain/redact.ts';
import { Secret } from '../../source/domain/secret.ts';
import * as fc from '../support/fast-check.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { anyAppSecret, anyToken } from '../support/secrets.ts';

const PLACES: readonly ((secret: string) => string)[] = [
	(secret) => secret,
	(secret) => `Malformed access token ${secret}`,
	(secret) => `Cannot read "${secret}".`,
	(secret) => `https://graph.facebook.com/me?access_token=${encodeURIComponent(secret)}&limit=5`,
	(secret) => `https://example.com/?next=${encodeURIComponent(`/me?access_token=${secret}`)}`,
	(secret) => JSON.stringify({ error: { message: `token ${secret}` } }),
	(secret) => JSON.stringify(JSON.stringify({ access_token: secret })),
	(secret) => `Authorization: Bearer ${secret}\r\nHost: graph.facebook.com`,
	(secret) => `token%20${encodeURIComponent(secret)}%20refused`,
	(secret) => `request to ${new URLSearchParams({ client_secret: secret })} failed`,
];

describe('redacting', () => {
	test('masks a token or an app secret by its shape, wherever it stands', () => {
		const words = fc.string({ unit: fc.constantFrom(...' abcxyz.,:;!?"\'<>/\n') });
		fc.assert(
			fc.property(
				fc.oneof(anyToken, anyAppSecret),
				fc.constantFrom(...PLACES),
				words,
				words,
				(secret, put, before, after) => {
					assertNoSecrets(redact(`${before} ${put(secret)} ${after}`), [secret], 'the redacted text');
				},
			),
			{ numRuns: 500 },
		);
	});

	test('masks the secrets that it is given, whatever their shape', () => {
		const anySecret = fc.string({ minLength: 8, maxLength: 60 }).filter((text) => /[^\s]{8}/.test(text));
		fc.assert(
			fc.property(anySecret, fc.constantFrom(...PLACES), (secret, put) => {
				const text = redact(put(secret), [new Secret(secret)]);
				for (const form of [secret, encodeURIComponent(secret)]) {
					assert.ok('[redacted]'.includes(form) || !text.includes(form), JSON.stringify(text));
				}
			}),
			{ numRuns: 500 },
		);
	});

	test('leaves nothing of a secret that begins like another', () => {
		const [short, long] = ['opaque-secret', 'opaque-secret-and-more'].map((text) => new Secret(text)) as [
			Secret,
			Secret,
		];
		assert.equal(redact('opaque-secret-and-more', [short, long]), '[redacted]');
	});

	const table: readonly (readonly [name: string, text: string, hidden: string])[] = [
		[
			'an opaque token that Meta repeats',
			'Malformed access token CEose0cBxxxxxxxxxxxxxxxxxx',
			'CEose0cBxxxxxxxxxxxxxxxxxx',
		],
		['an app token', 'caller 123456789012345|kX9-abcDEF_ghiJKLmnoPQRstu', 'kX9-abcDEF_ghiJKLmnoPQRstu'],
		['an Instagram token', `IGAA${'x9'.repeat(40)}`, 'x9x9x9x9'],
		['a proof', `appsecret_proof=${'0a'.repeat(32)}`, '0a0a0a0a'],
		['an authorization code', `code=AQ${'b7'.repeat(60)}&state=1`, 'b7b7b7b7'],
		['a short token of its parameter', 'access_token=my-opaque-token', 'my-opaque-token'],
	];
	for (const [name, text, hidden] of table) {
		test(`masks ${name}`, () => assert.ok(!redact(text).includes(hidden), redact(text)));
	}

	test('leaves ordinary texts as they are', () => {
		const texts = [
			'(#100) Tried accessing nonexisting field (accounts) on node type (Page)',
			'Error validating access token: Session has expired on Tuesday, 25-Nov-25 15:00:00 PST.',
			'Invalid OAuth access token - Cannot parse access token',
			'OAuth authentication failed: error_code=190, code: 463, Status code: 400',
			'An active access token must be used to query information about the current user.',
			'(#283) Requires pages_read_engagement permission to manage the object',
			'PROFILE_PLUS_CREATE_CONTENT and CAPABILITY_NOT_AVAILABLE at https://developers.facebook.com/apps/123456789012345/',
			"Unsupported get request. Object with ID '104829375610284' does not exist",
		];
		for (const text of texts) assert.equal(redact(text), text);
	});

	test('leaves words and numbers as they are', () => {
		const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäé株'), minLength: 1, maxLength: 15 });
		const sentence = fc
			.array(fc.oneof(word, fc.integer().map(String)), { minLength: 1 })
			.map((words) => words.join(' '));
		fc.assert(fc.property(sentence, (text) => assert.equal(redact(text), text)));
	});
});
