import { isRetryable } from '../../domain/problem-text.ts';
import type { ProblemCode } from '../../domain/problems/codes.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { JourneyResult } from '../../operations/run-journey.ts';

/** The exit codes that scripts rely on. */
export const EXIT = {
	fine: 0,
	failed: 1,
	usage: 2,
	invalidToken: 3,
	signInNeeded: 4,
	notPermanent: 5,
	noPages: 6,
	cancelled: 130,
} as const;

const BY_PROBLEM: Partial<Record<ProblemCode, number>> = {
	'unreadable-token': EXIT.invalidToken,
	'token-expired': EXIT.invalidToken,
	'token-revoked': EXIT.invalidToken,
	'token-of-another-app': EXIT.invalidToken,
	'not-a-user-token': EXIT.invalidToken,
	'password-changed': EXIT.invalidToken,
	'app-removed': EXIT.invalidToken,
	'app-inactive': EXIT.invalidToken,
	'role-lost': EXIT.invalidToken,
	checkpoint: EXIT.invalidToken,
	'sign-in-needed': EXIT.signInNeeded,
	'unknown-app': EXIT.signInNeeded,
	'wrong-app-secret': EXIT.signInNeeded,
	'proof-needed': EXIT.signInNeeded,
	'store-locked': EXIT.signInNeeded,
	'keychain-unavailable': EXIT.signInNeeded,
	'other-host': EXIT.usage,
	'not-permanent': EXIT.notPermanent,
	'no-pages': EXIT.noPages,
	cancelled: EXIT.cancelled,
};

/** The exit code of a verb that a problem stopped. */
export function exitCodeOfProblem(code: ProblemCode): number {
	return BY_PROBLEM[code] ?? EXIT.failed;
}

/**
 * The exit code of a journey that came to its end: by the verdicts, and by the trouble on the way where there are no Pages
 * or where the same may succeed another time. It is a failure, if nothing is worse, where the list of Pages is not complete, and
 * where Pages that were asked for by name, `unshown`, are not shown.
 */
export function exitCodeOfJourney({
	pages,
	problems,
	isComplete = true,
	unshown = [],
}: Pick<JourneyResult, 'pages' | 'problems'> & Partial<Pick<JourneyResult, 'isComplete' | 'unshown'>>): number {
	if (pages.length === 0) {
		const trouble = problems.find(({ code }) => code !== 'no-pages');
		return trouble ? exitCodeOfProblem(trouble.code) : EXIT.noPages;
	}
	const byVerdict = exitCodeOfVerdicts(pages.map(({ assessment }) => assessment?.verdict ?? 'unknown'));
	const isLacking = !isComplete || unshown.length > 0 || problems.some(isRetryable);
	return worstExitCode([byVerdict, isLacking ? EXIT.failed : EXIT.fine]);
}

/** The exit code by the worst finding. A token that could not be verified is a failure, never an invalid token. */
function exitCodeOfVerdicts(verdicts: readonly Verdict[]): number {
	if (verdicts.length === 0) return EXIT.noPages;
	if (verdicts.includes('invalid')) return EXIT.invalidToken;
	if (verdicts.includes('unknown')) return EXIT.failed;
	return verdicts.every((verdict) => verdict === 'permanent') ? EXIT.fine : EXIT.notPermanent;
}

/** From the worst on: what is known to be dead, what was not found or was asked of the wrong host, what could not be found out. */
const SEVERITY: readonly number[] = [
	EXIT.invalidToken,
	EXIT.signInNeeded,
	EXIT.usage,
	EXIT.failed,
	EXIT.noPages,
	EXIT.notPermanent,
	EXIT.fine,
];

/** The exit code for several findings: that of the worst; 0 for none. */
export function worstExitCode(codes: readonly number[]): number {
	return SEVERITY.find((code) => codes.includes(code)) ?? EXIT.fine;
}
