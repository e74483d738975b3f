import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { ProblemError, problem } from '../domain/problem.ts';
import type { ProtectionKind } from '../domain/protection.ts';
import { Secret } from '../domain/secret.ts';
import { type Envelope, EnvelopeError, openEnvelope, readEnvelope, type SealingKey, seal } from './envelope.ts';
import { isSystemError, makePrivateFolder, readStoredFile, setAside, syncFolder, writeNewFile } from './files.ts';
import { newFileName } from './folder.ts';
import type { Keys } from './keys.ts';
import { parseJson } from './parse-json.ts';
import type { ProfileSecrets } from './profile.ts';
import { ProfileFileError } from './profile-file-error.ts';
import type { Entry } from './profile-schema.ts';
import { newerProblem } from './state-file.ts';

const SecretsSchema = v.looseObject({
	appSecret: v.string(),
	userToken: v.string(),
	pageTokens: v.array(v.looseTuple([v.string(), v.string()])),
	clientToken: v.optional(v.nullable(v.string())),
});

/** Secrets with the key to seal them with. */
export type Sealing = { secrets: ProfileSecrets; key: SealingKey; isNewKey: boolean; others?: Others };

/** What a newer program has put among the secrets of a profile: kept as it is. */
type Others = Record<string, unknown>;

/** Secrets that were opened. */
export type Opened = { secrets: ProfileSecrets; key: SealingKey; others: Others };

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

	/** A name for a new file. */
	newName(profile: string): string {
		return newFileName(profile, 'sealed');
	}

	/** Keeps a new key, if it is one, and then writes the secrets under it; `others` is what else there was among the old ones. */
	async write(
		{ name, sealed }: Pick<Entry, 'name'> & { sealed: NonNullable<Entry['sealed']> },
		{ secrets, key, isNewKey, others = {} }: Sealing,
	): Promise<void> {
		makePrivateFolder(this.#folder);
		if (isNewKey) await this.#keys.keep(key, name);
		writeNewFile(join(this.#folder, sealed.file), seal(serialise(secrets, others), key, name));
		this.#known.set(key.id, key);
	}

	/**
	 * The secrets of a profile and the key that opened them.
	 * @throws {ProfileFileError}
	 * @throws {ProblemError} `store-locked`, `keychain-unavailable`, `store-damaged` for the file of a newer program.
	 */
	async open(
		{ name, storage, sealed }: Pick<Entry, 'name' | 'storage' | 'sealed'>,
		passphrase: Secret | null,
	): Promise<Opened> {
		if (sealed === null) throw new ProfileFileError({ content: 'secrets', path: null, reason: 'damaged' });
		const { file } = sealed;
		try {
			const envelope = this.#read(file);
			const key = this.#known.get(envelope.keyId) ?? (await this.#keys.find(envelope, name, passphrase));
			const opened = deserialise(openEnvelope(envelope, key.bytes, name));
			this.#known.set(key.id, key);
			return { ...opened, key };
		} catch (error) {
			if (!(error instanceof EnvelopeError)) throw error;
			if (error.reason === 'newer') throw new ProblemError(newerProblem(join(this.#folder, file)));
			throw error.reason === 'wrong-key' ? new ProblemError(wrongKeyProblem(storage)) : this.#error(file, 'damaged');
		}
	}

	/** How a file looks without its key: as a `newer` program writes it, or `damaged`, as one that is not there does too. */
	condition(file: string): 'whole' | 'newer' | 'damaged' {
		try {
			this.#read(file);
			return 'whole';
		} catch (error) {
			if (error instanceof EnvelopeError) return error.reason === 'newer' ? 'newer' : 'damaged';
			if (error instanceof ProfileFileError) return 'damaged';
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
			return readEnvelope(readStoredFile(join(this.#folder, file)));
		} catch (error) {
			throw isSystemError(error) && error.code === 'ENOENT' ? this.#error(file, 'missing') : error;
		}
	}

	#error(file: string, reason: ProfileFileError['reason']): ProfileFileError {
		return new ProfileFileError({ content: 'secrets', path: join(this.#folder, file), reason });
	}
}

function wrongKeyProblem(kind: ProtectionKind | null) {
	return problem(
		'store-locked',
		kind === 'passphrase'
			? { kind: 'passphrase', is: 'wrong' }
			: { kind: 'wrong-key', isOfKeychain: kind === 'keychain' },
	);
}

function serialise({ appSecret, userToken, pageTokens, clientToken }: ProfileSecrets, others: Others): string {
	return JSON.stringify({
		...others,
		appSecret: appSecret.reveal(),
		userToken: userToken.reveal(),
		pageTokens: [...pageTokens].map(([id, token]) => [id, token.reveal()]),
		clientToken: clientToken?.reveal(),
	});
}

/** It was sealed as it is: what cannot be understood is a newer program's. */
function deserialise(text: string): Omit<Opened, 'key'> {
	const { output, success } = v.safeParse(SecretsSchema, parseJson(text));
	if (!success) throw new EnvelopeError('newer');
	const { appSecret, userToken, pageTokens, clientToken, ...others } = output;
	const secrets = {
		appSecret: new Secret(appSecret),
		userToken: new Secret(userToken),
		pageTokens: new Map(pageTokens.map(([id, token]) => [id, new Secret(token)])),
		...(typeof clientToken === 'string' ? { clientToken: new Secret(clientToken) } : {}),
	};
	return { secrets, others };
}
