import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { diagnose, problemOfTokenError } from '../domain/diagnosis.ts';
import { FOUND_BY } from '../domain/page.ts';
import { type Problem, problem } from '../domain/problem.ts';
import { forTokenFields, type HeldByField, type TokenInfo } from '../domain/token.ts';
import { problemOfEnd, reasonAgain, VERDICTS } from '../domain/verdict.ts';
import { carryOver } from './carry-over.ts';
import type { StoredPage } from './profile.ts';
import { readProblem, StoredProblem, toStored, withoutText } from './stored-problem.ts';
import {
	Amount,
	Flag,
	isObject,
	orAbsent,
	orNull,
	Required,
	Text,
	Texts,
	textIn,
	those,
	tolerant,
	wordIn,
	wordOf,
} from './tolerant.ts';

const HELD: Readonly<Record<HeldByField, v.GenericSchema<unknown>>> = {
	word: Text,
	flag: Flag,
	id: Text,
	name: Text,
	time: Amount,
};

/** What Meta said of a token, as it is stored. */
export const TokenInfoSchema = v.object({
	...forTokenFields(({ field, holds }) => [field, HELD[holds]]),
	scopes: Texts,
	granularScopes: those(v.object({ scope: Required, targetIds: orNull(Texts) })),
	error: orNull(v.object({ code: Amount, subcode: Amount, message: Text })),
}) as unknown as v.GenericSchema<unknown, TokenInfo>;

/** A verdict; an unknown word counts as the verdict `unknown`. */
export const VerdictWord = tolerant((value) => wordIn(VERDICTS, value) ?? 'unknown');

/** A Page as it is stored. What is not named here is left out, a token before all. */
const PageSchema = v.object({
	id: Required,
	name: Text,
	category: Text,
	tasks: orNull(Texts),
	foundBy: wordOf(FOUND_BY),
	summary: orNull(
		v.object({
			preview: tolerant((value) => textIn(value) ?? '…'),
			length: tolerant((value) => (typeof value === 'number' ? value : 1)),
			fingerprint: tolerant((value) => textIn(value) ?? '00000000'),
		}),
	),
	info: orNull(TokenInfoSchema),
	assessment: orNull(v.object({ verdict: VerdictWord, expiresAt: Amount, dataAccessExpiresAt: Amount })),
	checkedAt: Amount,
	problem: orNull(StoredProblem),
	instagram: orAbsent(
		v.nullable(
			v.object({
				account: v.nullable(v.object({ id: v.string(), username: v.nullable(v.string()) })),
				isCertain: v.boolean(),
			}),
		),
	),
});

type PageFile = v.InferOutput<typeof PageSchema>;

/** What is stored of some Pages, element by element, with the Page that each was read as; null for what is none. */
export type ReadPages = readonly { stored: unknown; page: StoredPage | null }[];

/** Reads stored Pages. One that cannot be read does not hide the others. `appId` is the app that the tokens belong to. */
export function readPages(stored: readonly unknown[], appId: string): ReadPages {
	return stored.map((one) => ({ stored: one, page: readPage(one, appId) }));
}

/** The Pages that could be read. */
export function pagesIn(read: ReadPages): StoredPage[] {
	return read.flatMap(({ page }) => page ?? []);
}

/** The form of Pages in the file. `read` is what the file has had: what this program did not understand of it is carried over. */
export function pagesToStore(pages: readonly StoredPage[], read: ReadPages): unknown[] {
	const old = new Map(read.map(({ stored, page }) => [page?.id, { stored, page }]));
	const written = pages.map((page) => {
		const { stored, page: before = null } = old.get(page.id) ?? {};
		if (!before) return toFile(page);
		const known = withoutOldText(stored, before);
		return page === before || isDeepStrictEqual(page, before) ? known : carryOver(known, toFile(before), toFile(page));
	});
	return [...written, ...read.flatMap(({ stored, page }) => (page ? [] : [stored]))];
}

function readPage(stored: unknown, appId: string): StoredPage | null {
	const { success, output } = v.safeParse(PageSchema, stored);
	if (!success) return null;
	const problem = output.problem && readProblem((stored as Record<string, unknown>).problem, problemFrom(output));
	const { assessment, info, checkedAt, id } = output;
	const expected = { now: checkedAt ?? 0, appId, pageId: id };
	const reason = assessment && reasonAgain(assessment.verdict, { problem: problem, info }, expected);
	return {
		...output,
		name: output.name ?? id,
		problem: problem,
		assessment: assessment && { ...assessment, reason },
	};
}

/** The problem of a Page by all else that is stored of it, as versions 1 and 2 have stored no facts of problems. */
function problemFrom({ summary, info, assessment, problem: stored }: PageFile): Problem | null {
	if (summary === null) return problem('page-without-token');
	if (assessment?.verdict === 'invalid') return problemOfTokenError(info?.error ?? null);
	if (stored?.graph) return diagnose('debug-token', { ...stored.graph, isTransient: null });
	return assessment && problemOfEnd(assessment.verdict);
}

function toFile(page: StoredPage): PageFile {
	return v.parse(PageSchema, { ...page, problem: page.problem && toStored(page.problem) });
}

/** What is stored of a Page without the sentences of versions 1 and 2, as far as its facts tell the same. */
function withoutOldText(stored: unknown, { problem }: StoredPage): unknown {
	if (!isObject(stored)) return stored;
	const { assessment } = stored;
	const { reasons, ...judged } = isObject(assessment) ? assessment : {};
	return {
		...stored,
		...(isObject(assessment) ? { assessment: judged } : {}),
		...(problem ? { problem: withoutText(stored.problem, problem) } : {}),
	};
}
