import { resolveToken } from '../authenticate.ts';
import type { Call } from '../call.ts';
import type { App, AuthorizationCode } from '../entities.ts';
import { graphError } from '../graph-error.ts';
import { isVerifier, meetsChallenge } from '../pkce.ts';
import { problemOf } from '../tokens.ts';
import type { World } from '../world.ts';

/** `/oauth/access_token`, by GET or POST: an app token, a long-lived token, or the token for a login code. */
export function oauthAccessToken({ world, request: { params } }: Call): unknown {
	const app = knownApp(world, params.get('client_id'));
	const grant = params.get('grant_type') ?? 'authorization_code';
	const code = grant === 'authorization_code' ? world.codes.get(params.get('code') ?? '') : undefined;
	const secret = params.get('client_secret');
	const provesByVerifier = world.login.verifierAlone && secret === undefined && code?.challenge !== undefined;
	if (secret !== app.secret && !provesByVerifier) {
		throw graphError('secretWrong');
	}
	switch (grant) {
		case 'client_credentials':
			return { access_token: world.appToken(app.id).text, token_type: 'bearer' };
		case 'fb_exchange_token':
			return longLivedToken(world, app, params.get('fb_exchange_token'));
		case 'authorization_code':
			return tokenForCode(world, app, code, params);
		default:
			throw graphError('invalidParameter');
	}
}

function knownApp(world: World, clientId: string | undefined): App {
	if (!clientId) {
		throw graphError('clientIdMissing');
	}
	if (!/^\d+$/.test(clientId)) {
		throw graphError('clientIdUnreadable');
	}
	const app = world.apps.get(clientId);
	if (app?.status !== 'ok') {
		throw graphError('unknownApp');
	}
	return app;
}

function longLivedToken(world: World, app: App, text: string | undefined): unknown {
	const token = resolveToken(world, text ?? '');
	if (token.appId !== app.id) {
		throw graphError('tokenOfAnotherApp', { appId: app.id });
	}
	const problem = problemOf(world, token);
	if (problem) {
		throw problem;
	}
	if (token.kind !== 'user' && token.kind !== 'system-user') {
		throw graphError('notExchangeable');
	}
	return bearer(world, world.exchange(token));
}

function tokenForCode(
	world: World,
	app: App,
	code: AuthorizationCode | undefined,
	params: ReadonlyMap<string, string>,
): unknown {
	const redirectUri = params.get('redirect_uri') ?? '';
	if (!URL.canParse(redirectUri)) {
		throw graphError('redirectNotAbsolute');
	}
	if (code?.appId !== app.id) {
		throw graphError('codeMalformed');
	}
	if (code.redirectUri !== redirectUri) {
		throw graphError('codeOfAnotherRedirect');
	}
	if (code.used) {
		throw graphError('codeUsed');
	}
	if (code.expiresAt <= world.now()) {
		throw graphError('codeExpired');
	}
	requireVerifier(code, params.get('code_verifier'));
	const authType = code.authType === undefined ? {} : { auth_type: code.authType };
	return { ...bearer(world, world.redeem(code)), ...authType };
}

function requireVerifier({ challenge }: AuthorizationCode, verifier: string | undefined): void {
	if (!challenge) {
		if (verifier !== undefined) {
			throw graphError('verifierUnexpected');
		}
		return;
	}
	if (!isVerifier(verifier) || !meetsChallenge(verifier, challenge)) {
		throw graphError('verifierInvalid');
	}
}

function bearer(world: World, { text, expiresAt }: { readonly text: string; readonly expiresAt: number }) {
	const lifetime = expiresAt === 0 ? undefined : expiresAt - world.now();
	return { access_token: text, token_type: 'bearer', expires_in: lifetime };
}
