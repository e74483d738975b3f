import { useMemo } from 'react';
import type { ProfileSummary } from '../../session/state.ts';
import type { ListAction, ListWindow } from './list-window.ts';
import { useListWindow } from './use-list-window.ts';

/** The list of profiles as it is shown. */
export type ProfileList = {
	window: ListWindow;
	selected: ProfileSummary | null;
	act: (action: ListAction) => void;
};

/** Keeps the selection on its profile while profiles are checked, renamed and removed. */
export function useProfileList(all: readonly ProfileSummary[], rows: number): ProfileList {
	const ids = useMemo(() => all.map(({ name }) => name), [all]);
	const [window, act] = useListWindow(ids, rows);
	return { window, selected: all.find(({ name }) => name === window.selectedId) ?? null, act };
}
