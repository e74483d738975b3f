import type { App } from '../domain/app.ts';
import { resultOrNull } from '../domain/problem.ts';
import type { AppCredentials } from '../graph/app-client.ts';
import { GraphClient } from '../graph/client.ts';
import type { Transport } from '../graph/transport.ts';
import { NEWEST_VERSION, probeVersion } from '../graph/version.ts';

/**
 * An app that Meta accepts with its secret, the client for it, and the Graph version that really answers: Meta serves an
 * expired one with the oldest that still exists, without saying so.
 */
export type CheckedApp = { client: GraphClient; app: App; version: string };

/**
 * Tests App ID and App Secret before everything else, then settles the Graph version (unless one is forced) and asks for
 * the app's name, without which the program goes on.
 * @throws {ProblemError} such as `wrong-app-secret` and `unknown-app`.
 */
export async function checkApp(
	transport: Transport,
	credentials: AppCredentials,
	{ forcedVersion = false, signal }: { forcedVersion?: boolean; signal?: AbortSignal } = {},
): Promise<CheckedApp> {
	const client = new GraphClient(transport, credentials);
	await client.checkCredentials(signal);
	if (forcedVersion) return { client, ...(await described(client, signal)) };
	// An answer to the newest version is the proof that there is one, and no other call is needed.
	transport.version = NEWEST_VERSION;
	const first = await described(client, signal);
	if (first.isAnswered) return { client, ...first };
	transport.version = await probeVersion(transport, signal);
	return { client, ...(transport.version === NEWEST_VERSION ? first : await described(client, signal)) };
}

async function described(client: GraphClient, signal?: AbortSignal) {
	const answer = await resultOrNull(client.describeApp(signal));
	const app = answer?.app ?? { id: client.app.id, name: null };
	return { app, version: answer?.version ?? client.transport.version, isAnswered: answer !== null };
}
