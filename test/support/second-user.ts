import { spawnSync } from 'node:child_process';

const AS_NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];
const AS_ROOT = process.geteuid?.() === 0 ? [] : ['sudo', '-n'];

/** Runs a command as another local user, who has no rights of ours. */
export function runAsNobody(command: readonly string[]) {
	const [program = '', ...args] = [...AS_ROOT, ...AS_NOBODY, ...command];
	return spawnSync(program, args, { encoding: 'utf8' });
}

/** Why tests with a second local user are skipped; false: they are not. */
export const whyNoSecondUser =
	runAsNobody(['true']).status !== 0 && 'there is no second user: that needs root, or sudo, and setpriv of util-linux';
