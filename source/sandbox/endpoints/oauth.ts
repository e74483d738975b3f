import { resolveToken } from '../authenticate.ts';
import type { Call } from '../call.ts';
import type { App, AuthorizationCode } from '../entities.ts';
import { GraphError } from '../graph-error.ts';
import { isVerifier, meetsChallenge } from '../pkce.ts';
import type { World } from '../world.ts';

/** `/oauth/access_token`, by GET or POST: an app token, a long-lived token, or the token for a login code. */
export function oauthAccessToken({ world, request: { params } }: Call): unknown {
	const app = knownApp(world, params.get('client_id'));
	const grant = params.get('grant_type') ?? 'authorization_code';
	const code = grant === 'authorization_code' ? world.codes.get(params.get('code') ?? '') : undefined;
	const secret = params.get('client_secret');
	const provesByVerifier = world.login.verifierAlone && secret === undefined && code?.challenge !== undefined;
	if (secret !== app.secret && !provesByVerifier) {
		throw new GraphError('Error validating client secret.', { code: 1, word: 'invalid_client' });
	}
	switch (grant) {
		case 'client_credentials':
			return { access_token: world.appToken(app.id).text, token_type: 'bearer' };
		case 'fb_exchange_token':
			return longLivedToken(world, app, params.get('fb_exchange_token'));
		case 'authorization_code':
			return tokenForCode(world, app, code, params);
		default:
			throw new GraphError('Invalid parameter', { code: 100 });
	}
}

function knownApp(world: World, clientId: string | undefined): App {
	if (!clientId) {
		throw new GraphError('Missing client_id parameter.', { code: 101 });
	}
	if (!/^\d+$/.test(clientId)) {
		throw new GraphError('An unknown error has occurred.', { status: 500, code: 1 });
	}
	const app = world.apps.get(clientId);
	if (app?.status !== 'ok') {
		const message = 'Error validating application. Cannot get application info due to a system error.';
		throw new GraphError(message, { code: 101 });
	}
	return app;
}

function longLivedToken(world: World, app: App, text: string | undefined): unknown {
	const token = resolveToken(world, text ?? '');
	if (token.appId !== app.id) {
		throw new GraphError(`The access token does not belong to application ${app.id}`, { code: 1 });
	}
	const problem = world.problemOf(token);
	if (problem) {
		const { code, message, subcode } = problem;
		throw new GraphError(message, subcode === undefined ? { code } : { code, subcode });
	}
	if (token.kind !== 'user' && token.kind !== 'system-user') {
		// What Meta says to a Page token here is not documented.
		throw new GraphError('Invalid OAuth access token data.', { code: 190 });
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
		const message = "redirect_uri isn't an absolute URI. Check RFC 3986.";
		throw new GraphError(message, { code: 191, word: 'redirect_uri_mismatch' });
	}
	if (code?.appId !== app.id) {
		throw new GraphError('Invalid verification code format.', { code: 100, word: 'invalid_code' });
	}
	if (code.redirectUri !== redirectUri) {
		const message =
			'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request';
		throw new GraphError(message, { code: 100, subcode: 36008, word: 'redirect_uri_mismatch' });
	}
	if (code.used) {
		throw new GraphError('This authorization code has been used.', { code: 100, subcode: 36009, word: 'invalid_code' });
	}
	if (code.expiresAt <= world.now()) {
		throw new GraphError('This authorization code has expired.', { code: 100, subcode: 36007, word: 'invalid_code' });
	}
	requireVerifier(code, params.get('code_verifier'));
	const authType = code.authType === undefined ? {} : { auth_type: code.authType };
	return { ...bearer(world, world.redeem(code)), ...authType };
}

/** The two texts are Meta's; that a well-formed verifier of another challenge gets the second one is a guess. */
function requireVerifier({ challenge }: AuthorizationCode, verifier: string | undefined): void {
	if (!challenge) {
		if (verifier !== undefined) {
			const message = 'code_verifier param is provided without a code_challenge in authorization request.';
			throw new GraphError(message, { code: 1 });
		}
		return;
	}
	if (!isVerifier(verifier) || !meetsChallenge(verifier, challenge)) {
		const message =
			'Invalid code verifier. Code verifier should be a cryptographically random string using the characters A-Z, a-z, 0-9, and the punctuation characters -._~ (hyphen, period, underscore, and tilde), between 43 and 128 characters long.';
		throw new GraphError(message, { code: 1 });
	}
}

function bearer(world: World, { text, expiresAt }: { readonly text: string; readonly expiresAt: number }) {
	const lifetime = expiresAt === 0 ? undefined : expiresAt - world.now();
	return { access_token: text, token_type: 'bearer', expires_in: lifetime };
}
