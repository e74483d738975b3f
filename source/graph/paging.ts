import * as v from 'valibot';
import { type FactsOf, ProblemError, problem, problemOrRethrow } from '../domain/problem.ts';
import { EdgeReply } from './schemas.ts';
import type { GraphReply, GraphRequest, Transport } from './transport.ts';

/**
 * How many items of an edge are asked for at once. The most that Meta gives is not documented and was not found out: it
 * may give fewer, which is no trouble, or refuse to give so many, and then fewer are asked for from there on.
 */
export class EdgeLimit {
	/** People have long asked for so many. */
	static readonly least = 100;
	#value = 500;

	get value(): number {
		return this.#value;
	}

	lower(): void {
		this.#value = EdgeLimit.least;
	}
}

/**
 * Reads an edge to its end, one array of raw items for each answer. The end is where `next` is missing, never a short
 * or an empty page. The link itself holds the token at times: only its parameters are used, on the same path, and only
 * when it leads to the same host. The next page is asked for before one is given.
 * @throws {ProblemError} when an answer is no edge, a link leads elsewhere, or the links go round in a circle.
 */
export async function* readEdge(
	transport: Transport,
	request: GraphRequest,
	{ signal, limit }: { signal?: AbortSignal | undefined; limit?: EdgeLimit } = {},
): AsyncGenerator<unknown[], void, undefined> {
	const seen = new Set<string>();
	const ask = (position: Record<string, string>) => askForSome(transport, request, { position, limit, signal });
	const follow = async (link: string): Promise<GraphReply> => {
		const position = positionOf(link, transport.graph);
		const key = JSON.stringify(position);
		if (seen.size >= MOST_LINKS) throw refusal(request.path, 'endless');
		if (seen.has(key)) throw refusal(request.path, 'circular');
		seen.add(key);
		return ask(position);
	};
	let reply: Promise<GraphReply> | null = ask({});
	try {
		while (reply) {
			const { data, paging }: v.InferOutput<typeof EdgeReply> = edgeIn((await reply).body, request.path);
			reply = paging?.next ? follow(String(paging.next)) : null;
			// Its failure is thrown once what came before it was read; until then it must not count as unhandled.
			reply?.catch(() => {});
			yield data;
		}
	} finally {
		// Whoever reads no further waits for what was asked for ahead.
		await reply?.catch(() => {});
	}
}

function edgeIn(body: unknown, path: string): v.InferOutput<typeof EdgeReply> {
	const edge = v.safeParse(EdgeReply, body);
	if (edge.success) return edge.output;
	throw refusal(path, 'no-list');
}

type Part = { position: Record<string, string>; limit: EdgeLimit | undefined; signal: AbortSignal | undefined };

/** Asks for a part of an edge, and for fewer items where so many are refused. */
async function askForSome(transport: Transport, request: GraphRequest, { position, limit, signal }: Part) {
	const send = (count: Record<string, string>) =>
		transport.send({ ...request, query: { ...request.query, ...position, ...count } }, signal);
	if (!limit) return send({});
	// A link tells what Meta has made of the limit before.
	const asked = Number(position.limit) || limit.value;
	try {
		return await send({ limit: String(asked) });
	} catch (error) {
		if (asked <= EdgeLimit.least || !mayBeTooMany(error)) throw error;
		const reply = await send({ limit: String(EdgeLimit.least) });
		limit.lower();
		return reply;
	}
}

/** Meta asks for less in words, under numbers that stand for anything; or it collects for so long that no answer comes. */
function mayBeTooMany(error: unknown): boolean {
	const { code, graph } = problemOrRethrow(error);
	const isVague = graph !== null && [1, 2, 100, null].includes(graph.code) && code !== 'rate-limited';
	return code === 'timeout' || (isVague && /\blimit\b|amount of data/i.test(graph.message ?? ''));
}

/** More answers than anyone's Pages fill. */
const MOST_LINKS = 1_000;

const KEPT_FROM_US = new Set(['access_token', 'appsecret_proof', 'appsecret_time']);

/** The parameters of a link to the next page, without what only we may say. */
function positionOf(link: string, graph: URL): Record<string, string> {
	const url = URL.canParse(link) ? new URL(link) : null;
	if (url?.origin !== graph.origin) throw refusal(graph.host, 'other-host');
	return Object.fromEntries([...url.searchParams].filter(([name]) => !KEPT_FROM_US.has(name)));
}

function refusal(of: string, fault: FactsOf<'answer'>['fault']): ProblemError {
	return new ProblemError(problem('bad-reply', { kind: 'answer', of, fault }));
}
