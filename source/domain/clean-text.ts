// Sequences for the terminal, with what is in them: they would leave their letters behind. Any control stands for the escape.
const SEQUENCES =
	/(?:(?![\n\t])\p{Cc}\[|\u009B)[0-?]*[ -/]*[@-~]|(?:(?![\n\t])\p{Cc}[\]P^_X]|[\u0090\u0098\u009D-\u009F])[^\p{Cc}]*(?:(?![\n\t])\p{Cc}\\?)/gu;
// Controls but for the new line and the tab, line and paragraph separators, bidirectional controls, characters that only hide text,
// and lone surrogates. The joiners and variation selectors stay: Persian, Indic scripts and emoji need them.
const UNSAFE =
	/(?![\n\t])\p{Cc}|\u034F|[\p{Cs}\u2028\u2029\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}]/gu;
// Tags spell a hidden text, but for those in the flags of England, Scotland and Wales.
const TAGS =
	/(\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,6}\u{E007F})|[\u{E0000}-\u{E00FF}\u{E01F0}-\u{E0FFF}]/gu;
// Behind these nothing joins or varies: what stands there only makes two names look the same.
const IDLE_JOINERS =
	/(?<=^|[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{Z}\p{P}\p{N}\n\t])[\u200C\u200D]+/gu;
const IDLE_SELECTORS =
	/(?<=^|[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{Z}\n\t])(?:\u200C|\u200D|[\uFE00-\uFE0F]|[\u{E0100}-\u{E01EF}])+/gu;
// More marks than any script puts on one letter would climb into the lines above and below.
const EXCESSIVE_MARKS = /([\p{M}\u200C\u200D]{4})[\p{M}\u200C\u200D]+/gu;
// Joiners, fillers, marks without a letter and the empty Braille cell show nothing by themselves.
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

// V8 takes a millisecond to read the patterns above, for the few names of a list.
const NOT_PLAIN = /[^\n -~]/;
// What begins a command in the log of a CI service: `##vso[`, `##[`, `##teamcity[`, `::`, `section_start:`.
const COMMANDS = /#(?=#\w*\[)|^[ \t]*:(?=:)|section_(?:start|end)(?=:)/gim;

/**
 * A text from outside as it may be written to a terminal, a log or a file: nothing in it can move the cursor or the text around
 * it, hide something, or be a command of a CI log. New lines and tabs stay.
 */
export function printable(text: string): string {
	const inert = NOT_PLAIN.test(text)
		? text
				.replace(SEQUENCES, '')
				.replace(UNSAFE, '')
				.replace(TAGS, '$1')
				.replace(IDLE_SELECTORS, '')
				.replace(IDLE_JOINERS, '')
		: text;
	return inert.replace(COMMANDS, '$& ');
}

/**
 * A name from outside made fit for one line of a screen or a table, as {@link printable} does. Empty for a name in which nothing
 * could be seen.
 */
export function cleanText(text: string): string {
	if (!/[^ -~]| {2}|^ | $/.test(text)) return printable(text);
	const clean = printable(text.replace(/[^\S\uFEFF]+/gu, ' ').trim())
		.replace(EXCESSIVE_MARKS, '$1')
		.replace(/ +/g, ' ')
		.trim();
	return VISIBLE.test(clean) ? clean : '';
}

/** All texts in data from outside as {@link cleanText} gives them. The data is changed. */
export function cleanTexts(data: unknown): unknown {
	if (typeof data === 'string') return cleanText(data);
	// Not by recursion: what is nested deeply would overflow the stack.
	const open = [data];
	for (let item = open.pop(); item !== undefined; item = open.pop()) {
		if (typeof item !== 'object' || item === null) continue;
		const parts = item as Record<string, unknown>;
		for (const [key, value] of Object.entries(parts)) {
			if (typeof value === 'string') parts[key] = cleanText(value);
			else open.push(value);
		}
	}
	return data;
}
