import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import {
	EnvelopeError,
	type KeySource,
	openEnvelope,
	readEnvelope,
	type SealingKey,
	seal,
} from '../../source/vault/envelope.ts';
import * as fc from '../support/fast-check.ts';

const anyBytes = (length: number) =>
	fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Buffer.from(bytes));
const anySource: fc.Arbitrary<KeySource> = fc.oneof(
	fc.constant({ kind: 'keychain' } as const),
	fc.constant({ kind: 'file' } as const),
	anyBytes(16).map((salt) => ({
		kind: 'passphrase' as const,
		kdf: 'scrypt' as const,
		N: 2 ** 17,
		r: 8,
		p: 1,
		salt: salt.toString('base64'),
	})),
);
const anyKey: fc.Arbitrary<SealingKey> = fc.record({
	id: anyBytes(16).map((bytes) => bytes.toString('hex')),
	source: anySource,
	bytes: anyBytes(32),
});
const anyText = fc.string({ unit: 'grapheme', maxLength: 500 });
const anyName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 });
const reason = (expected: EnvelopeError['reason']) => (error: unknown) =>
	error instanceof EnvelopeError && error.reason === expected;

function newKey(): SealingKey {
	return { id: randomBytes(16).toString('hex'), source: { kind: 'keychain' }, bytes: randomBytes(32) };
}

describe('an envelope', () => {
	test('gives back whatever was sealed in it', () => {
		fc.assert(
			fc.property(anyText, anyName, anyKey, (text, name, key) => {
				const envelope = readEnvelope(seal(text, key, name));
				assert.equal(openEnvelope(envelope, key.bytes, name), text);
				assert.deepEqual(envelope.protection, key.source);
				assert.equal(envelope.keyId, key.id);
			}),
		);
	});

	test('is refused when a single byte of it is another', () => {
		fc.assert(
			fc.property(anyText, anyKey, fc.nat(), fc.integer({ min: 1, max: 255 }), (text, key, place, flip) => {
				const bytes = Buffer.from(seal(text, key, 'bakery'));
				const index = place % bytes.length;
				bytes[index] = (bytes[index] ?? 0) ^ flip;
				assert.throws(
					() => readEnvelope(bytes.toString('utf8')),
					(error) => error instanceof EnvelopeError && error.reason !== 'wrong-key',
				);
			}),
			{ numRuns: 1000 },
		);
	});

	test('is refused when it is cut short or goes on', () => {
		const text = seal('made up', newKey(), 'bakery');
		for (let length = 0; length < text.length; length++) {
			assert.throws(() => readEnvelope(text.slice(0, length)), reason('damaged'));
		}
		assert.throws(() => readEnvelope(`${text} `), reason('damaged'));
	});

	test('does not open as that of another profile', () => {
		fc.assert(
			fc.property(anyName, anyName, anyKey, (name, other, key) => {
				fc.pre(name !== other);
				assert.throws(
					() => openEnvelope(readEnvelope(seal('made up', key, name)), key.bytes, other),
					reason('damaged'),
				);
			}),
		);
	});

	test('does not open once its words are changed and its checksum made anew', async () => {
		const key = newKey();
		const { checksum, ...envelope } = readEnvelope(seal('made up', key, 'bakery'));
		const forged = [
			{ ...envelope, protection: { kind: 'file' as const } },
			{ ...envelope, nonce: randomBytes(12).toString('base64') },
			{ ...envelope, tag: randomBytes(16).toString('base64') },
			{ ...envelope, ciphertext: Buffer.from('another').toString('base64') },
		];
		for (const forgery of forged) {
			assert.throws(() => openEnvelope({ ...forgery, checksum }, key.bytes, 'bakery'), reason('damaged'));
		}
	});

	test('tells a wrong key from damage', () => {
		const envelope = readEnvelope(seal('made up', newKey(), 'bakery'));
		assert.throws(() => openEnvelope(envelope, randomBytes(32), 'bakery'), reason('wrong-key'));
	});

	test('of a later version is said to be newer', () => {
		assert.throws(() => readEnvelope('{"version":2,"something":"new"}\n'), reason('newer'));
	});

	test('that asks for more memory than a passphrase may cost is refused', () => {
		const source = { kind: 'passphrase', kdf: 'scrypt', N: 2 ** 30, r: 8, p: 1, salt: 'A'.repeat(22) } as const;
		const text = seal('made up', { ...newKey(), source: { ...source, salt: `${source.salt}==` } }, 'bakery');
		assert.throws(() => readEnvelope(text), reason('newer'));
	});

	test('never uses a nonce twice', () => {
		const key = newKey();
		const nonces = Array.from({ length: 50 }, () => readEnvelope(seal('made up', key, 'bakery')).nonce);
		assert.equal(new Set(nonces).size, nonces.length);
	});
});
