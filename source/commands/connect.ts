import { Option } from 'commander';
import { cleanText } from '../domain/clean-text.ts';
import { readPageAddress } from '../domain/page-address.ts';
import { missingPermissions } from '../domain/permissions.ts';
import { plural } from '../domain/plural.ts';
import { type Problem, ProblemError, problem, problemOrRethrow } from '../domain/problem.ts';
import { INCOMPLETE } from '../domain/problems/connect.ts';
import { wordForShell } from '../domain/quoting.ts';
import { redact } from '../domain/redact.ts';
import { describeLateAnswer } from '../domain/sign-in/interruption.ts';
import type { SignInMemory } from '../domain/sign-in/methods.ts';
import { SIGN_IN_METHODS } from '../domain/sign-in/methods.ts';
import { proposeName, toProfile } from '../operations/profiles.ts';
import { type Reported, unsaved } from '../operations/report.ts';
import { type JourneyResult, makeTokens } from '../operations/run-journey.ts';
import { problemOfLeftOut } from '../operations/shared-grant.ts';
import { CallbackServer } from '../operations/sign-in/callback-server.ts';
import { openPreferences } from '../vault/preferences.ts';
import { ProfileNameError, type StoredProfile } from '../vault/profile.ts';
import { describeProtection } from '../vault/protection.ts';
import { appSteps, parseRequested } from './connect/app-steps.ts';
import { type ConnectArguments, checkedApp, type Defaults, type Draft, NOTHING_KNOWN } from './connect/draft.ts';
import { grantStep, verifyOthers } from './connect/grant.ts';
import { leaveOrSave, saveSteps } from './connect/save-steps.ts';
import { signInSteps } from './connect/sign-in-steps.ts';
import { askInTurn, type Step } from './shared/ask-in-turn.ts';
import { namedProfile } from './shared/choose-profiles.ts';
import type { Context } from './shared/context.ts';
import { EXIT, exitCodeOfJourney } from './shared/exit-code.ts';
import { appended, port } from './shared/option-parsers.ts';
import { Progress } from './shared/progress.ts';
import { Questions } from './shared/questions.ts';
import { findSaveTarget, type SaveTarget, warnAboutExposure } from './shared/save-target.ts';
import { transportFor } from './shared/transport-for.ts';
import { follow, linesOfMissing, StepWriter } from './shared/unattended.ts';
import { UsageError } from './shared/usage-error.ts';
import type { Verb } from './shared/verb.ts';
import { textOfProblem, writeProblem, writeReport } from './shared/write.ts';
import { noteOfDeselected, writePages } from './shared/write-pages.ts';

/** Where there is no line that is drawn again, long work is counted this often. */
const SECONDS_BETWEEN_COUNTS = 5;

/** For so long the pages of a sign-in are still there afterwards. */
const PAGES_KEPT_MS = 10 * 60_000;

/** What the questions begin with: their defaults, and steps before them. */
export type Lead = { defaults: Defaults; steps: (questions: Questions) => Step[] };

