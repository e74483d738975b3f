// Controls, line and paragraph separators, bidirectional controls, zero-width characters that only hide text, and lone
// surrogates. The zero-width joiners stay: Persian, Indic scripts and emoji need them.
const UNSAFE =
	/[\p{Cc}\p{Cs}\u2028\u2029\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]+/gu;

/** A name from outside made fit for one line of a screen or a table: nothing in it can move the cursor or the text around it. */
export function cleanText(text: string): string {
	return text
		.replace(/[^\S\uFEFF]+/gu, ' ')
		.replace(UNSAFE, '')
		.replace(/ +/g, ' ')
		.trim();
}
