// Controls, line and paragraph separators, bidirectional controls, zero-width characters that only hide text, and lone
// surrogates. The zero-width joiners stay: Persian, Indic scripts and emoji need them.
const UNSAFE =
	/[\p{Cc}\p{Cs}\u2028\u2029\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]+/gu;
// More marks than any script puts on one letter would climb into the lines above and below.
const EXCESSIVE_MARKS = /([\p{M}\u200C\u200D]{4})[\p{M}\u200C\u200D]+/gu;
// Joiners, fillers, marks without a letter and the empty Braille cell show nothing by themselves.
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

// V8 takes a millisecond to read the patterns above, for the few names of a list.
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/**
 * A name from outside made fit for one line of a screen or a table: nothing in it can move the cursor or the text around
 * it. Empty for a name in which nothing could be seen.
 */
export function cleanText(text: string): string {
	if (PLAIN.test(text)) return text;
	const clean = text
		.replace(/[^\S\uFEFF]+/gu, ' ')
		.replace(UNSAFE, '')
		.replace(EXCESSIVE_MARKS, '$1')
		.replace(/ +/g, ' ')
		.trim();
	return VISIBLE.test(clean) ? clean : '';
}
