import { plural } from '../plural.ts';
import type { ProblemCode } from './codes.ts';
import type { TextsByKind, Told } from './text.ts';

/** What an answer without Graph's own error consisted of. */
const BODIES = {
	empty: 'an empty body',
	'web-page': 'a web page',
	'not-json': 'text that is not JSON',
	'no-answer': 'JSON that holds no answer',
} as const;

/** What was wrong with an answer that came in time. */
const ANSWER_FAULTS = {
	incomplete: (path: string) => `The answer of /${path} lacks what it should hold.`,
	'no-list': (path: string) => `/${path} answered without a list.`,
	'no-data': (path: string) => `${path} answered without data.`,
	'no-object': (path: string) => `${path} answered with something that is no object.`,
	endless: (path: string) => `The list /${path} does not end.`,
	circular: (path: string) => `The list /${path} goes round in a circle.`,
	'other-host': (host: string) => `A list links to another host than ${host}; the link was not followed.`,
} as const;

/** What is wrong with the proxy that the environment names. */
const PROXY_FAULTS = {
	unreadable: (variable: string) => `The address of the proxy in ${variable} cannot be read.`,
	scheme: (variable: string, scheme: string) =>
		`${variable} names a proxy of the kind ${scheme}// and only http:// and https:// are supported.`,
	encoding: (variable: string) => `The user name or password in ${variable} is not encoded: write % as %25.`,
} as const;

type ProxySetting = { fault: keyof typeof PROXY_FAULTS; scheme: string; variable?: string | undefined };

/** The words in the facts of calls, for those who read stored ones. */
export const CALL_WORDS = {
	bodies: Object.keys(BODIES) as (keyof typeof BODIES)[],
	answerFaults: Object.keys(ANSWER_FAULTS) as (keyof typeof ANSWER_FAULTS)[],
	proxyFaults: Object.keys(PROXY_FAULTS) as (keyof typeof PROXY_FAULTS)[],
};

/** The texts of a call that Graph did not answer as it should. `proxy` is the host of the proxy; null for none. */
export const CALL_TEXTS = {
	/** An HTTP status without an error of Graph; the status is in `graph`. */
	'http-answer': ({ host, body }: { host: string; body: keyof typeof BODIES }, { graph }) => ({
		cause: `${host} answered with HTTP ${graph?.status ?? 0} and ${BODIES[body]}.`,
	}),
	timeout: ({ host, seconds, proxy }: { host: string; seconds: number; proxy: string | null }) => ({
		cause: `${host} did not answer within ${seconds} seconds${proxy === null ? '' : `, asked through the proxy ${proxy}`}.`,
	}),
	/** `reason` is the code of the system or of Node; empty for none. */
	connection: (facts: Connection) => FAILURES[failureOf(facts)].text(facts),
	/** `scheme` is empty unless that is the fault. The address is never repeated: it may hold a password. */
	/** `variable` is absent in what older programs have stored. */
	'proxy-setting': ({ fault, scheme, variable = 'HTTPS_PROXY' }: ProxySetting) => ({
		title: 'The proxy cannot be used',
		cause: PROXY_FAULTS[fault](variable, scheme),
		remedy: `Correct ${variable}, for example http://proxy.example.com:8080, or unset it.`,
		retryable: false,
	}),
	/** Meta asks for a pause of so many seconds. */
	pause: ({ seconds }: { seconds: number }) => {
		const minutes = Math.ceil(seconds / 60);
		const pause = minutes > 120 ? plural(Math.ceil(minutes / 60), 'hour') : plural(minutes, 'minute');
		return {
			cause: `Meta asks for a pause of ${pause}: the limit of calls for this app, person or Page is used up. Further calls lengthen it.`,
			remedy: `Wait ${pause}, then try again.`,
		};
	},
	/** `of` is the path of the endpoint, or the host that should have been linked to. */
	answer: ({ of, fault }: { of: string; fault: keyof typeof ANSWER_FAULTS }) => ({ cause: ANSWER_FAULTS[fault](of) }),
} satisfies TextsByKind;

/** The code of an HTTP answer that is neither data nor an error of Graph. */
export function codeOfStatus(status: number): ProblemCode {
	return status === 429 ? 'rate-limited' : status >= 500 ? 'graph-unavailable' : 'bad-reply';
}

/** What a failure of the proxy itself, and not of what lies behind it, has at the beginning of its `reason`. */
export const PROXY_FAILURE = 'PROXY_';

const CERTIFICATE = /CERT|SIGNATURE|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/;

/** Is this the reason of a certificate that is not trusted? */
export function isOfCertificate(reason: string): boolean {
	return CERTIFICATE.test(reason);
}

type Connection = { host: string; proxy: string | null; reason: string };

/** The code of a call that got no answer that can be read. */
export function codeOfConnection(facts: Connection): ProblemCode {
	return FAILURES[failureOf(facts)].code;
}

