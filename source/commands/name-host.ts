import type { Problem, ProblemCode } from '../domain/problem.ts';
import type { Hosts } from '../graph/hosts.ts';

/** What comes of a call even where Graph has not answered it. */
const OF_CALLS: readonly ProblemCode[] = ['network', 'timeout', 'bad-reply', 'graph-unavailable', 'rate-limited'];

const NOT_META = 'not Meta.';

/** A problem that came of a call to Graph, naming in its cause, once, which host was asked, where that is not Meta's. */
export function withHost(trouble: Problem, hosts: Hosts): Problem {
	const { host } = hosts.graph;
	if (!hosts.overridden || (trouble.graph === null && !OF_CALLS.includes(trouble.code))) return trouble;
	if (trouble.cause.endsWith(NOT_META)) return trouble;
	const subject = trouble.cause.includes(host) ? 'That is' : `Asked was ${host},`;
	return { ...trouble, cause: `${trouble.cause} ${subject} ${NOT_META}` };
}
