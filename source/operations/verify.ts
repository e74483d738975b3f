import { isOutsideGrant, problemOfTokenError, problemOfUnshown, problemWithoutToken } from '../domain/diagnosis.ts';
import { instagramOf, mayReadInstagram } from '../domain/instagram.ts';
import type { Page, PageRecord } from '../domain/page.ts';
import { type Problem, ProblemError, problem, problemOrRethrow, resultOrNull } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { lacksPagePermissions, type TokenInfo } from '../domain/token.ts';
import { type Assessment, assess, problemOfEnd } from '../domain/verdict.ts';
import type { GraphClient } from '../graph/client.ts';
import { type Caller, type Inspection, TokenInspector } from '../graph/debug-token.ts';
import { summarise } from '../graph/proof.ts';

/** What work that asks Meta is given; `now` gives Unix seconds. */
export type WorkOptions = { now: () => number; signal: AbortSignal };

/**
 * A Page before its token was verified. A Page without a token needs no verification: that is its verdict. `grant` is what Meta
 * says of the user token, and `refusal` of the Page by itself.
 */
export function unverified(page: Page, grant: TokenInfo | null, refusal: Problem | null = null): PageRecord {
	const record = { ...page, info: null, checkedAt: null };
	if (page.token) return { ...record, summary: summarise(page.token), assessment: null, problem: null };
	const problem = problemWithoutToken(page.id, grant, refusal);
	return { ...record, summary: null, assessment: UNKNOWN, problem };
}

/** A Page with the verdict on its token. `now` is in Unix seconds. */
export function verified(
	page: PageRecord,
	inspection: Inspection,
	{ appId, now }: { appId: string; now: number },
): PageRecord {
	const { info } = inspection;
	if (!info) return { ...page, assessment: UNKNOWN, checkedAt: null, problem: inspection.problem };
	const assessment = assess(info, { now, appId, pageId: page.id });
	const { instagram = null, ...others } = page;
	const record = { ...others, info, checkedAt: now, ...(mayReadInstagram(info) ? { instagram } : {}) };
	if (assessment.verdict === 'invalid') {
		const problem = problemOfTokenError(info.error);
		const verdict = isOutsideGrant(problem) ? 'unknown' : 'invalid';
		return { ...record, assessment: { ...assessment, verdict, reason: null }, problem };
	}
	if (assessment.verdict !== 'unknown' && lacksPagePermissions(info, page.id)) {
		return { ...record, assessment: { ...assessment, verdict: 'unknown', reason: null }, problem: NO_PAGE_PERMISSIONS };
	}
	return { ...record, assessment, problem: problemOfEnd(assessment.verdict) };
}

const NO_PAGE_PERMISSIONS = problem('missing-permission', { kind: 'no-page-permissions' });

/** The verdict where the problem says why there is no other. */
const UNKNOWN: Assessment = { verdict: 'unknown', reason: null, expiresAt: null, dataAccessExpiresAt: null };

/** How many Pages are verified in one call. */
export const VERIFIED_AT_ONCE = TokenInspector.batchSize;

/**
 * Verifies up to {@link VERIFIED_AT_ONCE} Pages at a time, and gives those that have a token with their verdicts. A problem is a
 * part of its Page; only `cancelled` is thrown.
 */
export function createVerifier(client: GraphClient, caller: Caller, { now, signal }: WorkOptions) {
	const inspector = new TokenInspector(client.transport, caller);
	return async (pages: readonly PageRecord[]): Promise<PageRecord[]> => {
		const withToken = pages.filter(hasToken);
		const tokens = withToken.map(({ token }) => token);
		const inspections = await inspector.inspect(tokens, signal);
		const context = { appId: client.app.id, now: now() };
		const known = withToken.map((page, index) => verified(page, inspections[index] as Inspection, context));
		return withInstagram(client, known, signal);
	};
}

/** Adds the linked Instagram accounts of the Pages whose tokens may read them, in one call. That it fails is no problem of the Pages. */
async function withInstagram(client: GraphClient, pages: PageRecord[], signal: AbortSignal): Promise<PageRecord[]> {
	const asked = pages.filter(hasToken).filter(({ info }) => mayReadInstagram(info));
	if (asked.length === 0) return pages;
	const accounts = await resultOrNull(client.instagramAccounts(asked, signal));
	const found = new Map(asked.map(({ id }, index) => [id, accounts?.[index]]));
	return pages.map((page) => {
		const account = found.get(page.id);
		return account === undefined || !page.info
			? page
			: { ...page, instagram: instagramOf(account, page.info, page.foundBy === 'accounts') };
	});
}

function hasToken(page: PageRecord): page is PageRecord & { token: Secret } {
	return page.token !== null;
}

/**
 * Asks Meta again about stored tokens, some at a time, and gives the Pages that have one with their verdicts.
 * @throws {ProblemError} only `cancelled`.
 */
export async function* verifyPages(
	client: GraphClient,
	caller: Caller,
	pages: readonly PageRecord[],
	options: WorkOptions,
): AsyncGenerator<PageRecord[], void, undefined> {
	const verify = createVerifier(client, caller, options);
	const withToken = pages.filter(hasToken);
	for (let start = 0; start < withToken.length; start += VERIFIED_AT_ONCE) {
		yield await verify(withToken.slice(start, start + VERIFIED_AT_ONCE));
	}
}

/**
 * One Page by its id or user name, with the verdict on its token. Meta gives it for Pages that it lists nowhere.
 * @throws {ProblemError} where Meta does not show the Page. That its token could not be verified stands in the Page.
 */
export async function findPage(
	client: GraphClient,
	caller: Caller,
	{ userToken, info }: { userToken: Secret; info: TokenInfo | null },
	address: string,
	options: WorkOptions,
): Promise<PageRecord> {
	const found = await client.page(address, 'id', userToken, options.signal).catch((error: unknown) => {
		throw new ProblemError(problemOfUnshown(address, problemOrRethrow(error)));
	});
	const page = unverified(found, info);
	const [withVerdict = page] = await createVerifier(client, caller, options)([page]);
	return withVerdict;
}
