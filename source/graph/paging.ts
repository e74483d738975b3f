import * as v from 'valibot';
import { ProblemError, problem } from '../domain/problem.ts';
import { EdgeReply } from './schemas.ts';
import type { GraphRequest, Transport } from './transport.ts';

/**
 * Reads an edge to its end, one array of raw items for each answer. The end is where `next` is missing, never a short
 * or an empty page. The link itself holds the token at times: only its parameters are used, on the same path, and only
 * when it leads to the same host.
 * @throws {ProblemError} when an answer is no edge, a link leads elsewhere, or the links go round in a circle.
 */
export async function* readEdge(
	transport: Transport,
	request: GraphRequest,
	signal?: AbortSignal,
): AsyncGenerator<unknown[], void, undefined> {
	const seen = new Set<string>();
	let query = request.query ?? {};
	for (;;) {
		const { body } = await transport.send({ ...request, query }, signal);
		const edge = v.safeParse(EdgeReply, body);
		if (!edge.success)
			throw new ProblemError(problem('bad-reply', { cause: `/${request.path} answered without a list.` }));
		yield edge.output.data;
		const next = edge.output.paging?.next;
		if (!next) return;
		const position = positionOf(next, transport.graph);
		const key = JSON.stringify(position);
		if (seen.size >= MOST_LINKS)
			throw new ProblemError(problem('bad-reply', { cause: `The list /${request.path} does not end.` }));
		if (seen.has(key))
			throw new ProblemError(problem('bad-reply', { cause: `The list /${request.path} goes round in a circle.` }));
		seen.add(key);
		query = { ...request.query, ...position };
	}
}

/** More answers than anyone's Pages fill. */
const MOST_LINKS = 1_000;

const KEPT_FROM_US = new Set(['access_token', 'appsecret_proof', 'appsecret_time']);

/** The parameters of a link to the next page, without what only we may say. */
function positionOf(link: string, graph: URL): Record<string, string> {
	const url = URL.canParse(link) ? new URL(link) : null;
	if (url?.origin !== graph.origin) {
		throw new ProblemError(
			problem('bad-reply', { cause: `A list links to another host than ${graph.host}; the link was not followed.` }),
		);
	}
	return Object.fromEntries([...url.searchParams].filter(([name]) => !KEPT_FROM_US.has(name)));
}
