// Runs the tests that have properties in them, each property many times more than the tests do: 50, or as many as are named.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

process.chdir(join(import.meta.dirname, '..'));
const [factor = '50'] = process.argv.slice(2);
if (!/^[1-9]\d{0,4}$/.test(factor)) {
	process.stderr.write('Usage: npm run fuzz [-- TIMES]\n');
	process.exit(2);
}
const files = readdirSync('test', { recursive: true })
	.map((name) => join('test', name))
	.filter((name) => /\.test\.tsx?$/.test(name) && readFileSync(name, 'utf8').includes('fc.assert('))
	.sort();
const options = ['--test-reporter=spec', '--test-concurrency=2'];
const { status } = spawnSync(process.execPath, ['--import', 'tsx', '--test', ...options, ...files], {
	stdio: 'inherit',
	env: { ...process.env, FUZZ: factor },
});
process.exit(status ?? 1);
