import { fold, type Page } from './page.ts';

/** What a variable may hold of a Page and its app; `proof` is the `appsecret_proof` of its token. */
export const PAGE_FIELDS = ['id', 'name', 'token', 'app-id', 'app-secret', 'proof'] as const;

/** One of {@link PAGE_FIELDS}. */
export type PageField = (typeof PAGE_FIELDS)[number];

type Named = Pick<Page, 'id' | 'name'>;

/** FB_PAGE_ACCESS_TOKEN is what `exec` gives. */
const TAKEN = ['FB_PAGE_ACCESS'];

/**
 * How the variables of each Page of a profile begin, by its id: `FB_PAGE_` and its name, as `FB_PAGE_MY_BAKERY`. No two
 * begin the same: of Pages whose names come out the same, the one with the lowest id has it plain, and the others with their
 * ids behind. A name without an ASCII letter or digit is replaced by the id. The order of the Pages does not matter.
 */
export function variablePrefixes(pages: readonly Named[]): Map<string, string> {
	const prefixes = new Map<string, string>();
	const taken = new Set(TAKEN);
	for (const { id, name } of [...pages].sort(compareById)) {
		let prefix = `FB_PAGE_${asIdentifier(name) || id}`;
		while (taken.has(prefix)) prefix += `_${id}`;
		taken.add(prefix);
		prefixes.set(id, prefix);
	}
	return prefixes;
}

function asIdentifier(name: string): string {
	return fold(name)
		.replace(/[^A-Z0-9]+/g, '_')
		.replace(/^_|_$/g, '');
}

/** Ids are numbers, older Pages' the lower ones. */
function compareById(a: Named, b: Named): number {
	return a.id.length - b.id.length || (a.id < b.id ? -1 : Number(a.id > b.id));
}
