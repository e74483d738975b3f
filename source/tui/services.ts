import type { Hosts } from '../graph/hosts.ts';
import type { Clock } from '../graph/patience.ts';
import type { ReportOrigin } from '../operations/problem-report.ts';
import type { UiEffect } from '../session/options.ts';
import type { Browser } from '../system/browser.ts';
import type { Clipboard } from '../system/clipboard.ts';
import type { Suspension } from '../system/suspension.ts';
import type { TerminalFacts, TerminalInput } from '../system/terminal.ts';

/** Takes an effect that the screens carry out. */
export type EffectListener = (effect: UiEffect) => void;

/** The machine and the outside, as the screens need them. */
export type Services = TerminalFacts & {
	hosts: Hosts;
	browser: Browser;
	clipboard: Clipboard;
	/** Unix seconds. */
	now: () => number;
	/** The clock of the pauses. */
	clock: Clock;
	/** What a report says of this program and machine. */
	origin: ReportOrigin;
	/** The latest calls to Graph as lines that can be shown to anyone. */
	recentCalls: () => readonly string[];
	/** The real terminal, for the moments in which Ink lets go of it. */
	input: TerminalInput;
	output: { write(data: string): unknown };
	suspension: Suspension;
	/** Does the journey go through the built-in sandbox, with every field filled in? */
	isDemo: boolean;
	/** After how many milliseconds one is reminded of a token in the clipboard. */
	reminderMs: number;
	/** Drops the keys that were typed ahead. */
	discardTypeAhead: () => void;
	/** Aborted when the program has met a fault, and ends. */
	ended: AbortSignal;
	/** Stops whatever work runs. */
	abort: () => void;
	/** Hears of the journey's effects that are for the screens; gives the function that ends it. */
	onEffect: (listener: EffectListener) => () => void;
};
