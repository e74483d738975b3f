import { createHash, randomBytes } from 'node:crypto';
import type { Call } from './call.ts';
import type { GraphError } from './graph-error.ts';
import { graphJson } from './graph-json.ts';
import { limitHeaders } from './rate-limits.ts';
import type { EndpointName } from './route.ts';
import { oldestVersion } from './versions.ts';

/** An answer before it is put on the wire: headers in the order in which they are sent. */
export interface Answer {
	readonly status: number;
	readonly headers: readonly (readonly [name: string, value: string])[];
	readonly body: string;
}

const OAUTH_ENDPOINTS: readonly EndpointName[] = ['app-token', 'exchange', 'code'];

/** 200 with the value; a GET but for `/oauth/access_token` carries the ETag, `"` + SHA-1 hex of the body + `"`. */
export function success(call: Call, endpoint: EndpointName, value: unknown): Answer {
	const body = graphJson(value);
	const hasTag = call.request.method === 'GET' && !OAUTH_ENDPOINTS.includes(endpoint);
	return {
		status: 200,
		headers: [
			...(hasTag ? [['ETag', `"${createHash('sha1').update(body).digest('hex')}"`] as const] : []),
			...usageHeader(call, endpoint, true),
			['Cache-Control', 'private, no-cache, no-store, must-revalidate'],
			...commonHeaders(call, newTraceId()),
		],
		body,
	};
}

/** The error envelope; its `fbtrace_id` is the `X-Fb-Request-Id` header. */
export function failure(call: Call, endpoint: EndpointName, error: GraphError): Answer {
	const traceId = newTraceId();
	const { limit } = error;
	const { pageId, userId, appId } = call.caller ?? {};
	return {
		status: error.status,
		headers: [
			['WWW-Authenticate', error.challenge],
			...(limit ? limitHeaders(limit, pageId ?? userId ?? appId ?? '0') : usageHeader(call, endpoint, false)),
			['Cache-Control', 'no-store'],
			...commonHeaders(call, traceId),
		],
		body: graphJson({ error: error.envelope(traceId) }),
	};
}

function newTraceId(): string {
	return `A${randomBytes(17).toString('base64url').slice(0, 22)}`;
}

function commonHeaders({ world, caller, request }: Call, traceId: string): Answer['headers'] {
	const defaultVersion = world.apps.get(caller?.appId ?? '')?.defaultVersion ?? oldestVersion(world);
	return [
		['Content-Type', 'application/json; charset=UTF-8'],
		['Pragma', 'no-cache'],
		['Expires', 'Sat, 01 Jan 2000 00:00:00 GMT'],
		// Graph has Access-Control-Allow-Origin here: it would let any web page read what runs on this machine.
		['Strict-Transport-Security', 'max-age=15552000; preload'],
		['Facebook-Api-Version', request.version ?? defaultVersion],
		['X-Fb-Rlafr', '0'],
		['X-Fb-Rev', '1030418276'],
		['X-Fb-Request-Id', traceId],
		['X-Fb-Trace-Id', randomBytes(9).toString('base64').slice(0, 11)],
		['X-Fb-Debug', randomBytes(64).toString('base64')],
	];
}

function usageHeader({ world, caller }: Call, endpoint: EndpointName, isSuccess: boolean): Answer['headers'] {
	if (!caller || OAUTH_ENDPOINTS.includes(endpoint)) {
		return [];
	}
	const callCount = world.hourlyLimit?.percent(world.now()) ?? world.usage.callCount;
	const usage = { call_count: callCount, total_cputime: 0, total_time: 0 };
	if (caller.pageId === undefined || !isSuccess) {
		return [['X-App-Usage', JSON.stringify(usage)]];
	}
	const pages = { [caller.pageId]: [{ type: 'pages', ...usage, estimated_time_to_regain_access: 0 }] };
	return [['X-Business-Use-Case-Usage', JSON.stringify(pages)]];
}
