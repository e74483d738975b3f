import { type Hosts, overriddenHosts } from '../../graph/hosts.ts';

/** One sentence that names the hosts that are used instead of Meta's; null where all are Meta's. */
export function hostNotice(hosts: Hosts): string | null {
	const named = overriddenHosts(hosts).map(({ variable, url }) => `${url.origin} (${variable})`);
	return named.length === 0 ? null : `Using ${named.join(', ')} instead of Meta.`;
}
