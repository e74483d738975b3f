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
import { TemporaryFolder } from './temporary-folder.ts';

/** A passphrase costs next to nothing with these parameters. */
const CHEAP = { N: 2, r: 1, p: 1 };

/** A vault in a folder of its own that goes with the test; without a keychain unless one is given. */
export function temporaryVault(
	context: TestContext,
	{ now, keychain = null }: { now: () => number; keychain?: KeychainPort | null },
): Vault {
	const folder = new TemporaryFolder();
	context.after(() => folder[Symbol.dispose]());
	return vaultIn(folder.path, { now, keychain });
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

/** Connects to the sandbox with `token` (default: its own user token), and stores all of it as a profile. */
export async function storeProfile(
	vault: Vault,
	sandbox: Sandbox,
	{ name = 'my-app', protection = { kind: 'file' } as Protection, token = sandbox.userToken } = {},
): Promise<void> {
	const transport = new Transport({ graph: new URL(sandbox.graphUrl), version: 'v27.0', timeoutMs: 60_000 });
	const appSecret = new Secret(sandbox.appSecret);
	const wanted = permissionsFor('publish');
	const journey = runJourney(
		{
			transport,
			forcedVersion: false,
			credentials: { id: sandbox.appId, secret: appSecret },
			token,
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
