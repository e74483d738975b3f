import { Transport } from '../graph/transport.ts';
import { NEWEST_VERSION } from '../graph/version.ts';
import type { Context } from './context.ts';

/**
 * The connection to Graph as the options ask for it, to the given host instead of the usual one where there is one.
 * `version` is the one to begin with, unless an option names another.
 */
export function transportFor(
	{ hosts, options, onCall }: Context,
	graph: URL = hosts.graph,
	version: string = NEWEST_VERSION,
): Transport {
	const { graphVersion, timeoutMs } = options;
	return new Transport({
		graph,
		version: graphVersion ?? version,
		timeoutMs,
		...(onCall ? { onCall } : {}),
	});
}
