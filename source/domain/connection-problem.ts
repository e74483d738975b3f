import { type Problem, problem } from './problem.ts';
import type { FactsOf } from './problem-facts.ts';

/** What a failure of the proxy itself, and not of what lies behind it, has at the beginning of its `reason`. */
export const PROXY_FAILURE = 'PROXY_';

/** The reasons of a certificate that is not trusted. */
export const CERTIFICATE = /CERT|SIGNATURE|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/;

const CAUSES: Readonly<Record<string, (host: string) => string>> = {
	ENOTFOUND: (host) => `The name ${host} could not be resolved.`,
	EAI_AGAIN: (host) => `The name ${host} could not be resolved: the name server does not answer.`,
	ECONNREFUSED: (host) => `${host} refused the connection.`,
	ECONNRESET: (host) => `${host} cut the connection.`,
	EPIPE: (host) => `${host} cut the connection.`,
	ERR_STREAM_PREMATURE_CLOSE: (host) => `${host} cut the connection within its answer.`,
	ETIMEDOUT: (host) => `${host} did not take the connection.`,
	EHOSTUNREACH: (host) => `This computer has no route to ${host}.`,
	ENETUNREACH: () => 'This machine has no network.',
};

/** A call that got no answer that can be read, by the code of the system or of Node. */
export function connectionProblem(facts: FactsOf<'connection'>): Problem {
	return { ...textOf(facts), facts };
}

function textOf({ host, proxy, reason }: FactsOf<'connection'>): Problem {
	if (proxy !== null && reason.startsWith(PROXY_FAILURE)) {
		const failure = reason.slice(PROXY_FAILURE.length);
		return /^\d+$/.test(failure) ? problemOfRefusal(Number(failure), host, proxy) : atProxy(failure, proxy);
	}
	if (reason === 'max-size') {
		return problem('bad-reply', { cause: `The answer of ${host} does not end.` });
	}
	if (CERTIFICATE.test(reason)) {
		return problem('network', {
			cause: `The certificate of ${host} is not trusted (${reason}): something reads the connection.`,
			remedy: "Behind a company's proxy, name its certificate in NODE_EXTRA_CA_CERTS. Do not switch the check off.",
			retryable: false,
		});
	}
	if (/^(Z_|ERR_)/.test(reason) && reason !== 'ERR_STREAM_PREMATURE_CLOSE') {
		return problem('bad-reply', { cause: `The answer of ${host} cannot be read (${reason}).` });
	}
	const way = proxy === null ? '' : ` The connection went through the proxy ${proxy}.`;
	return problem('network', { cause: causeOf(reason, host) + way });
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
