import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

const GROUP_AND_OTHERS = 0o077;
const WRITABLE_BY_OTHERS = 0o022;
const STICKY = 0o1000;

/**
 * The directory for Node's compile cache, created if necessary: absolute, without symbolic links, and such that nobody but
 * this user and root can put a file into it. Node runs what it finds there. Null where there is no such directory.
 */
export function compileCacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
	try {
		const folder = join(cacheHome(env, platform), 'fb-token-tui');
		// A user profile of Windows is private as it is.
		if (platform === 'win32') return folder;
		if (!isPrivatePath(nearestExisting(dirname(folder)))) return null;
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		const real = realpathSync(folder);
		const { mode, uid } = statSync(real);
		const isPrivate = uid === process.geteuid?.() && (mode & GROUP_AND_OTHERS) === 0;
		return isPrivate && isPrivatePath(dirname(real)) ? real : null;
	} catch {
		// The program starts a little later without it.
		return null;
	}
}

/** The platform's own place for caches. A relative `XDG_CACHE_HOME` is ignored, as its specification says. */
function cacheHome({ XDG_CACHE_HOME = '', LOCALAPPDATA = '' }: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
	if (platform === 'win32') return isAbsolute(LOCALAPPDATA) ? LOCALAPPDATA : join(homedir(), 'AppData', 'Local');
	if (platform === 'darwin') return join(homedir(), 'Library', 'Caches');
	return isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), '.cache');
}

function nearestExisting(folder: string): string {
	return statSync(folder, { throwIfNoEntry: false }) ? folder : nearestExisting(dirname(folder));
}

/** Can nobody but this user and root replace this directory or one above it? In a sticky one, such as /tmp, others cannot. */
function isPrivatePath(folder: string): boolean {
	const real = realpathSync(folder);
	const { mode, uid } = statSync(real);
	const isOurs = uid === 0 || uid === process.geteuid?.();
	const isWritable = (mode & WRITABLE_BY_OTHERS) !== 0 && (mode & STICKY) === 0;
	return isOurs && !isWritable && (real === dirname(real) || isPrivatePath(dirname(real)));
}
