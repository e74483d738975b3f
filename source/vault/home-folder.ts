import { userInfo } from 'node:os';
import { isAbsolute } from 'node:path';

/** The person's folder: `HOME`, else what the system has for this user; null where there is neither. An empty `HOME` is none. */
export function homeFolder(env: NodeJS.ProcessEnv, platform = process.platform): string | null {
	const named = platform === 'win32' ? env.USERPROFILE : env.HOME;
	if (named && isAbsolute(named)) return named;
	try {
		return userInfo().homedir || null;
	} catch {
		// In a container, a user may have a number and no entry.
		return null;
	}
}
