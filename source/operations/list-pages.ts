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

/** Pages that were not listed before, or only without a token; or a problem with a part of the list, such as one `address`. */
type Listing = { pages: Page[]; problem: null } | { pages: null; problem: Problem; address?: string | undefined };

type Listings = AsyncGenerator<Listing, void, undefined>;

const PARALLEL_CALLS = 4;
/** Problems that further calls would only make worse. */
const HALTS = new Set<Problem['code']>(['rate-limited', 'blocked', 'app-blocked']);

/** A part of a list that was read ahead: Pages, or what went wrong with which part. */
type ReadAhead = { pages: Page[] } | { error: unknown; part: ListPart };

/**
 * Every Page that the token leads to, each once: the account's own list, those that only a granular scope names, the Pages
 * of the account's businesses, and those of `addresses`, which are ids or user names. A problem with one part does not hide
 * the others. The account's list is read before `info` has come.
 * @throws {ProblemError} only `cancelled`.
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
	// Read while Pages are looked up, and given after them.
	const businesses = known.scopes.includes('business_management') ? list.readBusinesses() : Promise.resolve([]);
	try {
		yield* list.named(pageIdsInGranularScopes(known), 'granular-scope');
		yield* list.ofBusinesses(await businesses);
	} finally {
		await Promise.all(await businesses);
	}
	yield* list.named(addresses, 'id');
	// After a problem nobody knows whether there are none.
	if (list.isEmpty) yield { pages: null, problem: problemOfNoPages(known) };
}

/** What was listed so far, and the calls that list more. */
class PageList {
	readonly #client: GraphClient;
	readonly #access: [userToken: Secret, signal: AbortSignal];
	readonly #limit = pLimit(PARALLEL_CALLS);
	/** The ids of the Pages, and whether they came with a token. */
	readonly #seen = new Map<string, boolean>();
	#hasFailed = false;
	#isHalted = false;

	constructor(client: GraphClient, userToken: Secret, signal: AbortSignal) {
		this.#client = client;
		this.#access = [userToken, signal];
	}

	get isEmpty(): boolean {
		return this.#seen.size === 0 && !this.#hasFailed;
	}

	async *ofAccount(): Listings {
		try {
			for await (const pages of this.#client.accounts(...this.#access)) {
				yield this.#fresh(pages.filter(({ token }) => token));
				const bare = pages.filter(({ id, token }) => !token && !this.#seen.has(id));
				yield* (await Promise.all(bare.map((page) => this.#limit(() => this.#askAgain(page))))).flat();
			}
		} catch (error) {
			yield this.#failed(error, { kind: 'accounts' });
		}
	}

	/** Begins to read the Pages of all businesses, some lists at a time; gives the lists in their order. Nothing rejects. */
	async readBusinesses(): Promise<readonly Promise<readonly ReadAhead[]>[]> {
		if (this.#isHalted) return [];
		const lists: Promise<readonly ReadAhead[]>[] = [];
		try {
			for await (const businesses of this.#client.businesses(...this.#access)) {
				for (const business of businesses) {
					lists.push(...PORTFOLIO_EDGES.map((edge) => this.#limit(() => this.#readBusiness(business, edge))));
				}
			}
		} catch (error) {
			lists.push(Promise.resolve([{ error, part: { kind: 'businesses' } }]));
		}
		return lists;
	}

	async *ofBusinesses(lists: readonly Promise<readonly ReadAhead[]>[]): Listings {
		for (const list of lists) {
			for (const found of await list) {
				yield 'pages' in found ? this.#fresh(found.pages) : this.#failed(found.error, found.part);
			}
		}
	}

	/** Pages that are known by their ids or user names: many of them in one call. */
	async *named(addresses: readonly string[], foundBy: FoundBy): Listings {
		const open = addresses.filter((address) => !this.#seen.has(address));
		for (let start = 0; start < open.length; start += BATCH_SIZE) {
			const some = open.slice(start, start + BATCH_SIZE);
			const isBatched = some.length > 1 && !this.#isHalted;
			// Where the batch fails, each Page is asked for by itself.
			const answers = isBatched ? await resultOrNull(this.#client.pagesAtOnce(some, foundBy, ...this.#access)) : null;
			yield* await Promise.all(
				some.map(async (address, index): Promise<Listing> => {
					const answer = answers?.[index] ?? null;
					if (answer === null) return this.#limit(() => this.#lookUp(address, foundBy));
					if (!('code' in answer)) return this.#fresh([answer]);
					return this.#failed(new ProblemError(answer), { kind: 'page', page: address }, address);
				}),
			);
		}
	}

	async #readBusiness({ id, name }: Named, edge: BusinessEdge): Promise<ReadAhead[]> {
		const found: ReadAhead[] = [];
		if (this.#isHalted) return found;
		try {
			for await (const pages of this.#client.businessPages(id, edge, ...this.#access)) {
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
			const { token } = await this.#client.page(page.id, page.foundBy, ...this.#access);
			return [this.#fresh([{ ...page, token }])];
		} catch (error) {
			const problem = problemOrRethrow(error);
			const { code } = problem;
			const isAnswer = !isRetryable(problem) && !HALTS.has(code) && code !== 'cancelled';
			const listing = this.#fresh([page]);
			return isAnswer ? [listing] : [listing, this.#failed(error, { kind: 'page', page: page.id })];
		}
	}

	async #lookUp(address: string, foundBy: FoundBy): Promise<Listing> {
		if (this.#isHalted) return this.#fresh([]);
		try {
			return this.#fresh([await this.#client.page(address, foundBy, ...this.#access)]);
		} catch (error) {
			return this.#failed(error, { kind: 'page', page: address }, address);
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

	#failed(error: unknown, part: ListPart, address?: string): Listing {
		const problem = problemUnlessCancelled(error);
		this.#hasFailed = true;
		this.#isHalted ||= HALTS.has(problem.code);
		return { pages: null, problem: { ...problem, part }, address };
	}
}
