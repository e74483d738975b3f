import { ProblemError, problem } from '../domain/problem.ts';
import type { Secret } from '../domain/secret.ts';
import type { TokenInfo } from '../domain/token.ts';
import { GraphClient } from '../graph/client.ts';
import type { Caller } from '../graph/debug-token.ts';
import type { Transport } from '../graph/transport.ts';
import type { CheckedApp } from '../operations/check-app.ts';
import type { InspectedUserToken } from '../operations/inspect-user-token.ts';
import type { OpenProfile } from '../operations/profiles.ts';
import type { CallbackServer } from '../operations/sign-in/callback-server.ts';
import type { Vault } from '../vault/vault.ts';
import type { SessionEffect } from './effects.ts';
import type { Dispatch, SessionOptions, Ui } from './options.ts';

/** An effect by its type. */
export type Effect<Type extends SessionEffect['type']> = Extract<SessionEffect, { type: Type }>;

/** What the state must not hold: the client with the app secret, and the tokens of the person. */
export type GraphAccess = CheckedApp & {
	inspected: InspectedUserToken | null;
	/** The long-lived user token; null before the exchange. */
	signedIn: { userToken: Secret; info: TokenInfo; user: InspectedUserToken['user'] } | null;
};

/** What an effect is performed with: how it answers, and what stops it. */
export type Context = {
	options: SessionOptions;
	ui: Ui;
	/** What effects leave to those that follow. */
	kept: {
		access: GraphAccess | null;
		/** Where Facebook comes back to; null before the first sign-in with the browser. */
		callbacks: CallbackServer | null;
	};
	dispatch: Dispatch;
	signal: AbortSignal;
};

/** The access to Graph that an earlier effect has gained. */
export function accessOf({ kept }: Context): GraphAccess {
	if (!kept.access) throw new Error('The app was not checked yet.');
	return kept.access;
}

/** Who asks Meta about tokens: the person who has signed in, else the app. */
export function callerOf({ inspected, client }: GraphAccess): Caller {
	return inspected?.caller ?? { kind: 'app', token: client.appToken };
}

/** The access of a stored profile, whose app was accepted when it was stored. */
export function accessOfProfile(transport: Transport, { profile, secrets }: OpenProfile): GraphAccess {
	const { app, graphVersion, userInfo, user } = profile;
	return {
		client: new GraphClient(transport, { id: app.id, secret: secrets.appSecret }),
		app,
		version: graphVersion,
		inspected: null,
		signedIn: { userToken: secrets.userToken, info: userInfo, user },
	};
}

/**
 * Where profiles are stored.
 * @throws {ProblemError} where nothing can be.
 */
export function vaultOf({ options }: Context): Vault {
	if (!options.vault) throw new ProblemError(NO_STORE);
	return options.vault;
}

const NO_STORE = problem('disk', { kind: 'no-store' });
