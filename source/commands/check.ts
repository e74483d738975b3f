import type { PageRecord } from '../domain/page.ts';
import { touchedByDataAccessExpiry } from '../domain/permissions.ts';
import { problemOf } from '../domain/problem.ts';
import { formatEnd } from '../domain/time.ts';
import type { TokenInfo } from '../domain/token.ts';
import { checkProfile, isDue, withFindings } from '../operations/profiles.ts';
import type { StoredPage } from '../vault/profile.ts';
import { CheckRun } from './shared/check-run.ts';
import type { Context } from './shared/context.ts';
import { EXIT, exitCodeOfJourney, exitCodeOfProblem, worstExitCode } from './shared/exit-code.ts';
import { Forecast } from './shared/forecast.ts';
import { KeptFindings } from './shared/kept-findings.ts';
import { type Outcome, overProfiles, type Tools } from './shared/over-profiles.ts';
import { withRemedyForStored } from './shared/reconnect.ts';
import { follow } from './shared/unattended.ts';

/** The verb's own options. */
export type CheckArguments = { all?: boolean; warnDays?: number; maxAge?: number; quiet?: boolean };

/**
 * Asks Meta about the stored tokens, user tokens included, keeps what it has learned, and says what is different. Gives the
 * exit code by the worst finding. With `warnDays`, what ends within so many days is a finding too. With `quiet`
 * nothing is written where there is none. With `maxAge`, of what was verified within so many hours, what is stored counts.
 * Where Meta allows fewer calls an hour than there are tokens, that is said, with the time that it takes.
 * @throws {ProblemError} {UsageError} as {@link overProfiles} does.
 */
export function check(args: CheckArguments, context: Context): Promise<number> {
	const run = new CheckRun(args, context);
	const forecast = new Forecast(context, args);
	const due = run.since === null ? null : (page: StoredPage) => isDue(page, run.since);
	return overProfiles('check', { ...args, due }, context, (tools) => checkOne(tools, { run, forecast }, args, context));
}

async function checkOne(
	{ open, vault, transport, progress, pace, later }: Tools,
	{ run, forecast }: { run: CheckRun; forecast: Forecast },
	{ warnDays }: CheckArguments,
	context: Context,
) {
	const { profile: checked } = open;
	const kept = new KeptFindings(vault, checked, context);
	const total = checked.pages.filter((page) => isDue(page, run.since)).length;
	const foretell = (pauseMs: number | null = null) =>
		forecast.tell({ pace, progress }, total - kept.count + later, pauseMs);
	progress.expect(total);
	pace.onPause = async (pauseMs) => {
		foretell(pauseMs);
		if (pauseMs !== null) await kept.store();
	};
	const work = checkProfile(transport, open, { ...context, since: run.since });
	const reading = await follow(work, async (event) => {
		progress.tell(event);
		run.hasVerified = true;
		await kept.add(event.pages);
		foretell();
	}).catch(async (error: unknown) => {
		await kept.store();
		if (problemOf(error).code === 'cancelled') run.tellHowToGoOn(progress.stderr);
		throw error;
	});
	const { profile: found, found: pages, changes } = reading;
	const problems = found.problems.map((trouble) => withRemedyForStored(trouble, checked));
	try {
		await vault.amend(checked.name, (stored) => withFindings(stored, { checked, found }));
	} catch (error) {
		// What was found out is worth telling all the same.
		problems.push(problemOf(error));
	}
	const notes = warnDays === undefined ? [] : endingWithin(warnDays, pages, found.userInfo, context.now());
	const exitCode = worstExitCode([
		exitCodeOfJourney({ pages, problems }),
		...problems.map(({ code }) => exitCodeOfProblem(code)),
		...notes.map(() => EXIT.notPermanent),
	]);
	const reported = { ...checked, ...found, pages, problems, graphVersion: transport.version };
	return { reported, changes, notes, exitCode } satisfies Outcome;
}

const DAY = 86_400;

/** What ends within some days, as sentences: user token, Page tokens, and data access where it matters to a permission. */
function endingWithin(days: number, pages: readonly PageRecord[], user: TokenInfo, now: number): string[] {
	const ends = (time: number | null) => time !== null && time !== 0 && time <= now + days * DAY;
	const notes: string[] = [];
	if (user.isValid !== false && ends(user.expiresAt)) {
		notes.push(`the user token ${formatEnd(user.expiresAt, now)}; refresh renews it in its last 30 days`);
	}
	for (const { name, info, assessment } of pages) {
		if (!info || !assessment || assessment.verdict === 'invalid') continue;
		if (ends(assessment.expiresAt)) {
			notes.push(`the token of ${name} ${formatEnd(assessment.expiresAt, now)}`);
		}
		const touched = touchedByDataAccessExpiry(info.scopes);
		if (touched.length > 0 && ends(assessment.dataAccessExpiresAt)) {
			const end = formatEnd(assessment.dataAccessExpiresAt, now);
			notes.push(`data access of ${name} ${end}: ${touched.join(', ')}`);
		}
	}
	return notes;
}
