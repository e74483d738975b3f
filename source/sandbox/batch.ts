import { fillReferences, referencedNames } from './batch-references.ts';
import type { Call } from './call.ts';
import { graphError } from './graph-error.ts';
import type { IncomingCall } from './graph-request.ts';
import type { Answer } from './replies.ts';

const GREATEST_SIZE = 50;
/** What an item lists of the headers that the same call alone would have. */
const ITEM_HEADERS = [
	'etag',
	'cache-control',
	'pragma',
	'expires',
	'facebook-api-version',
	'x-app-usage',
	'x-business-use-case-usage',
	'www-authenticate',
];

/** What a batch answers for one of its items. */
export interface BatchItemReply {
	readonly code: number;
	readonly headers?: readonly { readonly name: string; readonly value: string }[];
	/** JSON as text. */
	readonly body: string;
}

/** Replies by the index of their item, in place of the true ones; `null` is what Graph gives for a timed-out item. */
export type BatchItemFaults = Readonly<Record<number, BatchItemReply | null>>;

interface Item {
	readonly method: string;
	readonly url: string;
	readonly body: string;
	readonly name: string | undefined;
	readonly dependencies: readonly string[];
	readonly omits: boolean | undefined;
}

/**
 * Runs up to 50 calls in their order. `run` answers one of them. An item is null when what it depends on failed, or
 * when another depends on it and `omit_response_on_success` is not false.
 */
export function batch(
	call: Call,
	origin: string,
	run: (item: IncomingCall) => Answer,
	faults: BatchItemFaults = {},
): (BatchItemReply | null)[] {
	const { request, caller } = call;
	if (!caller) {
		throw graphError('tokenRequired');
	}
	const items = readItems(request.params.get('batch') ?? '');
	const answers = new Map<string, Answer>();
	const needed = new Set(items.flatMap((item) => item.dependencies));
	const withHeaders = request.params.get('include_headers') !== 'false';
	return items.map((item, index) => {
		const fault = faults[index];
		if (fault !== undefined) {
			return fault;
		}
		if (item.dependencies.some((name) => answers.get(name)?.status !== 200)) {
			return null;
		}
		const fill = (text: string) => fillReferences(text, (name) => answers.get(name)?.body ?? 'null');
		const answer = run({
			method: item.method,
			target: `/${fill(item.url).replace(/^\/+/, '')}`,
			body: fill(item.body),
			origin,
			batch: { credentials: request.credentials, version: request.version },
		});
		if (item.name !== undefined) {
			answers.set(item.name, answer);
		}
		const omits = item.omits ?? needed.has(item.name ?? '');
		return omits && answer.status === 200 ? null : itemReply(answer, withHeaders);
	});
}

function itemReply({ status, headers, body }: Answer, withHeaders: boolean): BatchItemReply {
	if (!withHeaders) {
		return { code: status, body };
	}
	const kept = headers.filter(([name]) => ITEM_HEADERS.includes(name.toLowerCase()));
	// The type that recorded batches show, unlike that of the same call alone.
	const all = [...kept, ['Content-Type', 'text/javascript; charset=UTF-8'] as const];
	return { code: status, headers: all.map(([name, value]) => ({ name, value })), body };
}

function readItems(text: string): Item[] {
	const list = parse(text);
	if (!Array.isArray(list)) {
		throw graphError('batchNotArray');
	}
	if (list.length > GREATEST_SIZE) {
		throw graphError('batchTooLarge', { size: GREATEST_SIZE });
	}
	const items = list.map(readItem);
	for (const [index, item] of items.entries()) {
		const earlier = items.slice(0, index).map(({ name }) => name);
		const missing = item.dependencies.find((name) => !earlier.includes(name));
		if (missing !== undefined) {
			throw graphError('batchUnresolved', { index, name: missing });
		}
	}
	return items;
}

function readItem(value: unknown): Item {
	const entries = new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}));
	const text = (name: string): string | undefined => {
		const found = entries.get(name);
		return typeof found === 'string' ? found : undefined;
	};
	const [url, body] = [text('relative_url') ?? '', text('body') ?? ''];
	const dependsOn: unknown[] = [entries.get('depends_on')].flat();
	const named = dependsOn.filter((name) => typeof name === 'string');
	const omits = entries.get('omit_response_on_success');
	return {
		method: (text('method') ?? 'GET').toUpperCase(),
		url,
		body,
		name: text('name'),
		dependencies: [...new Set([...named, ...referencedNames(url), ...referencedNames(body)])],
		omits: typeof omits === 'boolean' ? omits : undefined,
	};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
