/**
 * JSON text as Graph writes it: minified, `/` as `\/`, `@` as `\u0040`, `%` as `\u0025`, everything beyond ASCII as
 * `\uXXXX` in lower-case hex.
 */
export function graphJson(value: unknown): string {
	// Outside of strings JSON has none of these characters, so the text can be rewritten as a whole.
	return JSON.stringify(value).replace(/[/@%\u007f-\uffff]/g, (character) =>
		character === '/' ? '\\/' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
