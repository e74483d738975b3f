import type { CALL_TEXTS } from './problems/call.ts';
import { CODES, entryOf, type ProblemCode } from './problems/codes.ts';
import type { COMMAND_TEXTS } from './problems/command.ts';
import type { CONNECT_TEXTS, ListPart } from './problems/connect.ts';
import type { GRAPH_ERROR_TEXTS } from './problems/graph-error.ts';
import type { INPUT_TEXTS } from './problems/input.ts';
import type { SIGN_IN_TEXTS } from './problems/sign-in.ts';
import type { STORE_TEXTS } from './problems/store.ts';
import type { FactsByKind, GraphDetail } from './problems/text.ts';
import type { TOKEN_TEXTS } from './problems/token.ts';
import type { SignInMethod } from './sign-in/methods.ts';

/** The facts that can be stored with a profile. */
export type StoredFactsByKind = FactsByKind<typeof CALL_TEXTS & typeof CONNECT_TEXTS & typeof GRAPH_ERROR_TEXTS>;

/** The facts of what was done while something went wrong: `failure` is that. */
export type FactsOfDeeds = {
	/** A stored Page token may not be handed out; `isRefused`: Meta says so, and not the clock alone. Unix seconds. */
	'dead-page-token': {
		page: string;
		failure: Problem;
		isRefused: boolean;
		expiresAt: number | null;
		checkedAt: number | null;
		now: number;
	};
	/** None of some Pages has a token that may be handed out; `failure` is that of one of them. */
	'none-usable': { count: number; failure: Problem };
	/** Nobody knows whether the test post was made. */
	'maybe-posted': { failure: Problem; page: string; message: string };
	/** The test post was made, and is still there. */
	'post-left': { failure: Problem; url: string };
	'nothing-revoked': { failure: Problem };
	/** Permissions were revoked, or may have been (`doubt`), and the stored tokens could not be verified. */
	'revoked-unasked': { failure: Problem; doubt: Problem | null };
};

type AllFacts = StoredFactsByKind &
	FactsOfDeeds &
	FactsByKind<
		typeof COMMAND_TEXTS & typeof INPUT_TEXTS & typeof SIGN_IN_TEXTS & typeof STORE_TEXTS & typeof TOKEN_TEXTS
	>;

/** The names of the facts; each has one text. */
export type FactsKind = keyof AllFacts;

/** The facts of one kind. */
export type FactsOf<Kind extends FactsKind> = { kind: Kind } & AllFacts[Kind];

/** What the text of a problem is made from beside its code and Graph's own error: data, never prose. */
export type ProblemFacts = { [Kind in FactsKind]: FactsOf<Kind> }[FactsKind];

/** What to do next about a profile or a sign-in. `orCheck`: Meta may also be asked again about its tokens. */
export type NextAction =
	| { step: 'sign-in'; method: SignInMethod }
	| { step: 'reconnect'; profile: string; method: SignInMethod; isSystemUser: boolean; orCheck?: boolean }
	| { step: 'check' | 'protect'; profile: string }
	| { step: 'unlock' };

/** What went wrong, as data. Its text is made by `problemText` where it is shown. */
export type Problem = {
	code: ProblemCode;
	graph: GraphDetail | null;
	/** What its text is made from, where the code alone does not tell it. */
	facts?: ProblemFacts;
	/** The part of the list of Pages that is concerned. */
	part?: ListPart;
	/** What to do next, where more than the code and the facts decide it. */
	next?: NextAction;
};

/** A problem by its code, and what there is to tell of it. */
export function problem(code: ProblemCode, facts?: ProblemFacts, graph: GraphDetail | null = null): Problem {
	return { code, graph, ...(facts ? { facts } : {}) };
}

/** Meta's numbers for an error, for people who look them up: `code 190/463, HTTP 400, fbtrace_id A…`; empty without any. */
export function graphNumbers(graph: GraphDetail | null): string {
	if (!graph) return '';
	const { code, subcode, status, fbtraceId } = graph;
	return [
		code === null ? null : `code ${code}${subcode === null ? '' : `/${subcode}`}`,
		status === null ? null : `HTTP ${status}`,
		fbtraceId === null ? null : `fbtrace_id ${fbtraceId}`,
	]
		.filter(Boolean)
		.join(', ');
}

/** Is a stored user token of no use any more after this, so that only a new one helps? */
export function endsTheSignIn(code: ProblemCode): boolean {
	return CODES[code].course === 'ends-sign-in';
}

/** A problem on its way through code that throws. Its message is the title of its code: fit to be shown, without secrets. */
export class ProblemError extends Error {
	override readonly name = 'ProblemError';
	readonly problem: Problem;

	constructor(subject: Problem) {
		super(entryOf(subject.code).title);
		this.problem = subject;
	}
}

/** The problem behind anything thrown; what is not a {@link ProblemError} is a fault of this program and thrown on. */
export function problemOrRethrow(error: unknown): Problem {
	if (error instanceof ProblemError) return error.problem;
	throw error;
}

/** As {@link problemOrRethrow}, for what goes on after a problem: `cancelled` is thrown on, too. */
export function problemUnlessCancelled(error: unknown): Problem {
	const problem = problemOrRethrow(error);
	if (problem.code === 'cancelled') throw error;
	return problem;
}

/** What is worth knowing and not worth stopping for: null after a problem, which is thrown on if it is `cancelled` or of `stops`. */
export async function resultOrNull<T>(result: Promise<T>, stops: readonly ProblemCode[] = []): Promise<T | null> {
	try {
		return await result;
	} catch (error) {
		if (stops.includes(problemUnlessCancelled(error).code)) throw error;
		return null;
	}
}
