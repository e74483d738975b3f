import { type Problem, ProblemError } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import type { ProblemCode } from '../../source/domain/problems/codes.ts';
import type { ProblemText } from '../../source/domain/problems/text.ts';

/** Whether an error is a problem of this code, whose title or cause says so. For `assert.rejects`. */
export function isProblem(code: ProblemCode, words = /(?:)/): (error: unknown) => boolean {
	return (error) => {
		if (!(error instanceof ProblemError)) throw error;
		const { title, cause } = problemText(error.problem);
		return error.problem.code === code && words.test(`${title} ${cause}`);
	};
}

/** A problem together with its text. */
export function withText(problem: Problem): Problem & ProblemText {
	return { ...problem, ...problemText(problem) };
}

/** The text of a problem that may be missing; empty sentences without it. */
export function textOf(problem: Problem | null | undefined): ProblemText {
	return problem ? problemText(problem) : { title: '', cause: '', remedy: '', retryable: false };
}
