import { createHash, randomBytes } from 'node:crypto';
import { isAbsolute, join, resolve } from 'node:path';
import { ProblemError, problem } from '../domain/problem.ts';
import { homeFolder } from './home-folder.ts';

/**
 * The folder of everything that is stored, as an absolute path: `FB_TOKEN_TUI_CONFIG_DIR`; else below an absolute
 * `XDG_CONFIG_HOME`, on every platform; else the platform's own place. Only this one is looked into.
 * @throws {ProblemError} `disk` where there is no such place.
 */
export function configFolder(env: NodeJS.ProcessEnv, platform = process.platform): string {
	const { FB_TOKEN_TUI_CONFIG_DIR: given, XDG_CONFIG_HOME = '', APPDATA = '' } = env;
	if (given) return resolved(given);
	// The specification of base directories wants relative paths to be ignored.
	if (isAbsolute(XDG_CONFIG_HOME)) return join(XDG_CONFIG_HOME, NAME);
	const home = homeFolder(env, platform);
	if (platform === 'win32' && isAbsolute(APPDATA)) return join(APPDATA, NAME, 'Config');
	if (home === null) throw new ProblemError(problem('disk', { kind: 'no-home' }));
	if (platform === 'win32') return join(home, 'AppData', 'Roaming', NAME, 'Config');
	return platform === 'darwin' ? join(home, 'Library', 'Preferences', NAME) : join(home, '.config', NAME);
}

const NAME = 'fb-token-tui';

function resolved(given: string): string {
	try {
		return resolve(given);
	} catch {
		throw new ProblemError(problem('disk', { kind: 'no-working-directory', path: given }));
	}
}

/** The folder of the sealed files, and of their keys where these are files. */
export function sealedFolder(folder: string): string {
	return join(folder, 'sealed');
}

/** The folder of the files with the Pages of profiles. */
export function pagesFolder(folder: string): string {
	return join(folder, 'pages');
}

/**
 * A name for a new file of a profile. Of the profile's name there is only its hash in it, so nothing in that can leave the
 * folder.
 */
export function newFileName(profile: string, extension: string): string {
	return `${prefixOf(profile)}${randomBytes(8).toString('hex')}.${extension}`;
}

/** What the names of a profile's files begin with. */
export function prefixOf(profile: string): string {
	return `${createHash('sha256').update(profile).digest('hex').slice(0, 32)}-`;
}
