import { describeWaiting, type Waiting } from '../../domain/waiting.ts';
import type { RateLimiter } from '../../graph/rate-limiter.ts';
import { Transport } from '../../graph/transport.ts';
import { NEWEST_VERSION } from '../../graph/version.ts';
import { glyphsFor } from '../../terminal/glyphs.ts';
import type { Context } from './context.ts';

/** As long as somebody may be expected to look on while nothing happens. */
const WATCHED_PAUSE_MS = 5 * 60_000;

/** Where a verb's connection differs from the usual one. */
export type ConnectionOptions = {
	/** Instead of the usual host. */
	graph?: URL;
	/** The version to begin with, unless an option names another. */
	version?: string | undefined;
	/** Does a screen show the pauses? */
	isShown?: boolean;
	/** Is nothing to be told as long as all goes well? */
	isQuiet?: boolean;
	/** The longest pause, in milliseconds, that Meta may ask for. */
	longestPauseMs?: number;
	/** What keeps its calls within Meta's limit. */
	limiter?: RateLimiter | undefined;
};

/**
 * The connection to Graph as the options ask for it. On a terminal every pause is told on standard error, but not with `--json`
 * or `--quiet`. One that Meta asks for is waited for where it is no longer than `--timeout`, or than five minutes where it is
 * told or shown.
 */
export function transportFor(
	context: Context,
	{
		graph = context.hosts.graph,
		version = NEWEST_VERSION,
		isShown = false,
		isQuiet = false,
		limiter,
		...given
	}: ConnectionOptions = {},
): Transport {
	const { options, stderr, onCall, unicode, clock } = context;
	const { graphVersion, timeoutMs, json } = options;
	const isTold = !isShown && !isQuiet && stderr.isTTY === true && !json;
	const { longestPauseMs = isShown || isTold ? Math.max(timeoutMs, WATCHED_PAUSE_MS) : timeoutMs } = given;
	return new Transport({
		graph,
		version: graphVersion ?? version,
		timeoutMs,
		longestPauseMs,
		limiter,
		...(clock ? { clock } : {}),
		...(onCall ? { onCall } : {}),
		...(isTold ? { onWaiting: teller(stderr, glyphsFor(unicode).separator) } : {}),
	});
}

/** Writes a line when calls begin to wait, and none for what others of them wait for meanwhile. */
function teller(output: Context['stderr'], separator: string): (waiting: Waiting | null) => void {
	let isWaiting = false;
	return (waiting) => {
		if (waiting && !isWaiting) output.write(`${describeWaiting(waiting, waiting.seconds, { separator })}\n`);
		isWaiting = waiting !== null;
	};
}
