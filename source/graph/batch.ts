import * as v from 'valibot';
import type { GraphFailure } from '../domain/problems/graph-error.ts';
import type { Secret } from '../domain/secret.ts';
import { failureIn, parseBody } from './replies.ts';
import { BatchItem } from './schemas.ts';
import type { Transport } from './transport.ts';

/** Meta's own bound on the calls in one batch. */
export const BATCH_SIZE = 50;

/** What one call within a batch was answered with. */
export type BatchAnswer = { body: unknown; failure: GraphFailure | null };

/**
 * Makes up to fifty GETs in one call. `token` is that of the batch and of those without one of their own, and `proof` its
 * proof. The answers come in the order of the addresses; null for what was left unanswered, such as a call that timed out.
 * @throws {ProblemError} when the batch as a whole fails.
 */
export async function getInBatch(
	transport: Transport,
	{ token, proof }: { token: Secret; proof?: string },
	addresses: readonly string[],
	signal?: AbortSignal,
): Promise<(BatchAnswer | null)[]> {
	const form = {
		access_token: token.reveal(),
		...(proof === undefined ? {} : { appsecret_proof: proof }),
		include_headers: 'false',
		batch: JSON.stringify(addresses.map((address) => ({ method: 'GET', relative_url: address }))),
	};
	const request = {
		endpoint: 'batch',
		method: 'POST',
		path: '',
		form,
		readOnly: true,
		calls: addresses.length,
	} as const;
	const { body } = await transport.send(request, signal);
	return addresses.map((_, index) => (Array.isArray(body) ? answerIn(body[index]) : null));
}

function answerIn(item: unknown): BatchAnswer | null {
	const { success, output } = v.safeParse(BatchItem, item);
	if (!success || !output?.body) return null;
	const body = parseBody(output.body);
	return { body, failure: failureIn(body, output.code ?? 200) };
}
