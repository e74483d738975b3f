import { useEffect, useReducer } from 'react';
import { describeWaiting, type Waiting } from '../../domain/waiting.ts';
import type { Clock } from '../../graph/retry-policy.ts';
import { useGlyphs } from '../theme.tsx';
import { Remark } from './remark.tsx';

export type WaitLineProps = {
	waiting: Waiting;
	/** The clock that the pause is measured by. */
	clock: Clock;
	/** Cells that there are for it. */
	width: number;
};

/**
 * Why nothing goes on right now, and the seconds until it does.
 *
 *     ! Meta is in trouble · trying again in 3 s (2 of 3)
 */
export function WaitLine({ waiting, clock, width }: WaitLineProps) {
	const { separator } = useGlyphs();
	const seconds = useSecondsUntil(waiting.endsAt, clock);
	return (
		<Remark tone="warn" wrap="truncate">
			{describeWaiting(waiting, seconds, { separator, width: width - SIGN_WIDTH })}
		</Remark>
	);
}

/** Cells that the sign takes before the words. */
const SIGN_WIDTH = 2;

/** The whole seconds that are left, never less than one, counted down as long as it is shown. */
function useSecondsUntil(endsAt: number, clock: Clock): number {
	const [, drawAgain] = useReducer((count: number) => count + 1, 0);
	useEffect(() => {
		const stop = new AbortController();
		const tick = async () => {
			for (let left = endsAt - clock.now(); left > 0; left = endsAt - clock.now()) {
				await clock.delay(left % 1000 || 1000, stop.signal);
				drawAgain();
			}
		};
		// Only the end of the line on the screen stops it early.
		tick().catch(() => {});
		return () => stop.abort();
	}, [endsAt, clock]);
	return Math.max(1, Math.ceil((endsAt - clock.now()) / 1000));
}