/** Makes Page tokens, line by line. */
export const verb: Verb<ConnectArguments> = {
	options: [
		new Option(
			'--via <method>',
			'how to sign in (default: asked for; in a pipe explorer, from standard input)',
		).choices(SIGN_IN_METHODS),
		new Option('--app-id <id>', 'the app id (default: FB_APP_ID, or that of the profile)'),
		new Option('--permissions <list>', 'purposes or permissions, separated by commas (default: publish)'),
		new Option('--page <id>', 'a Page that Meta lists nowhere, by id or address (repeatable)')
			.argParser(appended)
			.default([]),
		new Option('--config-id <id>', 'a configuration of Facebook Login for Business, in the place of permissions'),
		new Option('--port <n>', 'the port on which --via browser waits (default: any free one)').argParser(port),
		new Option('--no-save', 'do not save a profile'),
		new Option('--insecure-storage', 'where there is no keychain: keep the key in a file beside the tokens'),
	],
	help: `\
In a terminal it asks for what is missing of App ID, App Secret, permissions, sign-in method,
token, and where to save. ? explains a question, Ctrl+D goes back, Ctrl+C quits.
In a pipe the App Secret comes from FB_APP_SECRET, and the user token from standard input.

--via browser opens Facebook's dialog and waits for its answer on this machine, which Facebook
gives to apps in development mode; --via address shows the dialog and takes the address of the
page that follows from standard input, or from you, hidden; --via device shows a code for a
phone or another computer, and needs the app's client token in FB_CLIENT_TOKEN. The browser is
waited for five minutes, the code as long as it is good. What you have to do is told on standard
error, also with --json. In a terminal the page in the browser stays for ten more minutes (not with
--port).`,
	examples: [
		'fb-token-tui connect --via browser --app-id 123456789012345 --profile my-bakery',
		'fb-token-tui connect --app-id 123456789012345 --profile my-bakery < token.txt',
		'pbpaste | fb-token-tui connect --no-save --json',
	],
	run: ({ options }, context) => connect(options, context),
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
	const { stdout, stderr, options, env, now, signal } = context;
	if (!args.save && options.profile !== null) {
		throw new UsageError('--profile says where to save, and --no-save not to.');
	}
	if (args.permissions !== undefined) parseRequested(args.permissions);
	const addresses = args.page.map(addressFrom);
	using questions = new Questions(context);
	const { canAsk } = questions;
	const progress = new Progress(context, { isQuiet: canAsk });
	const transport = transportFor({ ...context, stderr: progress.stderr });
	// On a terminal the steps tell the troubles as well; JSON has them in it.
	const isTold = stderr.isTTY && !options.json;
	await using callbacks = new CallbackServer({
		port: args.port ?? 0,
		onLate: (answer) => progress.stderr.write(`${describeLateAnswer(answer)}\n`),
		// A person may reload the page when the shell is back; a port that is named is left free for the next run.
		keepForMs: stderr.isTTY && !env.CI && args.port === undefined ? PAGES_KEPT_MS : undefined,
	});
	const steps = new StepWriter((line) => isTold && progress.stderr.write(`${line}\n`), now);
	try {
		const appId = (args.appId ?? env.FB_APP_ID ?? '').trim();
		const target = args.save ? await findSaveTarget(context, appId, questions) : null;
		const { defaults } = lead;
		const tools = { args, context, questions, transport, steps, stderr: progress.stderr, defaults, callbacks };
		const draft: Draft = { ...NOTHING_KNOWN, ...tools, appId, target };
		if (canAsk && !(await ask(draft, lead.steps(questions)))) return EXIT.fine;
		if (!canAsk) await fillIn(draft);
		questions[Symbol.dispose]();
		const { inspected, requested } = draft;
		if (!inspected) throw new Error('The token was not reviewed yet.');
		const work = makeTokens({ checked: checkedApp(draft), inspected, addresses }, { now, signal });
		let countedAt = now();
		const result = await follow(work, (event) => {
			steps.tell(event);
			progress.tell(event);
			if (!canAsk || now() - countedAt < SECONDS_BETWEEN_COUNTS) return;
			steps.count();
			countedAt = now();
		});
		const lost = problemOfLeftOut(draft.holders, result);
		if (lost) {
			result.problems.push(lost);
			steps.tell({ type: 'problem', problem: lost });
		}
		progress.end();
		steps.finish();
		const { reported, failure } = await saveOrAskAgain(result, draft);
		if (options.json) writeReport(stdout, reported, options);
		else {
			writePages(stdout, result.pages, now());
			if (!isTold) for (const problem of result.problems) writeProblem(stderr, problem);
			const missing = missingPermissions(requested.wanted, result.userInfo.scopes);
			if (!isTold) for (const line of linesOfMissing(missing, result.declined)) stderr.write(`${line}\n`);
		}
		const note = options.json ? null : noteOfDeselected(result.pages);
		if (note) stderr.write(`${note}\n`);
		if (!result.isComplete && !options.json) stderr.write(`${INCOMPLETE}.\n`);
		await verifyOthers(result, draft, reported.name);
		if (failure) throw new ProblemError(failure);
		if (canAsk && !options.json && reported.name !== null) stderr.write(nextCommands(reported.name));
		return exitCodeOfJourney(result);
	} finally {
		progress.end();
		await transport.close();
	}
}

/** Asks for what is missing; false where a step before the questions has ended the dialog. */
async function ask(draft: Draft, before: Step[]): Promise<boolean> {
	const { context, questions } = draft;
	const { id, secret, check, permissions } = appSteps(draft);
	const { method, clientToken, paste, inspected, consent } = signInSteps(draft);
	const { name, protection, passphrase, again } = saveSteps(draft);
	questions.tell('Enter takes the answer in brackets. ? explains, Ctrl+D goes back, Ctrl+C quits.');
	const app = [id, secret, check, permissions];
	const signIn = [method, clientToken, grantStep(draft), paste, inspected, consent];
	const end = await askInTurn([...before, ...app, ...signIn, name, protection, passphrase, again], context, questions);
	if (end === 'back') throw new ProblemError(problem('cancelled'));
	if (end === 'answered') await remember(draft);
	return end === 'answered';
}

/** Takes what the options, the environment, the profile and standard input give; nothing is sent before it is known where to save. */
async function fillIn(draft: Draft): Promise<void> {
	const { args, context } = draft;
	const { via = 'explorer' } = args;
	if (via === 'explorer' && context.stdin.isTTY) {
		throw new ProblemError(problem('sign-in-needed', { kind: 'no-input', of: 'piped-user-token' }));
	}
	const { id, secret, check, permissions } = appSteps(draft);
	const { method, clientToken, paste, inspected } = signInSteps(draft);
	const { protection } = saveSteps(draft);
	for (const step of [
		id,
		secret,
		permissions,
		method,
		clientToken,
		protection,
		check,
		grantStep(draft),
		paste,
		inspected,
	]) {
		await step.take(null);
	}
	if (namedProfile(context) === null) refuseAnotherPerson(draft);
}

