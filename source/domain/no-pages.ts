import { plural } from './plural.ts';
import { type Problem, problem } from './problem.ts';
import type { TokenInfo } from './token.ts';

/**
 * Why Meta lists no Page for a user token: the causes in the order in which they are likely, each with what this token says
 * about it. What cannot be is left out.
 */
export function problemOfNoPages(info: TokenInfo): Problem {
	// A token without any scope is one whose scopes are not known.
	if (info.scopes.length === 0) return problem('no-pages');
	const causes = [aboutListing(info), aboutPortfolios(info), 'this person has no role on any Page'];
	return problem('no-pages', { cause: `The likely causes, the likeliest first: ${causes.join('; ')}.` });
}

function aboutListing({ scopes, granularScopes }: TokenInfo): string {
	if (!scopes.includes('pages_show_list')) return 'pages_show_list is not granted, and without it Meta lists none';
	const ticked = granularScopes.find(({ scope }) => scope === 'pages_show_list')?.targetIds;
	if (!ticked) return 'pages_show_list is granted for all Pages, so there may be none';
	return ticked.length === 0
		? 'no Page was ticked in the dialog'
		: `pages_show_list is granted for ${plural(ticked.length, 'Page')} that Meta does not show, so the role there may be lost`;
}

function aboutPortfolios({ scopes }: TokenInfo): string {
	return scopes.includes('business_management')
		? 'the Pages belong to a business portfolio of which this person is no member'
		: 'business_management is not granted, and without it Meta leaves out the Pages of a business portfolio';
}
