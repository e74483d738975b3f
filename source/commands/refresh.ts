import { Option } from 'commander';
import { problemOrRethrow } from '../domain/problem.ts';
import { INCOMPLETE } from '../domain/problems/connect.ts';
import { formatEnd } from '../domain/time.ts';
import { type OpenProfile, refreshProfile } from '../operations/profiles.ts';
import { withTokens } from '../vault/profile.ts';
import type { Context } from './shared/context.ts';
import { Estimate } from './shared/estimate.ts';
import { exitCodeOfJourney, exitCodeOfProblem, worstExitCode } from './shared/exit-code.ts';
import { forEachProfile, type Outcome, type Tools } from './shared/for-each-profile.ts';
import { problemOfStored } from './shared/problem-ui.ts';
import { warnAboutExposure } from './shared/save-target.ts';
import { follow, StepWriter } from './shared/unattended.ts';
import type { Verb } from './shared/verb.ts';
import { noteOfDeselected } from './shared/write-pages.ts';

type RefreshOptions = { all?: boolean };

/**
 * Derives the Pages and their tokens anew from the stored user token, saves them, and says which are new, gone or changed.
 * Gives the exit code by the worst finding. Where Meta allows fewer calls an hour than there are tokens, that is said, with the
 * time that it takes.
 * @throws {ProblemError} when the user token has died: the remedy is to connect again. Else as {@link forEachProfile} does.
 */
export const verb: Verb<RefreshOptions> = {
	options: [new Option('--all', 'all profiles (default: the only one)')],
	help: `\
Where Meta allows fewer calls an hour than there are tokens, it waits in between, and tells how
long that takes.`,
	examples: ['fb-token-tui refresh', 'fb-token-tui refresh --profile my-bakery --json'],
	run({ options }, context) {
		const estimate = new Estimate(context);
		return forEachProfile('refresh', options, context, (tools) => refreshOne(tools, estimate, context));
	},
};

async function refreshOne(
	{ open, vault, transport, progress, limiter, later }: Tools,
	estimate: Estimate,
	context: Context,
): Promise<Outcome> {
	const { options, now } = context;
	const { profile: before } = open;
	const { stderr } = progress;
	const isTold = stderr.isTTY && !options.json;
	const steps = new StepWriter((line) => isTold && stderr.write(`${line}\n`), now);
	let left = before.pages.length + later;
	limiter.onPause = (pauseMs) => estimate.tell({ limiter, progress }, left, pauseMs);
	const work = refreshProfile(transport, open, context);
	const reading = await follow(work, (event) => {
		steps.tell(event);
		progress.tell(event);
		if (event.type === 'pages-verified') left = Math.max(later, left - event.pages.length);
	});
	progress.end();
	steps.finish();
	const notes: string[] = [];
	let { profile, secrets }: OpenProfile = reading;
	let pages = reading.found;
	let isSuperseded = false;
	const problems = profile.problems.map((problem) => problemOfStored(problem, before));
	const note = noteOfDeselected(pages);
	if (note) notes.push(note);
	const exitCodes = [exitCodeOfJourney({ pages, problems, isComplete: reading.isComplete })];
	if (!reading.isComplete) notes.push(INCOMPLETE);
	try {
		const saved = await vault.saveReading(reading);
		({ profile, secrets } = saved);
		warnAboutExposure(vault, stderr);
		if (saved.isSuperseded) {
			isSuperseded = true;
			pages = withTokens(profile.pages, secrets);
			notes.push('it was saved anew meanwhile, and that was kept: refresh again to see it checked');
		}
	} catch (error) {
		const problem = problemOrRethrow(error);
		problems.push(problem);
		exitCodes.push(exitCodeOfProblem(problem.code));
	}
	if (!isSuperseded && !secrets.userToken.equals(open.secrets.userToken)) {
		notes.push(`the user token was renewed: it ${formatEnd(profile.userInfo.expiresAt, now())}`);
	}
	const reported = { ...before, ...profile, pages, problems, graphVersion: transport.version };
	return { reported, changes: reading.changes, notes, exitCode: worstExitCode(exitCodes) };
}
