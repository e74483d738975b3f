import { isDeepStrictEqual } from 'node:util';
import { isObject } from './tolerant.ts';

/** These are replaced as a whole: what a newer program has added belongs to the old value. */
const WHOLE: ReadonlySet<string> = new Set(['problem', 'facts', 'part', 'graph', 'error', 'instagram']);

/**
 * What to write for `next`, so that nothing is lost that this program does not understand: `stored` is what the file holds, and
 * `read` is what was understood of it. What has not changed since is written back as it was stored, unknown words included, and
 * unknown keys stay. All three are in the form of the file.
 */
export function carryOver(stored: unknown, read: unknown, next: unknown): unknown {
	if (isDeepStrictEqual(read, next)) return stored;
	if (Array.isArray(next)) return carryOverList(stored, read, next);
	if (!isObject(stored) || !isObject(read) || !isObject(next)) return next;
	const gone = Object.keys(read).filter((key) => read[key] !== undefined && next[key] === undefined);
	const written: Record<string, unknown> = { ...stored };
	for (const key of gone) delete written[key];
	for (const [key, value] of Object.entries(next)) {
		const isWhole = WHOLE.has(key) && !isDeepStrictEqual(read[key], value);
		const carried = isWhole ? value : carryOver(stored[key], read[key], value);
		if (carried !== undefined) written[key] = carried;
	}
	return written;
}

/** A list longer than this is replaced as a whole: each of its elements is compared with all of the other. */
const LONGEST = 1000;

function carryOverList(stored: unknown, read: unknown, next: unknown[]): unknown[] {
	if (!Array.isArray(stored) || !Array.isArray(read)) return next;
	if (stored.length !== read.length || Math.max(read.length, next.length) > LONGEST) return next;
	return next.map((value) => {
		const index = read.findIndex((other) => isDeepStrictEqual(other, value));
		return index === -1 ? value : stored[index];
	});
}
