import * as v from 'valibot';
import { type FactsOf, ProblemError, problem, problemOrRethrow } from '../domain/problem.ts';
import { EdgeReply } from './schemas.ts';
import type { GraphReply, GraphRequest, Transport } from './transport.ts';

/**
 * How many items of an edge are asked for at once. The most that Meta gives is not documented. It may give fewer, which is
 * fine, or refuse so many; then fewer are asked for from there on.
 */
export class EdgeLimit {
	/** A number that has long been in use. */
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
			// A failure is thrown after what came before it; until then it must not count as unhandled.
			reply?.catch(() => {});
			yield data;
		}
	} finally {
		// Whoever stops reading waits for the part that was requested ahead.
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
	const send = (more: Record<string, string>) =>
		transport.send({ ...request, query: { ...request.query, ...position, ...more } }, signal);
	if (!limit) return send({});
	// A link has what Meta made of an earlier limit.
	const count = Number(position.limit) || limit.value;
	try {
		return await send({ limit: String(count) });
	} catch (error) {
		if (count <= EdgeLimit.least || !mayBeTooMany(error)) throw error;
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

const OUR_OWN = new Set(['access_token', 'appsecret_proof', 'appsecret_time']);

/** The parameters of a link to the next page, without those that only we set. */
function positionOf(link: string, graph: URL): Record<string, string> {
	const url = URL.canParse(link) ? new URL(link) : null;
	if (url?.origin !== graph.origin) throw refusal(graph.host, 'other-host');
	return Object.fromEntries([...url.searchParams].filter(([name]) => !OUR_OWN.has(name)));
}

function refusal(of: string, fault: FactsOf<'answer'>['fault']): ProblemError {
	return new ProblemError(problem('bad-reply', { kind: 'answer', of, fault }));
}
