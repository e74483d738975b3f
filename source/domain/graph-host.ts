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
export function problemOfOtherHost(profile: { name: string; graphUrl: string }, graphUrl: string): Problem | null {
	const [own, used] = [profile.graphUrl, graphUrl].map(originOf);
	if (own !== null && own === used) return null;
	return problem('other-host', {
		cause: `The profile "${profile.name}" belongs to ${own ?? 'an unknown host'}, but this run uses ${used ?? graphUrl}.`,
		remedy:
			own === META_GRAPH_URL
				? 'Unset FB_TOKEN_TUI_GRAPH_URL, then try again.'
				: `Set FB_TOKEN_TUI_GRAPH_URL to ${own ?? 'the host of the profile'}, then try again.`,
	});
}

/**
 * Stops before a secret of a profile is read or sent to another Graph host than it belongs to.
 * @throws {ProblemError} `other-host`
 */
export function assertSameHost(profile: { name: string; graphUrl: string }, graph: URL): void {
	const trouble = problemOfOtherHost(profile, graph.href);
	if (trouble) throw new ProblemError(trouble);
}
