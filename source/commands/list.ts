import { type StoredProfile, withTokens } from '../vault/profile.ts';
import { Vault } from '../vault/vault.ts';
import { HOW_TO_BEGIN } from './choose-profiles.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-code.ts';
import { unlockProfile } from './open-profile.ts';
import { writeReport } from './write.ts';
import { writeProfile, writeProfileLine } from './write-profiles.ts';

/**
 * Lists what is stored, in full or in one line a profile. Needs neither the network nor, unless tokens are to be revealed, a
 * key. The exit code says nothing of the verdicts.
 * @throws {ProblemError} `not-found` for a profile that is not there.
 */
export async function list({ short = false }: { short?: boolean }, context: Context): Promise<number> {
	const { env, options, stdout, stderr, now } = context;
	const vault = new Vault({ env, now });
	const profiles = options.profile === null ? await vault.list() : [await vault.find(options.profile)];
	if (options.json) {
		const reported = [];
		for (const profile of profiles) {
			const secrets = options.reveal ? (await unlockProfile(vault, profile, context)).secrets : null;
			reported.push({ ...profile, pages: withTokens(profile.pages, secrets) });
		}
		writeReport(stdout, reported, options);
	} else if (short) for (const profile of profiles) writeProfileLine(stdout, profile);
	else writeProfiles(stdout, profiles, now());
	if (profiles.length === 0) stderr.write(`There is no profile in ${vault.folder} yet. ${HOW_TO_BEGIN}\n`);
	return EXIT.fine;
}

function writeProfiles(stdout: NodeJS.WritableStream, profiles: readonly StoredProfile[], now: number): void {
	for (const [index, profile] of profiles.entries()) {
		if (index > 0) stdout.write('\n');
		writeProfile(stdout, profile, now);
	}
}
