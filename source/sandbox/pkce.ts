import { createHash } from 'node:crypto';
import type { CodeChallenge } from './entities.ts';

/** Whether the text may be a code verifier, or the `plain` challenge that one is sent as (RFC 7636). */
export function isVerifier(text: string | undefined): text is string {
	return /^[A-Za-z0-9._~-]{43,128}$/.test(text ?? '');
}

/** Whether the verifier is the one that the challenge was made of. */
export function meetsChallenge(verifier: string, { value, method }: CodeChallenge): boolean {
	return value === (method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url'));
}
