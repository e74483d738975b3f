import pLimit from 'p-limit';
import { problemOfNoPages } from '../domain/diagnosis.ts';
import type { FoundBy, Page } from '../domain/page.ts';
import {
	type Problem,
	ProblemError,
	problemOrRethrow,
	problemUnlessCancelled,
	resultOrNull,
} from '../domain/problem.ts';
import { isRetryable } from '../domain/problem-text.ts';
import { type ListPart, PORTFOLIO_EDGES } from '../domain/problems/connect.ts';
import type { Secret } from '../domain/secret.ts';
import { pageIdsInGranularScopes, type TokenInfo } from '../domain/token.ts';
import { BATCH_SIZE } from '../graph/batch.ts';
import type { BusinessEdge, GraphClient, Named } from '../graph/client.ts';

/**
 * Some Pages that were not listed before, or only without a token; or a trouble with one part of the list, which is the Page of
 * an `address` at times.
 */
type Listing = { pages: Page[]; problem: null } | { pages: null; problem: Problem; address?: string };

/** Listings as they come. */
type Listings = AsyncGenerator<Listing, void, undefined>;

const PARALLEL_CALLS = 4;
/** Troubles that further calls would only make worse. */
const HALTS = new Set<Problem['code']>(['rate-limited', 'blocked', 'app-blocked']);

/** A part of what was asked for ahead: Pages as they came, or what went wrong with which part. */
type Found = { pages: Page[] } | { error: unknown; part: ListPart };

/**
 * Every Page that the token leads to, each once: the account's own list, then those that only a granular scope names, the
 * Pages of the account's businesses, and those that are named by `addresses`, ids or user names. Trouble with one part does
 * not hide the others. What Meta says of the token, `info`, is not waited for before the account's list is read.
 * @throws {ProblemError} for `cancelled` alone.
 */
export async function* listPages(
	client: GraphClient,
	userToken: Secret,
	info: TokenInfo | Promise<TokenInfo>,
	{ signal, addresses = [] }: { signal: AbortSignal; addresses?: readonly string[] },
): Listings {
	const list = new PageList(client, userToken, signal);
	yield* list.ofAccount();
	const known = await info;
	// Asked for while Pages are looked up, and told after them.
	const businesses = known.scopes.includes('business_management') ? list.askForBusinesses() : Promise.resolve([]);
	try {
		yield* list.named(pageIdsInGranularScopes(known), 'granular-scope');
		yield* list.ofBusinesses(await businesses);
	} finally {
		await Promise.all(await businesses);
	}
	yield* list.named(addresses, 'id');
	// After trouble nobody knows whether there are none.
	if (list.isEmpty) yield { pages: null, problem: problemOfNoPages(known) };
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
			yield this.#troubleOf(error, { kind: 'accounts' });
		}
	}

	/** Begins to read the Pages of all businesses, some lists at a time; gives the lists in their order. Nothing of it rejects. */
	async askForBusinesses(): Promise<readonly Promise<readonly Found[]>[]> {
		if (this.#isHalted) return [];
		const lists: Promise<readonly Found[]>[] = [];
		try {
			for await (const businesses of this.#client.businesses(this.#userToken, this.#signal)) {
				for (const business of businesses) {
					lists.push(...PORTFOLIO_EDGES.map((edge) => this.#limit(() => this.#readBusiness(business, edge))));
				}
			}
		} catch (error) {
			lists.push(Promise.resolve([{ error, part: { kind: 'businesses' } }]));
		}
		return lists;
	}

	/** Pages of businesses that were asked for. */
	async *ofBusinesses(lists: readonly Promise<readonly Found[]>[]): Listings {
		for (const list of lists) {
			for (const found of await list) {
				yield 'pages' in found ? this.#fresh(found.pages) : this.#troubleOf(found.error, found.part);
			}
		}
	}

	/** Pages that are known by their ids or user names: many of them in one call. */
	async *named(addresses: readonly string[], foundBy: FoundBy): Listings {
		const open = addresses.filter((address) => !this.#seen.has(address));
		for (let start = 0; start < open.length; start += BATCH_SIZE) {
			const some = open.slice(start, start + BATCH_SIZE);
			const answers = some.length > 1 ? await this.#lookUpAtOnce(some, foundBy) : [];
			yield* await Promise.all(
				some.map(async (address, index): Promise<Listing> => {
					const answer = answers[index] ?? null;
					if (answer === null) return this.#limit(() => this.#lookUp(address, foundBy));
					if (!('code' in answer)) return this.#fresh([answer]);
					return this.#troubleWith(address, new ProblemError(answer));
				}),
			);
		}
	}

	/** The Pages that a batch gives; none where it fails: then each is asked for by itself. */
	async #lookUpAtOnce(addresses: readonly string[], foundBy: FoundBy): Promise<(Page | Problem | null)[]> {
		if (this.#isHalted) return [];
		const pages = this.#client.pagesAtOnce(addresses, foundBy, this.#userToken, this.#signal);
		return (await resultOrNull(pages)) ?? [];
	}

	async #readBusiness({ id, name }: Named, edge: BusinessEdge): Promise<Found[]> {
		const found: Found[] = [];
		if (this.#isHalted) return found;
		try {
			for await (const pages of this.#client.businessPages(id, edge, this.#userToken, this.#signal)) {
				found.push({ pages });
			}
		} catch (error) {
			this.#isHalted ||= HALTS.has(problemOrRethrow(error).code);
			found.push({ error, part: { kind: 'portfolio', edge, name: name ?? id } });
		}
		return found;
	}

	/** Meta may give by its id the token of a Page that is listed without one. */
	async #askAgain(page: Page): Promise<Listing[]> {
		if (this.#isHalted) return [this.#fresh([page])];
		try {
			const { token } = await this.#client.page(page.id, page.foundBy, this.#userToken, this.#signal);
			return [this.#fresh([{ ...page, token }])];
		} catch (error) {
			const problem = problemOrRethrow(error);
			const { code } = problem;
			const isAnswer = !isRetryable(problem) && !HALTS.has(code) && code !== 'cancelled';
			const listing = this.#fresh([page]);
			return isAnswer ? [listing] : [listing, this.#troubleOf(error, { kind: 'page', page: page.id })];
		}
	}

	async #lookUp(address: string, foundBy: FoundBy): Promise<Listing> {
		if (this.#isHalted) return this.#fresh([]);
		try {
			return this.#fresh([await this.#client.page(address, foundBy, this.#userToken, this.#signal)]);
		} catch (error) {
			return this.#troubleWith(address, error);
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

	#troubleWith(address: string, error: unknown): Listing {
		return { ...this.#troubleOf(error, { kind: 'page', page: address }), address };
	}

	#troubleOf(error: unknown, part: ListPart): { pages: null; problem: Problem } {
		const problem = problemUnlessCancelled(error);
		this.#isTroubled = true;
		this.#isHalted ||= HALTS.has(problem.code);
		return { pages: null, problem: { ...problem, part } };
	}
}
