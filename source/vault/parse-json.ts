/** The value of a JSON text; undefined for a text that is none. The text stands in no error. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
