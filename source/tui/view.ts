import type { Clock } from '../graph/retry-policy.ts';
import type { SessionState } from '../session/state.ts';
import type { Browser } from '../system/browser.ts';
import type { TerminalFacts } from '../system/terminal.ts';

/** What the screens know of the world outside. */
export type Surface = {
	/** The clock of the pauses. */
	clock: Clock;
	browser: Browser;
	terminal: TerminalFacts;
	/** Who is signed in at the built-in sandbox, through which the session goes with every field filled in; null outside a demo. */
	demoPerson: string | null;
};

/** What every screen is given. */
export type View = Surface & {
	session: SessionState;
	/** Cells of a line of the body. */
	width: number;
	/** Rows of the body. */
	rows: number;
	/** Unix seconds. */
	now: number;
	/** Told how far the screen can be scrolled. */
	onScrollLimit: (limit: number) => void;
};
