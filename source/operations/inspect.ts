import type { App } from '../domain/app.ts';
import { type Problem, ProblemError, problem, problemOrRethrow, resultOrNull } from '../domain/problem.ts';
import { problemText } from '../domain/problem-text.ts';
import type { Secret } from '../domain/secret.ts';
import type { TokenInfo, TokenSummary } from '../domain/token.ts';
import { type Assessment, assess, problemOfEnd } from '../domain/verdict.ts';
import { fetchMe, GraphClient, type Named } from '../graph/client.ts';
import { debugToken } from '../graph/debug-token.ts';
import { summarise } from '../graph/proof.ts';
import type { Transport } from '../graph/transport.ts';
import { askAbout, problemOfCredentials, problemOfDeadToken, problemOfOtherApp } from './inspect-user-token.ts';

/** The verdict on a token of any kind. */
type TokenVerdict = {
	/** Null for a valid token that is no Page token: those have no verdict. */
	assessment: Assessment | null;
	/** What is wrong with it; null for nothing. */
	problem: Problem | null;
};

/** The app that a token should belong to. Without its secret (null) only the token can be asked about itself. */
export type ExpectedApp = { id: string; name: string | null; secret: Secret | null };

/** All that was found out about a token. */
export type InspectedToken = TokenVerdict & {
	token: Secret;
	summary: TokenSummary;
	info: TokenInfo;
	/** The person, the system user or the Page that it speaks for; null where Meta would not say. */
	holder: Named | null;
	/** What could not be found out, and why, as sentences. */
	gaps: string[];
	/** Unix seconds. */
	checkedAt: number;
};

/**
 * Inspects a token of any kind and of any app, valid or not. The app asks, if its secret is at hand; else, and where Meta
 * refuses the app, the token is asked about itself.
 * @throws {ProblemError} where Meta does not answer at all: `proof-needed`, and problems of the network.
 */
export async function inspectToken(
	transport: Transport,
	token: Secret,
	expected: ExpectedApp | null,
	{ now, signal }: { now: () => number; signal: AbortSignal },
): Promise<InspectedToken> {
	const client = expected?.secret ? new GraphClient(transport, { id: expected.id, secret: expected.secret }) : null;
	const { info, asksItself, isForeign } = await ask(transport, token, client, signal);
	const isStrange = isForeign || (expected !== null && info.appId !== null && info.appId !== expected.id);
	const refusal = client && asksItself ? await problemOfCredentials(client, signal) : null;
	const secret = client && !asksItself ? client.app.secret : null;
	const strangeTo = isStrange && expected ? await nameApp(expected, client, signal) : null;
	const checkedAt = now();
	return {
		token,
		summary: summarise(token),
		info,
		holder: await holderOf(transport, token, info, secret, signal),
		gaps: gapsOf(info, { expected, strangeTo, refusal }),
		checkedAt,
		...verifyToken(info, token, { now: checkedAt, strangeTo }),
	};
}

type Answer = { info: TokenInfo; asksItself: boolean; isForeign: boolean };

async function ask(
	transport: Transport,
	token: Secret,
	client: GraphClient | null,
	signal: AbortSignal,
): Promise<Answer> {
	if (!client) return { info: await askItself(transport, token, signal), asksItself: true, isForeign: false };
	try {
		const { info, caller } = await askAbout(client, token, signal);
		return { info, asksItself: caller.kind === 'self', isForeign: false };
	} catch (error) {
		if (problemOrRethrow(error).code !== 'token-of-another-app') throw error;
		// An invalid token of another app may not ask either, but the refusal says why.
		return { info: await askItself(transport, token, signal), asksItself: true, isForeign: true };
	}
}

async function askItself(transport: Transport, token: Secret, signal: AbortSignal): Promise<TokenInfo> {
	try {
		return await debugToken(transport, token, { kind: 'self', appSecret: null }, signal);
	} catch (error) {
		const problem = problemOrRethrow(error);
		if (problem.code === 'proof-needed') throw new ProblemError({ ...problem, facts: { kind: 'proof-wanted' } });
		if (!REFUSALS.has(problem.code)) throw error;
		throw new ProblemError({ ...problem, code: 'sign-in-needed', facts: { kind: 'secret-wanted' } });
	}
}

/** How Meta may refuse a token that asks about itself, though it is valid. */
const REFUSALS = new Set<Problem['code']>([
	'missing-permission',
	'not-a-user-token',
	'page-without-token',
	'unexpected',
]);

async function holderOf(
	transport: Transport,
	token: Secret,
	{ isValid, type }: TokenInfo,
	appSecret: Secret | null,
	signal: AbortSignal,
): Promise<Named | null> {
	if (isValid !== true || type === 'APP') return null;
	return resultOrNull(fetchMe(transport, token, appSecret, signal));
}

async function nameApp({ id, name }: ExpectedApp, client: GraphClient | null, signal: AbortSignal): Promise<App> {
	const described = name === null && client ? await resultOrNull(client.describeApp(signal)) : null;
	return described?.app ?? { id, name };
}

function gapsOf(
	info: TokenInfo,
	{ expected, strangeTo, refusal }: { expected: ExpectedApp | null; strangeTo: App | null; refusal: Problem | null },
): string[] {
	const gaps: string[] = [];
	if (refusal) gaps.push(`The app could not ask, so the token was asked about itself: ${problemText(refusal).title}.`);
	if (!expected)
		gaps.push('No app was given (FB_APP_ID, FB_APP_SECRET): whether the token is of yours was not compared.');
	else if (!expected.secret) gaps.push('FB_APP_SECRET was not given: the token was asked about itself.');
	if (info.isValid === false && info.appId === null) {
		const owner = strangeTo ? `its app, which is not ${strangeTo.name ?? strangeTo.id}` : 'its app';
		gaps.push(`Of this dead token Meta tells neither kind nor app nor dates to anyone but ${owner}.`);
	}
	return gaps;
}

/** The kinds that are valid without being Page tokens. */
const OTHER_KINDS: ReadonlySet<string | null> = new Set(['USER', 'SYSTEM_USER', 'APP']);

/**
 * The verdict on what Meta says of a token of any kind. `strangeTo` is the app that it should belong to, where it does not; a
 * living one keeps its verdict all the same. `now` is in Unix seconds.
 */
function verifyToken(
	info: TokenInfo,
	token: Secret,
	{ now, strangeTo }: { now: number; strangeTo: App | null },
): TokenVerdict {
	if (info.isValid === true && OTHER_KINDS.has(info.type)) {
		return { assessment: null, problem: strangeTo && problemOfOtherApp(info, strangeTo, { isInspected: true }) };
	}
	const assessment = assess(info, { now });
	if (assessment.verdict === 'invalid') {
		return { assessment: { ...assessment, reason: null }, problem: deadProblem(info, token, now) };
	}
	return {
		assessment,
		problem: strangeTo ? problemOfOtherApp(info, strangeTo, { isInspected: true }) : endProblem(assessment),
	};
}

function endProblem({ verdict }: Assessment): Problem | null {
	return verdict === 'short' ? problem('not-permanent', { kind: 'unexchanged' }) : problemOfEnd(verdict);
}

function deadProblem(info: TokenInfo, token: Secret, now: number): Problem {
	const problem = problemOfDeadToken(info.error, token, { isInspected: true });
	const { expiresAt } = info;
	const isPast = problem.code === 'token-expired' && expiresAt !== null && expiresAt !== 0 && expiresAt <= now;
	return isPast ? { ...problem, facts: { kind: 'ended', expiresAt, now } } : problem;
}
