import type { Hosts } from '../../graph/hosts.ts';
import type { Clock } from '../../graph/retry-policy.ts';
import type { GraphCall } from '../../graph/transport.ts';
import type { ReportOrigin } from '../../operations/problem-report.ts';
import type { StandardOutput } from '../../system/printable-output.ts';

/** Options that every verb takes. */
export type CommonOptions = {
	/** The profile that is meant; null where none is named. */
	profile: string | null;
	json: boolean;
	reveal: boolean;
	/** Null lets the newest version be found. */
	graphVersion: string | null;
	timeoutMs: number;
	/** May a browser be opened? */
	wantBrowser: boolean;
	/** Lines alone, one below the other, as a screen reader and a dumb terminal need them. */
	plain: boolean;
};

/** What only the program as a whole knows for `help`. */
export type Manual = {
	/** Prints the help of a command, that of the program for no words; false where there is no such command. */
	showCommand(words: readonly string[]): boolean;
	/** What each key does, screen by screen. */
	keys(
		unicode: boolean,
	): Promise<readonly { title: string; rows: readonly (readonly [keys: string, label: string])[] }[]>;
};

/** What a verb may touch of the world. */
export type Context = {
	options: CommonOptions;
	env: NodeJS.ProcessEnv;
	stdin: NodeJS.ReadStream;
	stdout: StandardOutput;
	stderr: StandardOutput;
	/** Unix seconds. */
	now: () => number;
	/** What pauses are waited for on; this machine's, unless given. */
	clock?: Clock;
	/** Aborted by Ctrl+C. */
	signal: AbortSignal;
	/** Meta's hosts, or those of the environment. */
	hosts: Hosts;
	unicode: boolean;
	/** May standard error be coloured, where it is a terminal? */
	colour: boolean;
	/** Absent where no command line was read. */
	manual?: Manual;
	/** What a report says of this program and machine. */
	origin: ReportOrigin;
	/** Told of every call to Graph, where a log of them was asked for. */
	onCall?: (call: GraphCall) => void;
};
