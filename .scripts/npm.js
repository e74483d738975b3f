import { spawnSync } from 'node:child_process';

/**
 * Runs npm and gives its exit code. To what npm runs it names its own script, which needs no shell; by hand, Windows finds
 * npm.cmd through a shell alone.
 */
export function npm(args, stdio) {
	const script = process.env.npm_execpath ?? '';
	const { status } = script.endsWith('npm-cli.js')
		? spawnSync(process.execPath, [script, ...args], { stdio })
		: spawnSync(['npm', ...args].join(' '), { stdio, shell: true });
	return status ?? 1;
}
