import { ProblemError, problem } from '../../domain/problem.ts';
import type { Clock } from '../../graph/retry-policy.ts';

/** What a sign-in is given. It waits for the person for `patienceMs`, and no longer. */
export type SignInOptions = { signal: AbortSignal; clock: Clock; patienceMs: number };

/** How long a person is waited for, unless told otherwise. */
export const PATIENCE_MS = 5 * 60_000;

/**
 * Waits.
 * @throws {ProblemError} `cancelled`
 */
export async function pause(milliseconds: number, { clock, signal }: SignInOptions): Promise<void> {
	try {
		if (!signal.aborted) await clock.delay(milliseconds, signal);
	} catch {
		// It was aborted.
	}
	if (signal.aborted) throw new ProblemError(problem('cancelled'));
}
