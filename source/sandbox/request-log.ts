import type { TokenPlace } from './graph-request.ts';
import type { EndpointName } from './route.ts';

/** One HTTP request that the sandbox served. */
export interface RequestEntry {
	readonly host: 'graph' | 'facebook' | 'developers';
	/** `page` for the page hosts. */
	readonly endpoint: EndpointName | 'page';
	readonly method: string;
	/** Path and query, secrets as `…`. */
	readonly path: string;
	/** Requests being served at that moment, this one included. */
	readonly concurrent: number;
	/** Where the token of a Graph call was; undefined: there was none. */
	readonly tokenPlace: TokenPlace | undefined;
	/** The names of query parameters that held a secret: `access_token`, `input_token`, `client_secret`, … */
	readonly secretsInUrl: readonly string[];
	/** The endpoints of the calls in a batch. */
	readonly items: EndpointName[];
	/** The HTTP status, once the answer is made; undefined: it was cut, or is still to come. */
	status: number | undefined;
}

const SECRETS = [
	'access_token',
	'input_token',
	'fb_exchange_token',
	'client_secret',
	'appsecret_proof',
	'code',
	'code_verifier',
];

/** Path and query as they may be shown, and the names of what was hidden. */
function redactTarget(target: string): Pick<RequestEntry, 'path' | 'secretsInUrl'> {
	const url = new URL(target, 'http://sandbox');
	const secretsInUrl = SECRETS.filter((name) => url.searchParams.has(name));
	const pairs = [...url.searchParams].map(([name, value]) => `${name}=${SECRETS.includes(name) ? '…' : value}`);
	return { path: pairs.length === 0 ? url.pathname : `${url.pathname}?${pairs.join('&')}`, secretsInUrl };
}

/** The entry of a request that has just come in; `more` is what only a Graph call has. */
export function newEntry(
	place: Pick<RequestEntry, 'host' | 'endpoint'>,
	method: string,
	target: string,
	more: Partial<Pick<RequestEntry, 'concurrent' | 'tokenPlace'>> = {},
): RequestEntry {
	const entry = { concurrent: 1, tokenPlace: undefined, items: [], status: undefined };
	return { ...place, method, ...redactTarget(target), ...entry, ...more };
}
