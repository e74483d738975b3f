import { plural, someNames } from '../plural.ts';
import type { ProblemCode } from './codes.ts';
import { OUTSIDE_GRANT } from './graph-error-rows.ts';
import type { TextsByKind, Told } from './text.ts';

/** The texts of problems of a connection: its user token, its list of Pages, its verdicts. */
export const CONNECT_TEXTS = {
	/** Of a Page token with an end date. */
	'token-end': ({ verdict }: { verdict: 'dated' | 'short' }) =>
		verdict === 'dated'
			? {
					cause: 'It ends with the token that it was made from, which has an end date itself.',
					remedy:
						'Connect again before that date. A system user of a business can have a token that never ends: choose "Never" where it is generated.',
				}
			: {
					title: 'This token ends within a day',
					cause: 'Meta returned a Page token with an end, although the user token was exchanged for a long-lived one.',
					remedy: 'Sign in again, for a new user token. If that changes nothing, use the token of a system user.',
				},
	/** The token is invalid, and Meta gives no reason. */
	'no-reason': () => ({ cause: 'Meta says that it is not valid, and not why.' }),
	/** `pages` is how many Pages `pages_show_list` is granted for; null for all of them. `isListing`: is it granted at all? */
	'no-pages': (facts: Listing) => {
		const causes = [causeInListing(facts), causeInPortfolios(facts), 'You have no role on any Page.'];
		const listed = causes.map((cause, index) => `${index + 1}. ${cause}`).join(' ');
		return { cause: `Likely causes, likeliest first: ${listed}`, remedy: remedyOfNoPages(facts) };
	},
	/** Of a Page that is listed without a token. */
	'no-token': ({ why }: { why: NoTokenWord }) => WITHOUT_TOKEN[why],
	/** Of a number that was copied from the URL of a Page. */
	'profile-id': () => ({
		title: 'This number is not a Page ID',
		cause: 'A number that begins with 61 in the URL of a Page belongs to the profile.',
		remedy: 'Copy the Page ID from Business settings > Accounts > Pages.',
		next: null,
	}),
	/** A Page token that Meta calls valid, though none of its permissions is for the Page. */
	'no-page-permissions': () => OUTSIDE_GRANT,
	/** Saved Pages that a sign-in has left out of the grant: the names of some, and how many there are. */
	'left-out': ({ names, count }: { names: readonly string[]; count: number }) => ({
		title: count === 1 ? 'This sign-in left out a saved Page' : `This sign-in left out ${count} saved Pages`,
		cause: `You did not select ${someNames(names, count, 'Page')}, or your role there has ended. The saved tokens stop working.`,
		remedy: 'Sign in again, choose "Edit settings" and select every Page.',
	}),
	/** The exchanged user token expires within a day. */
	'short-exchange': () => ({
		title: 'The exchanged user token ends within a day',
		cause: 'Meta exchanged the user token, yet not for a long-lived one; Page tokens from it may end with it.',
		remedy: 'Sign in again, for a new user token.',
	}),
	/** Meta leaves out what the program needs to know of the exchanged token. */
	'vague-exchange': () => ({
		title: 'Meta hardly explains the exchanged token',
		cause:
			'Its kind, validity or permissions are missing; those of the token before the exchange are taken in their place.',
		remedy: 'Nothing is lost; each Page token is verified by itself.',
		retryable: false,
	}),
	/** The stored App Secret was reset. */
	'secret-reset': () => ({
		cause: 'The App Secret was reset in the app settings, so the saved one no longer works.',
	}),
	/** Canceled after some Pages were found. */
	'cancelled-late': () => ({ remedy: 'What was found so far is kept.' }),
	/** A newer program stored a problem under a code that this one does not know. */
	'unknown-code': ({ code }: { code: string }) => ({
		title: 'Problem unknown to this version',
		cause: `A newer fb-token-tui saved it as "${code}".`,
		remedy: 'Run the newest version: npx fb-token-tui@latest',
		next: null,
	}),
} satisfies TextsByKind;

/** Why a Page may be listed without a token, by the grant of its app and person. */
export const NO_TOKEN_WORDS = ['not-selected', 'selected', 'not-assigned'] as const;

