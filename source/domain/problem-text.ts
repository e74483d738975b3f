import { type Problem, type ProblemText, textOfCode } from './problem.ts';

/** The text of a problem. */
export function problemText({ code, text }: Problem): ProblemText {
	return { ...textOfCode(code), ...text };
}

/** Does trying the same again help? */
export function isRetryable(problem: Problem): boolean {
	return problemText(problem).retryable;
}
