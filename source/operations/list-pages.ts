import pLimit from 'p-limit';
import { problemOfNoPages } from '../domain/no-pages.ts';
import type { FoundBy, Page } from '../domain/page.ts';
import { type Problem, problemOf } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { pageIdsInGranularScopes, type TokenInfo } from '../domain/token.ts';
import type { BusinessEdge, GraphClient, Named } from '../graph/client.ts';

/** Some Pages that were not listed before, or only without a token; or a trouble with one part of the list. */
type Listing = { pages: Page[]; problem: null } | { pages: null; problem: Problem };

/** Listings as they come. */
type Listings = AsyncGenerator<Listing, void, undefined>;

const PARALLEL_CALLS = 4;
/** Troubles that further calls would only make worse. */
const HALTS = new Set<Problem['code']>(['rate-limited', 'blocked', 'app-blocked']);
const BUSINESS_EDGES: readonly BusinessEdge[] = ['owned_pages', 'client_pages'];
const BUSINESS_PARTS = { owned_pages: 'Pages', client_pages: "clients' Pages" } as const;

/**
 * Every Page that the token leads to, each once: the account's own list, then those that only a granular scope names, the
 * Pages of the account's businesses, and those that are named by `addresses`, ids or user names. Trouble with one part does
 * not hide the others.
 * @throws {ProblemError} for `cancelled` alone.
 */
export async function* listPages(
	client: GraphClient,
	userToken: Secret,
	info: TokenInfo,
	{ signal, addresses = [] }: { signal: AbortSignal; addresses?: readonly string[] },
): Listings {
	const list = new PageList(client, userToken, signal);
	yield* list.ofAccount();
	yield* list.named(pageIdsInGranularScopes(info), 'granular-scope');
	if (info.scopes.includes('business_management')) yield* list.ofBusinesses();
	yield* list.named(addresses, 'id');
	// After trouble nobody knows whether there are none.
	if (list.isEmpty) yield { pages: null, problem: problemOfNoPages(info) };
}

/** What was listed so far, and the calls that list more. */
class PageList {
	readonly #client: GraphClient;
	readonly #userToken: Secret;
	readonly #signal: AbortSignal;
	readonly #limit = pLimit(PARALLEL_CALLS);
	/** The ids of the Pages, and whether they came with a token. */
	readonly #seen = new Map<string, boolean>();
	#isTroubled = false;
	#isHalted = false;

	constructor(client: GraphClient, userToken: Secret, signal: AbortSignal) {
		this.#client = client;
		this.#userToken = userToken;
		this.#signal = signal;
	}

	get isEmpty(): boolean {
		return this.#seen.size === 0 && !this.#isTroubled;
	}

	async *ofAccount(): Listings {
		try {
			for await (const pages of this.#client.accounts(this.#userToken, this.#signal)) {
				yield this.#fresh(pages.filter(({ token }) => token));
				const bare = pages.filter(({ id, token }) => !token && !this.#seen.has(id));
				yield* (await Promise.all(bare.map((page) => this.#limit(() => this.#askAgain(page))))).flat();
			}
		} catch (error) {
			yield this.#troubleOf(error, 'The Pages of this account');
		}
	}

	async *ofBusinesses(): Listings {
		if (this.#isHalted) return;
		try {
			for (const business of await this.#client.businesses(this.#userToken, this.#signal)) {
				for (const edge of BUSINESS_EDGES) yield* this.#ofBusiness(business, edge);
			}
		} catch (error) {
			yield this.#troubleOf(error, 'The businesses');
		}
	}

	/** Pages that are known by their ids or user names. */
	async *named(addresses: readonly string[], foundBy: FoundBy): Listings {
		const open = addresses.filter((address) => !this.#seen.has(address));
		yield* await Promise.all(open.map((address) => this.#limit(() => this.#lookUp(address, foundBy))));
	}

	async *#ofBusiness({ id, name }: Named, edge: BusinessEdge): Listings {
		if (this.#isHalted) return;
		try {
			for await (const pages of this.#client.businessPages(id, edge, this.#userToken, this.#signal)) {
				yield this.#fresh(pages);
			}
		} catch (error) {
			yield this.#troubleOf(error, `The ${BUSINESS_PARTS[edge]} of the portfolio ${name ?? id}`);
		}
	}

	/** Meta may give by its id the token of a Page that is listed without one. */
	async #askAgain(page: Page): Promise<Listing[]> {
		if (this.#isHalted) return [this.#fresh([page])];
		try {
			const { token } = await this.#client.page(page.id, page.foundBy, this.#userToken, this.#signal);
			return [this.#fresh([{ ...page, token }])];
		} catch (error) {
			const { code, retryable } = problemOf(error);
			const isAnswer = !retryable && !HALTS.has(code) && code !== 'cancelled';
			const listing = this.#fresh([page]);
			return isAnswer ? [listing] : [listing, this.#troubleOf(error, `The Page ${page.id}`)];
		}
	}

	async #lookUp(address: string, foundBy: FoundBy): Promise<Listing> {
		if (this.#isHalted) return this.#fresh([]);
		try {
			return this.#fresh([await this.#client.page(address, foundBy, this.#userToken, this.#signal)]);
		} catch (error) {
			return this.#troubleOf(error, `The Page ${address}`);
		}
	}

	/** Those that are new, or have a token at last. */
	#fresh(pages: readonly Page[]): Listing {
		const fresh = pages.filter(({ id, token }) => {
			const hadToken = this.#seen.get(id);
			const isFresh = hadToken === undefined || (!hadToken && token !== null);
			if (isFresh) this.#seen.set(id, token !== null);
			return isFresh;
		});
		return { pages: fresh, problem: null };
	}

	#troubleOf(error: unknown, part: string): Listing {
		const trouble = problemOf(error);
		if (trouble.code === 'cancelled') throw error;
		this.#isTroubled = true;
		this.#isHalted ||= HALTS.has(trouble.code);
		return { pages: null, problem: { ...trouble, cause: `${part}: ${trouble.cause} The list may be incomplete.` } };
	}
}
