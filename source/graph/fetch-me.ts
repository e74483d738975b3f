import type { Secret } from '../domain/secret.ts';
import { parseReply } from './app-client.ts';
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
	return parseReply(NamedNode, body, 'me');
}
