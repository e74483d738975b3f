import { servedVersion } from './versions.ts';
import type { World } from './world.ts';

/** A call as it came in, over HTTP or as an item of a batch. */
export interface IncomingCall {
	readonly method: string;
	/** Path and query, with its slash: `/v27.0/me?fields=id`. */
	readonly target: string;
	readonly authorization?: string | undefined;
	readonly body: string;
	readonly contentType?: string | undefined;
	/** The origin that links in the answer begin with. */
	readonly origin: string;
	/** Set for an item of a batch: what the batch was called with, for items without a token or version of their own. */
	readonly batch?: { readonly credentials: Credentials; readonly version: string | undefined };
}

/** What a call proves itself with, and where its token stood. */
export interface Credentials {
	readonly token?: string | undefined;
	readonly place?: TokenPlace | undefined;
	readonly proof?: string | undefined;
	readonly proofTime?: string | undefined;
}

/** Where a call carries its token. */
export type TokenPlace = 'query' | 'body' | 'header';

/** A call, read. */
export interface GraphRequest {
	readonly method: string;
	/** The segments of the path, decoded, without the version. */
	readonly path: readonly string[];
	/** The version that answers; undefined: the path names none. */
	readonly version: string | undefined;
	readonly query: URLSearchParams;
	/** Query, form and JSON body in one; the query wins. What is not a string in a JSON body is kept as JSON text. */
	readonly params: ReadonlyMap<string, string>;
	readonly credentials: Credentials;
	readonly origin: string;
}

/** Reads path, parameters and token of a call. Malformed bodies give no parameters, as at Graph. */
export function readGraphRequest(world: World, call: IncomingCall): GraphRequest {
	const [pathname = '', ...rest] = call.target.split('?');
	const segments = pathname.split('/').filter(Boolean).map(decode);
	const ownVersion = servedVersion(world, segments[0]);
	const query = new URLSearchParams(rest.join('?'));
	const body = readBody(call.body, call.contentType);
	const params = new Map([...basicClient(call, segments), ...body, ...query]);
	const override = params.get('method')?.toUpperCase();
	const method = override && ['GET', 'POST', 'DELETE'].includes(override) ? override : call.method;
	return {
		method,
		path: ownVersion === undefined ? segments : segments.slice(1),
		version: ownVersion ?? call.batch?.version,
		query,
		params,
		credentials: readCredentials(call, query, body, params),
		origin: call.origin,
	};
}

/** The app's id and secret in an `Authorization: Basic` header, which the token endpoint takes too. */
function basicClient({ authorization = '' }: IncomingCall, path: readonly string[]): [name: string, value: string][] {
	const encoded = path.at(-1) === 'access_token' ? /^Basic\s+(\S+)\s*$/i.exec(authorization)?.[1] : undefined;
	if (encoded === undefined) {
		return [];
	}
	const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
	return [
		['client_id', decode(id)],
		['client_secret', decode(secret.join(':'))],
	];
}

function readCredentials(
	call: IncomingCall,
	query: URLSearchParams,
	body: ReadonlyMap<string, string>,
	params: ReadonlyMap<string, string>,
): Credentials {
	const proof = params.get('appsecret_proof');
	const proofTime = params.get('appsecret_time');
	const header = /^(?:Bearer|OAuth)\s+(\S+)\s*$/i.exec(call.authorization ?? '')?.[1];
	const places: readonly (readonly [TokenPlace, string | null | undefined])[] = [
		['query', query.get('access_token')],
		['body', body.get('access_token')],
		['header', header],
	];
	const found = places.find(([, token]) => token);
	if (found) {
		return { token: found[1] ?? undefined, place: found[0], proof, proofTime };
	}
	const inherited = call.batch?.credentials;
	return { ...inherited, proof: proof ?? inherited?.proof, proofTime: proofTime ?? inherited?.proofTime };
}

function readBody(text: string, contentType = ''): Map<string, string> {
	if (contentType.includes('json') || text.startsWith('{')) {
		return readJson(text);
	}
	return new Map(new URLSearchParams(text));
}

function readJson(text: string): Map<string, string> {
	try {
		const value: unknown = JSON.parse(text);
		const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
		return new Map(entries.map(([name, item]) => [name, typeof item === 'string' ? item : JSON.stringify(item)]));
	} catch {
		return new Map();
	}
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
