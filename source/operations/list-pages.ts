import pLimit from 'p-limit';
import type { Page } from '../domain/page.ts';
import { type Problem, problem, problemOf } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { pageIdsInGranularScopes, type TokenInfo } from '../domain/token.ts';
import type { BusinessEdge, GraphClient, Named } from '../graph/client.ts';

/** Some Pages that were not listed before, or a trouble with one part of the list. */
export type Listing = { pages: Page[]; problem: null } | { pages: null; problem: Problem };

const PARALLEL_CALLS = 4;
/** Troubles that further calls would only make worse. */
const HALTS = new Set<Problem['code']>(['rate-limited', 'blocked', 'app-blocked']);
const BUSINESS_EDGES: readonly BusinessEdge[] = ['owned_pages', 'client_pages'];
const BUSINESS_PARTS = { owned_pages: 'Pages', client_pages: "clients' Pages" } as const;

/**
 * Every Page that the token leads to, each once: the account's own list, then the Pages of its businesses, then those that
 * only a granular scope names. Trouble with one part does not hide the others.
 * @throws {ProblemError} for `cancelled` alone.
 */
export async function* listPages(
	client: GraphClient,
	userToken: Secret,
	info: TokenInfo,
	signal: AbortSignal,
): AsyncGenerator<Listing, void, undefined> {
	const seen = new Set<string>();
	let troubled = false;
	let halted = false;
	const limit = pLimit(PARALLEL_CALLS);
	const fresh = (pages: Page[]): Listing => ({
		pages: pages.filter(({ id }) => !seen.has(id) && seen.add(id)),
		problem: null,
	});
	const troubleOf = (error: unknown, part: string): Listing => {
		const trouble = problemOf(error);
		if (trouble.code === 'cancelled') throw error;
		troubled = true;
		halted ||= HALTS.has(trouble.code);
		return { pages: null, problem: { ...trouble, cause: `${part}: ${trouble.cause} The list may be incomplete.` } };
	};
	async function* ofAccount(): AsyncGenerator<Listing, void, undefined> {
		try {
			for await (const pages of client.accounts(userToken, signal)) {
				yield fresh(pages.filter(({ token }) => token));
				const bare = pages.filter(({ id, token }) => !token && !seen.has(id));
				yield* (await Promise.all(bare.map((page) => limit(askAgain, page)))).flat();
			}
		} catch (error) {
			yield troubleOf(error, 'The Pages of this account');
		}
	}
	/** Meta may give by its id the token of a Page that is listed without one. */
	const askAgain = async (page: Page): Promise<Listing[]> => {
		if (halted) return [fresh([page])];
		try {
			const { token } = await client.page(page.id, page.foundBy, userToken, signal);
			return [fresh([{ ...page, token }])];
		} catch (error) {
			const { code, retryable } = problemOf(error);
			const isAnswer = !retryable && !HALTS.has(code) && code !== 'cancelled';
			return isAnswer ? [fresh([page])] : [fresh([page]), troubleOf(error, `The Page ${page.id}`)];
		}
	};
	async function* ofBusiness({ id, name }: Named, edge: BusinessEdge): AsyncGenerator<Listing, void, undefined> {
		try {
			for await (const pages of client.businessPages(id, edge, userToken, signal)) yield fresh(pages);
		} catch (error) {
			yield troubleOf(error, `The ${BUSINESS_PARTS[edge]} of the portfolio ${name ?? id}`);
		}
	}
	async function* ofBusinesses(): AsyncGenerator<Listing, void, undefined> {
		try {
			for (const business of await client.businesses(userToken, signal)) {
				for (const edge of BUSINESS_EDGES) if (!halted) yield* ofBusiness(business, edge);
			}
		} catch (error) {
			yield troubleOf(error, 'The businesses');
		}
	}
	const lookUp = async (id: string): Promise<Listing> => {
		if (halted) return fresh([]);
		try {
			return fresh([await client.page(id, 'granular-scope', userToken, signal)]);
		} catch (error) {
			return troubleOf(error, `The Page ${id}`);
		}
	};

	yield* ofAccount();
	if (!halted && info.scopes.includes('business_management')) yield* ofBusinesses();
	const unlisted = pageIdsInGranularScopes(info).filter((id) => !seen.has(id));
	yield* await Promise.all(unlisted.map((id) => limit(lookUp, id)));
	// After trouble nobody knows whether there are none.
	if (seen.size === 0 && !troubled) yield { pages: null, problem: problemOfNoPages(info) };
}

function problemOfNoPages(info: TokenInfo): Problem {
	const lacking = ['pages_show_list', 'business_management'].filter((name) => !info.scopes.includes(name));
	// A token without any scope is one whose scopes are not known.
	if (lacking.length === 0 || info.scopes.length === 0) return problem('no-pages');
	const why = lacking.includes('pages_show_list')
		? 'Without pages_show_list Meta lists none.'
		: 'Without business_management Meta leaves out the Pages that belong to a business portfolio.';
	return problem('no-pages', { cause: `The token lacks ${lacking.join(' and ')}. ${why}` });
}
