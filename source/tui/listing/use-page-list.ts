import { useMemo, useReducer, useState } from 'react';
import type { Journey } from '../../domain/journey.ts';
import { compareByName, compareByRisk, matchesFilter, type PageRecord } from '../../domain/page.ts';
import { type ListAction, type ListWindow, listReducer, listWindow } from './list-window.ts';

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
		const compare = list.sort === 'risk' ? compareByRisk : compareByName;
		return pages
			.filter((page) => matchesFilter(page, list.filter))
			.sort(compare)
			.map(({ id }) => id);
	}, [pages, list.filter, list.sort]);
	const [window, act] = useReducer(listReducer, undefined, () => listWindow(ids, rows));
	const [isTouched, setTouched] = useState(false);
	// Adjusted while rendering, not in an effect, so that no frame shows old items.
	if (window.ids !== ids) {
		act({ type: 'set-items', ids });
		// Until the person has chosen something, the selection is the first Page, whatever comes in above it.
		if (!isTouched) act({ type: 'home' });
	}
	if (window.rows !== rows) act({ type: 'set-rows', rows });
	return {
		window,
		byId,
		selected: byId.get(window.selectedId ?? '') ?? null,
		act(action) {
			setTouched(true);
			act(action);
		},
	};
}
