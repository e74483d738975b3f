import { problemOfAppId, problemOfAppSecret } from '../domain/app.ts';
import { cleanText } from '../domain/clean-text.ts';
import { readPageAddress } from '../domain/page-address.ts';
import { DEFAULT_PURPOSE, missingPermissions } from '../domain/permissions.ts';
import { type Problem, ProblemError, problem, problemOf } from '../domain/problem.ts';
import { INCOMPLETE } from '../domain/problems/connect.ts';
import { redact } from '../domain/redact.ts';
import { Secret } from '../domain/secret.ts';
import type { AppCredentials } from '../graph/client.ts';
import type { Transport } from '../graph/transport.ts';
import { proposeName, toProfile } from '../operations/profiles.ts';
import { type Reported, unsaved } from '../operations/report.ts';
import { type JourneyEvent, type JourneyResult, makeTokens, runJourney } from '../operations/run-journey.ts';
import { openPreferences } from '../vault/preferences.ts';
import { ProfileNameError, type StoredProfile } from '../vault/profile.ts';
import { describeProtection, type Protection } from '../vault/protection.ts';
import {
	appSteps,
	type ConnectArguments,
	type Defaults,
	type Draft,
	type Wish,
	wishFrom,
} from './connect-questions.ts';
import { saveSteps } from './save-questions.ts';
import { askInTurn, type Step } from './shared/ask-in-turn.ts';
import type { Context } from './shared/context.ts';
import { EXIT, exitCodeOfJourney } from './shared/exit-code.ts';
import { Progress } from './shared/progress.ts';
import { Questions } from './shared/questions.ts';
import { readInput } from './shared/read-input.ts';
import { quoted } from './shared/reconnect.ts';
import { findSaveTarget, protectionFor, type SaveTarget, warnAboutExposure } from './shared/save-target.ts';
import { clientTokenFrom, type PreparedSignIn, prepareSignIn, readAddress } from './shared/sign-in.ts';
import { transportFor } from './shared/transport-for.ts';
import { follow, linesOfMissing, StepWriter } from './shared/unattended.ts';
import { UsageError } from './shared/usage-error.ts';
import { writePages, writeProblem, writeReport } from './shared/write.ts';
import { signInSteps } from './sign-in-questions.ts';

/** All that a connection needs before its tokens are made, and the work that makes them. */
type Plan = {
	work: AsyncGenerator<JourneyEvent, JourneyResult>;
	wish: Wish;
	appSecret: Secret;
	/** Null for the Explorer and a system user. */
	signIn: PreparedSignIn | null;
	clientToken: Secret | null;
	target: SaveTarget | null;
	protection: Protection | 'keep' | null;
};

/**
 * Makes Page tokens and saves them as a profile, unless told not to. In a terminal it asks for whatever is missing; otherwise
 * the App Secret comes from the environment or the profile, and the user token from standard input. Gives the exit code by
 * the worst verdict.
 * @throws {ProblemError} where it cannot go on, or the result could not be saved.
 * @throws {UsageError} for options that cannot be.
 */
export async function connect(
	args: ConnectArguments,
	context: Context,
	lead: Lead = { defaults: lastDefaults(context), steps: () => [] },
): Promise<number> {
	const { stdout, stderr, options, now } = context;
	if (!args.save && options.profile !== null) {
		throw new UsageError('--profile says where to save, and --no-save not to.');
	}
	if (args.permissions !== undefined) wishFrom(args.permissions);
	const addresses = args.page.map(addressFrom);
	using questions = new Questions(context);
	const isAsked = questions.canAsk;
	const progress = new Progress(context, { isQuiet: isAsked });
	const transport = transportFor({ ...context, stderr: progress.stderr });
	// On a terminal the steps tell the troubles as well; JSON has them in it.
	const isTold = stderr.isTTY && !options.json;
	const steps = new StepWriter((line) => isTold && progress.stderr.write(`${line}\n`), now);
	try {
		const tools = { args, addresses, context, questions, transport, steps, stderr: progress.stderr };
		const plan = isAsked ? await askForPlan(tools, lead) : await readPlan(tools);
		if (!plan) return EXIT.fine;
		questions[Symbol.dispose]();
		const result = await follow(plan.work, (event) => {
			if (plan.target && options.profile === null && !isAsked) refuseAnotherPerson(plan.target, event);
			steps.tell(event);
			progress.tell(event);
		});
		progress.end();
		steps.finish();
		const { reported, failure } =
			plan.target && plan.protection
				? await save(result, plan, plan.target, plan.protection, context)
				: { reported: unsaved(result, plan.wish.wanted), failure: null };
		if (options.json) writeReport(stdout, reported, options);
		else {
			writePages(stdout, result.pages, now());
			if (!isTold) for (const trouble of result.problems) writeProblem(stderr, trouble);
			const missing = missingPermissions(plan.wish.wanted, result.userInfo.scopes);
			if (!isTold) for (const line of linesOfMissing(missing, result.declined)) stderr.write(`${line}\n`);
		}
		if (!result.isComplete && !options.json) stderr.write(`${INCOMPLETE}.\n`);
		if (failure) throw new ProblemError(failure);
		if (isAsked && !options.json && reported.name !== null) stderr.write(nextCommands(reported.name));
		return exitCodeOfJourney(result);
	} finally {
		progress.end();
		await transport.close();
	}
}

