import { formatDistance } from '../../domain/time.ts';

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

/** A time with its distance from now: `21 Jan 2027, 10:00 UTC (in 58 days)`. Both in Unix seconds; 0 is `Never`. */
export function describeMoment(seconds: number, now: number): string {
	if (seconds === 0) {
		return 'Never';
	}
	return `${format.format(seconds * 1000)} UTC (${describeDistance(seconds - now)})`;
}

function describeDistance(seconds: number): string {
	if (Math.abs(seconds) < 60) {
		return seconds > 0 ? 'in less than a minute' : 'just now';
	}
	return seconds > 0 ? `in ${formatDistance(seconds)}` : `${formatDistance(seconds)} ago`;
}
