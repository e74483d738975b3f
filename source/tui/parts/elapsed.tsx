import { useEffect, useState } from 'react';
import { formatDuration } from '../../domain/time.ts';
import type { Clock } from '../../graph/retry-policy.ts';
import { Toned } from '../theme.tsx';

/** What is over sooner needs no clock beside it. */
const WORTH_TELLING_MS = 3000;
const SECOND_MS = 1000;

/** For how long the work beside it has been running, `12 s` or `2 min 5 s`; nothing for the first seconds. */
export function Elapsed({ clock }: { clock: Clock }) {
	const now = useTicking(clock);
	const [begin] = useState(now);
	if (now - begin < WORTH_TELLING_MS) return null;
	return <Toned tone="quiet">{formatDuration(Math.floor((now - begin) / SECOND_MS))}</Toned>;
}

/** For how long something is still waited for, `4 min 48 s left`; `endsAt` is in milliseconds of the clock. */
export function Remaining({ clock, endsAt }: { clock: Clock; endsAt: number }) {
	const now = useTicking(clock);
	return <>{formatDuration(Math.max(0, Math.ceil((endsAt - now) / SECOND_MS)))} left</>;
}

/** The time of a clock, every second. */
function useTicking(clock: Clock): number {
	const [now, setNow] = useState(() => clock.now());
	useEffect(() => {
		const timer = setInterval(() => setNow(clock.now()), SECOND_MS);
		return () => clearInterval(timer);
	}, [clock]);
	return now;
}
