import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { cleanText } from '../domain/clean-text.ts';
import { mergeDotenv } from '../domain/dotenv.ts';
import { plural } from '../domain/plural.ts';
import { ProblemError, problem } from '../domain/problem.ts';
import { quotedForShell } from '../domain/quoting.ts';
import { looksSecret, redact } from '../domain/redact.ts';
import { type GitState, gitStateOf } from '../system/git.ts';
import { onSignal } from '../system/on-signal.ts';
import { asDiskProblem, replaceFile } from '../vault/files.ts';
import type { ExportFormat } from './export-formats.ts';

/** A file that tokens are to be written to, and in which format. `isOption`: its name was given with --output. */
export type SecretFile = { file: string; format: ExportFormat; isOption?: boolean };

/** Whether tokens may be written to a file. The reasons are sentences; that of `refused` says what to do. */
export type FileCheck =
	| { state: 'free' | 'mergeable' }
	/** It would be lost. */
	| { state: 'occupied'; reason: string }
	| { state: 'refused'; reason: string };

/** What became of the file. `mode` is that which the file had, where others could read it. */
export type Written = { merged: { written: number; kept: number } | null; mode: string | null };

const MOST_BYTES = 1024 * 1024;

/**
 * Finds out whether tokens may be written to a file: not where git tracks it or would add it, or where git cannot say; and only
 * a `.env` file can take them beside what is in it.
 * @throws {ProblemError} `disk`
 */
export async function checkSecretFile(target: SecretFile, env: NodeJS.ProcessEnv): Promise<FileCheck> {
	const path = resolve(target.file);
	const name = shown(target.file);
	// It was pasted into the wrong field, and names of files are read by anyone.
	if (looksSecret(basename(path))) return refused('The name looks like a token or a secret. Name another file.');
	const found = await onDisk(target, () => look(target));
	if (found.state === 'refused') return found;
	const git = await onDisk(target, () => gitStateOf(path, env));
	if (git.state === 'none') return found;
	if (git.state === 'unknown') return refused(aboutGit(git, name));
	const folder = relative('', dirname(path));
	const line = `this line in the .gitignore of ${folder === '' ? 'this folder' : shown(folder)}: ${shown(ignoreLine(basename(path)))}`;
	if (git.state === 'new')
		return refused(`git would add ${name}, with the tokens in it. Ignore it first, with ${line}`);
	const untrack = `git rm --cached ${quotedForShell(target.file)}`;
	return refused(
		`git tracks ${name}, and the tokens in it with it. Untrack it first (${shown(untrack)}) and ignore it, with ${line}`,
	);
}

/**
 * Writes a text with tokens to a file, mode 0600, at one moment: beside what is in a `.env` file; else only to a new one, or
 * with `mayReplace` over what is there. The file keeps its owner.
 * @throws {ProblemError} `disk`
 */
export async function writeSecretFile(target: SecretFile, text: string, { mayReplace = false } = {}): Promise<Written> {
	// A signal that comes meanwhile ends the program after it, so that no part of the file is left behind.
	using _ = onSignal(() => {});
	const written = await onDisk(target, () => write(target, text, mayReplace));
	// Node announces a signal between two of these.
	await new Promise(setImmediate);
	await new Promise(setImmediate);
	return written;
}

function write(target: SecretFile, text: string, mayReplace: boolean): Written {
	const path = resolve(target.file);
	// Again, since it may have changed.
	const check = look(target);
	const stats = lstatSync(path, { throwIfNoEntry: false });
	if (check.state === 'refused' || (check.state === 'occupied' && !mayReplace)) {
		throw new ProblemError(problem('disk', { kind: 'file-refused', reason: check.reason, mayBeFixed: false }));
	}
	const merge = check.state === 'mergeable' && !mayReplace ? mergeDotenv(textIn(path) ?? '', text) : null;
	const owner = stats && stats.uid !== process.geteuid?.() ? stats : undefined;
	replaceFile(path, merge?.isReadable ? merge.text : text, owner);
	const mode = stats && process.platform !== 'win32' ? stats.mode & 0o777 : 0;
	return {
		merged: merge?.isReadable ? { written: merge.written, kept: merge.kept } : null,
		mode: (mode & 0o077) === 0 ? null : mode.toString(8).padStart(4, '0'),
	};
}