type Tools = {
	args: ConnectArguments;
	addresses: readonly string[];
	context: Context;
	questions: Questions;
	transport: Transport;
	steps: StepWriter;
	stderr: Context['stderr'];
};

/** What the questions begin with: their defaults, and steps before them. */
export type Lead = { defaults: Defaults; steps: (questions: Questions) => Step[] };

/** The defaults that the last run has left. */
export function lastDefaults({ env }: Context): Defaults {
	const { appId, purpose, signIn } = openPreferences(env).read();
	return { ...(appId ? { appId } : {}), ...(purpose ? { permissions: purpose } : {}), method: signIn?.via ?? null };
}

/** The plan of a person who is asked for what is missing; null where a step before it has ended the dialog. */
async function askForPlan({ addresses, ...tools }: Tools, { defaults, steps }: Lead): Promise<Plan | null> {
	const { args, context, questions } = tools;
	const { options, signal, now } = context;
	const draft: Draft = {
		...tools,
		defaults,
		appSecret: null,
		app: null,
		wish: wishFrom(DEFAULT_PURPOSE),
		method: 'explorer',
		clientToken: null,
		signIn: null,
		review: null,
		target: args.save && options.profile !== null ? await findSaveTarget(context, '', questions) : null,
		protection: null,
	};
	questions.tell('Enter takes the answer in brackets. ? explains, Ctrl+D goes back, Ctrl+C quits.');
	const dialog = [...steps(questions), ...appSteps(draft), ...signInSteps(draft), ...saveSteps(draft)];
	const end = await askInTurn(dialog, { questions, signal });
	if (end === 'end') return null;
	if (end === 'back') throw new ProblemError(problem('cancelled'));
	const { app: checked, review, appSecret } = draft;
	if (!checked || !review || !appSecret) throw new Error('The questions have left out the app or the token.');
	if (!context.hosts.overridden) {
		const { method, wish, signIn } = draft;
		const via = method === 'system-user' ? 'explorer' : method;
		const memory = signIn?.memory ?? { via, localhost: null, configId: null };
		const { purpose } = wish;
		const known = { appId: checked.app.id, ...(purpose ? { purpose } : {}), signIn: memory };
		await openPreferences(context.env).write(known);
	}
	const work = makeTokens({ checked, review, addresses }, { now, signal });
	return { ...draft, work, appSecret };
}

/** The plan of a run without a terminal. Nothing is sent before all is there. */
async function readPlan({ args, addresses, context, questions, transport, stderr }: Tools): Promise<Plan> {
	const { env, stdin, options, signal } = context;
	const { via = 'explorer' } = args;
	if (via === 'explorer' && stdin.isTTY) {
		const cause = 'The user token is read from standard input, and that is a terminal.';
		throw new ProblemError(problem('sign-in-needed', { cause }));
	}
	const appId = (args.appId ?? env.FB_APP_ID ?? '').trim();
	const target = args.save ? await findSaveTarget(context, appId, questions) : null;
	const { existing = null, secrets = null } = target ?? {};
	const credentials = credentialsFrom(
		appId || (existing?.app.id ?? ''),
		env.FB_APP_SECRET?.trim() || (secrets?.appSecret.reveal() ?? ''),
	);
	const protection = target && (await protectionFor(target, context, args.insecureStorage ?? false));
	const wish = (args.permissions === undefined ? existing : wishFrom(args.permissions)) ?? wishFrom(DEFAULT_PURPOSE);
	const { wanted } = wish;
	const appSecret = credentials.secret;
	const stored = secrets?.clientToken ?? null;
	const clientToken = via === 'device' ? clientTokenFrom(env, stored, appSecret) : stored;
	const signIn =
		via === 'explorer'
			? null
			: prepareSignIn(
					{
						via,
						args,
						wanted,
						granted: existing?.userInfo.scopes ?? null,
						before: existing?.signIn ?? null,
						clientToken,
						stderr,
						isAsked: false,
						readPaste: async (take) => take(await readAddress(context)),
					},
					context,
				);
	const token = signIn?.token ?? (await readToken(stdin, signal));
	const forcedVersion = options.graphVersion !== null;
	const work = runJourney({ transport, forcedVersion, credentials, token, wanted, addresses }, context);
	return { work, wish, appSecret, signIn, clientToken, target, protection };
}

