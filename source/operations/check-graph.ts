import { accessSync, constants } from 'node:fs';
import { type Check, failed, failedWith, fine, warning } from '../domain/check.ts';
import { type Problem, problemOrRethrow, problemUnlessCancelled } from '../domain/problem.ts';
import { problemText } from '../domain/problem-text.ts';
import { formatDistance } from '../domain/time.ts';
import { type Hosts, isLoopback } from '../graph/hosts.ts';
import { findProxy } from '../graph/proxy.ts';
import type { GraphCall, Transport } from '../graph/transport.ts';
import { answersTo, KNOWN_VERSIONS, NEWEST_VERSION } from '../graph/version.ts';

/** What the way to Graph is checked with. */
export type GraphCheckOptions = {
	env: NodeJS.ProcessEnv;
	hosts: Hosts;
	/** Makes the connection, and tells `onCall` of every call. */
	connect: (onCall: (call: GraphCall) => void) => Transport;
	/** The one version that was asked for; null for none. */
	forcedVersion: string | null;
	/** Unix seconds. */
	now: () => number;
	signal: AbortSignal;
};

/** What an answer of Graph said of the time, and when it came; Unix seconds. */
type Answer = { milliseconds: number; serverTime: number | null; at: number };

/**
 * Checks the hosts, the proxy, how certificates are verified, whether Graph answers, to which version, and the clock against
 * Graph's. No token is sent.
 * @throws {ProblemError} only `cancelled`.
 */
export async function* checkGraph(options: GraphCheckOptions): AsyncGenerator<Check, void, undefined> {
	const { env, hosts, connect, forcedVersion, now, signal } = options;
	yield checkHosts(hosts);
	yield await checkProxy(hosts.graph);
	yield checkTls(env);
	let answer: Answer | null = null;
	const transport = connect(({ milliseconds, serverTime }) => {
		answer = { milliseconds, serverTime, at: now() };
	});
	try {
		const problem = await problemOfCall(transport, forcedVersion ?? NEWEST_VERSION, signal);
		yield checkAnswer(hosts.graph.host, problem, answer);
		if (problem) {
			yield warning('graph-version', 'not known: Graph did not answer', AFTER_THE_NETWORK);
			yield warning('clock', 'not compared: Graph did not answer', AFTER_THE_NETWORK);
			return;
		}
		yield await checkVersion(transport, forcedVersion, signal);
		yield checkClock(answer);
	} finally {
		await transport.close();
	}
}

const AFTER_THE_NETWORK = 'First mend the network, see above.';

function checkHosts({ graph, facebook, developers, overridden }: Hosts): Check {
	const names = [graph, facebook, developers].map(({ origin }) => origin).join(', ');
	if (!overridden) return fine('hosts', `Meta's own: ${names}`);
	return warning(
		'hosts',
		`not Meta's: ${names}`,
		'To talk to Meta unset FB_TOKEN_TUI_GRAPH_URL, FB_TOKEN_TUI_FACEBOOK_URL and FB_TOKEN_TUI_DEVELOPERS_URL.',
	);
}

/** Names only the host of the proxy: its URL may hold a password. */
async function checkProxy(graph: URL): Promise<Check> {
	if (isLoopback(graph.hostname)) return fine('proxy', 'none: Graph is on this machine');
	try {
		const proxy = await findProxy(graph);
		return fine('proxy', proxy ? proxy.host : 'none');
	} catch (error) {
		const { cause, remedy } = problemText(problemOrRethrow(error));
		return failed('proxy', cause, remedy);
	}
}

function checkTls({ NODE_TLS_REJECT_UNAUTHORIZED, NODE_EXTRA_CA_CERTS }: NodeJS.ProcessEnv): Check {
	if (NODE_TLS_REJECT_UNAUTHORIZED === '0') {
		return warning(
			'tls',
			'certificates are verified: this program ignores NODE_TLS_REJECT_UNAUTHORIZED=0',
			'Unset NODE_TLS_REJECT_UNAUTHORIZED: other Node programs obey it. To trust a certificate, name it in NODE_EXTRA_CA_CERTS.',
		);
	}
	if (NODE_EXTRA_CA_CERTS && !isReadable(NODE_EXTRA_CA_CERTS)) {
		return warning(
			'tls',
			'certificates are verified, but the file in NODE_EXTRA_CA_CERTS cannot be read',
			'Set NODE_EXTRA_CA_CERTS to a file that is there, or unset it.',
		);
	}
	const more = NODE_EXTRA_CA_CERTS ? ', also with those in NODE_EXTRA_CA_CERTS' : '';
	return fine('tls', `certificates are verified${more}`);
}

function isReadable(path: string): boolean {
	try {
		accessSync(path, constants.R_OK);
		return true;
	} catch {
		return false;
	}
}

/** Calls Graph without a token, which it refuses in its own words; null for that, else what is wrong. */
async function problemOfCall(transport: Transport, version: string, signal: AbortSignal): Promise<Problem | null> {
	try {
		await transport.send({ endpoint: 'version', path: 'me', version }, signal);
		return null;
	} catch (error) {
		const problem = problemUnlessCancelled(error);
		const isRefusal = problem.graph !== null && problem.graph.code !== null && problem.code !== 'graph-unavailable';
		return isRefusal ? null : problem;
	}
}

function checkAnswer(host: string, problem: Problem | null, answer: Answer | null): Check {
	if (!problem) return fine('network', `${host} answers${answer ? ` in ${Math.round(answer.milliseconds)} ms` : ''}`);
	return failedWith('network', problem);
}

async function checkVersion(transport: Transport, forced: string | null, signal: AbortSignal): Promise<Check> {
	try {
		for (const version of forced === null ? KNOWN_VERSIONS : [forced]) {
			if (!(await answersTo(transport, version, signal))) continue;
			return fine('graph-version', `${version} answers; the newest known is ${NEWEST_VERSION}`);
		}
	} catch (error) {
		const { title, cause, remedy } = problemText(problemUnlessCancelled(error));
		return warning('graph-version', `${title}: ${cause}`, remedy);
	}
	return forced === null
		? failed('graph-version', 'Graph knows none of the versions of this program', 'Run fb-token-tui@latest.')
		: failed('graph-version', `Graph does not know ${forced}`, 'Leave --graph-version out, or name another version.');
}

const TOLERANCE = 60;
const HOUR = 3600;

function checkClock(answer: Answer | null): Check {
	if (!answer || answer.serverTime === null) {
		return warning('clock', 'not compared: the answer of Graph had no date', 'See yourself whether it is right.');
	}
	const ahead = answer.at - answer.serverTime;
	if (Math.abs(ahead) <= TOLERANCE) return fine('clock', "agrees with Graph's");
	const detail = `${formatDistance(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'} Graph's`;
	const remedy = 'Set the clock of this machine, best by its time service: what is said of dates rests on it.';
	// Tokens from the Explorer live for one to two hours.
	return Math.abs(ahead) < HOUR ? warning('clock', detail, remedy) : failed('clock', detail, remedy);
}
