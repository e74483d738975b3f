import { createHmac, timingSafeEqual } from 'node:crypto';
import type { App, Token } from './entities.ts';
import { GraphError, graphError } from './graph-error.ts';
import type { Credentials } from './graph-request.ts';
import { endless } from './issuing.ts';
import { tokenPrefix } from './token-text.ts';
import { problemOf } from './tokens.ts';
import type { World } from './world.ts';

const PROOF_LIFETIME = 5 * 60;

/**
 * The token with this text, whether it still works or not: an issued one, or `APP_ID|APP_SECRET`.
 * Throws Graph's error 190 for a text that is no token.
 */
export function resolveToken(world: World, text: string): Token {
	const issued = world.tokens.get(text);
	if (issued) {
		return issued;
	}
	const [, appId, key] = /^(\d+)\|(.*)$/.exec(text) ?? [];
	if (appId !== undefined && key !== undefined) {
		const app = world.apps.get(appId);
		if (!app) {
			throw graphError('tokenOfNoApp');
		}
		if (key !== app.secret && key !== app.clientToken) {
			throw graphError('signatureInvalid');
		}
		return { ...endless(key === app.secret ? 'app' : 'client', appId), text };
	}
	// A token that lost its end still tells its app.
	const isDamaged =
		/^[0-9A-Za-z]+$/.test(text) && [...world.apps.keys()].some((id) => text.startsWith(tokenPrefix(id)));
	throw isDamaged ? graphError('tokenMalformed', { text }) : graphError('tokenUnreadable');
}

/** What is known of a text that should be a token: the token and why it no longer works, or why the text is none. */
export interface Inspection {
	/** Undefined: the text is no token. */
	readonly token?: Token;
	readonly problem?: GraphError | undefined;
}

/** Looks at a text as the token debugger does. */
export function inspectToken(world: World, text: string): Inspection {
	try {
		const token = resolveToken(world, text);
		return { token, problem: problemOf(world, token) };
	} catch (error) {
		if (error instanceof GraphError) {
			return { problem: error };
		}
		throw error;
	}
}

/**
 * Who calls: the token of the request, checked with its proof. Undefined when there is none, or none that counts.
 * A bad token is HTTP 401 when it came in the `Authorization` header, else 400.
 */
export function authenticate(world: World, credentials: Credentials): Token | undefined {
	const { token: text, place } = credentials;
	if (text === undefined) {
		return undefined;
	}
	const status = place === 'header' ? 401 : 400;
	const { token, problem } = inspectToken(world, text);
	const app = world.apps.get(token?.appId ?? '');
	if (app?.status === 'restricted') {
		throw graphError('appBlocked');
	}
	if (problem || !token) {
		throw (problem ?? graphError('tokenUnreadable')).withStatus(status);
	}
	if (token.kind === 'app' && app?.nativeDesktop) {
		return undefined;
	}
	// Who has an app token has the secret, and a device, with the client token, cannot have it.
	if (app && ((token.kind !== 'app' && token.kind !== 'client') || credentials.proof !== undefined)) {
		checkProof(app, text, credentials, world.now());
	}
	return token;
}

/** `hex(HMAC-SHA256(app secret, token))`, or of `token|appsecret_time`, which is good for five minutes. */
function checkProof(app: App, text: string, { proof, proofTime }: Credentials, now: number): void {
	if (proof === undefined) {
		if (app.requireAppSecretProof) {
			throw graphError('proofMissing');
		}
		return;
	}
	const message = proofTime === undefined ? text : `${text}|${proofTime}`;
	const expected = createHmac('sha256', app.secret).update(message).digest();
	const given = Buffer.from(proof, 'hex');
	const isFresh = proofTime === undefined || Math.abs(now - Number(proofTime)) <= PROOF_LIFETIME;
	if (given.length !== expected.length || !timingSafeEqual(given, expected) || !isFresh) {
		throw graphError('proofInvalid');
	}
}
