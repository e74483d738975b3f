import { type Problem, problem } from './problem.ts';
import { codeOfGraphError } from './problems/graph-error.ts';
import type { Endpoint, GraphFailure } from './problems/graph-error-rows.ts';
import { isPageGranted, type TokenError, type TokenInfo } from './token.ts';

/** The problem behind an error of Graph, by where it came from and by all that it says of itself. */
export function diagnose(endpoint: Endpoint, failure: GraphFailure): Problem {
	const { isTransient, ...graph } = failure;
	return problem(codeOfGraphError(endpoint, failure), { kind: 'graph-error', endpoint, isTransient }, graph);
}

/** Does Meta refuse a Page's token because the grant of its app and person leaves the Page out? The token itself has not ended. */
export function isOutsideGrant(problem: Problem | null): problem is Problem {
	if (problem?.code !== 'missing-permission') return false;
	return problem.graph?.code === 190 || problem.facts?.kind === 'no-page-permissions';
}

/** The problem that `data.error` of `debug_token` stands for; a dead token without one was revoked, as far as anyone can tell. */
export function problemOfTokenError(error: TokenError | null): Problem {
	if (!error) return problem('token-revoked', { kind: 'no-reason' });
	const { code, subcode, message } = error;
	return diagnose('debug-token', {
		code,
		subcode,
		message,
		type: null,
		fbtraceId: null,
		status: 200,
		isTransient: null,
	});
}

/** Why a Page is listed without a token. `grant` is what Meta says of the user token, and `refusal` of the Page by itself. */
export function problemWithoutToken(pageId: string, grant: TokenInfo | null, refusal: Problem | null): Problem {
	const isExcluded = isOutsideGrant(refusal);
	const graph = isExcluded ? refusal.graph : null;
	if (grant?.type === 'SYSTEM_USER')
		return problem('page-without-token', { kind: 'no-token', why: 'not-assigned' }, graph);
	const isGranted = isExcluded ? false : grant && isPageGranted(grant, pageId);
	if (isGranted === null) return problem('page-without-token');
	return problem('page-without-token', { kind: 'no-token', why: isGranted ? 'selected' : 'not-selected' }, graph);
}

/** Ids of profiles in the URL of a Page; its own id is another number. */
const PROFILE_ID = /^61\d{10,}$/;

/** Why Meta does not show a Page that was asked for by its id or user name. */
export function problemOfUnshown(address: string, refusal: Problem): Problem {
	const { code, graph } = refusal;
	// A profile is a node of another type, which has not the fields of a Page.
	const isAnswer = ['not-found', 'missing-permission'].includes(code) || (code === 'unexpected' && graph?.code === 100);
	const isProfile = isAnswer && graph?.code !== 190 && PROFILE_ID.test(address);
	return isProfile ? problem('not-found', { kind: 'profile-id' }, graph) : refusal;
}

/** Why Meta lists no Page for a user token: the likely causes, with what this token says about each. */
export function problemOfNoPages({ type, scopes, granularScopes }: TokenInfo): Problem {
	// A token without any scope is one whose scopes are not known.
	if (scopes.length === 0) return problem('no-pages');
	const granted = granularScopes.find(({ scope }) => scope === 'pages_show_list')?.targetIds;
	return problem('no-pages', {
		kind: 'no-pages',
		isListing: scopes.includes('pages_show_list'),
		pages: granted?.length ?? null,
		hasPortfolios: scopes.includes('business_management'),
		isSystemUser: type === 'SYSTEM_USER',
	});
}
