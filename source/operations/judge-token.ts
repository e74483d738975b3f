import type { App } from '../domain/app.ts';
import { type Problem, problem } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import type { TokenInfo } from '../domain/token.ts';
import { type Assessment, assess, problemOfEnd, reasonsOf } from '../domain/verdict.ts';
import { problemOfDeadToken, problemOfOtherApp } from './review-token.ts';

/** What is to be thought of a token of any kind. */
export type Judgement = {
	/** Null for a living token that is no Page token: no verdict is on those. */
	assessment: Assessment | null;
	/** What is wrong with it; null for nothing. */
	problem: Problem | null;
};

/** The kinds that live without being Page tokens. */
const OTHER_KINDS: ReadonlySet<string | null> = new Set(['USER', 'SYSTEM_USER', 'APP']);

/**
 * Judges what Meta says of a token of any kind. `strangeTo` is the app that it should belong to, where it does not; a
 * living one keeps its verdict all the same. `now` is in Unix seconds.
 */
export function judgeToken(
	info: TokenInfo,
	token: Secret,
	{ now, strangeTo }: { now: number; strangeTo: App | null },
): Judgement {
	if (info.isValid === true && OTHER_KINDS.has(info.type)) {
		return { assessment: null, problem: strangeTo && problemOfOtherApp(info, strangeTo, { isInspected: true }) };
	}
	const assessment = assess(info, { now });
	if (assessment.verdict === 'invalid') {
		const trouble = deadProblem(info, token, now);
		return { assessment: { ...assessment, reasons: reasonsOf(trouble) }, problem: trouble };
	}
	return {
		assessment,
		problem: strangeTo ? problemOfOtherApp(info, strangeTo, { isInspected: true }) : endProblem(assessment),
	};
}

function endProblem({ verdict }: Assessment): Problem | null {
	return verdict === 'short' ? problem('not-permanent', { kind: 'unexchanged' }) : problemOfEnd(verdict);
}

function deadProblem(info: TokenInfo, token: Secret, now: number): Problem {
	const trouble = problemOfDeadToken(info.error, token, { isInspected: true });
	const { expiresAt } = info;
	const isPast = trouble.code === 'token-expired' && expiresAt !== null && expiresAt !== 0 && expiresAt <= now;
	return isPast ? { ...trouble, facts: { kind: 'ended', expiresAt, now } } : trouble;
}
