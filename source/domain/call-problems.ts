import { plural } from './plural.ts';
import { type GraphDetail, type Problem, problem } from './problem.ts';
import type { FactsOf } from './problem-facts.ts';

/** A call that was not answered in time. */
export function timeoutProblem(facts: FactsOf<'timeout'>): Problem {
	const { host, seconds, proxy } = facts;
	const way = proxy === null ? '' : `, asked through the proxy ${proxy}`;
	return problem('timeout', { cause: `${host} did not answer within ${seconds} seconds${way}.`, facts });
}

const BODIES: Readonly<Record<FactsOf<'http-answer'>['body'], string>> = {
	empty: 'an empty body',
	'web-page': 'a web page',
	'not-json': 'text that is not JSON',
	'no-answer': 'JSON that holds no answer',
};

/** An HTTP answer that is neither data nor an error of Graph; `graph` has the HTTP status. */
export function httpProblem(facts: FactsOf<'http-answer'>, graph: GraphDetail | null): Problem {
	const status = graph?.status ?? 0;
	const cause = `${facts.host} answered with HTTP ${status} and ${BODIES[facts.body]}.`;
	const code = status === 429 ? 'rate-limited' : status >= 500 ? 'graph-unavailable' : 'bad-reply';
	return problem(code, { cause, graph, facts });
}

const FAULTS: Readonly<Record<FactsOf<'answer'>['fault'], (of: string) => string>> = {
	incomplete: (path) => `The answer of /${path} lacks what it should hold.`,
	'no-list': (path) => `/${path} answered without a list.`,
	'no-data': (path) => `${path} answered without data.`,
	'no-object': (path) => `${path} answered with something that is no object.`,
	endless: (path) => `The list /${path} does not end.`,
	circular: (path) => `The list /${path} goes round in a circle.`,
	'other-host': (host) => `A list links to another host than ${host}; the link was not followed.`,
};

/** An answer that is not what Meta's documentation promises. */
export function answerProblem(facts: FactsOf<'answer'>): Problem {
	return problem('bad-reply', { cause: FAULTS[facts.fault](facts.of), facts });
}

/** The problem `rate-limited` where Meta says how long it wants no calls. */
export function pauseProblem(facts: FactsOf<'pause'>, graph: GraphDetail | null): Problem {
	const minutes = Math.ceil(facts.seconds / 60);
	const pause = minutes > 120 ? plural(Math.ceil(minutes / 60), 'hour') : plural(minutes, 'minute');
	return problem('rate-limited', {
		cause: `Meta asks for a pause of ${pause}: the limit of calls for this app, person or Page is used up. Further calls lengthen it.`,
		remedy: `Wait ${pause}, then try again.`,
		graph,
		facts,
	});
}

const PROXY_FAULTS: Readonly<Record<FactsOf<'proxy-setting'>['fault'], (scheme: string) => string>> = {
	unreadable: () => 'The address of the proxy in HTTPS_PROXY cannot be read.',
	scheme: (scheme) => `HTTPS_PROXY names a proxy of the kind ${scheme}// and only http:// and https:// are supported.`,
	encoding: () => 'The user name or password in HTTPS_PROXY is not encoded: write % as %25.',
};

/** A proxy that cannot be used as the environment names it. Its address is never repeated: it may hold a password. */
export function proxySettingProblem(facts: FactsOf<'proxy-setting'>): Problem {
	return problem('network', {
		title: 'The proxy cannot be used',
		cause: PROXY_FAULTS[facts.fault](facts.scheme),
		remedy: 'Correct HTTPS_PROXY, for example http://proxy.example.com:8080, or unset it.',
		retryable: false,
		facts,
	});
}
