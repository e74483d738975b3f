import { type FactsOf, type Problem, problem } from './problem.ts';

/** An app as Graph names it; `name` is null where Graph would not tell it. */
export type App = { id: string; name: string | null };

/**
 * Why this cannot be an app id, as a problem; null for one that can. Meta's ids have 15 to 17 digits today, so
 * anything from 5 to 20 passes.
 */
export function problemOfAppId(text: string): Problem | null {
	const fault = faultOfAppId(text);
	return fault && problem('unknown-app', { kind: 'app-id', fault, length: text.length });
}

function faultOfAppId(text: string): FactsOf<'app-id'>['fault'] | null {
	if (text === '') return 'missing';
	if (isHexadecimal(text, 32)) return 'secret';
	if (!/^\d+$/.test(text)) return 'characters';
	if (text.length < 5) return 'short';
	return text.length > 20 ? 'long' : null;
}

/** Why this cannot be an app secret, as a problem; null for one that can: 32 hexadecimal digits. */
export function problemOfAppSecret(text: string): Problem | null {
	const fault = faultOfAppSecret(text);
	const facts = { kind: 'app-secret', length: text.length, isHexadecimal: isHexadecimal(text) } as const;
	return fault && problem('wrong-app-secret', { ...facts, fault });
}

function faultOfAppSecret(text: string): FactsOf<'app-secret'>['fault'] | null {
	if (text === '') return 'missing';
	if (/^EA[A-Z]/.test(text)) return 'access-token';
	if (/^\d+\|/.test(text)) return 'app-token';
	return isHexadecimal(text, 32) ? null : 'shape';
}

function isHexadecimal(text: string, length = text.length): boolean {
	return text.length === length && /^[0-9a-f]*$/i.test(text);
}

/**
 * The app id and the app secret in a pasted text, where exactly one of a kind is in it: digits, and 32 hexadecimal digits.
 * Null for what is not there, or is not clear.
 */
export function parseCredentials(text: string): { id: string | null; secret: string | null } {
	const only = (pattern: RegExp) => {
		const found = new Set(text.match(pattern));
		const [first = null] = found;
		return found.size === 1 ? first : null;
	};
	return { id: only(/(?<![\w|])\d{5,20}(?![\w|])/g), secret: only(/(?<!\w)[0-9a-f]{32}(?!\w)/gi) };
}
