import type { ProblemCode } from './problems/codes.ts';

/** The trouble after which a call is made again. */
export type WaitReason = Extract<ProblemCode, 'network' | 'graph-unavailable' | 'rate-limited'>;

/** A pause before a call is made again. */
export type Waiting = {
	reason: WaitReason;
	/** The whole pause in seconds, rounded up. */
	seconds: number;
	/** When it ends, in milliseconds on the clock of whoever waits. */
	endsAt: number;
	/** The attempt that follows, and how many there are at most. */
	attempt: number;
	of: number;
};

const REASONS: Readonly<Record<WaitReason, string>> = {
	network: 'Meta is out of reach',
	'graph-unavailable': 'Meta is in trouble',
	'rate-limited': 'Meta wants a pause',
};

/**
 * A pause in words, as many of them as fit into `width` cells: `Meta is in trouble · trying again in 3 s (2 of 3)`, or
 * `Meta is in trouble · again in 3 s`, or no more than `Meta wants a pause · 4:12 min`.
 */
export function describeWaiting(
	{ reason, attempt, of }: Waiting,
	secondsLeft: number,
	{ separator, width = Number.POSITIVE_INFINITY }: { separator: string; width?: number },
): string {
	const time = formatSeconds(secondsLeft);
	const [full, short, shortest] = [`trying again in ${time} (${attempt} of ${of})`, `again in ${time}`, time].map(
		(rest) => `${REASONS[reason]} ${separator} ${rest}`,
	) as [string, string, string];
	return [full, short].find(({ length }) => length <= width) ?? shortest;
}

function formatSeconds(seconds: number): string {
	if (seconds < 60) return `${seconds} s`;
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`;
}
