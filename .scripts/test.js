// Runs the tests: all, or the files that are named. Node 20 does not expand patterns itself.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.chdir(join(import.meta.dirname, '..'));
const named = process.argv.slice(2);
const files =
	named.length > 0
		? named
		: readdirSync('test', { recursive: true })
				.map((name) => join('test', name))
				.filter((name) => /\.test\.tsx?$/.test(name))
				.sort();
const options = [
	// Named, since older Nodes print TAP where there is no terminal.
	'--test-reporter=spec',
	// The default leaves one core idle. Most tests wait for a server, a browser or a terminal.
	'--test-concurrency=2',
	// A test that hangs fails instead of holding everything up.
	'--test-timeout=180000',
];
const tried = mkdtempSync(join(tmpdir(), 'tried-'));
const run = (args) =>
	spawnSync(process.execPath, ['--import', 'tsx', ...args], { stdio: 'inherit', env: { ...process.env, TRIED: tried } })
		.status ?? 1;
let status = run(['--test', ...options, ...files]);
// What the README says was tried, a whole run has to have tried. Elsewhere some tests are skipped.
if (status === 0 && named.length === 0 && process.platform === 'linux')
	status = run(['test/support/trust-table.ts', tried]);
rmSync(tried, { recursive: true });
process.exit(status);
