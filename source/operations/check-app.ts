import type { App } from '../domain/app.ts';
import { problemOf } from '../domain/problem.ts';
import { type AppCredentials, GraphClient } from '../graph/client.ts';
import type { Transport } from '../graph/transport.ts';
import { probeVersion } from '../graph/version.ts';

/** A pair of app id and secret that Meta accepts, the client that speaks for it, and the app's name where Meta tells it. */
export type CheckedApp = { client: GraphClient; app: App };

/**
 * Tests the pair alone and before everything else, then settles the Graph version (unless one is forced) and asks for
 * the app's name, which is a comfort and never a reason to stop.
 * @throws {ProblemError} such as `wrong-app-secret` and `unknown-app`.
 */
export async function checkApp(
	transport: Transport,
	credentials: AppCredentials,
	{ forcedVersion = false, signal }: { forcedVersion?: boolean; signal?: AbortSignal } = {},
): Promise<CheckedApp> {
	const client = new GraphClient(transport, credentials);
	await client.checkCredentials(signal);
	if (!forcedVersion) transport.version = await probeVersion(transport, signal);
	try {
		return { client, app: await client.describeApp(signal) };
	} catch (error) {
		if (problemOf(error).code === 'cancelled') throw error;
		return { client, app: { id: credentials.id, name: null } };
	}
}
