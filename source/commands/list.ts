import type { PageRecord } from '../domain/page.ts';
import { ProblemError, problemOf } from '../domain/problem.ts';
import { type KeptProfile, type ListedProfile, withTokens } from '../vault/profile.ts';
import { Vault } from '../vault/vault.ts';
import { HOW_TO_BEGIN } from './choose-profiles.ts';
import type { Context } from './context.ts';
import { EXIT, exitCodeOfProblem, worstExitCode } from './exit-code.ts';
import { unlockSecrets } from './open-profile.ts';
import { withRemedyForStored } from './reconnect.ts';
import { ReportWriter, writeProblem } from './write.ts';
import { writeProfile, writeProfileLine } from './write-profiles.ts';

/**
 * Lists what is stored, in full or in one line a profile. Needs neither the network nor, unless tokens are to be revealed, a
 * key. What stands in the way of one of several profiles is told, and the others are listed. The exit code says nothing of
 * the verdicts.
 * @throws {ProblemError} `not-found` for a profile that is not there; what stands in the way of the only one; `cancelled`.
 */
export async function list({ short = false }: { short?: boolean }, context: Context): Promise<number> {
	const { env, options, stdout, stderr, now } = context;
	const vault = new Vault({ env, now });
	const profiles = options.profile === null ? await vault.list() : [await vault.find(options.profile)];
	if (profiles.length === 0) stderr.write(`There is no profile in ${vault.folder} yet. ${HOW_TO_BEGIN}\n`);
	if (!short || options.json) return writeProfiles(profiles, vault, context);
	for (const profile of profiles) writeProfileLine(stdout, profile);
	return EXIT.fine;
}

async function writeProfiles(profiles: readonly ListedProfile[], vault: Vault, context: Context): Promise<number> {
	const { options, stdout, stderr, now } = context;
	const report = options.json ? new ReportWriter(stdout, options) : null;
	const exitCodes: number[] = [];
	for (const [index, listed] of profiles.entries()) {
		const read = await readProfile(listed, vault, context);
		if (read instanceof ProblemError) {
			const trouble = withRemedyForStored(read.problem, listed);
			if (profiles.length === 1 || trouble.code === 'cancelled') throw new ProblemError(trouble);
			exitCodes.push(exitCodeOfProblem(trouble.code));
			if (report) report.add({ ...listed, pages: [], problems: [trouble] });
			else writeProblem(stderr, trouble, null);
		} else if (report) report.add(read);
		else {
			if (index > 0) stdout.write('\n');
			writeProfile(stdout, read, now());
		}
	}
	report?.end();
	return worstExitCode(exitCodes);
}

/** A profile with its Pages, which have their tokens where these are to be revealed; or what stands in the way. */
async function readProfile(
	{ name }: ListedProfile,
	vault: Vault,
	context: Context,
): Promise<(KeptProfile & { pages: PageRecord[] }) | ProblemError> {
	try {
		const profile = await vault.read(name);
		const secrets = context.options.reveal ? await unlockSecrets(vault, profile, context) : null;
		return { ...profile, pages: withTokens(profile.pages, secrets) };
	} catch (error) {
		return new ProblemError(problemOf(error));
	}
}
