import type { Secret } from '../domain/secret.ts';
import type { TokenInfo } from '../domain/token.ts';
import { GraphClient } from '../graph/client.ts';
import type { Hosts } from '../graph/hosts.ts';
import type { Transport } from '../graph/transport.ts';
import type { CheckedApp } from '../operations/check-app.ts';
import type { OpenProfile } from '../operations/profiles.ts';
import type { TokenReview } from '../operations/review-token.ts';
import type { Vault } from '../vault/vault.ts';
import type { Dispatch } from './store.ts';

/**
 * `forcedVersion` keeps the transport's Graph version from being probed; `vault` is null where nothing is to be stored;
 * `now` gives Unix seconds; `onFault` takes what should never happen.
 */
export type WorkerSettings = {
	transport: Transport;
	forcedVersion: boolean;
	vault: Vault | null;
	hosts: Hosts;
	env: NodeJS.ProcessEnv;
	now: () => number;
	onFault: (error: unknown) => void;
};

/** What the screens must not know: the client with the app secret, and the tokens of the person. */
export type GraphAccess = CheckedApp & {
	review: TokenReview | null;
	/** The long-lived user token; null before the exchange. */
	signedIn: { userToken: Secret; info: TokenInfo; user: TokenReview['user'] } | null;
};

/** How an effect answers, and what stops it. */
export type Answering = { dispatch: Dispatch; signal: AbortSignal };

/** The session of a stored profile, whose app was accepted when it was stored. */
export function sessionOf(transport: Transport, { profile, secrets }: OpenProfile): GraphAccess {
	const { app, graphVersion, userInfo, user } = profile;
	return {
		client: new GraphClient(transport, { id: app.id, secret: secrets.appSecret }),
		app,
		version: graphVersion,
		review: null,
		signedIn: { userToken: secrets.userToken, info: userInfo, user },
	};
}
