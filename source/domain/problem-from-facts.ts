import { answerProblem, httpProblem, pauseProblem, proxySettingProblem, timeoutProblem } from './call-problems.ts';
import { CANCELLED_LATE, inPart, SHORT_EXCHANGE, secretWasReset, VAGUE_EXCHANGE } from './connect-problems.ts';
import { connectionProblem } from './connection-problem.ts';
import { diagnose, problemOfTokenError } from './diagnosis.ts';
import { noPages } from './no-pages.ts';
import { type GraphDetail, type Problem, type ProblemCode, problem } from './problem.ts';
import type { FactsKind, FactsOf, ListPart, ProblemFacts } from './problem-facts.ts';
import { problemOfEnd } from './verdict.ts';

type FromFacts<Kind extends FactsKind> = (facts: FactsOf<Kind>, graph: GraphDetail | null) => Problem | null;

/** Each text is made by the function that also made it when the problem occurred. */
const FROM_FACTS: { readonly [Kind in FactsKind]: FromFacts<Kind> } = {
	'graph-error': ({ endpoint, isTransient }, graph) => graph && diagnose(endpoint, { ...graph, isTransient }),
	'http-answer': httpProblem,
	timeout: timeoutProblem,
	connection: connectionProblem,
	'proxy-setting': proxySettingProblem,
	pause: pauseProblem,
	answer: answerProblem,
	'token-end': ({ verdict }) => problemOfEnd(verdict),
	'no-reason': () => problemOfTokenError(null),
	'no-pages': noPages,
	'short-exchange': () => SHORT_EXCHANGE,
	'vague-exchange': () => VAGUE_EXCHANGE,
	'secret-reset': (_, graph) => secretWasReset(graph),
	'cancelled-late': () => CANCELLED_LATE,
	'unknown-code': unknownCode,
};

/** What is stored of a problem. Null where a newer program stored a code that this one does not know. */
export type StoredProblem = {
	code: ProblemCode | null;
	graph: GraphDetail | null;
	facts?: ProblemFacts | undefined;
	part?: ListPart | undefined;
};

/** A problem with its text, from what is stored of it. The stored code stays, whatever its facts would lead to today. */
export function problemFromFacts({ code, graph, facts, part }: StoredProblem): Problem {
	const made = facts ? fromFacts(facts, graph) : null;
	const told =
		made && (code === null || made.code === code)
			? made
			: problem(code ?? 'unexpected', { graph, ...(facts ? { facts } : {}) });
	return part ? inPart(told, part) : told;
}

function fromFacts<Kind extends FactsKind>(facts: FactsOf<Kind>, graph: GraphDetail | null): Problem | null {
	const make: FromFacts<Kind> = FROM_FACTS[facts.kind];
	return make(facts, graph);
}

function unknownCode(facts: FactsOf<'unknown-code'>, graph: GraphDetail | null): Problem {
	return problem('unexpected', {
		title: 'Problem unknown to this version',
		cause: `A newer fb-token-tui saved it as "${facts.code}".`,
		remedy: 'Run the newest version: npx fb-token-tui@latest',
		graph,
		facts,
	});
}