/** The defaults that the last run has left. */
export function lastDefaults({ env }: Context): Defaults {
	const { appId, purpose, signIn } = openPreferences(env).read();
	return { appId, purpose, method: signIn?.via ?? undefined };
}

/** Keeps the answers as the next defaults. What is tried out on another host is no habit. */
async function remember(draft: Draft): Promise<void> {
	const { context, appId, requested } = draft;
	if (context.hosts.overridden) return;
	const { purpose } = requested;
	await openPreferences(context.env).write({ appId, ...(purpose ? { purpose } : {}), signIn: memoryOf(draft) });
}

/** What a profile remembers of the sign-in. */
function memoryOf({ method, configId, target }: Draft): SignInMemory {
	if (method === 'explorer' || method === 'system-user') {
		return { configId: null, ...target?.existing?.signIn, via: 'explorer' };
	}
	return { via: method, configId };
}

/** The commands for a saved profile, as lines. */
export function nextCommands(name: string): string {
	const profile = ` --profile ${wordForShell(name)}`;
	return `\nNext:\n  fb-token-tui list${profile}\n  fb-token-tui token PAGE${profile}\n  fb-token-tui export${profile}\n`;
}

type Saving = { reported: Reported; failure: Problem | null };

/** Saves a result. Where that fails, a person is asked once whether the tokens are lost. */
async function saveOrAskAgain(result: JourneyResult, draft: Draft): Promise<Saving> {
	const { context, questions, requested } = draft;
	if (!draft.target) return { reported: unsaved(result, requested.wanted), failure: null };
	let saving = await save(result, draft, draft.target);
	while (saving.failure && questions.canAsk) {
		questions.tell(textOfProblem(saving.failure));
		const count = plural(result.pages.filter(({ token }) => token).length, 'Page token');
		const { name, protection, passphrase, again } = saveSteps(draft, { mustChoose: true });
		const end = await askInTurn([leaveOrSave(count), name, protection, passphrase, again], context, questions);
		if (end !== 'answered' || !draft.target) break;
		saving = await save(result, draft, draft.target);
	}
	questions[Symbol.dispose]();
	return saving;
}

/**
 * Saves a result, and says on standard error where, how it is protected, and whether it came from Meta at all. What was found
 * is worth telling also where that fails.
 */
async function save(
	result: JourneyResult,
	draft: Draft,
	{ vault, name, existing, secrets: kept }: SaveTarget,
): Promise<Saving> {
	const { context, requested, appSecret, clientToken, protection } = draft;
	const { stderr } = context;
	const named = {
		name: name ?? proposeName(result.app.name),
		appSecret,
		purpose: requested.purpose,
		wanted: requested.wanted,
		signIn: memoryOf(draft),
		clientToken: clientToken ?? kept?.clientToken ?? null,
	};
	const { profile, secrets } = toProfile(result, named);
	let saved: StoredProfile;
	try {
		const expected = existing ?? (name === null ? 'new-numbered' : 'new');
		saved = await vault.save(profile, secrets, protection ?? 'keep', undefined, expected);
	} catch (error) {
		return { reported: unsaved(result, requested.wanted), failure: problemOfSaving(error) };
	}
	const told = `Saved as "${saved.name}" in ${vault.folder}. ${describeProtection(saved.storage)}.`;
	stderr.write(`${told}\n`);
	for (const path of vault.quarantined) stderr.write(`The damaged file was kept as ${path}.\n`);
	warnAboutExposure(vault, stderr);
	return { reported: { ...saved, pages: result.pages }, failure: null };
}

/** A name that was free, or another's profile, may have been taken by another program since. */
function problemOfSaving(error: unknown): Problem {
	if (!(error instanceof ProfileNameError)) return problemOrRethrow(error);
	return problem('unexpected', { kind: 'name-taken', message: error.message, by: 'race' });
}

/** Without a name, a profile is replaced only for the person whose it is. This is known before the token is used up. */
function refuseAnotherPerson({ target, inspected }: Draft): void {
	const [owner, person] = [target?.existing?.user, inspected?.user];
	if (!owner || !person || owner.id === person.id) return;
	throw new UsageError(
		`The profile "${target?.existing?.name}" of this app is ${owner.name ?? owner.id}'s, and this token is ${person.name ?? person.id}'s. Name another one, or that one, with --profile.`,
	);
}

function addressFrom(text: string): string {
	const address = readPageAddress(text);
	if (address === null)
		throw new UsageError(`--page: neither an id nor an address of a Page: ${redact(cleanText(text))}`);
	return address;
}
