import type { App } from '../domain/app.ts';
import { problemOfTokenError } from '../domain/diagnosis.ts';
import { missingPermissions } from '../domain/permissions.ts';
import {
	type Problem,
	ProblemError,
	problem,
	problemOrRethrow,
	problemUnlessCancelled,
	resultOrNull,
} from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { derivesPages, type TokenError, type TokenInfo } from '../domain/token.ts';
import { assess } from '../domain/verdict.ts';
import type { GraphClient, Named } from '../graph/client.ts';
import { type Caller, debugToken } from '../graph/debug-token.ts';

/** A pasted token that the journey can go on with, and what the person should know of it before it is used. */
export type InspectedUserToken = {
	token: Secret;
	info: TokenInfo;
	/** Who may ask about this app's tokens. */
	caller: Caller;
	/** The person, or system user, behind it; null where Meta would not say. */
	user: Named | null;
	/** The wanted permissions that this token does not carry. */
	missing: string[];
	/** Those of the missing that the person has declined: Facebook does not ask for them again by itself. */
	declined: string[];
};

/**
 * Has Meta debug a pasted token before it is used: whose app it is, which kind, how long it lives, what it may do.
 * @throws {ProblemError} for a token that is of no use: of another app, not of a person, unreadable, expired or revoked.
 */
export async function inspectUserToken(
	client: GraphClient,
	token: Secret,
	wanted: readonly string[],
	{ appName, now, signal }: { appName: string | null; now: () => number; signal?: AbortSignal },
): Promise<InspectedUserToken> {
	const { info, caller } = await askAbout(client, token, signal);
	const refusal = refusalOf(info, token, { id: client.app.id, name: appName });
	if (refusal) throw new ProblemError(refusal);
	const missing = missingPermissions(wanted, info.scopes);
	const isAsked = info.type !== 'PAGE' && missing.length > 0;
	const [user, answers] = await Promise.all([
		// Without the proof nothing else will be answered either.
		resultOrNull(client.me(token, signal), ['proof-needed']),
		isAsked ? resultOrNull(client.declinedPermissions(token, signal)) : null,
	]);
	if (info.type === 'PAGE') throw new ProblemError(problemOfPageToken(info, user, now()));
	const declined = missing.filter((name) => answers?.includes(name));
	return { token, info, caller, user, missing, declined };
}

/**
 * Asks as the app first. The app may not ask about another app's token, and the app token of a Native/Desktop app counts
 * as none: then the token is asked about itself, which names the app that it belongs to.
 */
export async function askAbout(
	client: GraphClient,
	token: Secret,
	signal?: AbortSignal,
): Promise<{ info: TokenInfo; caller: Caller }> {
	const asApp: Caller = { kind: 'app', token: client.appToken };
	try {
		return { info: await debugToken(client.transport, token, asApp, signal), caller: asApp };
	} catch (error) {
		const refused = problemOrRethrow(error);
		if (!refused.graph?.code || refused.code === 'rate-limited') throw error;
		const foreign = refused.code === 'token-of-another-app';
		const answer = await askItself(client, token, { withProof: !foreign, signal });
		// Invalid tokens are refused as callers as well: then the first answer says more.
		if (!answer || (foreign && answer.info.isValid === false)) throw error;
		return answer;
	}
}

/** Asks a token about itself; null where that is refused too. A proof by this app's secret fails for another app's token. */
async function askItself(
	client: GraphClient,
	token: Secret,
	{ withProof, signal }: { withProof: boolean; signal: AbortSignal | undefined },
): Promise<{ info: TokenInfo; caller: Caller } | null> {
	const caller: Caller = { kind: 'self', appSecret: withProof ? client.app.secret : null };
	try {
		return { info: await debugToken(client.transport, token, caller, signal), caller };
	} catch (error) {
		const { code } = problemUnlessCancelled(error);
		return code === 'proof-needed' && withProof ? askItself(client, token, { withProof: false, signal }) : null;
	}
}

function refusalOf(info: TokenInfo, token: Secret, app: Named): Problem | null {
	if (info.appId !== null && info.appId !== app.id) return problemOfOtherApp(info, app);
	if (info.isValid === false) return problemOfDeadToken(info.error, token);
	if (info.type === null || info.type === 'PAGE' || derivesPages(info)) return null;
	return problem('not-a-user-token', { kind: 'other-kind', type: info.type === 'APP' ? null : info.type });
}

/** A valid Page token instead of a user token: whose it is, and when it expires. */
function problemOfPageToken(info: TokenInfo, page: Named | null, now: number): Problem {
	const { verdict } = assess(info, { now });
	const name = page?.name ? `${page.name} (${page.id})` : (page?.id ?? info.profileId ?? 'one Page');
	const expiresAt = verdict === 'unknown' ? null : info.expiresAt;
	return problem('not-a-user-token', { kind: 'page-token', page: name, expiresAt, isShort: verdict === 'short', now });
}

/** Why Meta does not accept an app; null where its id and secret are right. */
export async function problemOfCredentials(client: GraphClient, signal: AbortSignal): Promise<Problem | null> {
	try {
		await client.checkCredentials(signal);
		return null;
	} catch (error) {
		return problemUnlessCancelled(error);
	}
}

/** The problem of a token that belongs to another app than `expected`. */
export function problemOfOtherApp({ appId, appName }: TokenInfo, expected: App, { isInspected = false } = {}): Problem {
	const owner = appId === null ? null : { id: appId, name: appName };
	return problem('token-of-another-app', { kind: 'other-app', owner, expected, isInspected });
}

/** The problem of a dead token as {@link problemOfTokenError} gives it; of one that Meta cannot read, with its length. */
export function problemOfDeadToken(error: TokenError | null, token: Secret, { isInspected = false } = {}): Problem {
	const dead = problemOfTokenError(error);
	if (dead.code !== 'unreadable-token') return dead;
	return { ...dead, facts: { kind: 'cut-token', length: token.length, isInspected } };
}
