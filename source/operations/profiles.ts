import { type Changes, compareReadings } from '../domain/changes.ts';
import { problemOfTokenError } from '../domain/diagnosis.ts';
import { assertSameHost } from '../domain/graph-host.ts';
import { type PageRecord, withKnownFacts } from '../domain/page.ts';
import { type Problem, ProblemError, problem, problemOrRethrow } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import type { TokenInfo } from '../domain/token.ts';
import { GraphClient } from '../graph/client.ts';
import type { Transport } from '../graph/transport.ts';
import { withKnown } from '../vault/findings.ts';
import { freeName, type Profile, type ProfileSecrets, withoutTokens, withTokens } from '../vault/profile.ts';
import { type ConnectEvent, connect } from './connect.ts';
import { askAbout, inspectUserToken, problemOfCredentials } from './inspect-user-token.ts';
import type { JourneyResult } from './run-journey.ts';
import { verifyPages, type WorkOptions } from './verify.ts';

export { withFindings } from '../vault/findings.ts';

/** A profile with its secrets: what the vault loads and saves. */
export type OpenProfile = { profile: Profile; secrets: ProfileSecrets };

/** What a profile is made from, beside its Pages. */
type ProfileDraft = Pick<Profile, 'name' | 'purpose'> &
	Partial<Pick<Profile, 'signIn'>> & { wanted: readonly string[]; appSecret: Secret; clientToken?: Secret | null };

/** The profile to store of a journey, or of what a session has found. `purpose` is null where permissions were chosen one by one. */
export function toProfile(
	result: Pick<JourneyResult, 'app' | 'version' | 'graphUrl' | 'user' | 'userInfo' | 'userToken'> & {
		pages: readonly PageRecord[];
		problems: readonly Problem[];
	},
	{ name, appSecret, purpose, wanted, signIn, clientToken = null }: ProfileDraft,
): OpenProfile {
	const { app, version: graphVersion, graphUrl, user, userInfo, userToken, problems } = result;
	const { pages, pageTokens } = withoutTokens(result.pages);
	const of = { app, graphVersion, graphUrl, user, userInfo };
	return {
		profile: { name, ...of, purpose, wanted: [...wanted], pages, problems: [...problems], signIn },
		secrets: { appSecret, userToken, pageTokens, ...(clientToken ? { clientToken } : {}) },
	};
}

