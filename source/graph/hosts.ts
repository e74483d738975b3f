import { META_GRAPH_URL, originOf } from '../domain/graph-host.ts';

/** The origins that the program talks to, and whether any of them is not Meta's own. */
export type Hosts = { graph: URL; facebook: URL; developers: URL; overridden: boolean };

const VARIABLES = {
	graph: { name: 'FB_TOKEN_TUI_GRAPH_URL', standard: META_GRAPH_URL },
	facebook: { name: 'FB_TOKEN_TUI_FACEBOOK_URL', standard: 'https://www.facebook.com' },
	developers: { name: 'FB_TOKEN_TUI_DEVELOPERS_URL', standard: 'https://developers.facebook.com' },
} as const;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Is this host name the machine itself? */
export function isLoopback(hostname: string): boolean {
	return LOOPBACK.test(hostname);
}

/**
 * Meta's hosts, or those that the environment names in their place.
 * @throws {RangeError} for a value that is no origin, or plain http to anything but loopback: tokens would travel readable.
 */
export function readHosts(env: NodeJS.ProcessEnv): Hosts {
	const origin = ({ name, standard }: { name: string; standard: string }): URL => {
		const text = env[name] || standard;
		const url = URL.canParse(text) ? new URL(text) : null;
		if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password || url.search || url.hash) {
			throw new RangeError(`${name} is not a web address such as ${standard}`);
		}
		if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
			throw new RangeError(`${name} must be https: plain http is allowed to this machine only`);
		}
		return new URL(originOf(url.href) ?? standard);
	};
	const graph = origin(VARIABLES.graph);
	const facebook = origin(VARIABLES.facebook);
	const developers = origin(VARIABLES.developers);
	const overridden = overriddenHosts({ graph, facebook, developers }).length > 0;
	return { graph, facebook, developers, overridden };
}

/** The hosts that are not Meta's, each with the variable that names it. */
export function overriddenHosts(hosts: Omit<Hosts, 'overridden'>): { variable: string; url: URL }[] {
	const roles = Object.keys(VARIABLES) as (keyof typeof VARIABLES)[];
	return roles
		.filter((role) => hosts[role].origin !== VARIABLES[role].standard)
		.map((role) => ({ variable: VARIABLES[role].name, url: hosts[role] }));
}
