// Makes a fresh clone ready, and costs next to nothing when it is: `node .scripts/prepare.js install|build`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.js';

process.chdir(join(import.meta.dirname, '..'));

const INPUTS = ['package.json', 'package-lock.json', 'LICENSE'];

const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

const newestIn = (folder) =>
	readdirSync(folder, { recursive: true }).reduce(
		(newest, name) => Math.max(newest, modified(join(folder, name))),
		modified(folder),
	);

// What the set-up says goes to standard error: standard output belongs to the program that runs next.
const STDIO = ['ignore', 2, 2];

if (modified('node_modules/.package-lock.json') < modified('package-lock.json')) {
	process.stderr.write('Installing what is needed for the build (once)…\n');
	const status = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], STDIO);
	if (status !== 0) process.exit(status);
}

if (process.argv[2] === 'build') {
	const sources = Math.max(newestIn('source'), newestIn('.scripts'), ...INPUTS.map(modified));
	if (modified('dist/cli.js') < sources) {
		process.stderr.write('Building…\n');
		const { status } = spawnSync(process.execPath, ['.scripts/build.js'], { stdio: STDIO });
		if (status !== 0) process.exit(status ?? 1);
	}
}
