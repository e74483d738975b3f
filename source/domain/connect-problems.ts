import { type GraphDetail, type Problem, type ProblemCode, problem, retold } from './problem.ts';
import type { ListPart } from './problem-facts.ts';
import { problemText } from './problem-text.ts';

/** Meta exchanged the user token for one that expires within a day. */
export const SHORT_EXCHANGE = problem('not-permanent', {
	title: 'The exchanged user token ends within a day',
	cause: 'Meta exchanged the user token, yet not for a long-lived one; Page tokens from it may end with it.',
	remedy: 'Sign in again, for a new user token.',
	facts: { kind: 'short-exchange' },
});

/** Meta left out what the program needs to know of the exchanged token. */
export const VAGUE_EXCHANGE = problem('bad-reply', {
	title: 'Meta hardly explains the exchanged token',
	cause:
		'Its kind, validity or permissions are missing; those of the token before the exchange are taken in their place.',
	remedy: 'Nothing is lost; each Page token is verified by itself.',
	retryable: false,
	facts: { kind: 'vague-exchange' },
});

/** The person canceled after some Pages were found. */
export const CANCELLED_LATE = problem('cancelled', {
	remedy: 'What was found so far is kept.',
	facts: { kind: 'cancelled-late' },
});

/** Meta refuses the stored App Secret, and says so in `graph`. */
export function secretWasReset(graph: GraphDetail | null): Problem {
	const cause = 'The App Secret was reset in the app settings, so the saved one no longer works.';
	return problem('wrong-app-secret', { cause, graph, facts: { kind: 'secret-reset' } });
}

const PORTFOLIO_PAGES = { owned_pages: 'Pages', client_pages: "clients' Pages" } as const;

/** The problem with one part of the list of Pages. */
export function inPart(trouble: Problem, part: ListPart): Problem {
	const missing = hidesPages({ ...trouble, part }) ? ' The list may be incomplete.' : '';
	return retold({ ...trouble, part }, { cause: `${nameOf(part)}: ${problemText(trouble).cause}${missing}` });
}

/** What Meta says of a single Page that this person has no access to: no part of the list is missing then. */
const ANSWERS: ReadonlySet<ProblemCode> = new Set(['not-found', 'missing-permission', 'role-lost']);

/** May Pages be missing because a part of their list could not be read? */
export function hidesPages({ code, part }: Pick<Problem, 'code' | 'part'>): boolean {
	return part !== undefined && !(part.kind === 'page' && ANSWERS.has(code));
}

function nameOf(part: ListPart): string {
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

/** What is told, without its full stop, of a list that is not complete. */
export const INCOMPLETE = 'Pages may be missing: the list was not read to its end';
