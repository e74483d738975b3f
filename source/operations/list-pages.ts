import pLimit from 'p-limit';
import { problemOfNoPages, problemOfUnshown } from '../domain/diagnosis.ts';
import type { FoundBy, Page, PageRecord } from '../domain/page.ts';
import {
	endsTheSignIn,
	type Problem,
	ProblemError,
	problemOrRethrow,
	problemUnlessCancelled,
} from '../domain/problem.ts';
import { isRetryable } from '../domain/problem-text.ts';
import { hidesPages, type ListPart, PORTFOLIO_EDGES } from '../domain/problems/connect.ts';
import type { Secret } from '../domain/secret.ts';
import { pageIdsInGranularScopes, type TokenInfo } from '../domain/token.ts';
import { BATCH_SIZE } from '../graph/batch.ts';
import type { BusinessEdge, GraphClient, Named } from '../graph/client.ts';
import { unverified } from './verify.ts';

/** Pages that were not listed before, or only without a token; or a problem with a part of the list, such as one `address`. */
type Listing = { pages: PageRecord[]; problem: null } | { pages: null; problem: Problem; address?: string | undefined };

type Listings = AsyncGenerator<Listing, void, undefined>;

const PARALLEL_CALLS = 4;
/** Problems that further calls would only make worse. */
const HALTS = new Set<Problem['code']>(['rate-limited', 'blocked', 'app-blocked']);

/** A part of a list that was read ahead: Pages, or what went wrong with which part. */
type ReadAhead = { pages: Page[] } | { error: unknown; part: ListPart };

/**
 * Every Page that the token leads to, each once: the account's own list, those that only a granular scope names, the Pages
 * of the account's businesses, and those of `addresses`, which are ids or user names. A Page that is listed without a token is
 * also asked for by its id; where Pages or tokens are still missing, one more list is tried. A problem with one part does not
 * hide the others. The account's list is read before `info` has come.
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
	list.info = known;
	// Read while Pages are looked up, and given after them.
	const businesses = known.scopes.includes('business_management') ? list.readBusinesses() : Promise.resolve([]);
	try {
		yield* list.named(pageIdsInGranularScopes(known), 'granular-scope');
		yield* list.ofBusinesses(await businesses);
	} finally {
		await Promise.all(await businesses);
	}
	yield* list.named(addresses, 'id');
	yield* list.assigned();
	yield* list.unshown();
	// Where a part of the list could not be read, nobody knows whether there are none.
	if (list.isEmpty) yield { pages: null, problem: problemOfNoPages(known) };
}

/** What was listed so far, and the calls that list more. */
class PageList {
	/** What Meta says of the user token, once that is known. */
	info: TokenInfo | null = null;
	readonly #client: GraphClient;
	readonly #access: [userToken: Secret, signal: AbortSignal];
	readonly #limit = pLimit(PARALLEL_CALLS);
	/** The ids of the Pages that were given, and whether they came with a token. */
	readonly #seen = new Map<string, boolean>();
	/** Pages that were listed without a token, and are given once Meta was asked for them by their ids. */
	readonly #bare = new Map<string, Page>();
	#isIncomplete = false;
	/** What Meta said of Pages that it does not show, by what they were asked for by. */
	readonly #refusals = new Map<string, Listing>();
	#isHalted = false;
	/** Did Meta refuse a list or a Page for good, so that another list may have what is missing? */
	#isRefused = false;

	constructor(client: GraphClient, userToken: Secret, signal: AbortSignal) {
		this.#client = client;
		this.#access = [userToken, signal];
	}

	get isEmpty(): boolean {
		return this.#seen.size === 0 && !this.#isIncomplete;
	}

	async *ofAccount(): Listings {
		try {
			for await (const pages of this.#client.accounts(...this.#access)) yield this.#listed(pages);
		} catch (error) {
			yield this.#failed(error, { kind: 'accounts' });
		}
	}

	/** The problems of Pages that were asked for by themselves; not where another list had the Page, unless it may have hidden its token. */
	unshown(): Listing[] {
		const isOpen = (address: string, { problem }: Listing) =>
			!this.#seen.has(address) || (problem && !isAnswer(problem));
		return [...this.#refusals].flatMap(([address, listing]) => (isOpen(address, listing) ? [listing] : []));
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
				yield 'pages' in found ? this.#listed(found.pages) : this.#failed(found.error, found.part);
			}
		}
		yield* this.named([], 'business');
	}

