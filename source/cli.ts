#!/usr/bin/env node
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { keepCompiled } from './compiled.ts';

/** The platform's own place for what can be made anew. Nothing is imported for it: what is loaded before is not kept there. */
function cacheFolder(): string {
	const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
	if (process.platform === 'win32') return LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
	return XDG_CACHE_HOME || join(homedir(), '.cache');
}

try {
	// Node's own place would be the folder for temporary files, into which others can write.
	const cache = join(cacheFolder(), 'fb-token-tui');
	// Since Node 22.
	const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };
	if (enableCompileCache) enableCompileCache(cache);
	else if (!process.env.NODE_DISABLE_COMPILE_CACHE) keepCompiled(import.meta.dirname, cache);
} catch {
	// Without a home it starts a little later.
}

import('./program.ts')
	.then(({ run }) => run(process.argv.slice(2)))
	.then((exitCode) => {
		process.exitCode = exitCode;
	});
