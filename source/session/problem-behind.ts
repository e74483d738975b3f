import { type Problem, problem, problemOf } from '../domain/problem.ts';
import { isSystemError } from '../vault/files.ts';
import { ProfileNameError } from '../vault/profile.ts';

/** The problem behind what work has thrown; what is a fault of this program is thrown on. */
export function problemBehind(error: unknown): Problem {
	if (error instanceof ProfileNameError) {
		return problem('unexpected', {
			title: error.message,
			cause: 'A profile needs a name of its own.',
			remedy: 'Choose another name.',
		});
	}
	return isSystemError(error) ? problem('disk', { cause: `The system says: ${error.message}.` }) : problemOf(error);
}
