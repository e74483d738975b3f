/** The endpoints that give the same error numbers different meanings. */
export const ENDPOINTS = [
	'app-token',
	'exchange',
	'code-exchange',
	'device-login',
	'device-status',
	'debug-token',
	'me',
	'accounts',
	'businesses',
	'page',
	'post',
	'permissions',
	'app',
	'batch',
	'version',
] as const;

/** One of {@link ENDPOINTS}. */
export type Endpoint = (typeof ENDPOINTS)[number];

/** What an answer without Graph's own error consisted of. */
export const ANSWER_BODIES = ['empty', 'web-page', 'not-json', 'no-answer'] as const;

/** What was wrong with an answer that came in time. */
export const ANSWER_FAULTS = [
	'incomplete',
	'no-list',
	'no-data',
	'no-object',
	'endless',
	'circular',
	'other-host',
] as const;

/** What is wrong with the proxy that the environment names. */
export const PROXY_FAULTS = ['unreadable', 'scheme', 'encoding'] as const;

type FactsByKind = {
	/** An error of Graph: the numbers and the message are the problem's own `graph`. */
	'graph-error': { endpoint: Endpoint; isTransient: boolean | null };
	/** An HTTP status without an error of Graph; the status is in `graph`. */
	'http-answer': { host: string; body: (typeof ANSWER_BODIES)[number] };
	/** `proxy`, here and below, is the host of the proxy; null for none. */
	timeout: { host: string; seconds: number; proxy: string | null };
	/** `reason` is the code of the system or of Node; empty for none. */
	connection: { host: string; proxy: string | null; reason: string };
	/** `scheme` is empty unless that is the fault. */
	'proxy-setting': { fault: (typeof PROXY_FAULTS)[number]; scheme: string };
	/** Meta asks for a pause of so many seconds. */
	pause: { seconds: number };
	/** `of` is the path of the endpoint, or the host that should have been linked to. */
	answer: { of: string; fault: (typeof ANSWER_FAULTS)[number] };
	/** Of a Page token with an end date. */
	'token-end': { verdict: 'dated' | 'short' };
	/** The token is invalid, and Meta gives no reason. */
	'no-reason': object;
	/** `pages` is how many Pages `pages_show_list` is granted for; null for all of them. `isListing`: is it granted at all? */
	'no-pages': { isListing: boolean; pages: number | null; hasPortfolios: boolean };
	/** The exchanged user token expires within a day. */
	'short-exchange': object;
	/** Meta leaves out what the program needs to know of the exchanged token. */
	'vague-exchange': object;
	/** The stored App Secret was reset. */
	'secret-reset': object;
	/** Canceled after some Pages were found. */
	'cancelled-late': object;
	/** A newer program stored a problem under a code that this one does not know. */
	'unknown-code': { code: string };
};

/** The names of the facts; each has one text. */
export type FactsKind = keyof FactsByKind;

/** The facts of one kind. */
export type FactsOf<Kind extends FactsKind> = { kind: Kind } & FactsByKind[Kind];

/** What the text of a problem is made from beside its code and Graph's own error: data that can be stored, never prose. */
export type ProblemFacts = { [Kind in FactsKind]: FactsOf<Kind> }[FactsKind];

/** The Pages of a business that are listed: its own, or those of its clients. */
export const PORTFOLIO_EDGES = ['owned_pages', 'client_pages'] as const;

/** The part of the list of Pages in which a problem occurred: others may be complete. */
export type ListPart =
	| { kind: 'accounts' }
	| { kind: 'businesses' }
	| { kind: 'portfolio'; edge: (typeof PORTFOLIO_EDGES)[number]; name: string }
	| { kind: 'page'; page: string };
