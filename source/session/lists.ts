import { type PageRecord, pagesMatching } from '../domain/page.ts';
import { PageOrder } from '../domain/page-order.ts';
import { rowsForPages, rowsForProfiles } from './layout.ts';
import { type ListAction, type ListWindow, listReducer, listWindow } from './list-window.ts';
import type { ProfileSummary } from './profile-summary.ts';
import { openPage, type SessionState } from './state.ts';

/** A list as it is shown: the part in view, and the item that is selected. */
export type ShownList<Item> = { window: ListWindow; byId: ReadonlyMap<string, Item>; selected: Item | null };

/** Remembers the latest result: every frame asks for it, and seldom has anything changed. */
function latest<Given extends unknown[], Result>(compute: (...given: Given) => Result): (...given: Given) => Result {
	let known: { given: Given; result: Result } | null = null;
	return (...given) => {
		if (!known?.given.every((value, index) => value === given[index])) known = { given, result: compute(...given) };
		return known.result;
	};
}

// It only saves work: the order depends on the Pages alone.
const order = new PageOrder();
const arrange = latest((pages: SessionState['pages'], sort: SessionState['list']['sort']) => ({
	pages: order.arrange(pages, sort),
	byId: order.byId,
}));
const idsOf = latest((pages: readonly PageRecord[], filter: string) =>
	pagesMatching(pages, filter).map(({ id }) => id),
);
const namesOf = latest((profiles: readonly ProfileSummary[]) => ({
	names: profiles.map(({ name }) => name),
	byId: new Map(profiles.map((profile) => [profile.name, profile])),
}));

/** The Pages, sorted and filtered. The selection stays on its Page while Pages stream in, are verified, sorted or filtered. */
export function pageList(state: SessionState): ShownList<PageRecord> {
	const { filter, sort, window } = state.list;
	const { pages, byId } = arrange(state.pages, sort);
	return shown(windowOf(window, idsOf(pages, filter), rowsForPages(state)), byId);
}

/** The profiles. The selection stays on its profile while profiles are checked, renamed and removed. */
export function profileList(state: SessionState): ShownList<ProfileSummary> {
	const { names, byId } = namesOf(state.profiles.all);
	return shown(windowOf(state.profiles.window, names, rowsForProfiles(state)), byId);
}

/** The Page that keys act on. */
export function currentPage(state: SessionState): PageRecord | null {
	return state.step === 'page' ? openPage(state) : pageList(state).selected;
}

/** Moves the selection in the list of Pages. */
export function moveInPages(state: SessionState, action: ListAction): SessionState {
	return { ...state, list: { ...state.list, window: listReducer(pageList(state).window, action) } };
}

/** Moves the selection in the list of profiles. */
export function moveInProfiles(state: SessionState, action: ListAction): SessionState {
	return { ...state, profiles: { ...state.profiles, window: listReducer(profileList(state).window, action) } };
}

/** Keeps the selections where the lists or their room have changed. */
export function keepSelections(state: SessionState): SessionState {
	const { list, profiles } = state;
	const pages = list.window && pageList(state).window;
	const names = profiles.window && profileList(state).window;
	if (pages === list.window && names === profiles.window) return state;
	return { ...state, list: { ...list, window: pages }, profiles: { ...profiles, window: names } };
}

/** Until the person has chosen something, the first item is selected. */
function windowOf(kept: ListWindow | null, ids: readonly string[], rows: number): ListWindow {
	if (!kept) return listWindow(ids, rows);
	const window = kept.ids === ids ? kept : listReducer(kept, { type: 'set-items', ids });
	return window.rows === rows ? window : listReducer(window, { type: 'set-rows', rows });
}

function shown<Item>(window: ListWindow, byId: ReadonlyMap<string, Item>): ShownList<Item> {
	return { window, byId, selected: byId.get(window.selectedId ?? '') ?? null };
}
