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

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each means, as every help says it; the code of several findings is that of the highest severity. */
const EXIT_CODES: Readonly<Record<ExitCode, { meaning: string; severity: number }>> = {
	0: { meaning: 'fine', severity: 0 },
	1: { meaning: 'failed', severity: 3 },
	2: { meaning: 'wrong usage', severity: 4 },
	3: { meaning: 'a token is invalid', severity: 6 },
	4: { meaning: 'sign-in, unlocking or the choice of a profile is needed', severity: 5 },
	5: { meaning: 'valid but not permanent (or ending within --warn-days)', severity: 1 },
	6: { meaning: 'no Pages', severity: 2 },
	130: { meaning: 'cancelled', severity: 7 },
};

/** All exit codes with their meanings. */
export const EXIT_CODE_ROWS = Object.entries(EXIT_CODES).map(([code, { meaning }]) => [code, meaning] as const);

const BY_PROBLEM: Readonly<Record<ProblemCode, ExitCode>> = {
	'token-of-another-app': EXIT.invalidToken,
	'not-a-user-token': EXIT.invalidToken,
	'unreadable-token': EXIT.invalidToken,
	'token-expired': EXIT.invalidToken,
	'password-changed': EXIT.invalidToken,
	checkpoint: EXIT.invalidToken,
	'app-removed': EXIT.invalidToken,
	'role-lost': EXIT.invalidToken,
	'token-revoked': EXIT.invalidToken,
	'app-inactive': EXIT.invalidToken,
	'wrong-app-secret': EXIT.signInNeeded,
	'unknown-app': EXIT.signInNeeded,
	'proof-needed': EXIT.signInNeeded,
	'sign-in-needed': EXIT.signInNeeded,
	'store-locked': EXIT.signInNeeded,
	'keychain-unavailable': EXIT.signInNeeded,
	'other-host': EXIT.usage,
	'app-blocked': EXIT.failed,
	'missing-permission': EXIT.failed,
	'page-without-token': EXIT.failed,
	'rate-limited': EXIT.failed,
	'graph-unavailable': EXIT.failed,
	network: EXIT.failed,
	timeout: EXIT.failed,
	'bad-reply': EXIT.failed,
	blocked: EXIT.failed,
	'not-found': EXIT.failed,
	'store-damaged': EXIT.failed,
	disk: EXIT.failed,
	unexpected: EXIT.failed,
	'not-permanent': EXIT.notPermanent,
	'no-pages': EXIT.noPages,
	cancelled: EXIT.cancelled,
};

/** The exit code of a verb that a problem stopped. */
export function exitCodeOfProblem(code: ProblemCode): ExitCode {
	return BY_PROBLEM[code];
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
}: Pick<JourneyResult, 'pages' | 'problems'> & Partial<Pick<JourneyResult, 'isComplete' | 'unshown'>>): ExitCode {
	if (pages.length === 0) {
		const problem = problems.find(({ code }) => code !== 'no-pages');
		return problem ? exitCodeOfProblem(problem.code) : EXIT.noPages;
	}
	const byVerdict = exitCodeOfVerdicts(pages.map(({ assessment }) => assessment?.verdict ?? 'unknown'));
	const isNarrowed = problems.some(({ facts }) => facts?.kind === 'left-out');
	const isLacking = !isComplete || unshown.length > 0 || isNarrowed || problems.some(isRetryable);
	return worstExitCode([byVerdict, isLacking ? EXIT.failed : EXIT.fine]);
}

/** The exit code by the worst finding. A token that could not be verified is a failure, never an invalid token. */
function exitCodeOfVerdicts(verdicts: readonly Verdict[]): ExitCode {
	if (verdicts.length === 0) return EXIT.noPages;
	if (verdicts.includes('invalid')) return EXIT.invalidToken;
	if (verdicts.includes('unknown')) return EXIT.failed;
	return verdicts.every((verdict) => verdict === 'permanent') ? EXIT.fine : EXIT.notPermanent;
}

/** The exit code for several findings: that of the worst; 0 for none. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
	return codes.reduce((a, b) => (EXIT_CODES[b].severity > EXIT_CODES[a].severity ? b : a), EXIT.fine as ExitCode);
}
