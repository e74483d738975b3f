import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { Call } from './call.ts';
import { graphError } from './graph-error.ts';

const DEFAULT_LIMIT = 25;

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
	const limit = readLimit(call);
	const after = params.get('after');
	const before = params.get('before');
	const place = placeOf(edge, items, after ?? before);
	const isBackward = after === undefined && before !== undefined;
	const end = isBackward ? place : items.length;
	const start = isBackward ? Math.max(end - limit, 0) : place + 1;
	const shown = items.slice(start, Math.min(start + limit, end));
	const [first, last] = [shown[0], shown.at(-1)].map((item) => cursorOf(edge, item?.id ?? ''));
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

function readLimit({ world, request }: Call): number {
	const limit = Number(request.params.get('limit'));
	if (!Number.isInteger(limit) || limit <= 0) {
		return DEFAULT_LIMIT;
	}
	if (limit > world.limitRefusedBeyond) {
		throw graphError('tooMuchData');
	}
	return Math.min(limit, world.greatestLimit);
}

/** Where a cursor stands; -1 without a cursor. */
function placeOf(edge: string, items: readonly Identified[], cursor: string | undefined): number {
	if (cursor === undefined) {
		return -1;
	}
	const id = idOf(edge, cursor);
	const place = items.findIndex((item) => item.id === id);
	if (place === -1) {
		throw graphError('invalidParameter');
	}
	return place;
}

const BEGIN = 'AQHR';
const CIPHER = 'aes-256-cbc';
const FIRST_BLOCK = Buffer.alloc(16);

/** Opaque: begins like Meta's, shows nothing of the item, and means nothing on another edge. */
function cursorOf(edge: string, id: string): string {
	const cipher = createCipheriv(CIPHER, keyOf(edge), FIRST_BLOCK);
	const text = Buffer.concat([cipher.update(id), cipher.final()]).toString('base64url');
	return Buffer.from(`${BEGIN}${text}`).toString('base64url');
}

/** The id in a cursor; undefined for what is no cursor of this edge. */
function idOf(edge: string, cursor: string): string | undefined {
	const text = Buffer.from(cursor, 'base64url').toString().slice(BEGIN.length);
	const decipher = createDecipheriv(CIPHER, keyOf(edge), FIRST_BLOCK);
	try {
		return Buffer.concat([decipher.update(text, 'base64url'), decipher.final()]).toString();
	} catch {
		return undefined;
	}
}

function keyOf(edge: string): Buffer {
	return createHash('sha256').update(edge).digest();
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
