import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret } from '../../domain/secret.ts';

/** A text for once that nobody can guess: 43 characters that need no escaping in an address. */
export function oneTimeText(): string {
	return randomBytes(32).toString('base64url');
}

/** A verifier of PKCE (RFC 7636) and its challenge by S256. */
export function createVerifier(): { verifier: Secret; challenge: string } {
	const verifier = oneTimeText();
	return { verifier: new Secret(verifier), challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** Compares two texts in a time that does not depend on where they differ. */
export function isSameText(one: string, other: string): boolean {
	const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
	return timingSafeEqual(a, b);
}
