import { execFile } from 'node:child_process';
import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { environmentForChildren } from '../domain/environment.ts';
import { findProgram } from './find-program.ts';

/**
 * What git makes of a file, which need not be there yet: `tracked` is committed with the next change, `new` is added by the
 * next `git add`, `none` is neither. `unknown`: there is a repository, and git did not say; `detail` is git's own first line,
 * empty where there is none.
 */
export type GitState =
	| { state: 'tracked' | 'new' | 'none' }
	| { state: 'unknown'; why: 'not-installed' | 'not-owned' | 'timeout' | 'failed'; repository: string; detail: string };

const TIMEOUT_MS = 10_000;

/**
 * Asks git about a file. `timeoutMs` is for each question.
 * @throws what the file system says where the folder of the file is not there.
 */
export async function gitStateOf(
	file: string,
	env: NodeJS.ProcessEnv,
	{ timeoutMs = TIMEOUT_MS } = {},
): Promise<GitState> {
	const path = realPathOf(file);
	const folder = dirname(path);
	const repository = repositoryAbove(folder);
	if (repository === null) return { state: 'none' };
	const unknown = (why: 'not-installed' | 'not-owned' | 'timeout' | 'failed', detail = ''): GitState => ({
		state: 'unknown',
		why,
		repository,
		detail,
	});
	const git = findProgram(process.platform === 'win32' ? 'git.exe' : 'git', env);
	if (git === null) return unknown('not-installed');
	const ask = (...args: string[]) => run(git, [...HARMLESS, ...args], { cwd: folder, env, timeoutMs });
	const failure = ({ exit, stderr }: Answer): GitState => {
		if (exit === 'timeout') return unknown('timeout');
		const why = stderr.includes('dubious ownership') ? 'not-owned' : 'failed';
		return unknown(why, stderr.trim().split('\n')[0]);
	};
	const inside = await ask('rev-parse', '--is-inside-work-tree');
	// Within .git, or in a repository without files.
	if (inside.exit === 0 && inside.stdout.trim() === 'false') return { state: 'none' };
	if (inside.exit !== 0 || inside.stdout.trim() !== 'true') return failure(inside);
	const name = `./${basename(path)}`;
	const listed = await ask('--literal-pathspecs', 'ls-files', '--error-unmatch', '--', name);
	if (listed.exit === 0) return { state: 'tracked' };
	if (listed.exit !== 1) return failure(listed);
	const ignored = await ask('check-ignore', '--quiet', '--', name);
	if (ignored.exit === 0) return { state: 'none' };
	return ignored.exit === 1 ? { state: 'new' } : failure(ignored);
}

/** The path as the disk has it, without links, and in the letters in which it is stored. */
function realPathOf(file: string): string {
	const folder = realpathSync.native(dirname(file));
	try {
		const path = realpathSync.native(file);
		return dirname(path) === folder ? path : join(folder, basename(file));
	} catch {
		return join(folder, basename(file));
	}
}

/** The nearest folder with a `.git` of any kind; one that cannot be looked into counts. */
function repositoryAbove(folder: string): string | null {
	try {
		if (lstatSync(join(folder, '.git'), { throwIfNoEntry: false })) return folder;
	} catch {
		return folder;
	}
	const parent = dirname(folder);
	return parent === folder ? null : repositoryAbove(parent);
}

/** What the configuration of a repository could have git run, or fetch, is switched off. */
const HARMLESS = [
	'--no-pager',
	...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.sshCommand=false', 'protocol.allow=never'].flatMap(
		(setting) => ['-c', setting],
	),
];

/** The variables of git that stay: where this person's own configuration is. The last one makes git stricter, for tests. */
const KEPT = ['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM', 'GIT_TEST_ASSUME_DIFFERENT_OWNER'];

/** The environment for git, without what leads it to another repository or configuration, as in a hook. */
function environmentForGit(env: NodeJS.ProcessEnv) {
	const others = Object.entries(environmentForChildren(env)).filter(([given]) => {
		const name = given.toUpperCase();
		return !name.startsWith('GIT_') || KEPT.includes(name);
	});
	return {
		...Object.fromEntries(others),
		LC_ALL: 'C',
		GIT_ALLOW_PROTOCOL: '',
		GIT_DISCOVERY_ACROSS_FILESYSTEM: '1',
		GIT_NO_LAZY_FETCH: '1',
		GIT_OPTIONAL_LOCKS: '0',
		GIT_TERMINAL_PROMPT: '0',
	};
}

/** `exit` is the exit code, or the signal or error that ended git instead. */
type Answer = { exit: number | string; stdout: string; stderr: string };

function run(
	program: string,
	args: string[],
	{ cwd, env, timeoutMs }: { cwd: string; env: NodeJS.ProcessEnv; timeoutMs: number },
): Promise<Answer> {
	return new Promise((resolve) => {
		const given = environmentForGit(env);
		const options = { cwd, env: given, windowsHide: true, timeout: timeoutMs, killSignal: 'SIGKILL' } as const;
		execFile(program, args, options, (error, stdout, stderr) => {
			const exit = error === null ? 0 : error.killed ? 'timeout' : (error.code ?? error.signal ?? 'unknown');
			resolve({ exit, stdout, stderr });
		});
	});
}