/** The commands for a saved profile, as lines. */
export function nextCommands(name: string): string {
	const profile = ` --profile ${quoted(name)}`;
	return `\nNext:\n  fb-token-tui list${profile}\n  fb-token-tui token PAGE${profile}\n  fb-token-tui export${profile}\n`;
}

/**
 * Saves a result, and says on standard error where, how it is protected, and whether it came from Meta at all. What was found
 * is worth telling also where that fails.
 */
async function save(
	result: JourneyResult,
	{ wish: { purpose, wanted }, appSecret, signIn, clientToken }: Plan,
	{ vault, name, existing }: SaveTarget,
	protection: Protection | 'keep',
	{ stderr }: Context,
): Promise<{ reported: Reported; failure: Problem | null }> {
	const memory = signIn?.memory ?? { localhost: null, configId: null, ...existing?.signIn, via: 'explorer' as const };
	const named = {
		name: name ?? proposeName(result.app.name),
		appSecret,
		purpose,
		wanted,
		signIn: memory,
		clientToken,
	};
	const { profile, secrets } = toProfile(result, named);
	let saved: StoredProfile;
	try {
		const expected = existing ?? (name === null ? 'new-numbered' : 'new');
		saved = await vault.save(profile, secrets, protection, undefined, expected);
	} catch (error) {
		return { reported: unsaved(result, wanted), failure: problemOfSaving(error) };
	}
	const told = `Saved as "${saved.name}" in ${vault.folder}. ${describeProtection(saved.storage)}.`;
	stderr.write(`${told}\n`);
	for (const path of vault.setAside) stderr.write(`The damaged file was kept as ${path}.\n`);
	warnAboutExposure(vault, stderr);
	return { reported: { ...saved, pages: result.pages }, failure: null };
}

/** A name that was free, or another's profile, may have been taken by another program since. */
function problemOfSaving(error: unknown): Problem {
	if (!(error instanceof ProfileNameError)) return problemOf(error);
	return problem('unexpected', {
		title: error.message,
		cause: 'Another program saved it while this one was connecting, so nothing was overwritten and nothing saved.',
		remedy: 'Connect again, under another name: --profile NAME',
	});
}

/** Without a name, a profile is replaced only for the person whose it is. This is known before the token is used up. */
function refuseAnotherPerson({ existing }: SaveTarget, event: JourneyEvent): void {
	if (event.type !== 'token-reviewed') return;
	const [owner, person] = [existing?.user, event.review.user];
	if (!owner || !person || owner.id === person.id) return;
	throw new UsageError(
		`The profile "${existing?.name}" of this app is ${owner.name ?? owner.id}'s, and this token is ${person.name ?? person.id}'s. Name another one, or that one, with --profile.`,
	);
}

async function readToken(stdin: Context['stdin'], signal: AbortSignal): Promise<string> {
	const token = await readInput(stdin, signal);
	if (token.trim() !== '') return token;
	throw new ProblemError(problem('sign-in-needed', { cause: 'There was no user token on standard input.' }));
}

function addressFrom(text: string): string {
	const address = readPageAddress(text);
	if (address === null)
		throw new UsageError(`--page: neither an id nor an address of a Page: ${redact(cleanText(text))}`);
	return address;
}

function credentialsFrom(id: string, secret: string): AppCredentials {
	const lacking =
		id === '' || secret === '' ? problem('sign-in-needed') : (problemOfAppId(id) ?? problemOfAppSecret(secret));
	if (lacking) throw new ProblemError(lacking);
	return { id, secret: new Secret(secret) };
}
