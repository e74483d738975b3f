import { problemOfAppId, problemOfAppSecret } from '../domain/app.ts';
import { cleanText } from '../domain/clean-text.ts';
import { readPageAddress } from '../domain/page-address.ts';
import {
	DEFAULT_PURPOSE,
	missingPermissions,
	PURPOSES,
	type Purpose,
	parsePermissions,
} from '../domain/permissions.ts';
import { type Problem, ProblemError, problem, problemOf } from '../domain/problem.ts';
import { INCOMPLETE } from '../domain/problems/connect.ts';
import { redact } from '../domain/redact.ts';
import { Secret } from '../domain/secret.ts';
import type { AppCredentials } from '../graph/client.ts';
import { proposeName, toProfile } from '../operations/profiles.ts';
import { type Reported, unsaved } from '../operations/report.ts';
import type { JourneyEvent, JourneyResult } from '../operations/run-journey.ts';
import { ProfileNameError, type StoredProfile } from '../vault/profile.ts';
import { describeProtection, type Protection } from '../vault/protection.ts';
import type { Context } from './shared/context.ts';
import { exitCodeOfJourney } from './shared/exit-code.ts';
import { Progress } from './shared/progress.ts';
import { readInput } from './shared/read-input.ts';
import { findSaveTarget, protectionFor, type SaveTarget, warnAboutExposure } from './shared/save-target.ts';
import { type PreparedSignIn, prepareSignIn, type SignInArguments } from './shared/sign-in.ts';
import { transportFor } from './shared/transport-for.ts';
import { followJourney, linesOfMissing, StepWriter } from './shared/unattended.ts';
import { UsageError } from './shared/usage-error.ts';
import { writePages, writeProblem, writeReport } from './shared/write.ts';

/** The verb's own options. */
export type ConnectArguments = SignInArguments & {
	appId?: string;
	permissions?: string;
	/** Ids or addresses of Pages that Meta lists nowhere. */
	page: string[];
	save: boolean;
	insecureStorage?: boolean;
};

/** What the tokens are wanted for; `purpose` is null where permissions were named one by one. */
type Wish = { purpose: Purpose | null; wanted: readonly string[] };

/**
 * The journey without screens: app id as an option, the secret from the environment, the user token from standard input.
 * What is missing of the first two is taken from the profile, if there is one. Saves the result, unless told not to. Gives
 * the exit code by the worst verdict.
 * @throws {ProblemError} where the journey cannot go on, or its result could not be kept: before anything is sent.
 * @throws {UsageError} for options that cannot be.
 */
export async function connect(args: ConnectArguments, context: Context): Promise<number> {
	const { env, stdin, stdout, stderr, options, now, signal } = context;
	if (!args.save && options.profile !== null) {
		throw new UsageError('--profile says where to save, and --no-save not to.');
	}
	const asked = args.permissions === undefined ? null : wishFrom(args.permissions);
	const addresses = args.page.map(addressFrom);
	const { via = 'explorer' } = args;
	if (via === 'explorer' && stdin.isTTY) {
		const cause = 'The user token is read from standard input, and that is a terminal.';
		throw new ProblemError(problem('sign-in-needed', { cause }));
	}
	const appId = (args.appId ?? env.FB_APP_ID ?? '').trim();
	const target = args.save ? await findSaveTarget(context, appId) : null;
	const credentials = credentialsFrom(
		appId || (target?.existing?.app.id ?? ''),
		env.FB_APP_SECRET?.trim() || (target?.secrets?.appSecret.reveal() ?? ''),
	);
	const protection = target && (await protectionFor(target, context, args.insecureStorage ?? false));
	const wish = asked ?? target?.existing ?? wishFrom(DEFAULT_PURPOSE);
	const progress = new Progress(context);
	const transport = transportFor({ ...context, stderr: progress.stderr });
	// On a terminal the steps tell the troubles as well; JSON has them in it.
	const isTold = stderr.isTTY && !options.json;
	const steps = new StepWriter((line) => isTold && progress.stderr.write(`${line}\n`), now);
	try {
		const { wanted } = wish;
		const preparation = { args, wanted, appSecret: credentials.secret, target, stderr: progress.stderr };
		const signIn = via === 'explorer' ? null : await prepareSignIn({ ...preparation, via }, context);
		const token = signIn?.token ?? (await readToken(stdin, signal));
		const input = { transport, forcedVersion: options.graphVersion !== null, credentials, token, wanted, addresses };
		const result = await followJourney(input, context, {
			tell(event) {
				if (target && options.profile === null) refuseAnotherPerson(target, event);
				steps.tell(event);
				progress.tell(event);
			},
			finish() {
				progress.end();
				steps.finish();
			},
		});
		const { reported, failure } =
			target && protection
				? await save(result, { target, protection, wish, appSecret: credentials.secret, signIn }, context)
				: { reported: unsaved(result, wanted), failure: null };
		if (options.json) writeReport(stdout, reported, options);
		else {
			writePages(stdout, result.pages, now());
			if (!isTold) for (const trouble of result.problems) writeProblem(stderr, trouble);
			const missing = missingPermissions(wanted, result.userInfo.scopes);
			if (!isTold) for (const line of linesOfMissing(missing, result.declined)) stderr.write(`${line}\n`);
		}
		if (!result.isComplete && !options.json) stderr.write(`${INCOMPLETE}.\n`);
		if (failure) throw new ProblemError(failure);
		return exitCodeOfJourney(result);
	} finally {
		progress.end();
		await transport.close();
	}
}

/**
 * Saves a result, and says on standard error where, how it is protected, and whether it came from Meta at all. What was found
 * is worth telling also where that fails.
 */
async function save(
	result: JourneyResult,
	{
		target: { vault, name, existing, secrets: kept },
		protection,
		wish,
		appSecret,
		signIn,
	}: {
		target: SaveTarget;
		protection: Protection | 'keep';
		wish: Wish;
		appSecret: Secret;
		signIn: PreparedSignIn | null;
	},
	{ stderr }: Context,
): Promise<{ reported: Reported; failure: Problem | null }> {
	const { purpose, wanted } = wish;
	const before = existing?.signIn;
	const memory = signIn?.memory ?? { localhost: null, configId: null, ...before, via: 'explorer' as const };
	const clientToken = signIn?.clientToken ?? kept?.clientToken ?? null;
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

function wishFrom(text: string): Wish {
	const { permissions, unknown } = parsePermissions(text);
	if (unknown.length > 0 || permissions.length === 0) {
		throw new UsageError(`--permissions: neither a purpose nor a permission: ${unknown.join(', ') || 'nothing'}`);
	}
	return { purpose: PURPOSES.find(({ id }) => id === text.trim())?.id ?? null, wanted: permissions };
}

function credentialsFrom(id: string, secret: string): AppCredentials {
	const lacking =
		id === '' || secret === '' ? problem('sign-in-needed') : (problemOfAppId(id) ?? problemOfAppSecret(secret));
	if (lacking) throw new ProblemError(lacking);
	return { id, secret: new Secret(secret) };
}