	/** The Pages that businesses have assigned to the person: a list that Meta refuses to many, so that it is asked for only where something is missing. */
	async *assigned(): Listings {
		const isMissing = this.isEmpty || this.#isRefused || [...this.#seen.values()].includes(false);
		if (this.#isHalted || !isMissing) return;
		try {
			for await (const pages of this.#client.assignedPages(...this.#access)) {
				yield this.#listed(pages);
			}
		} catch (error) {
			this.#isHalted ||= HALTS.has(problemUnlessCancelled(error).code);
		}
		yield* this.named([], 'business');
	}

	/** Pages that are known by their ids or user names, and with them all that were listed without a token: many of them in one call. */
	async *named(addresses: readonly string[], foundBy: FoundBy): Listings {
		const open = [...new Set([...addresses.filter((address) => !this.#seen.get(address)), ...this.#bare.keys()])];
		for (let start = 0; start < open.length; start += BATCH_SIZE) {
			const some = open.slice(start, start + BATCH_SIZE);
			const isBatched = some.length > 1 && !this.#isHalted;
			const answers = isBatched ? await this.#askAtOnce(some, foundBy) : [];
			const lookUps = some.map(async (address, index): Promise<Listing> => {
				const answer = answers[index] ?? (await this.#limit(() => this.#lookUp(address, foundBy)));
				return this.#answered(address, answer, foundBy);
			});
			yield* await Promise.all(lookUps);
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

	/** Where the batch fails, each Page is asked for by itself, unless that would make it worse. */
	async #askAtOnce(addresses: readonly string[], foundBy: FoundBy): Promise<(Page | Problem | null)[]> {
		try {
			return await this.#client.pagesAtOnce(addresses, foundBy, ...this.#access);
		} catch (error) {
			const problem = problemUnlessCancelled(error);
			this.#isHalted ||= HALTS.has(problem.code);
			return this.#isHalted ? [problem] : [];
		}
	}

	/** Null where Meta is not asked any more. */
	async #lookUp(address: string, foundBy: FoundBy): Promise<Page | Problem | null> {
		if (this.#isHalted) return null;
		try {
			return await this.#client.page(address, foundBy, ...this.#access);
		} catch (error) {
			return problemUnlessCancelled(error);
		}
	}

	/** What comes of asking for a Page. One that was listed without a token stays listed, whatever Meta says. */
	#answered(address: string, answer: Page | Problem | null, foundBy: FoundBy): Listing {
		const bare = this.#bare.get(address);
		const [page, refusal] = answer && 'code' in answer ? [null, answer] : [answer, null];
		if (refusal) {
			// What Meta names itself is no number of a profile.
			const problem = foundBy === 'id' ? problemOfUnshown(address, refusal) : refusal;
			this.#refusals.set(address, this.#failed(new ProblemError(problem), { kind: 'page', page: address }, address));
		}
		if (bare) return this.#fresh([{ ...bare, token: page?.token ?? null }], refusal);
		return this.#fresh(page ? [page] : []);
	}

	/** Those of a list that have a token; the others are asked for by their ids. */
	#listed(pages: readonly Page[]): Listing {
		for (const page of pages)
			if (!page.token && !this.#bare.has(page.id) && !this.#seen.has(page.id)) this.#bare.set(page.id, page);
		return this.#fresh(pages.filter(({ token }) => token));
	}

	/** Those that are new, or have a token at last. `refusal` is what Meta said when asked for one of them. */
	#fresh(pages: readonly Page[], refusal: Problem | null = null): Listing {
		const fresh = pages.filter(({ id, token }) => {
			const hadToken = this.#seen.get(id);
			const isFresh = hadToken === undefined || (!hadToken && token !== null);
			if (isFresh) this.#seen.set(id, token !== null);
			this.#bare.delete(id);
			return isFresh;
		});
		return { pages: fresh.map((page) => unverified(page, this.info, refusal)), problem: null };
	}

	#failed(error: unknown, part: ListPart, address?: string): Listing {
		const problem = problemUnlessCancelled(error);
		this.#isIncomplete ||= hidesPages({ ...problem, part });
		this.#isHalted ||= HALTS.has(problem.code);
		this.#isRefused ||= isAnswer(problem);
		return { pages: null, problem: { ...problem, part }, address };
	}
}

/** Did Meta answer, so that the same question is of no use again, but another one may be? */
function isAnswer(problem: Problem): boolean {
	return !isRetryable(problem) && !HALTS.has(problem.code) && !endsTheSignIn(problem.code);
}
