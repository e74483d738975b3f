import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { permissionsFor } from '../../source/domain/permissions.ts';
import { Secret } from '../../source/domain/secret.ts';
import { Transport } from '../../source/graph/transport.ts';
import { toProfile } from '../../source/operations/profiles.ts';
import { runJourney } from '../../source/operations/run-journey.ts';
import type { Sandbox } from '../../source/sandbox/server.ts';
import { Keychain, type KeychainPort } from '../../source/vault/keychain.ts';
import type { Protection } from '../../source/vault/protection.ts';
import { Vault } from '../../source/vault/vault.ts';

/** A passphrase costs next to nothing with these parameters. */
const CHEAP = { N: 2, r: 1, p: 1 };

/** A vault in a folder of its own that goes with the test; without a keychain unless one is given. */
export function temporaryVault(
	context: TestContext,
	{ now, keychain = null }: { now: () => number; keychain?: KeychainPort | null },
): Vault {
	const folder = mkdtempSync(join(tmpdir(), 'vault-'));
	context.after(() => rmSync(folder, { recursive: true, force: true }));
	return vaultIn(folder, { now, keychain });
}

/** Another vault in the same folder, which has not opened anything yet; without a keychain unless one is given. */
export function reopened(
	{ folder }: Vault,
	{ now, keychain = null }: { now: () => number; keychain?: KeychainPort | null },
): Vault {
	return vaultIn(folder, { now, keychain });
}

function vaultIn(folder: string, { now, keychain }: { now: () => number; keychain: KeychainPort | null }): Vault {
	const env = { FB_TOKEN_TUI_CONFIG_DIR: folder };
	const patience = { timeoutMs: 60_000 };
	return new Vault({ env, now, patience, keychain: new Keychain(keychain, patience), scryptCost: CHEAP });
}

/** A keychain that keeps what it is given, in memory. */
export class MemoryKeychain implements KeychainPort {
	readonly entries = new Map<string, string>();

	async probe(): Promise<void> {}

	async get(account: string): Promise<string | null> {
		return this.entries.get(account) ?? null;
	}

	async set(account: string, text: string): Promise<void> {
		this.entries.set(account, text);
	}

	async remove(account: string): Promise<void> {
		this.entries.delete(account);
	}
}

/** Connects to the sandbox and stores all of it as a profile. */
export async function storeProfile(
	vault: Vault,
	sandbox: Sandbox,
	{ name = 'my-app', protection = { kind: 'file' } as Protection } = {},
): Promise<void> {
	const transport = new Transport({ graph: new URL(sandbox.graphUrl), version: 'v27.0', timeoutMs: 10_000 });
	const appSecret = new Secret(sandbox.appSecret);
	const wanted = permissionsFor('publish');
	const journey = runJourney(
		{
			transport,
			forcedVersion: false,
			credentials: { id: sandbox.appId, secret: appSecret },
			token: sandbox.userToken,
			wanted,
		},
		{ now: sandbox.world.now, signal: new AbortController().signal },
	);
	let step = await journey.next();
	while (!step.done) step = await journey.next();
	await transport.close();
	const { profile, secrets } = toProfile(step.value, { name, appSecret, purpose: 'publish', wanted });
	await vault.save(profile, secrets, protection);
}
