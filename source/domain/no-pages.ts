import { plural } from './plural.ts';
import { type Problem, problem } from './problem.ts';
import type { FactsOf } from './problem-facts.ts';
import type { TokenInfo } from './token.ts';

/**
 * Why Meta lists no Page for a user token: the causes in the order in which they are likely, each with what this token says
 * about it. What cannot be is left out.
 */
export function problemOfNoPages({ scopes, granularScopes }: TokenInfo): Problem {
	// A token without any scope is one whose scopes are not known.
	if (scopes.length === 0) return problem('no-pages');
	const ticked = granularScopes.find(({ scope }) => scope === 'pages_show_list')?.targetIds;
	return noPages({
		kind: 'no-pages',
		isListing: scopes.includes('pages_show_list'),
		pages: ticked?.length ?? null,
		hasPortfolios: scopes.includes('business_management'),
	});
}

/** {@link problemOfNoPages} from its facts. */
export function noPages(facts: FactsOf<'no-pages'>): Problem {
	const causes = [aboutListing(facts), aboutPortfolios(facts), 'this person has no role on any Page'];
	return problem('no-pages', { cause: `The likely causes, the likeliest first: ${causes.join('; ')}.`, facts });
}

function aboutListing({ isListing, pages }: FactsOf<'no-pages'>): string {
	if (!isListing) return 'pages_show_list is not granted, and without it Meta lists none';
	if (pages === null) return 'pages_show_list is granted for all Pages, so there may be none';
	return pages === 0
		? 'no Page was ticked in the dialog'
		: `pages_show_list is granted for ${plural(pages, 'Page')} that Meta does not show, so the role there may be lost`;
}

function aboutPortfolios({ hasPortfolios }: FactsOf<'no-pages'>): string {
	return hasPortfolios
		? 'the Pages belong to a business portfolio of which this person is no member'
		: 'business_management is not granted, and without it Meta leaves out the Pages of a business portfolio';
}
