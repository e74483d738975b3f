import { type Problem, retold } from '../../domain/problem.ts';
import { problemText } from '../../domain/problem-text.ts';
import { type Hosts, overriddenHosts } from '../../graph/hosts.ts';

/** One sentence that names the hosts that are used instead of Meta's; null where all are Meta's. */
export function hostNotice(hosts: Hosts): string | null {
	const named = overriddenHosts(hosts).map(({ variable, url }) => `${url.origin} (${variable})`);
	return named.length === 0 ? null : `Using ${named.join(', ')} instead of Meta.`;
}

/** A problem whose cause names those hosts: a problem as JSON is all that is on standard error. */
export function withHost(trouble: Problem, hosts: Hosts): Problem {
	const notice = hostNotice(hosts);
	return notice === null ? trouble : retold(trouble, { cause: `${problemText(trouble).cause} ${notice}` });
}
