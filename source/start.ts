import module from 'node:module';
import { compileCacheFolder } from './compile-cache.ts';

// Since Node 22. What the user has set for it stays.
const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };
const { NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE } = process.env;
if (enableCompileCache && !NODE_COMPILE_CACHE && !NODE_DISABLE_COMPILE_CACHE) {
	const folder = compileCacheFolder(process.env, process.platform);
	if (folder !== null) enableCompileCache(folder);
}

import('./program.ts')
	.then(({ run }) => run(process.argv.slice(2)))
	.then((exitCode) => {
		process.exitCode = exitCode;
	});
