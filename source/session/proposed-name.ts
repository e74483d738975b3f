import { proposeName } from '../operations/profiles.ts';
import type { SessionState } from './state.ts';

/** The name that is proposed for the profile in which a journey may be saved: after its app, and not taken yet. */
export function proposedName({ app, profiles }: SessionState): string {
	const appName = app.status.state === 'done' ? app.status.value.name : null;
	return proposeName(
		appName,
		profiles.all.map(({ name }) => name),
	);
}
