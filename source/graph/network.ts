import { type Problem, ProblemError, problem } from '../domain/problem.ts';
import { isRetryable } from '../domain/problem-text.ts';
import { codeOfConnection, isOfCertificate, PROXY_FAILURE } from '../domain/problems/call.ts';

const BEFORE_SENDING = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);

/** The problem of a call that never left this machine: what it asked for was surely not done. */
class UnsentError extends ProblemError {}

/** The error behind one of node-fetch or of the socket, as {@link problemOfConnection} tells it. */
export function errorOfConnection(error: unknown, host: string, proxy: string | null): ProblemError {
	const { code = '' } = error as { code?: string };
	const isUnsent = BEFORE_SENDING.has(code) || code.startsWith(PROXY_FAILURE) || isOfCertificate(code);
	return new (isUnsent ? UnsentError : ProblemError)(problemOfConnection(error, host, proxy));
}

/**
 * May a write that failed so have been done all the same? No answer came, or none that can be read, or Meta failed on its
 * own: it has been seen to answer with code 2 and make the post. A refusal says that it was not done.
 */
export function mayHaveBeenDone(error: ProblemError): boolean {
	const { code } = error.problem;
	if (error instanceof UnsentError) return false;
	return (
		['timeout', 'bad-reply', 'graph-unavailable'].includes(code) || (code === 'network' && isRetryable(error.problem))
	);
}

/**
 * The problem behind an error of node-fetch or of the socket. Nothing of its text is used: node-fetch writes the whole
 * URL into it, with the tokens. `proxy` is the host of the proxy, if there is one.
 */
export function problemOfConnection(error: unknown, host: string, proxy: string | null = null): Problem {
	const { code = '', type = '' } = error as { code?: string; type?: string };
	const facts = { kind: 'connection', host, proxy, reason: type === 'max-size' ? type : code } as const;
	return problem(codeOfConnection(facts), facts);
}
