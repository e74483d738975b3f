import type { PageRecord } from '../domain/page.ts';
import type { GraphClient } from '../graph/client.ts';
import { type Caller, TokenInspector } from '../graph/debug-token.ts';
import type { WorkOptions } from './connect.ts';
import { verified } from './verify.ts';

/**
 * Asks Meta again about stored tokens, some at a time, and gives the Pages with their verdicts. A Page without a token is left
 * out; a problem is a part of its Page.
 * @throws {ProblemError} for `cancelled` alone.
 */
export async function* verifyPages(
	client: GraphClient,
	caller: Caller,
	pages: readonly PageRecord[],
	{ now, signal }: WorkOptions,
): AsyncGenerator<PageRecord[], void, undefined> {
	const inspector = new TokenInspector(client.transport, caller);
	const withToken = pages.flatMap((page) => (page.token ? [{ page, token: page.token }] : []));
	for (let start = 0; start < withToken.length; start += TokenInspector.batchSize) {
		const some = withToken.slice(start, start + TokenInspector.batchSize);
		const answers = await inspector.inspect(
			some.map(({ token }) => token),
			signal,
		);
		yield some.flatMap(({ page }, index) => {
			const answer = answers[index];
			return answer ? [verified(page, answer, { appId: client.app.id, now: now() })] : [];
		});
	}
}