/** The name that is proposed for a profile: the app's own, in the form of a file name; else `profile`. */
export function proposeName(appName: string | null, taken: readonly string[] = []): string {
	const plain = (appName ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
	const base =
		plain
			.replace(/[^\p{L}\p{N}]+/gu, '-')
			.replace(/^-|-$/g, '')
			.slice(0, 40) || 'profile';
	return freeName(base, taken);
}

/**
 * A profile after a refresh or a check, as it is to be stored, and what has changed. `found` are its Pages as Meta describes
 * them now; where it did not answer, what was known before is stored. `isComplete`: no part of their list is missing.
 */
export type Reading = OpenProfile & { found: PageRecord[]; isComplete: boolean; changes: Changes };

/**
 * The client for a stored profile.
 * @throws {ProblemError} `other-host` where the transport leads to another Graph host than the profile belongs to.
 */
export function clientOf(transport: Transport, { profile, secrets }: OpenProfile): GraphClient {
	assertSameHost(profile, transport.graph);
	return new GraphClient(transport, { id: profile.app.id, secret: secrets.appSecret });
}

/**
 * Derives the Pages of a profile again from its stored user token, which is renewed when it expires soon. Pages that an
 * incomplete list may lack stay as they were, and so does what only that list says of a Page.
 * @throws {ProblemError} when the user token is no longer valid, and for `cancelled`.
 */
export async function* refreshProfile(
	transport: Transport,
	open: OpenProfile,
	work: WorkOptions,
): AsyncGenerator<ConnectEvent, Reading, undefined> {
	const { profile, secrets } = open;
	const client = clientOf(transport, open);
	const options = { appName: profile.app.name, ...work };
	const inspected = await inspectUserToken(client, secrets.userToken, profile.wanted, options);
	const addresses = profile.pages.filter(({ foundBy }) => foundBy === 'id').map(({ id }) => id);
	const connecting = connect(client, inspected, options, { isStored: true, addresses });
	const { userToken, userInfo, pages, problems, isComplete } = yield* connecting;
	const before = withTokens(profile.pages, secrets);
	if (!isComplete) {
		for (const page of before) pages.set(page.id, withKnownFacts(pages.get(page.id) ?? page, page));
	}
	const user = inspected.user ?? profile.user;
	return readingOf(open, before, [...pages.values()], { userToken, userInfo, user, problems, isComplete });
}

/** What happens in a check: Pages whose tokens were verified. */
export type CheckEvent = { type: 'pages-verified'; pages: PageRecord[] };

/** Is a token of this Page to be verified, one that was not since then (Unix seconds; null for all)? */
export function isDue(
	{ summary, checkedAt }: Pick<PageRecord, 'summary' | 'checkedAt'>,
	since: number | null,
): boolean {
	return summary !== null && (since === null || checkedAt === null || checkedAt < since);
}

/**
 * Verifies the stored tokens of a profile, the user token first, but not those of Pages that were verified since `since`.
 * Whether a token could be verified is part of its Page.
 * @throws {ProblemError} when not even the user token could be verified, and for `cancelled`.
 */
export async function* checkProfile(
	transport: Transport,
	open: OpenProfile,
	{ now, signal, since = null }: WorkOptions & { since?: number | null },
): AsyncGenerator<CheckEvent, Reading, undefined> {
	const { profile, secrets } = open;
	const client = clientOf(transport, open);
	const { info: userInfo, caller, secretProblem } = await askWithSecret(client, secrets.userToken, signal);
	const problems = secretProblem ? [secretProblem] : [];
	if (userInfo.isValid === false) problems.push(problemOfTokenError(userInfo.error));
	const before = withTokens(profile.pages, secrets);
	const after = new Map(before.map((page) => [page.id, page]));
	const due = before.filter((page) => isDue(page, since));
	for await (const pages of verifyPages(client, caller, due, { now, signal })) {
		for (const page of pages) after.set(page.id, page);
		yield { type: 'pages-verified', pages };
	}
	const { userToken } = secrets;
	return readingOf(open, before, [...after.values()], {
		userToken,
		userInfo,
		user: profile.user,
		problems,
		isComplete: true,
	});
}

/**
 * As {@link askAbout}. Where Meta does not accept the app, its secret may have been reset: tokens stay valid then and can be
 * asked about themselves, but nothing else works.
 */
async function askWithSecret(client: GraphClient, token: Secret, signal: AbortSignal) {
	try {
		const answer = await askAbout(client, token, signal);
		return { ...answer, secretProblem: answer.caller.kind === 'self' ? await problemOfSecret(client, signal) : null };
	} catch (error) {
		const secretProblem = problemOrRethrow(error).graph ? await problemOfSecret(client, signal) : null;
		throw secretProblem ? new ProblemError(secretProblem) : error;
	}
}

async function problemOfSecret(client: GraphClient, signal: AbortSignal): Promise<Problem | null> {
	const refusal = await problemOfCredentials(client, signal);
	if (refusal?.code !== 'wrong-app-secret') return null;
	return problem(refusal.code, { kind: 'secret-reset' }, refusal.graph);
}

function readingOf(
	{ profile, secrets }: OpenProfile,
	before: PageRecord[],
	after: PageRecord[],
	now: { userToken: Secret; userInfo: TokenInfo; user: Profile['user']; problems: Problem[]; isComplete: boolean },
): Reading {
	const { pages, pageTokens } = withoutTokens(after);
	const { userToken, userInfo, user, problems, isComplete } = now;
	return {
		profile: { ...profile, user, userInfo, pages: withKnown(profile.pages, pages), problems },
		found: after,
		isComplete,
		secrets: { ...secrets, userToken, pageTokens },
		changes: compareReadings(before, after),
	};
}
