import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../../source/domain/secret.ts';
import { Keychain, type KeychainPort, type KeychainRequest } from '../../source/vault/keychain.ts';
import type { Protection } from '../../source/vault/protection.ts';
import { Vault } from '../../source/vault/vault.ts';
import { profileOf, reveal, secretsOf } from './profiles.ts';

/** A keychain in a folder, which several processes share. */
class FolderKeychain implements KeychainPort {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
		mkdirSync(folder, { recursive: true });
	}

	async ask({ operation, account, text = '' }: KeychainRequest): Promise<string | null> {
		const path = join(this.#folder, createHash('sha256').update(account).digest('hex'));
		if (operation === 'set') writeFileSync(path, text);
		if (operation === 'remove') rmSync(path, { force: true });
		try {
			return operation === 'get' ? readFileSync(path, 'utf8') : null;
		} catch {
			return null;
		}
	}
}

const PASSPHRASE = 'correct horse';
export const PROTECTIONS: readonly Protection[] = [
	{ kind: 'keychain' },
	{ kind: 'passphrase', passphrase: new Secret(PASSPHRASE) },
	{ kind: 'file' },
];

/** The vault in `folder`, with its keychain beside it. */
export function vaultIn(folder: string): Vault {
	return new Vault({
		env: { FB_TOKEN_TUI_CONFIG_DIR: join(folder, 'config'), FB_TOKEN_TUI_PASSPHRASE: PASSPHRASE },
		keychain: new Keychain(new FolderKeychain(join(folder, 'keychain'))),
		scryptCost: { N: 16, r: 1, p: 1 },
	});
}

/** Saves a profile whose facts, Pages and secrets tell the same number. */
export function saveNumber(vault: Vault, name: string, number: number, protection: Protection | 'keep') {
	const pages = profileOf(name).pages.map((page) => ({ ...page, category: String(number) }));
	return vault.save(profileOf(name, { graphVersion: String(number), pages }), secretsOf(String(number)), protection);
}

/** Fails unless the facts, the Pages and the secrets of a profile tell the same number, which it gives. */
export async function loadNumber(vault: Vault, name: string): Promise<number> {
	const { profile, secrets } = await vault.load(name);
	const number = profile.graphVersion;
	assert.deepEqual(reveal(secrets), reveal(secretsOf(number)), name);
	assert.deepEqual([profile.pages.length, profile.pages[0]?.category], [1, number], name);
	return Number(number);
}
