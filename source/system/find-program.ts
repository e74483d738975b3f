import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { environmentForChildren } from '../domain/environment.ts';

/**
 * The absolute path of a program that PATH leads to; null for none. A relative or empty entry of PATH is ignored: it would
 * start whatever lies in the current directory.
 */
export function findProgram(
	name: string,
	env: NodeJS.ProcessEnv,
	platform: NodeJS.Platform = process.platform,
): string | null {
	return pathsOfProgram(name, env, platform).find(isProgram) ?? null;
}

/**
 * The absolute paths at which a program may lie, best first. On Windows System32 comes before PATH, and a name without an
 * extension gets those of PATHEXT.
 */
export function pathsOfProgram(name: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
	const folders = foldersOf(env, platform);
	if (platform !== 'win32') return folders.map((folder) => posix.join(folder, name));
	const system = [variableOf(env, 'SystemRoot'), 'C:\\Windows'].find((folder) => isAbsolute(folder, platform)) ?? '';
	const extensions = (variableOf(env, 'PATHEXT') || '.COM;.EXE;.BAT;.CMD').split(';').filter(Boolean);
	const names = win32.extname(name) === '' ? extensions.map((extension) => name + extension) : [name];
	return [win32.join(system, 'System32'), ...folders].flatMap((folder) =>
		names.map((file) => win32.join(folder, file)),
	);
}

/**
 * The environment for the programs that this one starts by itself: without its secrets, and with the absolute entries of PATH
 * only, as these programs start others.
 */
export function environmentForHelpers(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform) {
	const given = environmentForChildren(env);
	const name = Object.keys(given).find((key) => isNamed(key, 'PATH', platform));
	return name === undefined ? given : { ...given, [name]: absolutePath(env, platform) };
}

/** PATH with its absolute entries only. */
export function absolutePath(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
	return foldersOf(env, platform).join(platform === 'win32' ? win32.delimiter : posix.delimiter);
}

function foldersOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
	const isWindows = platform === 'win32';
	const entries = (isWindows ? variableOf(env, 'PATH') : (env.PATH ?? '')).split(isWindows ? ';' : ':');
	// Windows takes a folder in quotes as well.
	const folders = isWindows ? entries.map((entry) => entry.replaceAll('"', '')) : entries;
	return folders.filter((folder) => isAbsolute(folder, platform));
}

function isAbsolute(folder: string, platform: NodeJS.Platform): boolean {
	// `\folder` lies on whatever drive is the current one.
	return platform === 'win32' ? /^(?:[a-z]:[\\/]|\\\\)/i.test(folder) : folder.startsWith('/');
}

/** Names of variables have no case on Windows. */
function variableOf(env: NodeJS.ProcessEnv, name: string): string {
	const key = Object.keys(env).find((candidate) => isNamed(candidate, name, 'win32'));
	return (key !== undefined && env[key]) || '';
}

function isNamed(key: string, name: string, platform: NodeJS.Platform): boolean {
	return platform === 'win32' ? key.toUpperCase() === name.toUpperCase() : key === name;
}

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}
