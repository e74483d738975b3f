import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { environmentForChildren } from '../domain/environment.ts';
import { findProgram } from './find-program.ts';

/** Variables that lead git to another repository than that of the folder, as in a hook. */
const LEADING_ELSEWHERE = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR', 'GIT_PREFIX'];

/**
 * What git makes of a file, which need not be there yet: `tracked` is committed with the next change, `new` is added by the
 * next `git add`. `none` of its business: ignored, in no work tree, or there is no git on this machine.
 */
export async function gitStateOf(file: string, env: NodeJS.ProcessEnv): Promise<'tracked' | 'new' | 'none'> {
	const git = findProgram(process.platform === 'win32' ? 'git.exe' : 'git', env);
	if (git === null) return 'none';
	const ask = (...args: string[]) => run(git, args, dirname(file), env);
	const name = `./${basename(file)}`;
	if ((await ask('rev-parse', '--is-inside-work-tree')).stdout.trim() !== 'true') return 'none';
	if ((await ask('--literal-pathspecs', 'ls-files', '--error-unmatch', '--', name)).isFine) return 'tracked';
	return (await ask('check-ignore', '--quiet', '--', name)).isFine ? 'none' : 'new';
}

function run(program: string, args: string[], cwd: string, env: NodeJS.ProcessEnv) {
	const given = { ...environmentForChildren(env) };
	for (const name of LEADING_ELSEWHERE) delete given[name];
	return new Promise<{ isFine: boolean; stdout: string }>((resolve) => {
		execFile(program, args, { cwd, env: given, windowsHide: true }, (error, stdout) =>
			resolve({ isFine: error === null, stdout }),
		);
	});
}
