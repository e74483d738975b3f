import { type Problem, problem } from './problem.ts';
import { problemText } from './problem-text.ts';
import { formatDate } from './time.ts';
import type { TokenInfo } from './token.ts';

/**
 * The verdicts, with their rank by risk, the worst lowest; {@link UNVERIFIED_RISK} is between two of them. `permanent`: a valid
 * Page token that never expires. `dated`: has an end date, as one from a system user's token of 60 days. `short`: ends within a
 * day, as one from a short-lived user token. `invalid`: Meta refuses it. `unknown`: could not be verified; never said of a refusal.
 */
export const VERDICT_RISK = { permanent: 5, dated: 3, short: 2, invalid: 0, unknown: 1 } as const;

/** The rank of a token that is still being verified: after every known problem. */
export const UNVERIFIED_RISK = 4;

/** One of {@link VERDICT_RISK}. */
export type Verdict = keyof typeof VERDICT_RISK;

/** All verdicts. */
export const VERDICTS = Object.keys(VERDICT_RISK) as Verdict[];

/** Why a verdict was reached, in words; a permanent token needs none. */
const REASONS = {
	'not-valid': () => 'Meta says that this token is no longer valid.',
	'validity-unknown': () => 'Meta did not say whether this token is valid.',
	'other-kind': ({ type }) => `Meta calls it a ${type ?? 'nameless'} token; only a PAGE token can be permanent.`,
	'other-page': ({ profileId }) => `Meta says that it acts for another Page (${profileId}).`,
	'other-app': ({ appId }) => `Meta says that it belongs to another app (${appId}).`,
	'end-unknown': () => 'Meta did not say when this token expires.',
	'end-passed': () => "Its end has passed by this computer's clock, yet Meta calls it valid: check the clock.",
	'ends-within-a-day': () =>
		'It ends within a day: it was made from a user token that lives an hour or two. Exchange that one first.',
	'has-end': ({ expiresAt }) => `It ends on ${formatDate(expiresAt ?? 0)}, with the token that it was made from.`,
} satisfies Record<string, (info: TokenInfo) => string>;

/** A verdict. Times are Unix seconds, null where there is none. */
export type Assessment = {
	verdict: Verdict;
	/** Null where none is needed, or the problem of the token says why. */
	reason: keyof typeof REASONS | null;
	expiresAt: number | null;
	dataAccessExpiresAt: number | null;
};

/** The worst of some verdicts; null for none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict | null {
	let worst: Verdict | null = null;
	for (const verdict of verdicts) {
		if (worst === null || VERDICT_RISK[verdict] < VERDICT_RISK[worst]) worst = verdict;
	}
	return worst;
}

/** Has this token an end, and that within a day? `now` is in Unix seconds. */
export function endsWithinADay({ expiresAt }: TokenInfo, now: number): boolean {
	return expiresAt !== null && expiresAt !== 0 && expiresAt <= now + 86_400;
}

/**
 * The verdict on what Meta says of a token that should be the Page token of `pageId`, made by `appId`. Only Meta's own
 * `expires_at` of 0 on a valid PAGE token makes `permanent`: whatever is missing makes `unknown`.
 */
export function assess(info: TokenInfo, expected: { now: number; appId?: string; pageId?: string }): Assessment {
	const clocks = {
		expiresAt: info.expiresAt === 0 ? null : info.expiresAt,
		dataAccessExpiresAt: info.dataAccessExpiresAt === 0 ? null : info.dataAccessExpiresAt,
	};
	const say = (verdict: Verdict, reason: Assessment['reason']): Assessment => ({ verdict, reason, ...clocks });

	if (info.isValid === false) return say('invalid', 'not-valid');
	if (info.isValid === null) return say('unknown', 'validity-unknown');
	if (info.type !== 'PAGE') return say('unknown', 'other-kind');
	if (expected.pageId && info.profileId && info.profileId !== expected.pageId) return say('unknown', 'other-page');
	if (expected.appId && info.appId && info.appId !== expected.appId) return say('unknown', 'other-app');
	if (info.expiresAt === null) return say('unknown', 'end-unknown');
	if (info.expiresAt === 0) return say('permanent', null);
	if (info.expiresAt <= expected.now) return say('short', 'end-passed');
	return endsWithinADay(info, expected.now) ? say('short', 'ends-within-a-day') : say('dated', 'has-end');
}

type Assessed = { assessment: Assessment | null; problem: Problem | null; info: TokenInfo | null };

/** The reasons for the verdict on a token, as sentences. */
export function reasonsFor({ assessment, problem, info }: Assessed): string[] {
	if (assessment?.reason && info) return [REASONS[assessment.reason](info)];
	if (!problem || (assessment?.verdict !== 'invalid' && assessment?.verdict !== 'unknown')) return [];
	const { title, cause } = problemText(problem);
	return [`${title}.`, cause];
}

/** The reason for a verdict that was reached before, from the same facts: it is never stored. */
export function reasonAgain(
	verdict: Verdict,
	{ problem, info }: Omit<Assessed, 'assessment'>,
	expected: Parameters<typeof assess>[1],
): Assessment['reason'] {
	if (problem && (verdict === 'invalid' || verdict === 'unknown')) return null;
	const again = info && assess(info, expected);
	return again?.verdict === verdict ? again.reason : null;
}

/** What a verdict on a Page token means for someone who wanted a permanent one; null where it has no end date. */
export function problemOfEnd(verdict: Verdict): Problem | null {
	return verdict === 'dated' || verdict === 'short' ? problem('not-permanent', { kind: 'token-end', verdict }) : null;
}
