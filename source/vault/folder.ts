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

/** The name of the file of all that is stored without secrets, without its `.json`. */
export const STATE_NAME = 'profiles';

/** The path of that file. */
export function statePath(folder: string): string {
	return join(folder, `${STATE_NAME}.json`);
}
