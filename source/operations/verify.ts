import { problemOfTokenError } from '../domain/diagnosis.ts';
import type { Page, PageRecord } from '../domain/page.ts';
import { problem } from '../domain/problem.ts';
import { type Assessment, assess, problemOfEnd } from '../domain/verdict.ts';
import type { Inspection } from '../graph/debug-token.ts';
import { summarise } from '../graph/proof.ts';

/** A Page before its token was verified. A Page without a token needs no verification: that is its verdict. */
export function unverified(page: Page): PageRecord {
	const record = { ...page, info: null, checkedAt: null };
	if (page.token) return { ...record, summary: summarise(page.token), assessment: null, problem: null };
	return { ...record, summary: null, assessment: UNKNOWN, problem: problem('page-without-token') };
}

/** A Page with the verdict on its token. `now` is in Unix seconds. */
export function verified(
	page: PageRecord,
	inspection: Inspection,
	{ appId, now }: { appId: string; now: number },
): PageRecord {
	if (!inspection.info) {
		return {
			...page,
			assessment: UNKNOWN,
			checkedAt: null,
			problem: inspection.problem,
		};
	}
	const { info } = inspection;
	const assessment = assess(info, { now, appId, pageId: page.id });
	const record = { ...page, info, checkedAt: now };
	if (assessment.verdict === 'invalid') {
		const problem = problemOfTokenError(info.error);
		return {
			...record,
			assessment: { ...assessment, reason: null },
			problem: problem,
		};
	}
	return { ...record, assessment, problem: problemOfEnd(assessment.verdict) };
}

/** The verdict where the problem says why there is no other. */
const UNKNOWN: Assessment = { verdict: 'unknown', reason: null, expiresAt: null, dataAccessExpiresAt: null };
