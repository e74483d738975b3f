import type { Journey } from '../domain/journey.ts';
import { proposeName } from '../operations/profiles.ts';
import type { Errands } from './errands.ts';
import type { Dispatch } from './journey-store.ts';

/** Why something has to wait. */
export const WAIT = 'One moment: the Pages are still coming in.';

/** Begins to save what the journey has brought, or says why there is nothing to be saved. */
export function startSaving(
	{ connection, verifying, opened, token, profiles }: Journey,
	{
		canSave,
		appName,
		dispatch,
		say,
	}: {
		canSave: boolean;
		appName: string | null;
		dispatch: Dispatch;
		say: Errands['say'];
	},
): void {
	if (!canSave) say('plain', 'The demonstration saves nothing.');
	else if (connection.running || verifying.length > 0) say('plain', WAIT);
	else if (opened?.unsaved) dispatch({ type: token.status.state === 'done' ? 'save-again' : 'connect-again' });
	else if (opened) say('plain', `It is the profile ${opened.name} already.`);
	else {
		const taken = profiles.all.map(({ name }) => name);
		dispatch({ type: 'start-saving', proposedName: proposeName(appName, taken) });
	}
}
