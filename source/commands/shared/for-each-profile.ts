import { type Changes, isUnchanged } from '../../domain/changes.ts';
import { type Problem, ProblemError, problemOrRethrow } from '../../domain/problem.ts';
import { RateLimiter } from '../../graph/rate-limiter.ts';
import type { Transport } from '../../graph/transport.ts';
import type { Reported } from '../../operations/report.ts';
import { verified } from '../../operations/verify.ts';
import { type KeptProfile, type StoredPage, type StoredProfile, withTokens } from '../../vault/profile.ts';
import type { OpenProfile, Vault } from '../../vault/vault.ts';
import { BufferedOutput } from './buffered-output.ts';
import { chooseProfiles } from './choose-profiles.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode, exitCodeOfProblem, worstExitCode } from './exit-code.ts';
import { openProfile } from './open-profile.ts';
import { openVault } from './open-vault.ts';
import { problemOfStored } from './problem-ui.ts';
import { Progress } from './progress.ts';
import { transportFor } from './transport-for.ts';
import { ReportWriter, writeProblem } from './write.ts';
import { writePages } from './write-pages.ts';
import { writeChanges } from './write-profiles.ts';

/** What became of one profile. `notes` are sentences for the person, without their full stop. */
export type Outcome = { reported: Reported; changes: Changes | null; notes: string[]; exitCode: ExitCode };

/**
 * What the work on one profile may use. What it writes on standard error goes through the progress. `limiter` keeps all calls for
 * the app within Meta's limit, and `later` is how many tokens the profiles after this one have.
 */
export type Tools = {
	open: OpenProfile;
	vault: Vault;
	transport: Transport;
	progress: Progress;
	limiter: RateLimiter;
	later: number;
};

/** Half of the calls that Meta allows an app in an hour that one person uses: so few are just made, whatever else the app does. */
const UNPACED = 100;

/** How the work is to be done. `due` picks the Pages whose tokens are asked about: all that have one, unless given. */
export type Manner = { all?: boolean; quiet?: boolean; due?: ((page: StoredPage) => boolean) | null };

/**
 * Does some work for the chosen profiles, one after the other, and writes what became of them: Pages on standard output,
 * changes, notes and problems on standard error; or the one JSON shape, with changes and notes beside it. Each profile is read
 * when its turn comes and written when it is done, so the Pages of one at a time are held. What stops the work for one of
 * several profiles is told, and the others go on. With `quiet` only what is not fine is written: as JSON all of it then. Gives the exit code of the worst.
 * @throws {ProblemError} what stops the work for the only profile; `cancelled` in any case; as {@link chooseProfiles} does.
 */
export async function forEachProfile(
	verb: string,
	{ all = false, quiet = false, due = null }: Manner,
	context: Context,
	work: (tools: Tools) => Promise<Outcome>,
): Promise<number> {
	const { now, options } = context;
	const vault = openVault(context);
	const queue: { profile: KeptProfile; tokens: number; failure: unknown }[] = [];
	for (const { pages, ...profile } of await chooseProfiles(vault, context, all, `fb-token-tui ${verb}`)) {
		const counted = due ? await countDue(vault, profile.name, due) : { tokens: pages.tokens, failure: null };
		queue.push({ profile, ...counted });
	}
	const isOneOfSeveral = queue.length > 1;
	const limiters = new Map<string, RateLimiter>();
	let later = queue.reduce((sum, { tokens }) => sum + tokens, 0);
	const isPaced = later > UNPACED;
	const exitCodes: ExitCode[] = [];
	const buffered = new BufferedOutput();
	// JSON is one whole; of a text, each finding is told when it is there.
	const isHeld = quiet && options.json;
	const { stdout, stderr } = isHeld ? buffered.of(context) : context;
	const report = options.json ? new ReportWriter(stdout, options) : null;
	for (const { profile, tokens, failure } of queue) {
		later -= tokens;
		const limiter = limiters.get(profile.app.id) ?? new RateLimiter(context.clock);
		limiters.set(profile.app.id, limiter);
		const subject = isOneOfSeveral ? profile.name : null;
		const progress = new Progress(context, { subject, isQuiet: quiet });
		const told = { ...context, stderr: progress.stderr };
		const connection = { version: profile.graphVersion, isQuiet: quiet, limiter: isPaced ? limiter : undefined };
		const transport = transportFor(told, connection);
		let outcome: Outcome;
		try {
			if (failure) throw failure;
			const open = await openProfile(vault, profile, context, { graph: context.hosts.graph });
			outcome = await work({ open, vault, transport, progress, limiter, later });
		} catch (error) {
			const problem = problemOfStored(problemOrRethrow(error), profile);
			if (!isOneOfSeveral || problem.code === 'cancelled') throw new ProblemError(problem);
			outcome = stopped(await vault.read(profile.name).catch(() => ({ ...profile, pages: [] })), problem, now());
		} finally {
			progress.end();
			await transport.close();
		}
		exitCodes.push(outcome.exitCode);
		const isWritten = !quiet || options.json || outcome.exitCode !== EXIT.fine;
		if (isWritten) writeOutcome(outcome, { ...context, stdout, stderr }, { isOneOfSeveral, isQuiet: quiet });
		report?.add(outcome.reported);
		// One finding is enough for all of it to be wanted.
		if (outcome.exitCode !== EXIT.fine) buffered.release();
	}
	report?.end();
	return worstExitCode(exitCodes);
}

/** How many tokens are due; what stands in the way of knowing is the failure of the profile, told when its turn comes. */
async function countDue(vault: Vault, name: string, due: (page: StoredPage) => boolean) {
	try {
		return { tokens: (await vault.read(name)).pages.filter(due).length, failure: null };
	} catch (failure) {
		return { tokens: 0, failure };
	}
}

/** Nothing was found out: what is stored of the verdicts is no finding of now. */
function stopped(profile: StoredProfile, problem: Problem, now: number): Outcome {
	const pages = withTokens(profile.pages, null).map((page) =>
		page.summary ? verified(page, { info: null, problem: problem }, { appId: profile.app.id, now }) : page,
	);
	const reported = { ...profile, pages, problems: [problem] };
	return { reported, changes: null, notes: [], exitCode: exitCodeOfProblem(problem.code) };
}

function writeOutcome(
	{ reported, changes, notes }: Outcome,
	{ stdout, stderr, now, options }: Context,
	{ isOneOfSeveral, isQuiet }: { isOneOfSeveral: boolean; isQuiet: boolean },
) {
	const { name, pages, problems } = reported;
	if (options.json) {
		if (changes && !isUnchanged(changes)) writeChanges(stderr, name ?? '', changes);
	} else if (changes) {
		if (isOneOfSeveral) stdout.write(`${name}\n`);
		const shown = isQuiet ? pages.filter(({ assessment }) => assessment?.verdict !== 'permanent') : pages;
		writePages(stdout, shown, now(), isOneOfSeveral ? '  ' : '');
		if (!isQuiet || !isUnchanged(changes)) writeChanges(stderr, name ?? '', changes);
	}
	for (const note of notes) stderr.write(`${name}: ${note}\n`);
	if (options.json) return;
	for (const problem of problems) {
		if (isOneOfSeveral) stderr.write(`${name}: `);
		writeProblem(stderr, problem);
	}
}
