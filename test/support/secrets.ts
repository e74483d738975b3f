import { Secret } from '../../source/domain/secret.ts';
import * as fc from './fast-check.ts';
import { plantSecret } from './planted.ts';

const ALPHABET = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];

function textOf(alphabet: readonly string[], minLength: number, maxLength: number): fc.Arbitrary<string> {
	return fc.array(fc.constantFrom(...alphabet), { minLength, maxLength }).map((characters) => characters.join(''));
}

/** Access tokens by their shape: `EAA…`, 100 to 220 characters. */
export const anyToken: fc.Arbitrary<string> = textOf(ALPHABET, 97, 217).map((rest) => `EAA${rest}`);

/** App secrets by their shape: 32 hexadecimal digits. */
export const anyAppSecret: fc.Arbitrary<string> = textOf([...'0123456789abcdef'], 32, 32);

/** A made-up token of 200 characters, which must not get out anywhere; the same `seed` gives the same one. */
export function tokenOf(seed: string): string {
	const [token = ''] = fc.sample(anyToken, {
		numRuns: 1,
		seed: [...seed].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7) | 0,
	});
	plantSecret(token, 'page token');
	return token;
}

/** A value as text in which secrets can be read, to compare two of them: they show nothing by themselves. */
export function revealed(value: unknown): string {
	return JSON.stringify(
		value,
		function (this: Record<string, unknown>, key, shown) {
			const own = this[key];
			return own instanceof Secret ? own.reveal() : own instanceof Set ? [...own] : shown;
		},
		1,
	);
}
