import { useMemo, useState } from 'react';
import { type PageRecord, pagesMatching } from '../../domain/page.ts';
import { PageOrder } from '../../domain/page-order.ts';
import type { SessionState } from '../../session/state.ts';
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
export function usePageList(pages: readonly PageRecord[], list: SessionState['list'], rows: number): PageList {
	const [order] = useState(() => new PageOrder());
	const arranged = useMemo(() => order.arrange(pages, list.sort), [order, pages, list.sort]);
	const ids = useMemo(() => pagesMatching(arranged, list.filter).map(({ id }) => id), [arranged, list.filter]);
	const [window, act] = useListWindow(ids, rows);
	const { byId } = order;
	return { window, byId, selected: byId.get(window.selectedId ?? '') ?? null, act };
}
