import { createHash, createHmac } from 'node:crypto';
import { Secret } from '../domain/secret.ts';
import type { TokenSummary } from '../domain/token.ts';

/** The `appsecret_proof` of a token: HMAC-SHA256 keyed with the app secret, in hexadecimal. */
export function appSecretProof(appSecret: Secret, token: Secret): string {
	return createHmac('sha256', appSecret.reveal()).update(token.reveal()).digest('hex');
}

/** The proof as a parameter of a call; none where the app secret is not at hand. */
export function proofQuery(appSecret: Secret | null, token: Secret): { appsecret_proof?: string } {
	return appSecret ? { appsecret_proof: appSecretProof(appSecret, token) } : {};
}

/** The app access token that an app id and its secret form by themselves. */
export function appAccessToken(appId: string, appSecret: Secret): Secret {
	return new Secret(`${appId}|${appSecret.reveal()}`);
}

/** How a token may be shown. */
export function summarise(token: Secret): TokenSummary {
	const fingerprint = createHash('sha256').update(token.reveal()).digest('hex').slice(0, 8);
	return { preview: token.preview, length: token.length, fingerprint };
}
