import type { Clock } from '../graph/retry-policy.ts';
import type { SessionState } from '../session/state.ts';

/** What every screen is given. */
export type View = {
	session: SessionState;
	/** Cells of a line of the body. */
	width: number;
	/** Rows of the body. */
	rows: number;
	/** Unix seconds. */
	now: number;
	/** The clock of the pauses. */
	clock: Clock;
	/** Told how far the screen can be scrolled. */
	onScrollLimit: (limit: number) => void;
};
