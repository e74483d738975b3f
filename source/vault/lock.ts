import { readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError, problem } from '../domain/problem.ts';
import { isSystemError, makePrivateFolder, readStoredFile } from './files.ts';
import { attempt, parseJson } from './tolerant.ts';

/** What stands in the file of a lock: whose it is. */
type Holder = { pid: number; startedAt: string | null; machine: string };

/** A lock that is held. */
export type Lock = {
	/** Throws when others have taken the lock for a dead one's, as after a long sleep of the machine. */
	assertHeld(): void;
};

const FREE = 'free';
/** How long the words of a new holder may take to reach the disk, and how long a holder that cannot be watched may work. */
const WRITING_MS = 5_000;
const WORKING_MS = 60_000;

/**
 * Does some work while no other process does its own under the lock of this folder. The lock of a process that has died
 * is taken over at once.
 *
 * The files in the folder are numbered. Whoever creates the next number holds the lock, which only one can do, and may
 * try when the highest number is marked free or its holder is dead. The highest is never removed, so nobody can mistake an
 * old state for the present one.
 * @throws {ProblemError} `disk` when it is not to be had within `patienceMs`.
 */
export async function withLock<T>(
	folder: string,
	work: (lock: Lock) => Promise<T>,
	{ patienceMs = 20_000 } = {},
): Promise<T> {
	makePrivateFolder(folder);
	const mine = await acquire(folder, Date.now() + patienceMs);
	try {
		return await work({
			assertHeld() {
				if (highest(folder) !== mine) throw new ProblemError(busy(folder));
			},
		});
	} finally {
		// Whoever has taken over does not care; and a lock that cannot be marked is freed by the end of this process.
		attempt(() => writeFileSync(join(folder, String(mine)), FREE, { flag: 'r+' }));
	}
}

async function acquire(folder: string, deadline: number): Promise<number> {
	for (;;) {
		const latest = highest(folder);
		if (latest === 0 || isFree(join(folder, String(latest)))) {
			const mine = latest + 1;
			if (create(join(folder, String(mine)))) {
				if (highest(folder) === mine) {
					// One more than needed is left, so that a listing made meanwhile by another process is never empty.
					for (const old of numbers(folder)) if (old < latest) rmSync(join(folder, String(old)), { force: true });
					return mine;
				}
				rmSync(join(folder, String(mine)), { force: true });
			}
		} else if (Date.now() > deadline) {
			throw new ProblemError(busy(folder));
		}
		await sleep(2 + Math.random() * 20);
	}
}

function create(path: string): boolean {
	const holder: Holder = { pid: process.pid, startedAt: startOf(process.pid), machine: machine() };
	try {
		writeFileSync(path, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
		return true;
	} catch (error) {
		if (isSystemError(error) && error.code === 'EEXIST') return false;
		// On a full disk the file is made, and its words are not: it would pass for one whose holder is about to write them.
		rmSync(path, { force: true });
		throw error;
	}
}

function isFree(path: string): boolean {
	const text = attempt(() => readStoredFile(path)) ?? null;
	const age = attempt(() => Date.now() - statSync(path).mtimeMs);
	// Gone means that a higher number is there.
	if (text === null || age === undefined) return false;
	if (text.startsWith(FREE)) return true;
	const holder = parseJson(text) as Holder | undefined;
	if (holder === undefined) return age > WRITING_MS;
	if (holder.machine !== machine()) return age > WORKING_MS;
	if (!isAlive(holder.pid)) return true;
	return holder.startedAt === null ? age > WORKING_MS : holder.startedAt !== startOf(holder.pid);
}

function highest(folder: string): number {
	return Math.max(0, ...numbers(folder));
}

function numbers(folder: string): number[] {
	return readdirSync(folder)
		.filter((name) => /^[1-9]\d{0,14}$/.test(name))
		.map(Number);
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return isSystemError(error) && error.code === 'EPERM';
	}
}

/** When a process began, in whatever unit the system has; the number of a dead one may be given again. Null: not told. */
function startOf(pid: number): string | null {
	const line = process.platform === 'linux' ? attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) : undefined;
	// The second field is the name, in brackets, with whatever the process likes in it.
	return line?.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/** Where process numbers mean the same: containers may share a folder, and not their numbers. */
function machine(): string {
	return `${hostname()} ${attempt(() => readlinkSync('/proc/self/ns/pid')) ?? ''}`;
}

function busy(folder: string) {
	return problem('disk', { kind: 'lock-held', folder });
}
