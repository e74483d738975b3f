import { createHmac } from 'node:crypto';
import type { Call } from './call.ts';
import { GraphError } from './graph-error.ts';

const DEFAULT_LIMIT = 25;
const GREATEST_LIMIT = 100;

interface Identified {
	readonly id: string;
}

/**
 * One page of an edge, by `limit`, `after` and `before`. `edge` is its path with the numeric id (`123/accounts`): links
 * carry that and never `me`. A link embeds the access token only when the token came in the query, and never a proof.
 */
export function pageOf<Item extends Identified>(
	call: Call,
	edge: string,
	items: readonly Item[],
	render: (item: Item) => unknown,
): Record<string, unknown> {
	const { params } = call.request;
	const limit = readLimit(params.get('limit'));
	const cursors = items.map((item) => cursorOf(edge, item.id));
	const after = params.get('after');
	const before = params.get('before');
	const place = cursors.indexOf(after ?? before ?? '');
	if (place === -1 && (after ?? before) !== undefined) {
		throw new GraphError('Invalid parameter', { code: 100 });
	}
	const isBackward = after === undefined && before !== undefined;
	const end = isBackward ? place : items.length;
	const start = isBackward ? Math.max(end - limit, 0) : place + 1;
	const shown = items.slice(start, Math.min(start + limit, end));
	const [first, last] = [cursors[start], cursors[start + shown.length - 1]];
	const summary = params.get('summary');
	return {
		data: shown.map(render),
		...(shown.length > 0 && {
			paging: {
				cursors: { before: first, after: last },
				...(start + shown.length < items.length && { next: link(call, edge, limit, 'after', last) }),
				...(start > 0 && { previous: link(call, edge, limit, 'before', first) }),
			},
		}),
		...(summary && ['1', 'true', 'total_count'].includes(summary) && { summary: { total_count: items.length } }),
	};
}

function readLimit(text: string | undefined): number {
	const limit = Number(text);
	return Number.isInteger(limit) && limit > 0 ? Math.min(limit, GREATEST_LIMIT) : DEFAULT_LIMIT;
}

/** Opaque: begins like Meta's, tells nothing about the item, and means nothing on another edge. */
function cursorOf(edge: string, id: string): string {
	const digest = createHmac('sha256', edge).update(id).digest('base64url');
	return Buffer.from(`AQHR${digest}`).toString('base64url');
}

function link(call: Call, edge: string, limit: number, direction: 'after' | 'before', cursor = ''): string {
	const { query, origin, version } = call.request;
	const token = query.get('access_token');
	const kept = [...query].filter(
		([name]) => !['access_token', 'limit', 'after', 'before', 'appsecret_proof', 'appsecret_time'].includes(name),
	);
	const pairs = [
		...(token === null ? [] : [['access_token', token] as const]),
		...kept,
		['limit', String(limit)] as const,
		[direction, cursor] as const,
	];
	const text = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
	const defaultVersion = call.world.apps.get(call.caller?.appId ?? '')?.defaultVersion;
	return `${origin}/${version ?? defaultVersion}/${edge}?${text}`;
}
