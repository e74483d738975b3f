import { plural } from './plural.ts';

const DAY = 86_400;

// Node's own formats cost eight milliseconds when the first of them is made.
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** A Unix time in seconds as `21 Jan 2027` (UTC). */
export function formatDate(seconds: number): string {
	const date = new Date(seconds * 1000);
	if (Number.isNaN(date.getTime())) return 'an unreadable date';
	return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** A Unix time in seconds as ISO 8601 without milliseconds, `2027-01-21T10:00:00Z`; null where Meta's number is no date. */
export function toIso(seconds: number): string | null {
	const date = new Date(seconds * 1000);
	return Number.isNaN(date.getTime()) ? null : date.toISOString().replace('.000Z', 'Z');
}

/** The distance between two Unix times in the largest sensible unit: `58 days`, `5 hours`, `72 minutes`. */
export function formatDistance(seconds: number): string {
	const distance = Math.abs(seconds);
	if (distance >= 2 * DAY) return plural(Math.floor(distance / DAY), 'day');
	if (distance >= 2 * 3600) return plural(Math.floor(distance / 3600), 'hour');
	return plural(Math.floor(distance / 60), 'minute');
}

/** How long something has taken, from whole seconds: `12 s`, `2 min 5 s`. */
export function formatDuration(seconds: number): string {
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** How long something will take, in whole minutes and at least one: `42 min`, `3 h 20 min`. */
export function formatTimeLeft(seconds: number): string {
	const minutes = Math.max(1, Math.ceil(seconds / 60));
	return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** An expiry as people read it: `never expires`, `in 58 days (21 Jan 2027)`, `ended 3 days ago (…)`, `unknown`. */
export function formatExpiry(expiresAt: number | null, now: number): string {
	if (expiresAt === null) return 'unknown';
	if (expiresAt === 0) return 'never expires';
	const distance = formatDistance(expiresAt - now);
	return expiresAt > now
		? `in ${distance} (${formatDate(expiresAt)})`
		: `ended ${distance} ago (${formatDate(expiresAt)})`;
}

/** The same as a statement: `never expires`, `ends in 58 days (21 Jan 2027)`, `ended 3 days ago (…)`, `end unknown`. */
export function formatEnd(expiresAt: number | null, now: number): string {
	if (expiresAt === null) return 'end unknown';
	return expiresAt > now ? `ends ${formatExpiry(expiresAt, now)}` : formatExpiry(expiresAt, now);
}

/** How long ago something was: `just now`, `3 days ago`. */
export function formatAge(time: number, now: number): string {
	return now - time < 60 ? 'just now' : `${formatDistance(now - time)} ago`;
}
