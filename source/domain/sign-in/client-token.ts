import { type FactsOf, type Problem, problem } from '../problem.ts';
import type { Secret } from '../secret.ts';

/**
 * Why this cannot be the client token of an app, as a problem; null for one that can: 32 hexadecimal digits. `isAsked`: can the
 * person be asked for it?
 */
export function problemOfClientToken(
	token: Secret,
	appSecret: Secret | null,
	{ isAsked = true }: { isAsked?: boolean } = {},
): Problem | null {
	const fault = faultOf(token, appSecret);
	const facts = { kind: 'client-token', length: token.length, isAsked } as const;
	return fault && problem(fault === 'missing' ? 'sign-in-needed' : 'wrong-app-secret', { ...facts, fault });
}

function faultOf(token: Secret, appSecret: Secret | null): FactsOf<'client-token'>['fault'] | null {
	if (token.length === 0) return 'missing';
	if (appSecret && token.equals(appSecret)) return 'app-secret';
	return /^[0-9a-f]{32}$/i.test(token.reveal()) ? null : 'shape';
}
