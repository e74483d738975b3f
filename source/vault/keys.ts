import { createHash, randomBytes, scrypt } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Exposure } from '../domain/exposure.ts';
import type { KeychainState } from '../domain/keychain-state.ts';
import { ProblemError, problem } from '../domain/problem.ts';
import type { ProtectionKind } from '../domain/protection.ts';
import type { Secret } from '../domain/secret.ts';
import { type Envelope, EnvelopeError, type KeySource, type SealingKey } from './envelope.ts';
import { exposureOf } from './exposure.ts';
import { isSystemError, syncFolder, writeNewFile } from './files.ts';
import type { Keychain, KeychainPatience } from './keychain.ts';
import type { Protection } from './protection.ts';
import { attempt } from './tolerant.ts';

const LENGTH = 32;

/** What scrypt costs: 128 · N · r bytes of memory, and about half a second at 2^17. */
export type ScryptCost = { N: number; r: number; p: number };
const SCRYPT_COST: ScryptCost = { N: 2 ** 17, r: 8, p: 1 };

/** A key by the name under which it is kept: what a profile has to know to be rid of it. */
export type KeyReference = { kind: ProtectionKind; id: string; profile: string };

/**
 * The keys of the sealed files of one folder. Every key has an id of its own, so that a new one never takes the place of
 * one that is still needed.
 */
export class Keys {
	readonly #folder: string;
	readonly #keychain: Keychain;
	readonly #cost: ScryptCost;

	/** `folder` holds the sealed files; it may not be there yet. */
	constructor(folder: string, keychain: Keychain, cost: ScryptCost = SCRYPT_COST) {
		this.#folder = folder;
		this.#keychain = keychain;
		this.#cost = cost;
	}

	/** Whether the keychain can keep keys; finds it out by keeping one. */
	keychainState(patience?: KeychainPatience): Promise<KeychainState> {
		return this.#keychain.state(this.#account({ kind: 'keychain', id: `probe-${newId()}`, profile: '' }), patience);
	}

	/** A new key. It is only in the memory until {@link keep}. */
	async create(protection: Protection): Promise<SealingKey> {
		if (protection.kind !== 'passphrase') {
			return { id: newId(), source: { kind: protection.kind }, bytes: randomBytes(LENGTH) };
		}
		const { N, r, p } = this.#cost;
		const source = { kind: 'passphrase', kdf: 'scrypt', N, r, p, salt: randomBytes(16).toString('base64') } as const;
		return { id: newId(), source, bytes: await derive(protection.passphrase, source) };
	}

	/** Puts a new key where it will be found again. A passphrase is kept by the person. */
	async keep(key: SealingKey, profile: string): Promise<void> {
		const text = key.bytes.toString('base64');
		const reference = { kind: key.source.kind, id: key.id, profile };
		if (key.source.kind === 'keychain') await this.#keychain.set(this.#account(reference), text);
		if (key.source.kind === 'file') writeNewFile(this.#pathOf(reference), text);
	}

	/**
	 * The key of a sealed file; whether it fits is for the file to say.
	 * @throws {ProblemError} `store-locked`: no passphrase, or the key is gone; `keychain-unavailable`.
	 * @throws {EnvelopeError} `damaged`: the key file is.
	 */
	async find({ protection, keyId }: Envelope, profile: string, passphrase: Secret | null): Promise<SealingKey> {
		const reference = { kind: protection.kind, id: keyId, profile };
		return { id: keyId, source: protection, bytes: await this.#read(protection, reference, passphrase) };
	}

	/** Removes the file of a key that nothing needs any more, if it has one. */
	discardFile(reference: KeyReference): void {
		if (reference.kind !== 'file') return;
		rmSync(this.#pathOf(reference), { force: true });
		syncFolder(this.#folder);
	}

	/** Has the keychain forget a key that nothing needs any more, if it is there. */
	async forget(reference: KeyReference): Promise<void> {
		if (reference.kind === 'keychain') await this.#keychain.remove(this.#account(reference));
	}

	async #read(source: KeySource, reference: KeyReference, passphrase: Secret | null): Promise<Buffer> {
		if (source.kind === 'passphrase') {
			if (passphrase) return derive(passphrase, source);
			throw new ProblemError(problem('store-locked', { kind: 'passphrase', is: 'missing' }));
		}
		const text = source.kind === 'file' ? this.#readKeyFile(reference) : await this.#getFromKeychain(reference);
		if (text === null) throw keyIsGone(source.kind, reference.profile);
		const bytes = Buffer.from(text, 'base64');
		if (bytes.length !== LENGTH) throw new EnvelopeError('wrong-key');
		return bytes;
	}

	#getFromKeychain(reference: KeyReference): Promise<string | null> {
		return this.#keychain.get(this.#account(reference));
	}

	#readKeyFile(reference: KeyReference): string | null {
		try {
			return readPrivateFile(this.#pathOf(reference));
		} catch (error) {
			if (isSystemError(error) && error.code === 'ENOENT') return null;
			throw error;
		}
	}

	#pathOf({ id }: KeyReference): string {
		return join(this.#folder, `${id}.key`);
	}

	/** Two folders never share an entry. The profile's name is for the person who looks through their keychain. */
	#account({ id, profile }: KeyReference): string {
		const path = attempt(() => realpathSync.native(this.#folder)) ?? this.#folder;
		const folder = createHash('sha256').update(path).digest('hex').slice(0, 16);
		return `${folder}/${id}/${profile}`;
	}
}

/** A key file that others can get at, or that is not one. It is not used until that is fixed; the key is not lost. */
export class UnsafeKeyFileError extends ProblemError {
	constructor(path: string, exposure: Exposure | null) {
		super(problem('store-locked', { kind: 'unsafe-key-file', path, exposure }));
	}
}

/** What is checked is what is read: neither a link is followed nor a pipe waited for, and the file stays open in between. */
function readPrivateFile(path: string): string {
	const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
	let file: number;
	try {
		file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
	} catch (error) {
		if (isSystemError(error) && ['ELOOP', 'EMLINK', 'EFTYPE'].includes(error.code))
			throw new UnsafeKeyFileError(path, null);
		throw error;
	}
	try {
		const stats = fstatSync(file);
		if (!stats.isFile()) throw new UnsafeKeyFileError(path, null);
		const exposure = exposureOf(path, stats);
		if (exposure) throw new UnsafeKeyFileError(path, exposure);
		return readFileSync(file, 'utf8');
	} finally {
		closeSync(file);
	}
}

function newId(): string {
	return randomBytes(16).toString('hex');
}

async function derive(passphrase: Secret, { N, r, p, salt }: ScryptCost & { salt: string }): Promise<Buffer> {
	// The same passphrase, typed on another system, may arrive composed in another way.
	const text = passphrase.reveal().normalize('NFC');
	const options = { N, r, p, maxmem: 128 * r * (N + p + 2) };
	return promisify<string, Buffer, number, typeof options, Buffer>(scrypt)(
		text,
		Buffer.from(salt, 'base64'),
		LENGTH,
		options,
	);
}

function keyIsGone(kind: 'keychain' | 'file', profile: string): ProblemError {
	const isOfKeychain = kind === 'keychain';
	return new ProblemError(problem('store-locked', { kind: 'key-gone', isOfKeychain, profile }));
}
