/** A list of which `rows` items are in view, the first of them at `offset`. Items are known by their id alone. */
export interface ListWindow {
	readonly ids: readonly string[];
	/** Undefined only while the list is empty. */
	readonly selectedId: string | undefined;
	readonly offset: number;
	readonly rows: number;
}

/** A move of the selection, or a change of the list around it. */
export type ListAction =
	| { readonly type: 'move'; readonly by: number }
	| { readonly type: 'page-up' | 'page-down' | 'home' | 'end' }
	| { readonly type: 'set-items'; readonly ids: readonly string[] }
	| { readonly type: 'set-rows'; readonly rows: number };

/** Which items are in view. `first` and `last` count from 1 and are 0 while nothing is in view: "12–31 of 240". */
export interface ListView {
	readonly visible: readonly string[];
	readonly first: number;
	readonly last: number;
	readonly total: number;
}

/** A list with its first item selected. Ids must differ from each other. */
export function listWindow(ids: readonly string[], rows: number): ListWindow {
	return place({ ids, selectedId: undefined, offset: 0, rows: Math.max(0, rows) }, 0);
}

/**
 * Moves the selection and the view. The selection stays on its id when items come, go or change places; when its item
 * is gone, it goes to the one that took the nearest place. The view moves no further than it must.
 */
export function listReducer(state: ListWindow, action: ListAction): ListWindow {
	const index = selectedIndex(state);
	const last = state.ids.length - 1;
	switch (action.type) {
		case 'move':
			return place(state, index + action.by);
		case 'page-up':
			return place(state, index - Math.max(1, state.rows - 1));
		case 'page-down':
			return place(state, index + Math.max(1, state.rows - 1));
		case 'home':
			return place(state, 0);
		case 'end':
			return place(state, last);
		case 'set-rows':
			return place({ ...state, rows: Math.max(0, action.rows) }, index);
		case 'set-items':
			return setItems(state, action.ids);
	}
}

/** The items in view and their numbers. */
export function listView({ ids, offset, rows }: ListWindow): ListView {
	const visible = ids.slice(offset, offset + rows);
	return {
		visible,
		first: visible.length > 0 ? offset + 1 : 0,
		last: visible.length > 0 ? offset + visible.length : 0,
		total: ids.length,
	};
}

function setItems(state: ListWindow, ids: readonly string[]): ListWindow {
	const before = selectedIndex(state);
	const same = state.selectedId === undefined ? -1 : ids.indexOf(state.selectedId);
	const after = same === -1 ? placeOfSurvivor(state.ids, before, ids) : same;
	// The selected row keeps its place on the screen when items come in above it.
	return place({ ...state, ids, offset: state.offset + after - before }, after);
}

/** Where the next one below an item that is gone stands now, else the next above that is still there. */
function placeOfSurvivor(old: readonly string[], index: number, ids: readonly string[]): number {
	const places = new Map(ids.map((id, place) => [id, place]));
	const survivor = [...old.slice(index), ...old.slice(0, index).reverse()].find((id) => places.has(id));
	return survivor === undefined ? 0 : (places.get(survivor) ?? 0);
}

function selectedIndex({ ids, selectedId }: ListWindow): number {
	return selectedId === undefined ? 0 : Math.max(0, ids.indexOf(selectedId));
}

function place(state: ListWindow, wanted: number): ListWindow {
	const { ids, rows } = state;
	const index = Math.max(0, Math.min(wanted, ids.length - 1));
	const lowest = Math.max(0, Math.min(index - rows + 1, ids.length - rows));
	const highest = Math.min(index, Math.max(0, ids.length - rows));
	const offset = Math.min(highest, Math.max(lowest, state.offset));
	return { ...state, selectedId: ids[index], offset };
}
