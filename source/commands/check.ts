import type { PageRecord } from '../domain/page.ts';
import { touchedByDataAccessExpiry } from '../domain/permissions.ts';
import { problemOf } from '../domain/problem.ts';
import { formatEnd } from '../domain/time.ts';
import type { TokenInfo } from '../domain/token.ts';
import { checkProfile, withFindings } from '../operations/profiles.ts';
import type { Context } from './context.ts';
import { EXIT, exitCodeOfJourney, exitCodeOfProblem, worstExitCode } from './exit-code.ts';
import { type Outcome, overProfiles, type Tools } from './over-profiles.ts';
import { withRemedyForStored } from './reconnect.ts';
import { follow } from './unattended.ts';

/** The verb's own options. */
export type CheckArguments = { all?: boolean; warnDays?: number; quiet?: boolean };

/**
 * Asks Meta about the stored tokens, user tokens included, keeps what it has learned, and says what is different. Gives the
 * exit code by the worst finding. With `warnDays`, what ends within so many days is a finding too. With `quiet`
 * nothing is written where there is none.
 * @throws {ProblemError} {UsageError} as {@link overProfiles} does.
 */
export function check(args: CheckArguments, context: Context): Promise<number> {
	return overProfiles('check', args, context, (tools) => checkOne(tools, args, context));
}

async function checkOne({ open, vault, transport, progress }: Tools, { warnDays }: CheckArguments, context: Context) {
	const { profile: checked } = open;
	progress.expect(open.secrets.pageTokens.size);
	const work = checkProfile(transport, open, context);
	const { profile: found, found: pages, changes } = await follow(work, (event) => progress.tell(event));
	const problems = found.problems.map((trouble) => withRemedyForStored(trouble, checked.name));
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
