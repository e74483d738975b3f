import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { PROBLEM_CODES, type Problem, problem } from '../domain/problem.ts';
import {
	ANSWER_BODIES,
	ANSWER_FAULTS,
	ENDPOINTS,
	type FactsKind,
	type FactsOf,
	type ListPart,
	PORTFOLIO_EDGES,
	PROXY_FAULTS,
	type ProblemFacts,
} from '../domain/problem-facts.ts';
import { problemFromFacts } from '../domain/problem-from-facts.ts';
import { problemText } from '../domain/problem-text.ts';
import { Amount, isObject, orAbsent, orNull, Text, textIn, tolerant, wordIn } from './tolerant.ts';

const MaybeText = v.nullable(v.string());

/** What is read of the facts of each kind. Facts of which anything is unknown are left out: the code then gives the text. */
const FACTS: { readonly [Kind in FactsKind]: v.GenericSchema<unknown, Omit<FactsOf<Kind>, 'kind'>> } = {
	'graph-error': v.object({ endpoint: v.picklist(ENDPOINTS), isTransient: v.nullable(v.boolean()) }),
	'http-answer': v.object({ host: v.string(), body: v.picklist(ANSWER_BODIES) }),
	timeout: v.object({ host: v.string(), seconds: v.number(), proxy: MaybeText }),
	connection: v.object({ host: v.string(), proxy: MaybeText, reason: v.string() }),
	'proxy-setting': v.object({ fault: v.picklist(PROXY_FAULTS), scheme: v.string() }),
	pause: v.object({ seconds: v.number() }),
	answer: v.object({ of: v.string(), fault: v.picklist(ANSWER_FAULTS) }),
	'token-end': v.object({ verdict: v.picklist(['dated', 'short']) }),
	'no-reason': v.object({}),
	'no-pages': v.object({ isListing: v.boolean(), pages: v.nullable(v.number()), hasPortfolios: v.boolean() }),
	'short-exchange': v.object({}),
	'vague-exchange': v.object({}),
	'secret-reset': v.object({}),
	'cancelled-late': v.object({}),
	'unknown-code': v.object({ code: v.string() }),
};
const KINDS = Object.keys(FACTS) as FactsKind[];

const Facts = tolerant((value): ProblemFacts | undefined => {
	const kind = isObject(value) ? wordIn(KINDS, value.kind) : null;
	if (kind === null) return undefined;
	const { success, output } = v.safeParse(FACTS[kind], value);
	return success ? ({ kind, ...output } as ProblemFacts) : undefined;
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
	v.object({ code: Amount, subcode: Amount, type: Text, message: Text, fbtraceId: Text, status: Amount }),
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

/** The form of a problem in the file. */
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
	if (code === null) {
		const newer: ProblemFacts = { kind: 'unknown-code', code: word };
		return problemFromFacts({ code, graph, facts: newer, part });
	}
	if (!facts && fromPage?.code === code) return fromPage;
	if (facts || !hasText(stored)) return problemFromFacts({ code, graph, facts, part });
	const { title, cause, remedy, retryable } = v.parse(OldText, stored);
	return problem(code, { title, cause, remedy, graph, ...(retryable === null ? {} : { retryable }) });
}

const OldText = v.object({
	title: v.string(),
	cause: v.string(),
	remedy: v.string(),
	retryable: tolerant((value) => (typeof value === 'boolean' ? value : null)),
});

/** What versions 1 and 2 stored of a problem without its text, where `read` has the same text from its facts alone. */
export function withoutText(stored: unknown, read: Problem): unknown {
	if (!isObject(stored) || !hasText(stored)) return stored;
	const facts = toStored(read);
	const again = readProblem(facts);
	if (!again || !isDeepStrictEqual(problemText(again), problemText(read))) return stored;
	const { title, cause, remedy, retryable, ...others } = stored;
	return { ...facts, ...others };
}

function hasText(stored: Record<string, unknown>): boolean {
	return v.is(OldText, stored);
}
