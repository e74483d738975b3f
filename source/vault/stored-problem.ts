import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { type Problem, problem, type StoredFactsByKind } from '../domain/problem.ts';
import { problemText } from '../domain/problem-text.ts';
import { CALL_WORDS } from '../domain/problems/call.ts';
import { PROBLEM_CODES } from '../domain/problems/codes.ts';
import { type ListPart, NO_TOKEN_WORDS, PORTFOLIO_EDGES } from '../domain/problems/connect.ts';
import { ENDPOINTS } from '../domain/problems/graph-error-rows.ts';
import { Amount, isObject, orAbsent, orNull, Text, textIn, tolerant, wordIn } from './tolerant.ts';

const MaybeText = v.nullable(v.string());

/** What is read of the facts of each kind. Facts of which anything is unknown are left out: the code then gives the text. */
const FACTS: { readonly [Kind in keyof StoredFactsByKind]: v.GenericSchema<unknown, StoredFactsByKind[Kind]> } = {
	'graph-error': v.object({ endpoint: v.picklist(ENDPOINTS), isTransient: v.nullable(v.boolean()) }),
	'http-answer': v.object({ host: v.string(), body: v.picklist(CALL_WORDS.bodies) }),
	timeout: v.object({ host: v.string(), seconds: v.number(), proxy: MaybeText }),
	connection: v.object({ host: v.string(), proxy: MaybeText, reason: v.string() }),
	'proxy-setting': v.object({
		...{ fault: v.picklist(CALL_WORDS.proxyFaults), scheme: v.string() },
		variable: v.optional(v.string()),
	}),
	pause: v.object({ seconds: v.number() }),
	answer: v.object({ of: v.string(), fault: v.picklist(CALL_WORDS.answerFaults) }),
	'token-end': v.object({ verdict: v.picklist(['dated', 'short']) }),
	'no-reason': v.object({}),
	'no-pages': v.object({
		...{ isListing: v.boolean(), pages: v.nullable(v.number()), hasPortfolios: v.boolean() },
		isSystemUser: v.optional(v.boolean()),
	}),
	'no-token': v.object({ why: v.picklist(NO_TOKEN_WORDS) }),
	'profile-id': v.object({}),
	'no-page-permissions': v.object({}),
	'left-out': v.object({ names: v.array(v.string()), count: v.number() }),
	'short-exchange': v.object({}),
	'vague-exchange': v.object({}),
	'secret-reset': v.object({}),
	'cancelled-late': v.object({}),
	'unknown-code': v.object({ code: v.string() }),
};
type Kind = keyof typeof FACTS;
type StoredFacts = { [K in Kind]: { kind: K } & StoredFactsByKind[K] }[Kind];
const KINDS = Object.keys(FACTS) as Kind[];

const Facts = tolerant((value): StoredFacts | undefined => {
	const kind = isObject(value) ? wordIn(KINDS, value.kind) : null;
	if (kind === null) return undefined;
	const { success, output } = v.safeParse(FACTS[kind], value);
	return success ? ({ kind, ...output } as StoredFacts) : undefined;
});

const Part = orAbsent(
	v.variant('kind', [
		v.object({ kind: v.literal('accounts') }),
		v.object({ kind: v.literal('businesses') }),
		v.object({ kind: v.literal('portfolio'), edge: v.picklist(PORTFOLIO_EDGES), name: v.string() }),
		v.object({ kind: v.literal('page'), page: v.string() }),
	]) satisfies v.GenericSchema<unknown, ListPart>,
);

const Graph = orNull(
	v.object({
		...{ code: Amount, subcode: Amount, type: Text, message: Text, fbtraceId: Text, status: Amount },
		...{ userTitle: orAbsent(v.string()), userMessage: orAbsent(v.string()) },
	}),
);

/** A problem as it is stored: facts, and never a sentence. `code` may be any word. */
export const StoredProblem = v.object({
	code: tolerant((value) => textIn(value) ?? 'unexpected'),
	graph: Graph,
	facts: Facts,
	part: Part,
});

/** A problem in the form of the file. */
export type StoredProblem = v.InferOutput<typeof StoredProblem>;

/** A problem in the form of the file. Facts that only occur outside a profile are left out. */
export function toStored({ code, graph, facts, part }: Problem): StoredProblem {
	const word = facts?.kind === 'unknown-code' ? facts.code : code;
	return v.parse(StoredProblem, {
		code: word,
		graph,
		...(facts && facts.kind !== 'unknown-code' ? { facts } : {}),
		...(part ? { part } : {}),
	});
}

/**
 * A problem with its text made from what is stored. Versions 1 and 2 stored the text and fewer facts: `fromPage` is the problem
 * that what is stored of the Page leads to; where that is no help, the old text is shown.
 */
export function readProblem(stored: unknown, fromPage: Problem | null = null): Problem | null {
	if (!isObject(stored)) return null;
	const { code: word, graph, facts, part } = v.parse(StoredProblem, stored);
	const code = wordIn(PROBLEM_CODES, word);
	if (!facts && code !== null && fromPage?.code === code) return fromPage;
	if (!facts && code !== null && v.is(OldText, stored)) {
		return problem(code, { kind: 'old-text', ...v.parse(OldText, stored) }, graph);
	}
	const known = code === null ? ({ kind: 'unknown-code', code: word } as const) : facts;
	return { code: code ?? 'unexpected', graph, ...(known ? { facts: known } : {}), ...(part ? { part } : {}) };
}

const OldText = v.object({
	title: v.string(),
	cause: v.string(),
	remedy: v.string(),
	retryable: tolerant((value) => (typeof value === 'boolean' ? value : null)),
});

/** What versions 1 and 2 stored of a problem without its text, where `read` has the same text from its facts alone. */
export function withoutText(stored: unknown, read: Problem): unknown {
	if (!isObject(stored) || !v.is(OldText, stored)) return stored;
	const facts = toStored(read);
	const again = readProblem(facts);
	if (!again || !isDeepStrictEqual(problemText(again), problemText(read))) return stored;
	const { title, cause, remedy, retryable, ...others } = stored;
	return { ...facts, ...others };
}
