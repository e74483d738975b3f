import type { TestContext } from 'node:test';
import { summaryOf } from '../../source/session/profile-summary.ts';
import type { KeychainPort } from '../../source/vault/keychain.ts';
import type { Protection } from '../../source/vault/protection.ts';
import type { Vault } from '../../source/vault/vault.ts';
import { NOW, type Program, type ProgramOptions, startProgram } from './program.ts';
import { reopened, storeProfile, temporaryVault } from './stored-profile.ts';

const DAY = 86_400;

export type StoredOptions = ProgramOptions & {
	/** A key in a file unless given. */
	protection?: Protection;
	/** None unless given. */
	keychain?: KeychainPort;
};

/** The program with one stored profile, `my-app`, made three days ago. */
export async function startWithProfile(
	context: TestContext,
	{ protection = { kind: 'file' }, keychain, ...options }: StoredOptions = {},
): Promise<{ program: Program; vault: Vault }> {
	let now = NOW - 3 * DAY;
	const settings = { now: () => now, ...(keychain ? { keychain } : {}) };
	const vault = temporaryVault(context, settings);
	const program = await startProgram(context, {
		...options,
		sandbox: { ...options.sandbox, now: () => now },
		// A vault of its own: it must not remember keys from the storing.
		tui: { ...options.tui, vault: reopened(vault, settings) },
		before: async (sandbox) => {
			await storeProfile(vault, sandbox, { protection });
			now = NOW;
		},
		prefill: async () => ({ profiles: (await vault.list()).map(summaryOf) }),
	});
	return { program, vault };
}
