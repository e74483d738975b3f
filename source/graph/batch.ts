import * as v from 'valibot';
import type { GraphFailure } from '../domain/problems/graph-error-rows.ts';
import { failureIn, parseBody } from './replies.ts';
import { BatchItem } from './schemas.ts';
import type { Transport } from './transport.ts';

/** Meta's own bound on the calls in one batch. */
export const BATCH_SIZE = 50;

/** What one call within a batch was answered with. */
export type BatchAnswer = { body: unknown; failure: GraphFailure | null };

/**
 * Makes up to fifty GETs in one call. `access` is the token of the batch, and of each call without one of its own, with its
 * proof. The answers come in the order of the addresses; null for one that was left unanswered, such as by a time-out.
 * @throws {ProblemError} when the batch as a whole fails.
 */
export async function getInBatch(
	transport: Transport,
	access: { access_token: string; appsecret_proof?: string },
	addresses: readonly string[],
	signal?: AbortSignal,
): Promise<(BatchAnswer | null)[]> {
	const batch = JSON.stringify(addresses.map((address) => ({ method: 'GET', relative_url: address })));
	const form = { ...access, include_headers: 'false', batch };
	const calls = addresses.length;
	const request = { endpoint: 'batch', method: 'POST', path: '', form, readOnly: true, calls } as const;
	const { body } = await transport.send(request, signal);
	return addresses.map((_, index) => (Array.isArray(body) ? answerIn(body[index]) : null));
}

function answerIn(item: unknown): BatchAnswer | null {
	const { success, output } = v.safeParse(BatchItem, item);
	if (!success || !output?.body) return null;
	const body = parseBody(output.body);
	return { body, failure: failureIn(body, output.code ?? 200) };
}