/** One of {@link NO_TOKEN_WORDS}. */
export type NoTokenWord = (typeof NO_TOKEN_WORDS)[number];

const ASSIGN = 'to the system user in business settings, then make a new token.';

/** What is told of a Page without a token, by the reason. */
export const WITHOUT_TOKEN: Readonly<Record<NoTokenWord, Told>> = {
	'not-selected': {
		title: 'Page not selected when you signed in',
		cause: 'The app may only use the Pages that you select.',
		remedy: 'Choose "Edit settings" at the next sign-in and select every Page.',
	},
	selected: {
		cause: 'You selected this Page, so your role on it may be too small.',
		remedy: 'Ask a Page admin for full control. Then sign in again and choose "Edit settings".',
	},
	'not-assigned': {
		cause: 'The Page may not be assigned to the system user with full control.',
		remedy: `Assign the Page ${ASSIGN}`,
	},
};

/** \`isSystemUser\` is absent in what older programs have stored. */
type Listing = { isListing: boolean; pages: number | null; hasPortfolios: boolean; isSystemUser?: boolean | undefined };

/** Asks for no permission that is granted already. */
function remedyOfNoPages({ isListing, pages, hasPortfolios, isSystemUser }: Listing): string {
	const missing = [isListing ? [] : 'pages_show_list', hasPortfolios ? [] : 'business_management'].flat().join(' and ');
	if (isSystemUser) {
		return missing ? `Make a new token of the system user with ${missing}.` : `Assign the Pages ${ASSIGN}`;
	}
	const allow = missing ? ` and allow ${missing}` : '';
	if (isListing && pages === null) {
		return `Sign in again${allow}: choose "Edit settings", then "Opt in to current Pages only", which makes the Pages discoverable.`;
	}
	const check = isListing && pages ? 'Check your roles on the Pages. ' : '';
	return `${check}Sign in again${allow}: choose "Edit settings" and select every Page.`;
}

function causeInListing({ isListing, pages }: Listing): string {
	if (!isListing) return 'pages_show_list is not granted. Meta lists no Page without it.';
	if (pages === null) return 'You selected all Pages, and there may be none.';
	return pages === 0
		? 'You selected no Page when you signed in.'
		: `You selected ${plural(pages, 'Page')}, and Meta shows none of them. You may have lost your role there.`;
}

function causeInPortfolios({ hasPortfolios }: Listing): string {
	return hasPortfolios
		? 'The Pages belong to a business portfolio of which you are not a member.'
		: 'business_management is not granted. Meta leaves out the Pages of a business portfolio without it.';
}

/** The Pages of a business that are listed: its own, or those of its clients. */
const PORTFOLIO_PAGES = { owned_pages: 'Pages', client_pages: "clients' Pages" } as const;

/** The lists of a business. */
export const PORTFOLIO_EDGES = Object.keys(PORTFOLIO_PAGES) as (keyof typeof PORTFOLIO_PAGES)[];

/** The part of the list of Pages in which a problem occurred: others may be complete. */
export type ListPart =
	| { kind: 'accounts' }
	| { kind: 'businesses' }
	| { kind: 'portfolio'; edge: keyof typeof PORTFOLIO_PAGES; name: string }
	| { kind: 'page'; page: string };

/** The name of a part, for the start of a sentence. */
export function nameOfPart(part: ListPart): string {
	switch (part.kind) {
		case 'accounts':
			return 'The Pages of this account';
		case 'businesses':
			return 'The businesses';
		case 'portfolio':
			return `The ${PORTFOLIO_PAGES[part.edge]} of the portfolio ${part.name}`;
		case 'page':
			return `The Page ${part.page}`;
	}
}

/** What Meta says of a single Page that this person has no access to: no part of the list is missing then. */
const ANSWERS: ReadonlySet<ProblemCode> = new Set(['not-found', 'missing-permission', 'role-lost']);

/** May Pages be missing because a part of their list could not be read? */
export function hidesPages({ code, part }: { code: ProblemCode; part?: ListPart }): boolean {
	return part !== undefined && !(part.kind === 'page' && ANSWERS.has(code));
}

/** What is told, without its full stop, of a list that is not complete. */
export const INCOMPLETE = 'Pages may be missing: the list was not read to its end';
