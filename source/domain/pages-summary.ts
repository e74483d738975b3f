import { oldestCheck, type PageRecord } from './page.ts';
import { type Verdict, worstVerdict } from './verdict.ts';

/** What there is to say of all Pages of a profile together. */
export type PagesSummary = {
	/** How many Pages there are, and how many of them have a token. */
	count: number;
	tokens: number;
	/** The worst verdict on them; null where there are none. */
	worst: Verdict | null;
	/** When the one whose verification lies back longest was verified, in Unix seconds; null where none was. */
	checkedAt: number | null;
};

/** Sums up the Pages of a profile. */
export function summarizePages(
	pages: readonly Pick<PageRecord, 'summary' | 'assessment' | 'checkedAt'>[],
): PagesSummary {
	return {
		count: pages.length,
		tokens: pages.filter(({ summary }) => summary).length,
		worst: worstVerdict(pages.map(({ assessment }) => assessment?.verdict ?? 'unknown')),
		checkedAt: oldestCheck(pages),
	};
}
