import type { FactsKind, FactsOf, Problem } from './problem.ts';
import { CALL_TEXTS } from './problems/call.ts';
import { entryOf, type NextStep } from './problems/codes.ts';
import { CONNECT_TEXTS, hidesPages, nameOfPart } from './problems/connect.ts';
import { GRAPH_ERROR_TEXTS } from './problems/graph-error.ts';
import { SIGN_IN_TEXTS } from './problems/sign-in.ts';
import type { ProblemText, Told } from './problems/text.ts';

type TextOf<Kind extends FactsKind> = (facts: FactsOf<Kind>, subject: Problem) => Told;

/** One text for each kind of facts: the compiler says which one is missing. */
const TEXTS: { readonly [Kind in FactsKind]: TextOf<Kind> } = {
	...CALL_TEXTS,
	...CONNECT_TEXTS,
	...GRAPH_ERROR_TEXTS,
	...SIGN_IN_TEXTS,
	'old-text': ({ title, cause, remedy, retryable }) => ({
		...{ title, cause, remedy },
		...(retryable === null ? {} : { retryable }),
	}),
};

/** The text of a problem. */
export function problemText(problem: Problem): ProblemText {
	const { title, cause, remedy, course } = entryOf(problem.code);
	const { next, ...told } = toldBy(problem);
	const whole = { title, cause, remedy, retryable: course === 'passes', ...told, ...problem.text };
	const { part } = problem;
	if (!part) return whole;
	const missing = hidesPages(problem) ? ' The list may be incomplete.' : '';
	return { ...whole, cause: `${nameOfPart(part)}: ${whole.cause}${missing}` };
}

/** Does trying the same again help? */
export function isRetryable(problem: Problem): boolean {
	return problemText(problem).retryable;
}

/** What the person does next about a problem; null where its remedy says all. */
export function nextStepFor(problem: Problem): NextStep | null {
	return { next: entryOf(problem.code).next, ...toldBy(problem) }.next;
}

function toldBy(problem: Problem): Told {
	return problem.facts ? textFor(problem.facts, problem) : {};
}

function textFor<Kind extends FactsKind>(facts: FactsOf<Kind>, subject: Problem): Told {
	const text: TextOf<Kind> = TEXTS[facts.kind];
	return text(facts, subject);
}
