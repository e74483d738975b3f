import { createHash, randomBytes } from 'node:crypto';
import { isAbsolute, join, resolve } from 'node:path';
import envPaths from 'env-paths';

/**
 * The folder of everything that is stored, as an absolute path: `FB_TOKEN_TUI_CONFIG_DIR`; else below an absolute
 * `XDG_CONFIG_HOME`, on every platform; else the platform's own place. Only this one is looked into.
 */
export function configFolder(env: NodeJS.ProcessEnv): string {
	if (env.FB_TOKEN_TUI_CONFIG_DIR) return resolve(env.FB_TOKEN_TUI_CONFIG_DIR);
	// The specification of base directories wants relative paths to be ignored.
	if (env.XDG_CONFIG_HOME && isAbsolute(env.XDG_CONFIG_HOME)) return join(env.XDG_CONFIG_HOME, 'fb-token-tui');
	return envPaths('fb-token-tui', { suffix: '' }).config;
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
