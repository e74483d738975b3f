import pLimit from 'p-limit';
import type { Page } from '../domain/page.ts';
import { type Problem, problem, problemOf } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { pageIdsInGranularScopes, type TokenInfo } from '../domain/token.ts';
import type { GraphClient } from '../graph/client.ts';

/** Some Pages that were not listed before, or a trouble with one part of the list. */
export type Listing = { pages: Page[]; problem: null } | { pages: null; problem: Problem };

const PARALLEL_CALLS = 4;
/** Troubles that further calls would only make worse. */
const HALTS = new Set<Problem['code']>(['rate-limited', 'blocked', 'app-blocked']);
const BUSINESS_EDGES = ['owned_pages', 'client_pages'] as const;

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
	const fresh = (pages: Page[]): Listing => ({
		pages: pages.filter(({ id }) => !seen.has(id) && seen.add(id)),
		problem: null,
	});
	const troubleOf = (error: unknown): Listing => {
		const trouble = problemOf(error);
		if (trouble.code === 'cancelled') throw error;
		troubled = true;
		halted ||= HALTS.has(trouble.code);
		return { pages: null, problem: trouble };
	};
	async function* part(pages: AsyncIterable<Page[]>): AsyncGenerator<Listing, void, undefined> {
		try {
			for await (const some of pages) yield fresh(some);
		} catch (error) {
			yield troubleOf(error);
		}
	}
	async function* ofBusinesses(): AsyncGenerator<Listing, void, undefined> {
		try {
			for (const { id } of await client.businesses(userToken, signal)) {
				for (const edge of BUSINESS_EDGES) {
					if (!halted) yield* part(client.businessPages(id, edge, userToken, signal));
				}
			}
		} catch (error) {
			yield troubleOf(error);
		}
	}
	const lookUp = async (id: string): Promise<Listing> => {
		if (halted) return fresh([]);
		try {
			return fresh([await client.page(id, 'granular-scope', userToken, signal)]);
		} catch (error) {
			return troubleOf(error);
		}
	};

	yield* part(client.accounts(userToken, signal));
	if (!halted && info.scopes.includes('business_management')) yield* ofBusinesses();
	const limit = pLimit(PARALLEL_CALLS);
	const unlisted = pageIdsInGranularScopes(info).filter((id) => !seen.has(id));
	yield* await Promise.all(unlisted.map((id) => limit(lookUp, id)));
	// After trouble nobody knows whether there are none.
	if (seen.size === 0 && !troubled) yield { pages: null, problem: problemOfNoPages(info) };
}

function problemOfNoPages(info: TokenInfo): Problem {
	const lacking = ['pages_show_list', 'business_management'].filter((name) => !info.scopes.includes(name));
	if (lacking.length === 0) return problem('no-pages');
	const why = lacking.includes('pages_show_list')
		? 'Without it Meta lists none.'
		: 'Without it Meta leaves out the Pages that belong to a business portfolio.';
	return problem('no-pages', { cause: `The token lacks ${lacking.join(' and ')}. ${why}` });
}
