import type { App } from '../domain/app.ts';
import { type Problem, problem, retold } from '../domain/problem.ts';
import type { ProblemCode } from '../domain/problems/codes.ts';
import type { Secret } from '../domain/secret.ts';
import { formatExpiry } from '../domain/time.ts';
import type { TokenInfo } from '../domain/token.ts';
import { type Assessment, assess, problemOfEnd, reasonsOf } from '../domain/verdict.ts';
import { problemOfDeadToken } from './review-token.ts';

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
		return { assessment: null, problem: strangeTo && strangerProblem(info, strangeTo) };
	}
	const assessment = assess(info, { now });
	if (assessment.verdict === 'invalid') {
		const trouble = deadProblem(info, token, now);
		return { assessment: { ...assessment, reasons: reasonsOf(trouble) }, problem: trouble };
	}
	return {
		assessment,
		problem: strangeTo ? strangerProblem(info, strangeTo) : endProblem(assessment),
	};
}

function endProblem({ verdict }: Assessment): Problem | null {
	const trouble = problemOfEnd(verdict);
	if (!trouble || verdict !== 'short') return trouble;
	return retold(trouble, {
		cause: 'It was made from a user token that ends soon, as one does that was not exchanged.',
		remedy: 'Have the user token exchanged before Page tokens are made from it: fb-token-tui connect does both.',
	});
}

function strangerProblem(info: TokenInfo, expected: App): Problem {
	const owner = info.appId === null ? 'another app' : nameOf({ id: info.appId, name: info.appName });
	return problem('token-of-another-app', {
		cause: `It belongs to ${owner}, not to ${nameOf(expected)}.`,
		remedy:
			'Take a token of your own app; or give the id and the secret of the other one, to learn more of this token.',
	});
}

/** Whatever has ended these, a new user token begins anew. */
const ENDED: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
	'token-expired',
	'token-revoked',
	'password-changed',
	'app-removed',
	'app-inactive',
]);

function deadProblem(info: TokenInfo, token: Secret, now: number): Problem {
	const trouble = problemOfDeadToken(info.error, token);
	if (trouble.code === 'unreadable-token') {
		return retold(trouble, { remedy: 'Copy the whole token from where it came from, and give it to inspect again.' });
	}
	if (!ENDED.has(trouble.code)) return trouble;
	const { expiresAt } = info;
	const isPast = trouble.code === 'token-expired' && expiresAt !== null && expiresAt !== 0 && expiresAt <= now;
	return retold(trouble, {
		...(isPast ? { cause: `It ${formatExpiry(expiresAt, now)}.` } : {}),
		remedy: 'Sign in again: fb-token-tui connect --via browser, or … | fb-token-tui connect',
	});
}

function nameOf({ id, name }: App): string {
	return name ? `"${name}" (${id})` : `the app ${id}`;
}
