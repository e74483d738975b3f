import type { PageRecord } from '../domain/page.ts';
import type { Secret } from '../domain/secret.ts';
import type { GraphClient } from '../graph/client.ts';
import { type Caller, TokenInspector } from '../graph/debug-token.ts';
import type { WorkOptions } from './connect.ts';
import { unverified, verified } from './verify.ts';

/**
 * One Page by its id or user name, with the verdict on its token. Meta gives it for Pages that it lists nowhere.
 * @throws {ProblemError} where Meta does not show the Page. That its token could not be verified stands in the Page.
 */
export async function findPage(
	client: GraphClient,
	caller: Caller,
	userToken: Secret,
	address: string,
	{ now, signal }: WorkOptions,
): Promise<PageRecord> {
	const page = unverified(await client.page(address, 'id', userToken, signal));
	if (!page.token) return page;
	const [inspection] = await new TokenInspector(client.transport, caller).inspect([page.token], signal);
	return inspection ? verified(page, inspection, { appId: client.app.id, now: now() }) : page;
}
