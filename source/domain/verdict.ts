import { type Problem, problem } from './problem.ts';
import { problemText } from './problem-text.ts';
import { formatDate } from './time.ts';
import type { TokenInfo } from './token.ts';

/**
 * `permanent`: a valid Page token that never expires. `dated`: has an end date, as one from a system user's token of 60
 * days. `short`: ends within a day, as one from a short-lived user token. `invalid`: Meta refuses it. `unknown`: could not
 * be verified; never said of a refusal.
 */
export const VERDICTS = ['permanent', 'dated', 'short', 'invalid', 'unknown'] as const;

/** One of {@link VERDICTS}. */
export type Verdict = (typeof VERDICTS)[number];

/** A verdict with its reasons as sentences; a permanent token needs none. Times are Unix seconds, null where there is none. */
export type Assessment = {
	verdict: Verdict;
	reasons: string[];
	expiresAt: number | null;
	dataAccessExpiresAt: number | null;
};

/** The verdicts from good to bad, as the worst of several is wanted in profiles and exit codes. */
const SEVERITY: readonly Verdict[] = ['permanent', 'dated', 'short', 'unknown', 'invalid'];

/** The worst of some verdicts; null for none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict | null {
	let worst = -1;
	for (const verdict of verdicts) worst = Math.max(worst, SEVERITY.indexOf(verdict));
	return SEVERITY[worst] ?? null;
}

/** Has this token an end, and that within a day? `now` is in Unix seconds. */
export function endsWithinADay({ expiresAt }: TokenInfo, now: number): boolean {
	return expiresAt !== null && expiresAt !== 0 && expiresAt <= now + 86_400;
}

/**
 * Judges what Meta says of a token that should be the Page token of `pageId`, made by `appId`. Only Meta's own
 * `expires_at` of 0 on a valid PAGE token makes `permanent`: whatever is missing makes `unknown`.
 */
export function assess(info: TokenInfo, expected: { now: number; appId?: string; pageId?: string }): Assessment {
	const clocks = {
		expiresAt: info.expiresAt === 0 ? null : info.expiresAt,
		dataAccessExpiresAt: info.dataAccessExpiresAt === 0 ? null : info.dataAccessExpiresAt,
	};
	const say = (verdict: Verdict, ...reasons: string[]): Assessment => ({ verdict, reasons, ...clocks });

	if (info.isValid === false) return say('invalid', 'Meta says that this token is no longer valid.');
	if (info.isValid === null) return say('unknown', 'Meta did not say whether this token is valid.');
	if (info.type !== 'PAGE') {
		return say('unknown', `Meta calls it a ${info.type ?? 'nameless'} token; only a PAGE token can be permanent.`);
	}
	if (expected.pageId && info.profileId && info.profileId !== expected.pageId) {
		return say('unknown', `Meta says that it acts for another Page (${info.profileId}).`);
	}
	if (expected.appId && info.appId && info.appId !== expected.appId) {
		return say('unknown', `Meta says that it belongs to another app (${info.appId}).`);
	}
	if (info.expiresAt === null) return say('unknown', 'Meta did not say when this token expires.');
	if (info.expiresAt === 0) return say('permanent');
	if (info.expiresAt <= expected.now) {
		return say('short', "Its end has passed by this computer's clock, yet Meta calls it valid: check the clock.");
	}
	if (endsWithinADay(info, expected.now)) {
		return say(
			'short',
			'It ends within a day: it was made from a user token that lives an hour or two. Exchange that one first.',
		);
	}
	return say('dated', `It ends on ${formatDate(info.expiresAt)}, with the token that it was made from.`);
}

/** The reasons for the verdict `invalid`, or `unknown`, that a problem stands for. */
export function reasonsOf(problem: Problem): string[] {
	const { title, cause } = problemText(problem);
	return [`${title}.`, cause];
}

/** The reasons for a verdict that was reached before, from the same facts: they are never stored. */
export function reasonsForVerdict(
	verdict: Verdict,
	{ problem: trouble, info }: { problem: Problem | null; info: TokenInfo | null },
	expected: Parameters<typeof assess>[1],
): string[] {
	if (trouble && (verdict === 'invalid' || verdict === 'unknown')) return reasonsOf(trouble);
	const again = info && assess(info, expected);
	return again?.verdict === verdict ? again.reasons : [];
}

/** What a verdict on a Page token means for someone who wanted a permanent one; null where it has no end date. */
export function problemOfEnd(verdict: Verdict): Problem | null {
	return verdict === 'dated' || verdict === 'short' ? problem('not-permanent', { kind: 'token-end', verdict }) : null;
}
