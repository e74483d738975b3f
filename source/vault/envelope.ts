import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { isObject, parseJson } from './tolerant.ts';

// Compared with what Node makes of it, as no pattern may run over a text that grows with the number of Pages.
const Base64 = v.pipe(
	v.string(),
	v.check((text) => Buffer.from(text, 'base64').toString('base64') === text),
);
const bytes = (length: number) =>
	v.pipe(
		Base64,
		v.check((text) => Buffer.from(text, 'base64').length === length),
	);

/** The parameters of scrypt, which stand in the file. The upper bounds keep a forged file from using up the memory. */
const ScryptSchema = v.looseObject({
	kdf: v.literal('scrypt'),
	N: v.pipe(
		v.number(),
		v.integer(),
		v.minValue(2),
		v.maxValue(2 ** 20),
		v.check((n) => Number.isInteger(Math.log2(n))),
	),
	r: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16)),
	p: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4)),
	salt: bytes(16),
});

/** Where the key of a sealed file comes from, as it stands in the file. */
const KeySourceSchema = v.variant('kind', [
	v.looseObject({ kind: v.literal('keychain') }),
	v.looseObject({ kind: v.literal('passphrase'), ...ScryptSchema.entries }),
	v.looseObject({ kind: v.literal('file') }),
]);

/** The source of a key: its kind, and for a passphrase all that turns it into the key again. */
export type KeySource = v.InferOutput<typeof KeySourceSchema>;

const EnvelopeSchema = v.looseObject({
	version: v.literal(1),
	protection: KeySourceSchema,
	/** Tells the keys of one profile apart; 16 bytes in hexadecimal. */
	keyId: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
	/** Derived from the key, so that a wrong one is known from a damaged file. */
	keyCheck: bytes(32),
	nonce: bytes(12),
	ciphertext: Base64,
	tag: bytes(16),
	/** SHA-256 of all that stands before it: what was damaged by accident is known without the key. */
	checksum: bytes(32),
});

/** A sealed file, read and unharmed as far as that can be told without its key. */
export type Envelope = v.InferOutput<typeof EnvelopeSchema>;

/** A key of 32 bytes with what a sealed file says of it. */
export type SealingKey = { id: string; source: KeySource; bytes: Buffer };

/** `damaged`: not what was written. `newer`: written by a program that does it in another way. `wrong-key`: sealed with another key. */
export class EnvelopeError extends Error {
	readonly reason: 'damaged' | 'newer' | 'wrong-key';

	constructor(reason: EnvelopeError['reason']) {
		super(`The sealed file does not open: ${reason}.`);
		this.reason = reason;
	}
}

/** Seals a text with AES-256-GCM for the profile of this name alone, as the text of a file. */
export function seal(plaintext: string, key: SealingKey, profile: string): string {
	const header = { version: 1 as const, protection: key.source, keyId: key.id, keyCheck: checkOf(key.bytes, key.id) };
	const nonce = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', sealingKeyOf(key.bytes, key.id), nonce, { authTagLength: 16 });
	cipher.setAAD(associatedData(header, profile));
	const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
	const sealed = {
		...header,
		nonce: nonce.toString('base64'),
		ciphertext: ciphertext.toString('base64'),
		tag: cipher.getAuthTag().toString('base64'),
	};
	return `${JSON.stringify({ ...sealed, checksum: checksumOf(sealed) })}\n`;
}

/**
 * Reads the text of a sealed file.
 * @throws {EnvelopeError} `damaged` when a single byte differs from what was written; `newer`.
 */
export function readEnvelope(text: string): Envelope {
	const raw = parseJson(text);
	if (!isObject(raw)) throw new EnvelopeError('damaged');
	if (typeof raw.version === 'number' && raw.version > 1) throw new EnvelopeError('newer');
	const { checksum, ...sealed } = raw;
	if (`${JSON.stringify(raw)}\n` !== text || checksum !== checksumOf(sealed)) throw new EnvelopeError('damaged');
	// It is what was written, so what cannot be understood of it is another program's.
	if (!v.is(EnvelopeSchema, raw)) throw new EnvelopeError('newer');
	return raw;
}

/**
 * The text that was sealed.
 * @throws {EnvelopeError} `wrong-key`; `damaged` also for a file that was sealed for another profile.
 */
export function openEnvelope(envelope: Envelope, key: Buffer, profile: string): string {
	const { nonce, ciphertext, tag, ...header } = envelope;
	if (!timingSafeEqual(fromBase64(header.keyCheck), fromBase64(checkOf(key, header.keyId)))) {
		throw new EnvelopeError('wrong-key');
	}
	try {
		const cipher = createDecipheriv('aes-256-gcm', sealingKeyOf(key, header.keyId), fromBase64(nonce), {
			authTagLength: 16,
		});
		cipher.setAAD(associatedData(header, profile)).setAuthTag(fromBase64(tag));
		return Buffer.concat([cipher.update(fromBase64(ciphertext)), cipher.final()]).toString('utf8');
	} catch {
		throw new EnvelopeError('damaged');
	}
}

type Header = Pick<Envelope, 'version' | 'protection' | 'keyId' | 'keyCheck'>;

function associatedData({ version, protection, keyId, keyCheck }: Header, profile: string): Buffer {
	return Buffer.from(JSON.stringify(['fb-token-tui', version, protection, keyId, keyCheck, profile]));
}

// Two keys for two uses, out of the one that is kept.
function sealingKeyOf(key: Buffer, id: string): Buffer {
	return Buffer.from(hkdfSync('sha256', key, id, 'seal', 32));
}

function checkOf(key: Buffer, id: string): string {
	return Buffer.from(hkdfSync('sha256', key, id, 'check', 32)).toString('base64');
}

function checksumOf(sealed: Record<string, unknown>): string {
	return createHash('sha256').update(JSON.stringify(sealed)).digest('base64');
}

function fromBase64(text: string): Buffer {
	return Buffer.from(text, 'base64');
}
