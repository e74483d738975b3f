import type { App } from '../domain/app.ts';
import type { PageRecord } from '../domain/page.ts';
import type { AppCredentials } from '../graph/app-client.ts';
import type { Named } from '../graph/client.ts';
import type { Transport } from '../graph/transport.ts';
import { type CheckedApp, checkApp } from './check-app.ts';
import { type ConnectEvent, type ConnectResult, connect } from './connect.ts';
import { type InspectedUserToken, inspectUserToken } from './inspect-user-token.ts';
import { tokenInPaste } from './sign-in/by-address.ts';
import type { WorkOptions } from './verify.ts';

/** What a whole journey without screens is given. `token` is what the person pasted, in whatever form. */
export type JourneyInput = {
	transport: Transport;
	forcedVersion: boolean;
	credentials: AppCredentials;
	token: string;
	wanted: readonly string[];
	/** Ids or user names of Pages that Meta may list nowhere. */
	addresses?: readonly string[];
};

/** What a journey tells while it runs. */
export type JourneyEvent =
	| { type: 'app-accepted'; app: App; version: string }
	| { type: 'token-inspected'; inspected: InspectedUserToken }
	| ConnectEvent;

/**
 * What a journey found. `userToken` is the long-lived one, `userInfo` what Meta says of it, and `unshown` those of the given
 * addresses whose Pages Meta does not show.
 */
export type JourneyResult = Omit<ConnectResult, 'pages'> & {
	app: App;
	version: string;
	/** The origin of the Graph API. */
	graphUrl: string;
	user: Named | null;
	/** The wanted permissions that the person has declined. */
	declined: string[];
	pages: PageRecord[];
};

/**
 * The whole journey in its order: the app's credentials, the sign-in, the review of the token, the exchange, the list, the verdicts.
 * @throws {ProblemError} where it cannot go on.
 */
export async function* runJourney(
	{ transport, forcedVersion, credentials, token, wanted, addresses = [] }: JourneyInput,
	options: WorkOptions,
): AsyncGenerator<JourneyEvent, JourneyResult, undefined> {
	const { now, signal } = options;
	const pasted = tokenInPaste(token, credentials);
	const checked = await checkApp(transport, credentials, { forcedVersion, signal });
	const { client, app, version } = checked;
	yield { type: 'app-accepted', app, version };
	const inspected = await inspectUserToken(client, pasted, wanted, { appName: app.name, now, signal });
	yield { type: 'token-inspected', inspected };
	return yield* makeTokens({ checked, inspected, addresses }, options);
}

/** The second half of {@link runJourney}: the exchange, the list, the verdicts. */
export async function* makeTokens(
	input: { checked: CheckedApp; inspected: InspectedUserToken; addresses: readonly string[] },
	options: WorkOptions,
): AsyncGenerator<ConnectEvent, JourneyResult, undefined> {
	const { inspected, addresses } = input;
	const { client, app, version } = input.checked;
	const result = yield* connect(client, inspected, options, { addresses });
	const { user, declined } = inspected;
	const unshown = result.unshown.filter((address) => addresses.includes(address));
	const graphUrl = client.transport.graph.origin;
	return { app, version, graphUrl, user, declined, ...result, pages: [...result.pages.values()], unshown };
}
