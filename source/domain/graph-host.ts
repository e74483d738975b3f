import { type Problem, ProblemError, problem } from './problem.ts';

/** Where Meta's own Graph API is. */
export const META_GRAPH_URL = 'https://graph.facebook.com';

/** The origin of a URL as hosts are compared: scheme, host in lower case without a final dot, port; null for what has none. */
export function originOf(url: string): string | null {
	if (!URL.canParse(url)) return null;
	const parsed = new URL(url);
	parsed.hostname = parsed.hostname.replace(/\.$/, '');
	return parsed.origin === 'null' ? null : parsed.origin;
}

/** The problem of a profile whose secrets are for another Graph host than `graphUrl`; null where it is the same. */
export function problemOfOtherHost(
	profile: { name: string; graphUrl: string },
	graphUrl: string,
	{ isToSave = false } = {},
): Problem | null {
	const [own, used] = [originOf(profile.graphUrl), originOf(graphUrl)];
	if (own !== null && own === used) return null;
	const facts = { profile: profile.name, own, used: used ?? graphUrl, isMetas: own === META_GRAPH_URL, isToSave };
	return problem('other-host', { kind: 'other-host', ...facts });
}

/**
 * Stops before a secret of a profile is read or sent to another Graph host than it belongs to.
 * @throws {ProblemError} `other-host`
 */
export function assertSameHost(profile: { name: string; graphUrl: string }, graph: URL): void {
	const problem = problemOfOtherHost(profile, graph.href);
	if (problem) throw new ProblemError(problem);
}
