import type { PageRecord } from '../domain/page.ts';
import { plural } from '../domain/plural.ts';
import { type Problem, ProblemError, problemOrRethrow } from '../domain/problem.ts';
import { HOW_TO_BEGIN } from '../domain/problems/command.ts';
import { type KeptProfile, type ListedProfile, withTokens } from '../vault/profile.ts';
import type { Vault } from '../vault/vault.ts';
import { defaultName } from './shared/choose-profiles.ts';
import type { Context } from './shared/context.ts';
import { EXIT, type ExitCode, exitCodeOfProblem, worstExitCode } from './shared/exit-code.ts';
import { openProfile } from './shared/open-profile.ts';
import { openVault } from './shared/open-vault.ts';
import { problemOfStored } from './shared/problem-ui.ts';
import type { Verb } from './shared/verb.ts';
import { ReportWriter, writeProblem } from './shared/write.ts';
import { writeProfile, writeProfileLine } from './shared/write-profiles.ts';

/** Lists what is stored. */
export const verb: Verb = {
	examples: ['fb-token-tui list', 'fb-token-tui list --profile my-bakery --json'],
	run: (_, context) => list(context, { isShort: false }),
};

/**
 * Lists what is stored, in full or in one line a profile. Needs neither the network nor, unless tokens are to be revealed, a
 * key. What stands in the way of one of several profiles is told, and the others are listed. The exit code says nothing of
 * the verdicts.
 * @throws {ProblemError} `not-found` for a profile that is not there; what stands in the way of the only one; `cancelled`.
 */
export async function list(context: Context, { isShort }: { isShort: boolean }): Promise<number> {
	const { options, stdout, stderr } = context;
	const vault = openVault(context);
	const profiles = options.profile === null ? await vault.list() : [await vault.find(options.profile)];
	const { unreadable } = vault;
	if (unreadable > 0) stderr.write(`This version cannot read ${plural(unreadable, 'profile')} in ${vault.folder}.\n`);
	else if (profiles.length === 0) stderr.write(`There is no profile in ${vault.folder} yet. ${HOW_TO_BEGIN}\n`);
	const complete = unreadable > 0 ? exitCodeOfProblem('store-damaged') : EXIT.fine;
	if (!isShort || options.json) return worstExitCode([complete, await writeProfiles(profiles, vault, context)]);
	const usual = await defaultName(vault, context.env);
	for (const profile of profiles) writeProfileLine(stdout, profile, profile.name === usual);
	return complete;
}

async function writeProfiles(profiles: readonly ListedProfile[], vault: Vault, context: Context): Promise<ExitCode> {
	const { options, stdout, stderr, now } = context;
	const report = options.json ? new ReportWriter(stdout, options) : null;
	const isOneOfSeveral = options.profile === null && profiles.length > 1;
	const usual = await defaultName(vault, context.env);
	const exitCodes: ExitCode[] = [];
	let gap = '';
	for (const listed of profiles) {
		const { profile, problem } = await readProfile(listed, vault, context);
		// Another program has removed it, or given it another name, meanwhile.
		if (problem?.code === 'not-found' && isOneOfSeveral) continue;
		if (problem && (!isOneOfSeveral || problem.code === 'cancelled')) throw new ProblemError(problem);
		if (problem) exitCodes.push(exitCodeOfProblem(problem.code));
		if (report) report.add(problem ? { ...profile, problems: [problem] } : profile);
		else if (problem) writeProblem(stderr, problem);
		else {
			stdout.write(gap);
			writeProfile(stdout, profile, now(), profile.name === usual);
			gap = '\n';
		}
	}
	report?.end();
	return worstExitCode(exitCodes);
}

type Read = { profile: KeptProfile & { pages: PageRecord[] }; problem: Problem | null };

/** A profile with its Pages as far as they can be read, with their tokens where these are to be revealed; and what is in the way. */
async function readProfile(listed: ListedProfile, vault: Vault, context: Context): Promise<Read> {
	const { json, reveal } = context.options;
	let profile: Read['profile'] = { ...listed, pages: [] };
	try {
		const stored = await vault.read(listed.name);
		profile = { ...stored, pages: withTokens(stored.pages, null) };
		if (!json || !reveal) return { profile, problem: null };
		const open = await openProfile(vault, stored, context);
		return { profile: { ...open.profile, pages: withTokens(open.profile.pages, open.secrets) }, problem: null };
	} catch (error) {
		return { profile, problem: problemOfStored(problemOrRethrow(error), listed) };
	}
}
