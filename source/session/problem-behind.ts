import { type Problem, problem, problemOrRethrow } from '../domain/problem.ts';
import { isSystemError } from '../vault/files.ts';
import { ProfileNameError } from '../vault/profile.ts';

/** The problem behind what work has thrown; what is a fault of this program is thrown on. */
export function problemBehind(error: unknown): Problem {
	if (error instanceof ProfileNameError) {
		return problem('unexpected', { kind: 'name-taken', message: error.message, by: 'name' });
	}
	return isSystemError(error) ? problem('disk', { kind: 'system', message: error.message }) : problemOrRethrow(error);
}
