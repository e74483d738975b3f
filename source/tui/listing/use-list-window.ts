import { useReducer, useState } from 'react';
import { type ListAction, type ListWindow, listReducer, listWindow } from './list-window.ts';

/**
 * A list with a selection that stays on its item while items come, go and change places. `ids` must be the same array as
 * long as nothing has changed. Until the person has chosen something, the first item is selected.
 */
export function useListWindow(ids: readonly string[], rows: number): [ListWindow, (action: ListAction) => void] {
	const [window, act] = useReducer(listReducer, undefined, () => listWindow(ids, rows));
	const [isTouched, setTouched] = useState(false);
	// Adjusted while rendering, not in an effect, so that no frame shows old items.
	if (window.ids !== ids) {
		act({ type: 'set-items', ids });
		if (!isTouched) act({ type: 'home' });
	}
	if (window.rows !== rows) act({ type: 'set-rows', rows });
	return [
		window,
		(action) => {
			setTouched(true);
			act(action);
		},
	];
}
