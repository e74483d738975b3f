import { compareByName, endOf, type PageRecord, type PageSort, riskOf } from './page.ts';

/**
 * Keeps Pages in order while they come in and are verified. To compare two names takes long, so that is done once for each
 * Page, and the other orders are made of the one by name, as {@link COMPARE_PAGES} would make them.
 */
export class PageOrder {
	#pages: readonly PageRecord[] = [];
	#byName: readonly PageRecord[] = [];
	#byId = new Map<string, PageRecord>();

	/** The Pages of the last time by their ids: one and the same map as long as none goes, for a new one would be large. */
	get byId(): ReadonlyMap<string, PageRecord> {
		return this.#byId;
	}

	/** The Pages in an order. Those that are known from the last time keep their places by name. */
	arrange(pages: readonly PageRecord[], sort: PageSort): readonly PageRecord[] {
		if (pages !== this.#pages) this.#take(pages);
		if (sort === 'name') return this.#byName;
		const byRisk = sortedBy(this.#byName, riskOf);
		return sort === 'risk' ? byRisk : sortedBy(byRisk, endOf);
	}

	#take(pages: readonly PageRecord[]): void {
		this.#pages = pages;
		for (const page of pages) this.#byId.set(page.id, page);
		if (this.#byId.size > pages.length) this.#byId = new Map(pages.map((page) => [page.id, page]));
		const known = this.#byName.flatMap(({ id, name }) => {
			const page = this.#byId.get(id);
			return page?.name === name ? [page] : [];
		});
		this.#byName = known;
		if (known.length === pages.length) return;
		const ids = new Set(known.map(({ id }) => id));
		this.#byName = merged(known, pages.filter(({ id }) => !ids.has(id)).sort(compareByName));
	}
}

/** Pages of the same rank stay in their order, and there are few ranks. */
function sortedBy(pages: readonly PageRecord[], rank: (page: PageRecord) => number): readonly PageRecord[] {
	const groups = new Map<number, PageRecord[]>();
	for (const page of pages) {
		const key = rank(page);
		const group = groups.get(key);
		if (group) group.push(page);
		else groups.set(key, [page]);
	}
	return [...groups.keys()].sort((a, b) => a - b).flatMap((key) => groups.get(key) ?? []);
}

/** Puts some Pages into many, both by name. */
function merged(many: readonly PageRecord[], some: readonly PageRecord[]): readonly PageRecord[] {
	const result: PageRecord[] = [];
	let start = 0;
	for (const page of some) {
		const end = placeOf(page, many, start);
		for (; start < end; start++) result.push(many[start] as PageRecord);
		result.push(page);
	}
	return [...result, ...many.slice(start)];
}

/** The place of the first that comes behind a Page, at `from` or after. */
function placeOf(page: PageRecord, pages: readonly PageRecord[], from: number): number {
	let [low, high] = [from, pages.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (compareByName(pages[middle] as PageRecord, page) < 0) low = middle + 1;
		else high = middle;
	}
	return low;
}
