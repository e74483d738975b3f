/** A `.env` file with variables put into it; or the line, from 1, at which it cannot be read: null where it has no variables. */
export type MergedDotenv =
	| { isReadable: true; text: string; written: number; kept: number }
	| { isReadable: false; line: number | null };

/**
 * Puts the variables of one `.env` text into another. A variable that is there is replaced wherever it stands, and new ones come
 * last; every other byte stays. `kept` counts the lines that stay. Takes linear time.
 */
export function mergeDotenv(text: string, variables: string): MergedDotenv {
	const entries = entriesOf(text);
	if (!Array.isArray(entries)) return { isReadable: false, line: entries.brokenAt };
	// JSON or YAML by that name, for instance.
	if (!entries.some(({ name }) => name !== null) && entries.some(isText)) return { isReadable: false, line: null };
	const ours = entriesOf(variables);
	if (!Array.isArray(ours)) throw new Error('The variables are no .env file.');
	const wanted = new Map(ours.flatMap(({ name, value }) => (name === null ? [] : [[name, value] as const])));
	const missing = new Map(wanted);
	let kept = 0;
	let merged = '';
	for (const entry of entries) {
		const value = entry.name === null ? undefined : wanted.get(entry.name);
		if (value === undefined) kept += entry.lines;
		else missing.delete(entry.name ?? '');
		merged += value === undefined ? entry.text : `${entry.before}${entry.name}=${value}${entry.after}`;
	}
	const newline = NEWLINE.exec(text)?.[0] ?? '\n';
	if (missing.size > 0 && /[^\r\n\uFEFF]$/.test(merged)) merged += newline;
	for (const [name, value] of missing) merged += `${name}=${value}${newline}`;
	return { isReadable: true, text: merged, written: wanted.size, kept };
}

const NEWLINE = /\r\n?|\n/;

/** One assignment, or any other line. `before` is an indent and `export`, `after` a comment and the end of the line. */
type Entry = { text: string; lines: number; name: string | null; before: string; value: string; after: string };

const ASSIGNMENT = /(\uFEFF?[ \t]*(?:export[ \t]+)?)([\w.-]+)(?:[ \t]*=|:(?=[ \t]))[ \t]*/y;
const REST = /[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n|$)/y;
const LINE = /([^\r\n]*)(?:\r\n?|\n)?/y;

/** As the `dotenv` package reads it; a quote that is never closed is an error here. */
function entriesOf(text: string): Entry[] | { brokenAt: number } {
	const entries: Entry[] = [];
	let at = 0;
	let lines = 1;
	while (at < text.length) {
		const [line = '', body = ''] = match(LINE, text, at) ?? [];
		const [head = '', before = '', name = null] = match(ASSIGNMENT, text, at) ?? [];
		const start = at + head.length;
		let end = at + line.length;
		let value = body
			.slice(head.length)
			.replace(/[ \t]#.*/, '')
			.trimEnd();
		let after = text.slice(start + value.length, end);
		const quote = name === null ? '' : (text[start] ?? '');
		if (quote !== '' && `'"\``.includes(quote)) {
			const closed = afterQuote(text, start);
			const rest = closed === -1 ? null : match(REST, text, closed);
			if (rest) [value, after, end] = [text.slice(start, closed), rest[0], closed + rest[0].length];
			// As in A='C:\' or A='a' b, which are read as one line.
			else if (!line.slice(head.length + 1).includes(quote)) return { brokenAt: lines };
		}
		const whole = text.slice(at, end);
		const count = whole.split(NEWLINE).length - (/[\r\n]$/.test(whole) ? 1 : 0);
		entries.push({ text: whole, lines: count, name, before, value, after });
		lines += count;
		at = end;
	}
	return entries;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
	pattern.lastIndex = at;
	return pattern.exec(text);
}

/** Behind the quote that ends what begins at `start`; -1 for none. */
function afterQuote(text: string, start: number): number {
	const quote = text[start] ?? '';
	let at = start;
	do at = text.indexOf(quote, at + 1);
	while (at !== -1 && text[at - 1] === '\\');
	return at === -1 ? -1 : at + 1;
}

function isText({ name, text }: Entry): boolean {
	return name === null && !/^\s*(?:#|$)/.test(text);
}
