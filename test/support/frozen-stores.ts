import { chmodSync, cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from './temporary-folder.ts';

/** Opens the profile `with-passphrase` of every frozen store. */
export const STORE_PASSPHRASE = 'made-up passphrase';

const folder = join(import.meta.dirname, '..', 'vault', 'stores');

/** The versions of the stores that were frozen, each as the program of its time has written it. */
export const FROZEN_VERSIONS = readdirSync(folder).filter((name) => /^\d+$/.test(name));

/** A copy of a frozen store. */
export function copyOfStore(version: string): TemporaryFolder {
	const copy = new TemporaryFolder();
	cpSync(join(folder, version), copy.path, { recursive: true });
	// Git keeps no such modes.
	for (const file of copy.files()) chmodSync(join(copy.path, file), 0o600);
	return copy;
}