function failureOf({ proxy, reason }: Connection): keyof typeof FAILURES {
	if (proxy !== null && reason.startsWith(PROXY_FAILURE)) {
		const status = statusIn(reason);
		if (status !== null) return status === 407 ? 'proxy-sign-in' : status >= 500 ? 'proxy-error' : 'proxy-refusal';
		return isOfCertificate(reason) ? 'proxy-certificate' : 'proxy-connection';
	}
	if (reason === 'max-size') return 'endless';
	if (isOfCertificate(reason)) return 'certificate';
	return /^(Z_|ERR_)/.test(reason) && reason !== 'ERR_STREAM_PREMATURE_CLOSE' ? 'unreadable' : 'connection';
}

/** A proxy answers with a status of its own: 407 asks for a sign-in, 5xx says that it did not get through. */
function statusIn(reason: string): number | null {
	const failure = atProxy(reason);
	return /^\d+$/.test(failure) ? Number(failure) : null;
}

function atProxy(reason: string): string {
	return reason.slice(PROXY_FAILURE.length);
}

const CAUSES: Readonly<Record<string, (host: string, atStart: string) => string>> = {
	ENOTFOUND: (host) => `The name ${host} could not be resolved.`,
	EAI_AGAIN: (host) => `The name ${host} could not be resolved: the name server does not answer.`,
	ECONNREFUSED: (_, host) => `${host} refused the connection.`,
	ECONNRESET: (_, host) => `${host} cut the connection.`,
	EPIPE: (_, host) => `${host} cut the connection.`,
	ERR_STREAM_PREMATURE_CLOSE: (_, host) => `${host} cut the connection within its answer.`,
	ETIMEDOUT: (_, host) => `${host} did not take the connection.`,
	EHOSTUNREACH: (host) => `This computer has no route to ${host}.`,
	ENETUNREACH: () => 'This machine has no network.',
};

/** `atStart` is the host at the start of a sentence. */
function causeOf(reason: string, host: string, atStart = host): string {
	return CAUSES[reason]?.(host, atStart) ?? `The connection to ${host} failed${reason ? ` (${reason})` : ''}.`;
}

const FAILURES = {
	'proxy-sign-in': {
		code: 'network',
		text: ({ proxy }) => ({
			title: 'The proxy wants a sign-in',
			cause: `The proxy ${proxy} lets nobody through without a user name and password (HTTP 407).`,
			remedy: 'Put them into HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT. Or ask who runs the proxy.',
			retryable: false,
		}),
	},
	'proxy-error': {
		code: 'network',
		text: ({ proxy, host, reason }) => ({
			title: 'The proxy did not get through',
			cause: `The proxy ${proxy} could not reach ${host} (HTTP ${statusIn(reason)}).`,
			remedy: 'Try again in a minute; if it stays, ask who runs the proxy.',
		}),
	},
	'proxy-refusal': {
		code: 'network',
		text: ({ proxy, host, reason }) => ({
			title: 'The proxy refuses the connection',
			cause: `The proxy ${proxy} does not let connections to ${host} through (HTTP ${statusIn(reason)}).`,
			remedy: 'Ask who runs the proxy to allow it, or correct HTTPS_PROXY.',
			retryable: false,
		}),
	},
	'proxy-certificate': {
		code: 'network',
		text: ({ proxy, reason }) => ({
			title: 'The proxy is not trusted',
			cause: `The certificate of the proxy ${proxy} is not trusted (${atProxy(reason)}).`,
			remedy: 'Name its certificate in NODE_EXTRA_CA_CERTS. Do not switch the check off.',
			retryable: false,
		}),
	},
	'proxy-connection': {
		code: 'network',
		text: ({ proxy, reason }) => ({
			title: 'The proxy cannot be reached',
			cause: causeOf(atProxy(reason), `the proxy ${proxy}`, `The proxy ${proxy}`),
			remedy: 'Check the proxy that HTTPS_PROXY names, then try again.',
		}),
	},
	endless: { code: 'bad-reply', text: ({ host }) => ({ cause: `The answer of ${host} does not end.` }) },
	certificate: {
		code: 'network',
		text: ({ host, reason }) => ({
			cause: `The certificate of ${host} is not trusted (${reason}): something reads the connection.`,
			remedy: "Behind a company's proxy, name its certificate in NODE_EXTRA_CA_CERTS. Do not switch the check off.",
			retryable: false,
		}),
	},
	unreadable: {
		code: 'bad-reply',
		text: ({ host, reason }) => ({ cause: `The answer of ${host} cannot be read (${reason}).` }),
	},
	connection: {
		code: 'network',
		text: ({ host, proxy, reason }) => {
			const route = proxy === null ? '' : ` The connection went through the proxy ${proxy}.`;
			return { cause: causeOf(reason, host) + route };
		},
	},
} satisfies Record<string, { code: ProblemCode; text: (facts: Connection) => Told }>;
