import type { App } from '../domain/app.ts';
import { problemOf } from '../domain/problem.ts';
import { type AppCredentials, GraphClient } from '../graph/client.ts';
import type { Transport } from '../graph/transport.ts';
import { probeVersion } from '../graph/version.ts';

/**
 * A pair of app id and secret that Meta accepts, the client that speaks for it, the app's name where Meta tells it, and
 * the Graph version that really answers: Meta serves an expired one with the oldest that lives, without a word.
 */
export type CheckedApp = { client: GraphClient; app: App; version: string };

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
		const { app, version } = await client.describeApp(signal);
		return { client, app, version: version ?? transport.version };
	} catch (error) {
		if (problemOf(error).code === 'cancelled') throw error;
		return { client, app: { id: credentials.id, name: null }, version: transport.version };
	}
}
