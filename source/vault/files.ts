import { randomBytes } from 'node:crypto';
import {
	chownSync,
	closeSync,
	constants,
	existsSync,
	fstatSync,
	fsyncSync,
	lstatSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	unlinkSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import stubborn from 'stubborn-fs';
import { type FactsOf, ProblemError, problem } from '../domain/problem.ts';
import { attempt } from './tolerant.ts';

/** Makes a folder, and those above it, for this person alone. One that is there keeps its mode. */
export function makePrivateFolder(folder: string): void {
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
	} catch (error) {
		// Node says so where the first of the missing folders may not be made; made alone, it tells why.
		if (isSystemError(error) && error.code === 'ENOENT') mkdirSync(firstMissing(folder), { mode: 0o700 });
		throw error;
	}
}

/**
 * Writes a file and removes it: in the folder, or where the folder would have to be made. Throws what the file system says
 * where that cannot be done.
 */
export function tryToWrite(folder: string): void {
	const place = existsSync(folder) ? folder : dirname(firstMissing(folder));
	const probe = join(place, `.fb-token-tui-probe-${randomBytes(6).toString('hex')}`);
	writeNewFile(probe, '');
	unlinkSync(probe);
}

/** The uppermost of a folder that is not there and those above it that are not. */
function firstMissing(folder: string): string {
	const parent = dirname(folder);
	return parent === folder || existsSync(parent) ? folder : firstMissing(parent);
}

/**
 * Writes a file that must not be there yet, mode 0600, and gives it and its name in the folder to the disk before
 * it returns. What could not be written whole is removed.
 */
export function writeNewFile(path: string, content: string): void {
	const file = openSync(path, 'wx', 0o600);
	try {
		try {
			writeFileSync(file, content);
			fsyncSync(file);
		} finally {
			closeSync(file);
		}
		syncFolder(dirname(path));
	} catch (error) {
		// Where that fails as well, the first error says more.
		attempt(() => unlinkSync(path));
		throw error;
	}
}

/**
 * The text of a stored file; null where there is none. A pipe or a device in its place is refused and never waited for.
 * @throws {ProblemError} `disk` for what is not a file; anything else as the file system says it.
 */
export function readStoredFile(path: string, encoding: 'utf8' | 'latin1' = 'utf8'): string | null {
	const { O_RDONLY, O_NONBLOCK = 0 } = constants;
	let file: number;
	try {
		file = openSync(path, O_RDONLY | O_NONBLOCK);
	} catch (error) {
		if (isSystemError(error) && error.code === 'ENOENT') return null;
		throw error;
	}
	try {
		const stats = fstatSync(file);
		// Node itself refuses to read a folder.
		if (stats.isFile() || stats.isDirectory()) return readFileSync(file, encoding);
	} finally {
		closeSync(file);
	}
	throw new ProblemError(problem('disk', { kind: 'no-file', path }));
}

/** A virus scanner holds a new file for less than this. */
const RENAME_PATIENCE_MS = 1000;

/**
 * Writes a file, mode 0600, in place of the one of that name if there is one: at one moment, so that nobody ever finds a part of
 * it, and nothing is left beside it on failure. A link is replaced, not followed. `owner` is who gets the file, if not this person.
 *
 * Not through `atomically`: that follows links, makes missing folders, shortens long names and does not sync the folder. The
 * rename is the one of its own retries.
 */
export function replaceFile(path: string, content: string, owner?: { uid: number; gid: number }): void {
	const temporary = `${path}${PART}${randomBytes(6).toString('hex')}`;
	// Syncs the folder before the rename too: one that reports an error is found out while the old file is there.
	writeNewFile(temporary, content);
	try {
		if (owner) chownSync(temporary, owner.uid, owner.gid);
		stubborn.retry.renameSync({ timeout: RENAME_PATIENCE_MS })(temporary, path);
	} catch (error) {
		attempt(() => unlinkSync(temporary));
		throw error;
	}
	syncFolder(dirname(path));
}

const PART = '.tmp-';

/** Removes what a process left behind that was killed while it replaced a file of this name. */
export function removeParts(folder: string, file: string): void {
	for (const name of readdirSync(folder)) {
		if (name.startsWith(`${file}${PART}`)) rmSync(join(folder, name), { force: true });
	}
}

/** What a folder says that cannot be opened or synced, though what is in it can be written. */
const UNSYNCABLE = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EPERM', 'EACCES', 'EISDIR', 'EBADF']);

/** Makes the names in a folder last, also when the power fails, where the file system can do that. */
export function syncFolder(folder: string): void {
	if (process.platform === 'win32') return;
	try {
		const handle = openSync(folder, 'r');
		try {
			fsyncSync(handle);
		} finally {
			closeSync(handle);
		}
	} catch (error) {
		if (!isSystemError(error) || !UNSYNCABLE.has(error.code)) throw error;
	}
}

/**
 * Moves a damaged file out of the way, beside its place as `NAME.damaged-20261124T100000Z`, and gives that path; null where it
 * could not be moved. Nothing is overwritten. `now` is in Unix seconds.
 */
export function quarantine(path: string, now: number): string | null {
	const moment = new Date(now * 1000).toISOString().replace(/\.\d+|[-:]/g, '');
	for (const suffix of ['', `-${randomBytes(3).toString('hex')}`]) {
		const aside = `${path}.damaged-${moment}${suffix}`;
		try {
			if (lstatSync(aside, { throwIfNoEntry: false })) continue;
			renameSync(path, aside);
			return aside;
		} catch {
			return null;
		}
	}
	return null;
}

/** Does this come from the file system? */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
	return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}

/**
 * The problem `disk` for an error of the file system below `folder`, which it names; anything else is given back as it is.
 * `instead` is how another place is named.
 */
export function asDiskProblem(error: unknown, folder: string, instead: FactsOf<'disk'>['instead'] = 'store'): unknown {
	if (!isSystemError(error)) return error;
	return new ProblemError(problem('disk', { kind: 'disk', reason: error.code, folder, instead }));
}
