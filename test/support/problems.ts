import { type ProblemCode, ProblemError } from '../../source/domain/problem.ts';

/** Whether an error is a problem of this code, whose title or cause says so. For `assert.rejects`. */
export function isProblem(code: ProblemCode, words = /(?:)/): (error: unknown) => boolean {
	return (error) => {
		if (!(error instanceof ProblemError)) throw error;
		const { title, cause } = error.problem;
		return error.problem.code === code && words.test(`${title} ${cause}`);
	};
}
