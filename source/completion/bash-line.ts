/** What stands on a command line of bash before the cursor. */
export type BashLine = {
	/** The words before the one that is being typed, the command's name included, as the command would get them. */
	words: string[];
	/** The word that is being typed, as far as it is. */
	current: string;
	/** How much of `current` stands before what readline replaces, in UTF-16 units. */
	kept: number;
	/** The quote that is still open. */
	quote: '' | "'" | '"';
	/** Is the name of a file wanted, since the word is behind `<` or `>`? */
	isRedirection: boolean;
};

/**
 * Reads a command line as bash does, up to the cursor. `breaks` are the characters of COMP_WORDBREAKS: readline replaces only
 * what stands behind the last of them, or behind the quote that is open. Nothing is expanded or run: null where the word that
 * is being typed has something in it that bash would expand.
 */
export function readBashLine(line: string, breaks: string): BashLine | null {
	const reader = new Reader(breaks);
	for (let index = 0; index < line.length; ) index += reader.read(line.charAt(index), line.charAt(index + 1));
	return reader.result();
}

type Word = { text: string; kept: number; keptInQuotes: number; isExpanded: boolean };

const NOTHING: Word = { text: '', kept: 0, keptInQuotes: 0, isExpanded: false };

class Reader {
	readonly #breaks: string;
	#words: string[] = [];
	#word: Word | null = null;
	#quote: BashLine['quote'] = '';
	#isRedirection = false;

	constructor(breaks: string) {
		this.#breaks = breaks;
	}

	/** Reads a character, and with it the next one where the two are one; gives how many it has read. */
	read(character: string, next: string): number {
		const isQuoted = this.#quote !== '';
		if (!isQuoted && /[ \t\n]/.test(character)) return this.#end();
		if (!isQuoted && /[<>|&;()]/.test(character)) return this.#operate(character);
		this.#word ??= { ...NOTHING };
		if (character === this.#quote) this.#quote = '';
		else if (!isQuoted && (character === "'" || character === '"')) this.#open(this.#word, character);
		else if (character === '\\' && (!isQuoted || (this.#quote === '"' && /^["\\$`\n]?$/.test(next)))) {
			this.#word.text += next === '\n' ? '' : next;
			return 2;
		} else this.#add(this.#word, character);
		return 1;
	}

	result(): BashLine | null {
		const { text, kept, keptInQuotes, isExpanded } = this.#word ?? NOTHING;
		if (isExpanded) return null;
		return {
			words: this.#words,
			current: text,
			kept: this.#quote === '' ? kept : keptInQuotes,
			quote: this.#quote,
			isRedirection: this.#isRedirection,
		};
	}

	#open(word: Word, quote: "'" | '"'): void {
		this.#quote = quote;
		word.keptInQuotes = this.#breaks.includes(quote) ? word.text.length : word.kept;
	}

	#add(word: Word, character: string): void {
		if (this.#quote !== "'" && (character === '$' || character === '`')) word.isExpanded = true;
		word.text += character;
		if (this.#quote === '' && this.#breaks.includes(character)) word.kept = word.text.length;
	}

	#end(): 1 {
		if (this.#word) {
			// The target of a redirection is no word of the command.
			if (!this.#isRedirection) this.#words.push(this.#word.text);
			this.#isRedirection = false;
		}
		this.#word = null;
		return 1;
	}

	#operate(operator: string): 1 {
		const isArrow = operator === '<' || operator === '>';
		// A number before it names a descriptor.
		if (isArrow && /^\d+$/.test(this.#word?.text ?? '')) this.#word = null;
		this.#end();
		this.#isRedirection = isArrow || (this.#isRedirection && operator === '&');
		if (!this.#isRedirection) this.#words = [];
		return 1;
	}
}

/**
 * What readline is to put in place of the word that is being typed, so that the command gets `value`, which begins with that
 * word. Readline closes an open quote by itself.
 */
export function bashReply(value: string, { kept, quote }: Pick<BashLine, 'kept' | 'quote'>): string {
	const rest = value.slice(kept);
	if (quote === "'") return rest.replaceAll("'", "'\\''");
	// An exclamation mark calls the history up between double quotes, and keeps a backslash before it.
	if (quote === '"') return rest.replace(/["\\$`]/g, '\\$&').replaceAll('!', `"'!'"`);
	return rest.replace(/[^\p{L}\p{M}\p{N}\u0080-\u{10FFFF}_./,:=@%+-]/gu, '\\$&');
}
