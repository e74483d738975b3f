import { compareNames } from './compare-names.ts';
import { isOutsideGrant } from './diagnosis.ts';
import { GraphemeSegmenter } from './grapheme-segmenter.ts';
import type { Instagram } from './instagram.ts';
import type { Problem } from './problem.ts';
import type { Secret } from './secret.ts';
import type { TokenInfo, TokenSummary } from './token.ts';
import { type Assessment, UNVERIFIED_RISK, VERDICT_RISK } from './verdict.ts';

/** How a Page came to light: in the account's list, only named by a granular scope, through a business, or by its id. */
export const FOUND_BY = ['accounts', 'granular-scope', 'business', 'id'] as const;

/** One of {@link FOUND_BY}. */
export type FoundBy = (typeof FOUND_BY)[number];

/** A Page as Graph lists it. `token` is null where Graph gave none; `tasks` is null where the edge does not tell them. */
export type Page = {
	id: string;
	name: string;
	category: string | null;
	tasks: string[] | null;
	/** Null where a newer program stored a way that this one does not know. */
	foundBy: FoundBy | null;
	token: Secret | null;
};

/** A Page with what is known of its token. */
export type PageRecord = Page & {
	summary: TokenSummary | null;
	/** What Meta said of the token; null until it was asked, and where it could not be asked. */
	info: TokenInfo | null;
	/** Null while the token has not been verified. */
	assessment: Assessment | null;
	/** Unix seconds of the verification; null before. */
	checkedAt: number | null;
	problem: Problem | null;
	/** Null or absent where Meta was not asked for the linked Instagram account. */
	instagram?: Instagram | null | undefined;
};

/** Orders Pages by name, with the id to break ties. */
export function compareByName(a: PageRecord, b: PageRecord): number {
	return compareNames(a.name, b.name) || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/** Orders Pages by risk, the worst verdict first, then by name. */
export function compareByRisk(a: PageRecord, b: PageRecord): number {
	return riskOf(a) - riskOf(b) || compareByName(a, b);
}

/** Orders Pages by the end of their tokens, what has ended first, then the soonest; what has none, or no known one, comes last. */
function compareByExpiry(a: PageRecord, b: PageRecord): number {
	return endOf(a) - endOf(b) || compareByRisk(a, b);
}

/** The end of a Page's token, in Unix seconds; 0 where it has ended, and beyond all times where there is none, or no known one. */
export function endOf({ assessment }: PageRecord): number {
	if (assessment?.verdict === 'invalid') return 0;
	return assessment?.expiresAt ?? Number.MAX_SAFE_INTEGER;
}

/** The orders in which Pages can be listed. */
export type PageSort = 'risk' | 'name' | 'expiry';

/** How each of {@link PageSort} compares. */
export const COMPARE_PAGES: Readonly<Record<PageSort, (a: PageRecord, b: PageRecord) => number>> = {
	risk: compareByRisk,
	name: compareByName,
	expiry: compareByExpiry,
};

/** The order after this one, round and round. */
export function nextSort(sort: PageSort): PageSort {
	const sorts = Object.keys(COMPARE_PAGES) as PageSort[];
	return sorts[(sorts.indexOf(sort) + 1) % sorts.length] ?? 'risk';
}

/** The rank of a Page by risk, the worst first. */
export function riskOf(page: PageRecord): number {
	return page.assessment ? VERDICT_RISK[page.assessment.verdict] : UNVERIFIED_RISK;
}

/** Does a filter typed by a person match this Page's name, id or category? Case and diacritics do not count. */
export function matchesFilter(page: Page, filter: string): boolean {
	const wanted = fold(filter.trim());
	return wanted === '' || searched(page).includes(wanted);
}

/** Those of many Pages that match a filter, in their order. What is searched is kept, for the next key that is typed. */
export function pagesMatching(pages: readonly PageRecord[], filter: string): readonly PageRecord[] {
	const wanted = fold(filter.trim());
	if (wanted === '') return pages;
	let texts = TEXTS.get(pages);
	if (!texts) {
		texts = pages.map(searched);
		TEXTS.set(pages, texts);
	}
	return pages.filter((_, index) => texts[index]?.includes(wanted));
}

const TEXTS = new WeakMap<readonly PageRecord[], readonly string[]>();

/** What is searched of a Page. Nobody can type what is between its parts. */
function searched({ name, id, category }: Page): string {
	return `${fold(name)}\n${id.toUpperCase()}\n${fold(category ?? '')}`;
}

const graphemes = new GraphemeSegmenter();

/** Where a filter matches within a text, as a range of its UTF-16 units that cuts no grapheme; null where it does not. */
export function matchIn(text: string, filter: string): readonly [start: number, end: number] | null {
	const wanted = fold(filter.trim());
	if (wanted === '' || !fold(text).includes(wanted)) return null;
	let folded = '';
	let start = 0;
	const from = fold(text).indexOf(wanted);
	for (const { segment, index } of graphemes.segment(text)) {
		if (folded.length <= from) start = index;
		folded += fold(segment);
		if (folded.length >= from + wanted.length) return [start, index + segment.length];
	}
	return null;
}

const ASCII = /^[ -~]*$/;

/** A text without case and diacritics. In upper case, since the lower case of a Greek sigma depends on what stands after it. */
export function fold(text: string): string {
	if (ASCII.test(text)) return text.toUpperCase();
	return text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
}

/** When the Page whose verification lies back longest was verified, in Unix seconds; null where none was. */
export function oldestCheck(pages: readonly Pick<PageRecord, 'checkedAt'>[]): number | null {
	const times = pages.flatMap(({ checkedAt }) => checkedAt ?? []);
	return times.length > 0 ? times.reduce((oldest, time) => Math.min(oldest, time)) : null;
}

/** A Page as it was found by a lesser way than before, with what only the better one tells: category, tasks, and how it was found. */
export function withKnownFacts(page: PageRecord, known: PageRecord | undefined): PageRecord {
	if (!known) return page;
	// That Meta gives no token now does not end the one that there is.
	if (!page.token && known.token) return known;
	const category = page.category ?? known.category;
	if (page.tasks || !known.tasks) return { ...page, category };
	return { ...page, category, tasks: known.tasks, foundBy: known.foundBy };
}

/** Is there a token that Meta has not judged yet, or could not be asked about? */
export function needsVerification({ token, checkedAt, assessment }: PageRecord): boolean {
	return token !== null && (checkedAt === null || assessment?.verdict === 'unknown');
}

/**
 * May the token of a Page be handed out? `missing`: Meta gave none. `dead`: Meta refused it, or the expiration that Meta named
 * while it was valid has passed. `outside-grant`: the sign-in leaves the Page out. Where Meta calls a token valid after its expiration, a clock is wrong. `now` is in Unix seconds.
 */
export function tokenState(
	{ summary, assessment, checkedAt, problem }: Pick<PageRecord, 'summary' | 'assessment' | 'checkedAt' | 'problem'>,
	now: number,
): 'usable' | 'missing' | 'dead' | 'outside-grant' {
	if (!summary) return 'missing';
	if (isOutsideGrant(problem)) return 'outside-grant';
	if (!assessment) return 'usable';
	const { verdict, expiresAt } = assessment;
	const hasExpired = expiresAt !== null && expiresAt <= now && (checkedAt ?? now) < expiresAt;
	return verdict === 'invalid' || hasExpired ? 'dead' : 'usable';
}
