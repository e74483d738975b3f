import type { Clock } from '../graph/patience.ts';
import type { SessionState } from '../session/state.ts';
import type { Dispatch } from '../session/store.ts';

/** What every screen is given. */
export type View = {
	journey: SessionState;
	/** Cells of a line of the body. */
	width: number;
	/** Rows of the body. */
	rows: number;
	/** Unix seconds. */
	now: number;
	/** The clock of the pauses. */
	clock: Clock;
	/** Whether keys go to this screen, and not to what lies over it. */
	isActive: boolean;
	/** Has the person asked to see what the masked fields hold? */
	isRevealing: boolean;
	dispatch: Dispatch;
	/** Rows by which the screen is scrolled, where it is. */
	scroll: number;
	/** Told how far it can be. */
	onScrollLimit: (limit: number) => void;
};
