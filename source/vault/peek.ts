import { configFolder } from './folder.ts';
import type { Entry } from './profile-schema.ts';
import { StateFile } from './state-file.ts';

/** What names a profile, its permissions and its Pages. */
export type PeekedProfile = Pick<Entry, 'name' | 'app'> & {
	userInfo: Pick<Entry['userInfo'], 'scopes'>;
	pages: Pick<Entry['pages'][number], 'id' | 'name'>[];
};

/** The profiles by their names alone, with nothing written, locked or asked; none where they cannot be read. */
export function peekProfiles(env: NodeJS.ProcessEnv): PeekedProfile[] {
	try {
		return new StateFile(configFolder(env)).read().profiles;
	} catch {
		return [];
	}
}