/** Says what was written: `Merged 1 Page into .env: 3 variables written, 14 lines kept. Only you can read the file.` */
export function describeWritten({ file }: SecretFile, pages: number, { merged, mode }: Written): string {
	const count = plural(pages, 'Page');
	const before = mode === null ? '' : ` Its mode was ${mode} and is now 0600.`;
	if (!merged) return `Wrote ${count} to ${shown(file)}, which only you can read.${before}`;
	const lines = `${plural(merged.written, 'variable')} written, ${plural(merged.kept, 'line')} kept`;
	return `Merged ${count} into ${shown(file)}: ${lines}. Only you can read the file.${before}`;
}

/** What the disk says of a file: whether it is there, and could be merged or replaced. */
function look({ file, format }: SecretFile): FileCheck {
	const path = resolve(file);
	const name = shown(file);
	const found = lstatSync(path, { throwIfNoEntry: false });
	if (!found) return { state: 'free' };
	if (found.isSymbolicLink()) return refused(`${name} is a symbolic link. Name the file that it leads to.`);
	if (!found.isFile()) return refused(`${name} is not a regular file. Name another file.`);
	if (!isOurs(path, found)) return refused(`${name} belongs to another user. Name another file.`);
	const occupied = (why: string): FileCheck => ({ state: 'occupied', reason: `${name} ${why}.` });
	if (format !== 'dotenv' || !/^\.env$|^\.env\.|\.env$/i.test(basename(path))) return occupied('already exists');
	if (found.nlink > 1) return occupied('already exists and has a second name (a hard link)');
	if (found.size > MOST_BYTES) return occupied('already exists and is too large to be merged');
	const text = textIn(path);
	if (text === null) return occupied('already exists and is not a text file in UTF-8');
	const merge = mergeDotenv(text, '');
	if (merge.isReadable) return { state: 'mergeable' };
	const where = merge.line === null ? '' : `: the quote in line ${merge.line} is never closed`;
	return occupied(`already exists and cannot be read as a .env file${where}`);
}

/**
 * Root may write for others, as in their projects. Not where anyone could have put the file: its owner could read the tokens.
 */
function isOurs(path: string, { uid }: Stats): boolean {
	const self = process.geteuid?.() ?? uid;
	return uid === self || (self === 0 && (statSync(dirname(path)).mode & 0o002) === 0);
}

/** The text of a regular file; null for one that is not UTF-8. */
function textIn(path: string): string | null {
	// What was put in its place meanwhile is neither followed nor waited for.
	const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
	const file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
	try {
		if (!fstatSync(file).isFile()) return null;
		const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
		return text.includes('\0') ? null : text;
	} catch (error) {
		if (error instanceof TypeError) return null;
		throw error;
	} finally {
		closeSync(file);
	}
}

/** What git could not say, and what to do. */
function aboutGit({ why, repository, detail }: Extract<GitState, { state: 'unknown' }>, name: string): string {
	const inRepository = `${shown(repository)} is a git repository, and`;
	const doubt = `cannot say whether ${name} would be committed`;
	const outside = `or name a file outside of ${shown(repository)}.`;
	switch (why) {
		case 'not-installed':
			return `${inRepository} no git was found on the PATH to say whether ${name} would be committed. Install git, ${outside}`;
		case 'not-owned':
			return `${inRepository} git does not trust it, because another user owns it, so git ${doubt}. If you trust it, run ${shown(
				`git config --global --add safe.directory ${quotedForShell(repository)}`,
			)}, ${outside}`;
		case 'timeout':
			return `${inRepository} git did not answer in time, so it ${doubt}. Run git status there to see why, ${outside}`;
		case 'failed': {
			const words = detail === '' ? '' : ` git says: "${shown(detail)}".`;
			return `${inRepository} git failed, so it ${doubt}.${words} Run git status there to see why, ${outside}`;
		}
	}
}

function refused(reason: string): FileCheck {
	return { state: 'refused', reason };
}

/** The name of a file, or what git says, fit for one line. */
function shown(text: string): string {
	return redact(cleanText(text));
}

async function onDisk<T>({ file, isOption = false }: SecretFile, work: () => T | Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw asDiskProblem(error, dirname(resolve(file)), isOption ? 'output' : 'file');
	}
}

/** A file of this name in the folder itself, as `.gitignore` has it. */
function ignoreLine(name: string): string {
	return `/${name.replace(/[\\*?[]|\s$/g, '\\$&')}`;
}
