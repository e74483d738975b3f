import { lstatSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { quotedForShell } from '../domain/quoting.ts';
import { looksSecret } from '../domain/redact.ts';
import { gitStateOf } from '../host/git.ts';
import { asDiskProblem, replaceFile } from '../vault/files.ts';

/**
 * Why tokens must not be written to a file, as sentences that say what to do; null where they may. It may be there already, as a
 * regular file that git neither tracks nor would add. `orElse` is how another file is named.
 * @throws {ProblemError} `disk`
 */
export async function complaintAboutFile(
	file: string,
	env: NodeJS.ProcessEnv,
	orElse?: string,
): Promise<string | null> {
	const path = resolve(file);
	// It was pasted into the wrong field, and names of files are read by anyone.
	if (looksSecret(basename(path))) return 'The name looks like a token or a secret. Name another file.';
	const found = onDisk(path, orElse, () => lstatSync(path, { throwIfNoEntry: false }));
	if (found?.isSymbolicLink()) return `${file} is a symbolic link. Name the file that it leads to.`;
	if (found && !found.isFile()) return `${file} is no regular file, so nothing is written there.`;
	const state = await gitStateOf(path, env);
	if (state === 'none') return null;
	const folder = relative('', dirname(path));
	const line = `this line in the .gitignore of ${folder === '' ? 'this folder' : folder}: ${ignoreLine(basename(path))}`;
	if (state === 'new') return `git would add ${file}, with the tokens in it. Ignore it first, with ${line}`;
	const untrack = `git rm --cached ${quotedForShell(file)}`;
	return `git tracks ${file}, and the tokens in it with it. Untrack it first (${untrack}) and ignore it, with ${line}`;
}

/**
 * Writes a text with secrets in it to a file, mode 0600, at one moment. `orElse` is how another file is named.
 * @throws {ProblemError} `disk`
 */
export function writeSecretFile(file: string, text: string, orElse?: string): void {
	const path = resolve(file);
	onDisk(path, orElse, () => replaceFile(path, text));
}

function onDisk<T>(path: string, orElse: string | undefined, work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw asDiskProblem(error, dirname(path), orElse ?? 'name another file');
	}
}

/** A file of this name in the folder itself, as `.gitignore` has it. */
function ignoreLine(name: string): string {
	return `/${name.replace(/[\\*?[]|\s$/g, '\\$&')}`;
}
