import type { Clock } from '../../graph/retry-policy.ts';

/** What a sign-in is given. It waits for the person for `patienceMs`, and no longer. */
export type SignInOptions = { signal: AbortSignal; clock: Clock; patienceMs: number };

/** How long a person is waited for, unless told otherwise. */
export const PATIENCE_MS = 5 * 60_000;
