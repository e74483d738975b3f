import type { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { problemOfRefusal, refusalIn } from './problems.ts';

/** What came back to this machine after the dialog. `stray` is not of this sign-in, and says nothing of it. */
export type DialogAnswer = { kind: 'code'; code: Secret } | { kind: 'refused'; problem: Problem } | { kind: 'stray' };

/** What came for a sign-in that is over. */
export type LateAnswer = Exclude<DialogAnswer['kind'], 'stray'>;

/**
 * Reads the query with which Facebook comes back; null where there is nothing of an answer in it. `isState` compares with the
 * state that was sent. Meta's documentation shows a refusal without a state: it counts, since all it can do is end the wait.
 */
export function readAnswer(query: URLSearchParams, isState: (text: string) => boolean): DialogAnswer | null {
	const states = query.getAll('state');
	const [code, ...more] = query.getAll('code');
	const refusal = refusalIn(query);
	if (!code && !refusal && states.length === 0) return null;
	const [state] = states;
	const isOurs = states.length === 1 && state !== undefined && isState(state);
	if (refusal && !code && (isOurs || states.length === 0))
		return { kind: 'refused', problem: problemOfRefusal(refusal) };
	if (!isOurs || !code || refusal || more.length > 0) return { kind: 'stray' };
	return { kind: 'code', code: new Secret(code) };
}
