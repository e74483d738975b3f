import { useApp } from 'ink';
import { useEffect, useRef } from 'react';
import type { PageRecord } from '../domain/page.ts';
import { type ErrandSettings, errandsFor } from '../session/actions.ts';
import type { Overlay } from './overlay.ts';
import { showRaw } from './raw-view.ts';
import type { Services } from './services.ts';

/** What {@link useErrands} gives. */
export type Errands = ReturnType<typeof useErrands>;

/** The errands of the screens: each says on them how it went, and what is shown bare is shown in their place. */
export function useErrands(
	services: Services,
	{ isLocked, change }: { isLocked: boolean; change: (part: Partial<Overlay>) => void },
) {
	const { suspendTerminal } = useApp();
	const { input, output, suspension, ended, discardTypeAhead, reminderMs } = services;
	const say: ErrandSettings['say'] = (tone, text) => change({ notice: { tone, text } });
	const reminder = useRef<NodeJS.Timeout>(undefined);
	useEffect(() => () => clearTimeout(reminder.current), []);
	/** Nobody knows whether it is still there; who has pasted it by now does not need it there. */
	const remind = () => {
		clearTimeout(reminder.current);
		reminder.current = setTimeout(
			() => say('plain', 'The copied token may still be in the clipboard: x empties it.'),
			reminderMs,
		);
	};
	const showBare: ErrandSettings['showBare'] = (title, text) =>
		suspendTerminal(async () => {
			discardTypeAhead();
			await showRaw(input, output, { title, text, ended, suspension });
			discardTypeAhead();
		});
	const errands = errandsFor(services, { isLocked, say, showBare });
	return {
		...errands,
		discardTypeAhead,
		copyToken(page: PageRecord | null) {
			if (page?.token) remind();
			return errands.copyToken(page);
		},
	};
}
