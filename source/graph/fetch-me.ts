import * as v from 'valibot';
import { ProblemError, problem } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import { appSecretProof } from './proof.ts';
import { NamedNode } from './schemas.ts';
import type { Transport } from './transport.ts';

/**
 * Whom a token speaks for, `GET /me`: the person, the system user, or the Page of a Page token. `appSecret` makes the
 * proof; null sends none, for the token of an app whose secret is not at hand.
 * @throws {ProblemError}
 */
export async function fetchMe(
	transport: Transport,
	token: Secret,
	appSecret: Secret | null,
	signal?: AbortSignal,
): Promise<{ id: string; name: string | null }> {
	const proof = appSecret ? { appsecret_proof: appSecretProof(appSecret, token) } : {};
	const { body } = await transport.send(
		{ endpoint: 'me', path: 'me', query: { fields: 'id,name', ...proof }, token },
		signal,
	);
	const { success, output } = v.safeParse(NamedNode, body);
	if (success) return output;
	throw new ProblemError(problem('bad-reply', { kind: 'answer', of: 'me', fault: 'incomplete' }));
}
