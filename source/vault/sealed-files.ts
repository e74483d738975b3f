import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { ProblemError, problem } from '../domain/problem.ts';
import type { ProtectionKind } from '../domain/protection.ts';
import { Secret } from '../domain/secret.ts';
import { type Envelope, EnvelopeError, openEnvelope, readEnvelope, type SealingKey, seal } from './envelope.ts';
import { isSystemError, makePrivateFolder, setAside, syncFolder, writeNewFile } from './files.ts';
import type { Keys } from './keys.ts';
import { parseJson } from './parse-json.ts';
import type { ProfileSecrets } from './profile.ts';
import type { Entry } from './profile-schema.ts';
import { newerProblem } from './state-file.ts';

/** A sealed file is damaged or missing. It is for who holds the lock to say so, since another process may have replaced it. */
export class SealedFileError extends Error {
	readonly reason: 'damaged' | 'missing';

	constructor(reason: SealedFileError['reason']) {
		super(`A sealed file is ${reason}.`);
		this.reason = reason;
	}
}

const SecretsSchema = v.object({
	appSecret: v.string(),
	userToken: v.string(),
	pageTokens: v.array(v.tuple([v.string(), v.string()])),
	clientToken: v.optional(v.string()),
});

/** The secrets of profiles, each in a file of its own that no other profile's name opens. No file is ever written twice. */
export class SealedFiles {
	readonly #folder: string;
	readonly #keys: Keys;
	/** Keys that were found to fit, by their ids, so that nobody is asked twice in one run. */
	readonly #known = new Map<string, SealingKey>();

	constructor(folder: string, keys: Keys) {
		this.#folder = folder;
		this.#keys = keys;
	}

	/** A name for a new file. Of the profile's name there is only its hash in it, so nothing in that can leave the folder. */
	newName(profile: string): string {
		const hash = createHash('sha256').update(profile).digest('hex').slice(0, 32);
		return `${hash}-${randomBytes(8).toString('hex')}.sealed`;
	}

	/** Keeps a new key, if it is one, and then writes the secrets under it. */
	async write(file: string, profile: string, secrets: ProfileSecrets, key: SealingKey, isNewKey: boolean) {
		makePrivateFolder(this.#folder);
		if (isNewKey) await this.#keys.keep(key, profile);
		writeNewFile(join(this.#folder, file), seal(serialise(secrets), key, profile));
		this.#known.set(key.id, key);
	}

	/**
	 * The secrets of a profile and the key that opened them.
	 * @throws {SealedFileError}
	 * @throws {ProblemError} `store-locked`, `keychain-unavailable`, `store-damaged` for the file of a newer program.
	 */
	async open(
		{ name, storage, sealed: { file } }: Entry,
		passphrase: Secret | null,
	): Promise<{ secrets: ProfileSecrets; key: SealingKey }> {
		try {
			const envelope = this.#read(file);
			const key = this.#known.get(envelope.keyId) ?? (await this.#keys.find(envelope, name, passphrase));
			const secrets = deserialise(openEnvelope(envelope, key.bytes, name));
			this.#known.set(key.id, key);
			return { secrets, key };
		} catch (error) {
			if (!(error instanceof EnvelopeError)) throw error;
			if (error.reason === 'newer') throw new ProblemError(newerProblem(join(this.#folder, file)));
			throw error.reason === 'wrong-key' ? new ProblemError(wrongKeyProblem(storage)) : new SealedFileError('damaged');
		}
	}

	/** Is there a file that looks whole, as far as that can be told without its key? A newer program's does. */
	isWhole(file: string): boolean {
		try {
			return this.#read(file) !== null;
		} catch (error) {
			if (error instanceof EnvelopeError) return error.reason === 'newer';
			if (error instanceof SealedFileError) return false;
			throw error;
		}
	}

	/** Keeps a damaged file under another name, and tells that path; null where it is not there or cannot be moved. */
	setAside(file: string, now: number): string | null {
		return setAside(join(this.#folder, file), now);
	}

	discard(file: string): void {
		rmSync(join(this.#folder, file), { force: true });
		syncFolder(this.#folder);
	}

	#read(file: string): Envelope {
		try {
			return readEnvelope(readFileSync(join(this.#folder, file), 'utf8'));
		} catch (error) {
			throw isSystemError(error) && error.code === 'ENOENT' ? new SealedFileError('missing') : error;
		}
	}
}

function wrongKeyProblem(kind: ProtectionKind) {
	if (kind === 'passphrase') return problem('store-locked', { cause: 'The passphrase is wrong.' });
	return problem('store-locked', {
		cause: `The key ${kind === 'keychain' ? 'in the keychain' : 'in the key file'} is not the one that sealed them.`,
		remedy: 'Bring the right key back from a backup, or connect again under the same name.',
	});
}

function serialise({ appSecret, userToken, pageTokens, clientToken }: ProfileSecrets): string {
	return JSON.stringify({
		appSecret: appSecret.reveal(),
		userToken: userToken.reveal(),
		pageTokens: [...pageTokens].map(([id, token]) => [id, token.reveal()]),
		clientToken: clientToken?.reveal(),
	});
}

function deserialise(text: string): ProfileSecrets {
	const { output, success } = v.safeParse(SecretsSchema, parseJson(text));
	if (!success) throw new EnvelopeError('damaged');
	return {
		appSecret: new Secret(output.appSecret),
		userToken: new Secret(output.userToken),
		pageTokens: new Map(output.pageTokens.map(([id, token]) => [id, new Secret(token)])),
		...(output.clientToken === undefined ? {} : { clientToken: new Secret(output.clientToken) }),
	};
}
