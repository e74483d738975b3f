/** The value of a JSON text, with or without a byte order mark; undefined for a text that is none. No error repeats the text. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
	} catch {
		return undefined;
	}
}
