import { join } from 'node:path';
import * as v from 'valibot';
import { type FactsOf, ProblemError, problem } from '../domain/problem.ts';
import type { ProtectionKind } from '../domain/protection.ts';
import { Secret } from '../domain/secret.ts';
import { damagedFile } from './entries.ts';
import { type Envelope, EnvelopeError, openEnvelope, readEnvelope, type SealingKey, seal } from './envelope.ts';
import { makePrivateFolder, readStoredFile, writeNewFile } from './files.ts';
import type { Keys } from './keys.ts';
import type { ProfileSecrets } from './profile.ts';
import type { Entry } from './profile-schema.ts';
import { parseJson } from './tolerant.ts';

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
	 * @throws {ProblemError} `store-locked`, `keychain-unavailable`, and `store-damaged` for a file that is damaged, missing or a
	 * newer program's.
	 */
	async open(
		{ name, storage, sealed }: Pick<Entry, 'name' | 'storage' | 'sealed'>,
		passphrase: Secret | null,
	): Promise<Opened> {
		if (sealed === null) throw damagedFile(name, 'secrets', null);
		const path = join(this.#folder, sealed.file);
		try {
			const envelope = this.#read(sealed.file);
			if (envelope === null) throw damagedFile(name, 'secrets', path, { isMissing: true });
			const key = this.#known.get(envelope.keyId) ?? (await this.#keys.find(envelope, name, passphrase));
			const opened = deserialise(openEnvelope(envelope, key.bytes, name));
			this.#known.set(key.id, key);
			return { ...opened, key };
		} catch (error) {
			if (!(error instanceof EnvelopeError)) throw error;
			if (error.reason === 'damaged') throw damagedFile(name, 'secrets', path);
			throw new ProblemError(
				error.reason === 'newer'
					? problem('store-damaged', { kind: 'newer-store', path })
					: problem('store-locked', wrongKey(storage)),
			);
		}
	}

	/** How a file looks without its key: as a `newer` program writes it, or `damaged`, which a missing one is too. */
	condition(file: string): 'whole' | 'newer' | 'damaged' {
		try {
			return this.#read(file) === null ? 'damaged' : 'whole';
		} catch (error) {
			if (!(error instanceof EnvelopeError)) throw error;
			return error.reason === 'newer' ? 'newer' : 'damaged';
		}
	}

	#read(file: string): Envelope | null {
		const text = readStoredFile(join(this.#folder, file));
		return text === null ? null : readEnvelope(text);
	}
}

function wrongKey(kind: ProtectionKind | null): FactsOf<'passphrase'> | FactsOf<'wrong-key'> {
	if (kind === 'passphrase') return { kind: 'passphrase', is: 'wrong' };
	return { kind: 'wrong-key', isOfKeychain: kind === 'keychain' };
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
