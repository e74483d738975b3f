import { type Problem, problem } from './problem.ts';
import { codeOfGraphError } from './problems/graph-error.ts';
import type { Endpoint, GraphFailure } from './problems/graph-error-rows.ts';
import type { TokenError, TokenInfo } from './token.ts';

/** The problem behind an error of Graph, by where it came from and by all that it says of itself. */
export function diagnose(endpoint: Endpoint, failure: GraphFailure): Problem {
	const { isTransient, ...graph } = failure;
	return problem(codeOfGraphError(endpoint, failure), { kind: 'graph-error', endpoint, isTransient }, graph);
}

/** Does Meta refuse a Page's token because the grant of its app and person leaves the Page out? The token itself has not ended. */
export function isOutsideGrant(problem: Problem | null): problem is Problem {
	return problem?.code === 'missing-permission' && problem.graph?.code === 190;
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

/** Why Meta lists no Page for a user token: the likely causes, with what this token says about each. */
export function problemOfNoPages({ scopes, granularScopes }: TokenInfo): Problem {
	// A token without any scope is one whose scopes are not known.
	if (scopes.length === 0) return problem('no-pages');
	const granted = granularScopes.find(({ scope }) => scope === 'pages_show_list')?.targetIds;
	return problem('no-pages', {
		kind: 'no-pages',
		isListing: scopes.includes('pages_show_list'),
		pages: granted?.length ?? null,
		hasPortfolios: scopes.includes('business_management'),
	});
}
