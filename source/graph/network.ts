import { type Problem, problem } from '../domain/problem.ts';

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

/**
 * The problem behind an error of node-fetch or of the socket. Nothing of its text is used: node-fetch writes the whole
 * URL into it, with the tokens.
 */
export function problemOfConnection(error: unknown, host: string): Problem {
	const { code = '', type = '' } = error as { code?: string; type?: string };
	if (type === 'max-size') {
		return problem('bad-reply', { cause: `The answer of ${host} does not end.` });
	}
	if (/CERT|SIGNATURE|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code)) {
		return problem('network', {
			cause: `The certificate of ${host} is not trusted (${code}): something reads the connection.`,
			remedy: "Behind a company's proxy, name its certificate in NODE_EXTRA_CA_CERTS. Do not switch the check off.",
			retryable: false,
		});
	}
	if (/^(Z_|ERR_)/.test(code) && code !== 'ERR_STREAM_PREMATURE_CLOSE') {
		return problem('bad-reply', { cause: `The answer of ${host} cannot be read (${code}).` });
	}
	return problem('network', {
		cause: CAUSES[code]?.(host) ?? `The connection to ${host} failed${code ? ` (${code})` : ''}.`,
	});
}
