import { compareByName, endOf, type PageRecord, type PageSort, riskOf } from './page.ts';

/**
 * Keeps Pages in order while they come in and are verified. To compare two names takes long, so that is done once for each
 * Page, and the other orders are made of the one by name, as {@link COMPARE_PAGES} would make them.
 */
export class PageOrder {
	#pages: readonly PageRecord[] = [];
	#byName: readonly PageRecord[] = [];

	/** The Pages in an order. Those that are known from the last time keep their places by name. */
	arrange(pages: readonly PageRecord[], sort: PageSort): readonly PageRecord[] {
		if (pages !== this.#pages) this.#byName = this.#arrangeByName(pages);
		this.#pages = pages;
		if (sort === 'name') return this.#byName;
		const byRisk = sortedBy(this.#byName, riskOf);
		return sort === 'risk' ? byRisk : sortedBy(byRisk, endOf);
	}

	#arrangeByName(pages: readonly PageRecord[]): readonly PageRecord[] {
		const others = new Map(pages.map((page) => [page.id, page]));
		const known: PageRecord[] = [];
		for (const { id, name } of this.#byName) {
			const page = others.get(id);
			if (page?.name !== name) continue;
			known.push(page);
			others.delete(id);
		}
		return merged(known, [...others.values()].sort(compareByName));
	}
}

/** Pages that are alike stay in their order. */
function sortedBy(pages: readonly PageRecord[], key: (page: PageRecord) => number): PageRecord[] {
	return [...pages].sort((a, b) => key(a) - key(b));
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
