import { Option } from 'commander';
import type { PageRecord } from '../domain/page.ts';
import { touchedByDataAccessExpiry } from '../domain/permissions.ts';
import { problemOrRethrow } from '../domain/problem.ts';
import { wordForShell } from '../domain/quoting.ts';
import { formatEnd } from '../domain/time.ts';
import type { TokenInfo } from '../domain/token.ts';
import { checkProfile, isDue, withFindings } from '../operations/profiles.ts';
import type { StoredPage } from '../vault/profile.ts';
import { Checkpoint } from './check/checkpoint.ts';
import type { Context } from './shared/context.ts';
import { Estimate } from './shared/estimate.ts';
import { EXIT, exitCodeOfJourney, exitCodeOfProblem, worstExitCode } from './shared/exit-code.ts';
import { forEachProfile, type Outcome, type Tools } from './shared/for-each-profile.ts';
import { count } from './shared/option-parsers.ts';
import { problemOfStored } from './shared/problem-ui.ts';
import { follow } from './shared/unattended.ts';
import type { Verb } from './shared/verb.ts';
import type { Output } from './shared/write.ts';

type CheckOptions = { all?: boolean; warnDays?: number; maxAge?: number; quiet?: boolean };

/**
 * Asks Meta about the stored tokens, user tokens included, keeps what it has learned, and says what is different. Gives the
 * exit code by the worst finding. With `warnDays`, what ends within so many days is a finding too. With `quiet`
 * only findings are written. With `maxAge`, of what was verified within so many hours, what is stored counts.
 * Where Meta allows fewer calls an hour than there are tokens, that is said, with the time that it takes.
 * @throws {ProblemError} {UsageError} as {@link forEachProfile} does.
 */
export const verb: Verb<CheckOptions> = {
	options: [
		new Option('--all', 'all profiles (default: the only one)'),
		new Option('--warn-days <n>', 'exit 5 when something ends within so many days').argParser(count),
		new Option('--max-age <hours>', 'leave out what was verified within so many hours').argParser(count),
		new Option('--quiet', 'print only what is not well: nothing at all with exit code 0'),
	],
	help: `\
Where Meta allows fewer calls an hour than there are tokens, it waits in between, and tells how
long that takes. What was verified is stored every ten seconds: after Ctrl+C, or a kill,
--max-age goes on where it ended.`,
	examples: [
		'fb-token-tui check',
		'fb-token-tui check --all --warn-days 14 --quiet',
		'fb-token-tui check --all --max-age 12',
	],
	run({ options }, context) {
		const run = new CheckRun(options, context);
		const estimate = new Estimate(context, options);
		const due = run.since === null ? null : (page: StoredPage) => isDue(page, run.since);
		return forEachProfile('check', { ...options, due }, context, (tools) =>
			checkOne(tools, { run, estimate }, options, context),
		);
	},
};

async function checkOne(
	{ open, vault, transport, progress, limiter, later }: Tools,
	{ run, estimate }: { run: CheckRun; estimate: Estimate },
	{ warnDays }: CheckOptions,
	context: Context,
) {
	const { profile: checked } = open;
	const checkpoint = new Checkpoint(vault, checked, context);
	const total = checked.pages.filter((page) => isDue(page, run.since)).length;
	const tellTime = (pauseMs: number | null = null) =>
		estimate.tell({ limiter, progress }, total - checkpoint.count + later, pauseMs);
	progress.expect(total);
	limiter.onPause = async (pauseMs) => {
		tellTime(pauseMs);
		if (pauseMs !== null) await checkpoint.store();
	};
	const work = checkProfile(transport, open, { ...context, since: run.since });
	const reading = await follow(work, async (event) => {
		progress.tell(event);
		run.hasVerified = true;
		await checkpoint.add(event.pages);
		tellTime();
	}).catch(async (error: unknown) => {
		await checkpoint.store();
		if (problemOrRethrow(error).code === 'cancelled') run.tellHowToGoOn(progress.stderr);
		throw error;
	});
	const { profile: found, found: pages, changes } = reading;
	const problems = found.problems.map((problem) => problemOfStored(problem, checked));
	try {
		await vault.amend(checked.name, (stored) => withFindings(stored, { checked, found }));
	} catch (error) {
		// What was found out is worth telling all the same.
		problems.push(problemOrRethrow(error));
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

const HOUR = 3600;

/** One run of the verb, for all its profiles: from when on what was verified counts, and how to go on after it. */
class CheckRun {
	/** Unix seconds; null where all is to be verified. */
	readonly since: number | null;
	/** Was any token verified? */
	hasVerified = false;
	readonly #begin: number;
	readonly #options: CheckOptions;
	readonly #context: Context;

	constructor(options: CheckOptions, context: Context) {
		this.#begin = context.now();
		this.since = options.maxAge === undefined ? null : this.#begin - options.maxAge * HOUR;
		this.#options = options;
		this.#context = context;
	}

	/** Says what is left to do after it was stopped amid the work. */
	tellHowToGoOn(output: Output): void {
		const { all, maxAge = 0, quiet } = this.#options;
		const { profile, json } = this.#context.options;
		if (quiet || json || !this.hasVerified) return;
		const hours = maxAge + Math.floor((this.#context.now() - this.#begin) / HOUR) + 1;
		const which = all ? ' --all' : profile === null ? '' : ` --profile ${wordForShell(profile)}`;
		output.write(`What was verified is stored. To go on: fb-token-tui check${which} --max-age ${hours}\n`);
	}
}
