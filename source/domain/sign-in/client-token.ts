import { type Problem, problem } from '../problem.ts';
import type { Secret } from '../secret.ts';

const WHERE = 'Copy the Client Token from App settings, Advanced, Security.';

/** A client token that is needed and not there. */
export const CLIENT_TOKEN_NEEDED: Problem = problem('sign-in-needed', {
	title: 'The client token of the app is needed',
	cause: 'Signing in on another device works with it in the place of the app secret.',
	remedy: WHERE,
});

/** Why this cannot be the client token of an app, as a problem; null for one that can: 32 hexadecimal digits. */
export function problemOfClientToken(token: Secret, appSecret: Secret | null): Problem | null {
	if (token.length === 0) return CLIENT_TOKEN_NEEDED;
	if (appSecret && token.equals(appSecret)) {
		return problem('wrong-app-secret', {
			title: 'This is the app secret, not the client token',
			cause: 'The two look the same; the client token stands elsewhere in the settings.',
			remedy: WHERE,
		});
	}
	if (/^[0-9a-f]{32}$/i.test(token.reveal())) return null;
	return problem('wrong-app-secret', {
		title: 'This does not look like a client token',
		cause: `A client token is 32 characters, 0-9 and a-f; this has ${token.length}.`,
		remedy: WHERE,
	});
}
