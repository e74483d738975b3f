import { type Problem, ProblemError, problem } from '../domain/problem.ts';
import { PROXY_FAILURE } from './proxy.ts';

const CERTIFICATE = /CERT|SIGNATURE|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/;

const CAUSES: Readonly<Record<string, (host: string) => string>> = {
	ENOTFOUND: (host) => `The name ${host} could not be resolved.`,
	EAI_AGAIN: (host) => `The name ${host} could not be resolved: the name server does not answer.`,
	ECONNREFUSED: (host) => `${host} refused the connection.`,
	ECONNRESET: (host) => `${host} cut the connection.`,
	EPIPE: (host) => `${host} cut the connection.`,
	ERR_STREAM_PREMATURE_CLOSE: (host) => `${host} cut the connection within its answer.`,
	ETIMEDOUT: (host) => `${host} did not take the connection.`,
	EHOSTUNREACH: (host) => `There is no way to ${host} from here.`,
	ENETUNREACH: () => 'This machine has no network.',
};

const BEFORE_SENDING = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);

/** The problem of a call that never left this machine: what it asked for was surely not done. */
class UnsentError extends ProblemError {}

/** The error behind one of node-fetch or of the socket, as {@link problemOfConnection} tells it. */
export function errorOfConnection(error: unknown, host: string, proxy: string | null): ProblemError {
	const { code = '' } = error as { code?: string };
	const isUnsent = BEFORE_SENDING.has(code) || code.startsWith(PROXY_FAILURE) || CERTIFICATE.test(code);
	return new (isUnsent ? UnsentError : ProblemError)(problemOfConnection(error, host, proxy));
}

/**
 * May a write that failed so have been done all the same? No answer came, or none that can be read, or Meta failed on its
 * own: it has been seen to answer with code 2 and make the post. A refusal says that it was not done.
 */
export function mayHaveBeenDone(error: ProblemError): boolean {
	const { code, retryable } = error.problem;
	if (error instanceof UnsentError) return false;
	return ['timeout', 'bad-reply', 'graph-unavailable'].includes(code) || (code === 'network' && retryable);
}

/**
 * The problem behind an error of node-fetch or of the socket. Nothing of its text is used: node-fetch writes the whole
 * URL into it, with the tokens. `proxy` is the host of the proxy, if there is one.
 */
export function problemOfConnection(error: unknown, host: string, proxy: string | null = null): Problem {
	const { code = '', type = '' } = error as { code?: string; type?: string };
	if (proxy !== null && code.startsWith(PROXY_FAILURE)) {
		const reason = code.slice(PROXY_FAILURE.length);
		return /^\d+$/.test(reason) ? problemOfRefusal(Number(reason), host, proxy) : atProxy(reason, proxy);
	}
	if (type === 'max-size') {
		return problem('bad-reply', { cause: `The answer of ${host} does not end.` });
	}
	if (CERTIFICATE.test(code)) {
		return problem('network', {
			cause: `The certificate of ${host} is not trusted (${code}): something reads the connection.`,
			remedy: "Behind a company's proxy, name its certificate in NODE_EXTRA_CA_CERTS. Do not switch the check off.",
			retryable: false,
		});
	}
	if (/^(Z_|ERR_)/.test(code) && code !== 'ERR_STREAM_PREMATURE_CLOSE') {
		return problem('bad-reply', { cause: `The answer of ${host} cannot be read (${code}).` });
	}
	const way = proxy === null ? '' : ` The connection went through the proxy ${proxy}.`;
	return problem('network', { cause: causeOf(code, host) + way });
}

function causeOf(code: string, host: string): string {
	return CAUSES[code]?.(host) ?? `The connection to ${host} failed${code ? ` (${code})` : ''}.`;
}

function atProxy(reason: string, proxy: string): Problem {
	if (CERTIFICATE.test(reason)) {
		return problem('network', {
			title: 'The proxy is not trusted',
			cause: `The certificate of the proxy ${proxy} is not trusted (${reason}).`,
			remedy: 'Name its certificate in NODE_EXTRA_CA_CERTS. Do not switch the check off.',
			retryable: false,
		});
	}
	return problem('network', {
		title: 'The proxy cannot be reached',
		cause: causeOf(reason, `the proxy ${proxy}`).replace(/^t/, 'T'),
		remedy: 'Check the proxy that HTTPS_PROXY names, then try again.',
	});
}

/** A proxy answers with a status of its own: 407 asks for a sign-in, 5xx says that it did not get through. */
function problemOfRefusal(status: number, host: string, proxy: string): Problem {
	if (status === 407) {
		return problem('network', {
			title: 'The proxy wants a sign-in',
			cause: `The proxy ${proxy} lets nobody through without a user name and password (HTTP 407).`,
			remedy: 'Put them into HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT. Or ask who runs the proxy.',
			retryable: false,
		});
	}
	if (status >= 500) {
		return problem('network', {
			title: 'The proxy did not get through',
			cause: `The proxy ${proxy} could not reach ${host} (HTTP ${status}).`,
			remedy: 'Try again in a minute; if it stays, ask who runs the proxy.',
		});
	}
	return problem('network', {
		title: 'The proxy refuses the connection',
		cause: `The proxy ${proxy} does not let connections to ${host} through (HTTP ${status}).`,
		remedy: 'Ask who runs the proxy to allow it, or correct HTTPS_PROXY.',
		retryable: false,
	});
}
