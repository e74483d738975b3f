import { useMemo } from 'react';
import type { Journey } from '../../domain/journey.ts';
import { COMPARE_PAGES, matchesFilter, type PageRecord } from '../../domain/page.ts';
import type { ListAction, ListWindow } from './list-window.ts';
import { useListWindow } from './use-list-window.ts';

/** The list of Pages as it is shown: sorted, filtered, with the part in view and the selection. */
export type PageList = {
	window: ListWindow;
	byId: ReadonlyMap<string, PageRecord>;
	selected: PageRecord | null;
	act: (action: ListAction) => void;
};

/** Keeps the selection on its Page while Pages stream in, are verified, sorted or filtered. */
export function usePageList(pages: readonly PageRecord[], list: Journey['list'], rows: number): PageList {
	const byId = useMemo(() => new Map(pages.map((page) => [page.id, page])), [pages]);
	const ids = useMemo(() => {
		return pages
			.filter((page) => matchesFilter(page, list.filter))
			.sort(COMPARE_PAGES[list.sort])
			.map(({ id }) => id);
	}, [pages, list.filter, list.sort]);
	const [window, act] = useListWindow(ids, rows);
	return { window, byId, selected: byId.get(window.selectedId ?? '') ?? null, act };
}
