// Runs all tests, or the files that are named, with every Node that is supported, each from the registry.
import { join } from 'node:path';
import { npm } from './npm.js';

process.chdir(join(import.meta.dirname, '..'));
for (const major of [20, 22, 24, 26]) {
	process.stdout.write(`\nNode ${major}\n\n`);
	const node = ['exec', '--yes', `--package=node@${major}`, '--', 'node'];
	const status = npm([...node, '.scripts/test.js', ...process.argv.slice(2)], 'inherit');
	if (status !== 0) process.exit(status);
}
