import { cleanText } from '../domain/clean-text.ts';
import { graphNumbers, type Problem } from '../domain/problem.ts';
import { entryOf } from '../domain/problems/codes.ts';
import { redact } from '../domain/redact.ts';
import { withoutIds } from '../graph/describe-call.ts';

/** Where a report comes from; `nodeVersion` is without a `v`, `host` the Graph API's, `graphVersion` null where none is settled. */
export type ReportOrigin = {
	version: string;
	nodeVersion: string;
	platform: string;
	arch: string;
	host: string;
	graphVersion: string | null;
};

/** Where a report comes from, in one line: `fb-token-tui 0.1.0, Node 20.20.0, linux x64, Graph API v27.0 at …`. */
export function describeOrigin({ version, nodeVersion, platform, arch, host, graphVersion }: ReportOrigin): string {
	const graph = ['Graph API', graphVersion].filter(Boolean).join(' ');
	return `fb-token-tui ${version}, Node ${nodeVersion}, ${platform} ${arch}, ${graph} at ${host}`;
}

/**
 * A problem in one line that can be shown to anyone; titles and causes may name people, Pages and apps, and are left out:
 * `token-expired: This token has expired (code 190/463, HTTP 400, fbtrace_id A…; OAuthException: Session has expired …)`.
 */
export function describeProblem({ code, graph }: Problem): string {
	const words = [graph?.type, graph?.message].filter(Boolean).join(': ');
	const details = [graphNumbers(graph), words].filter(Boolean).join('; ');
	return redact(cleanText(withoutIds(`${code}: ${entryOf(code).title}${details ? ` (${details})` : ''}`)));
}

/** A report that can be shown to anyone: where it comes from, the screen, the problems, the latest calls as lines. */
export function problemReport(
	origin: ReportOrigin,
	{ screen, problems, calls }: { screen: string; problems: readonly Problem[]; calls: readonly string[] },
): string {
	return [
		describeOrigin(origin),
		`Screen: ${screen}`,
		...['', 'Problems:', ...(problems.length > 0 ? problems.map(describeProblem) : ['none'])],
		...['', 'Calls:', ...(calls.length > 0 ? calls : ['none'])],
		'',
	].join('\n');
}
