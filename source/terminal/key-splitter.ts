import { GraphemeSegmenter } from '../domain/grapheme-segmenter.ts';
import { LONGEST_PASTE } from '../domain/paste.ts';
import { asPlainKey, classifySequence, ESCAPE } from './escape-sequence.ts';

/**
 * What a person did at the keyboard: one key, as the characters that a terminal sends for it, or one whole paste.
 * A lone Escape is `\x1b`; Enter is always `\r`.
 */
export type KeyEvent =
	| { readonly kind: 'key'; readonly sequence: string }
	| { readonly kind: 'paste'; readonly text: string }
	/** More came at once than a paste may hold: all of it was dropped. */
	| { readonly kind: 'too-long' };

export const CTRL_C = '\x03';
export const PASTE_START = '\x1b[200~';
export const PASTE_END = '\x1b[201~';

/** Quiet times in milliseconds after which what is held back is taken as it is. */
export const QUIET = {
	/** Text that may still turn out to be the start of a paste, or of a grapheme. */
	text: 4,
	/** The start of an escape sequence: after this it was the Escape key. */
	escape: 50,
	/** A terminal's answer whose end is late: after this it is not coming. */
	answer: 1000,
	/** A burst of text with a newline in it: after this a newline at its end was Enter. */
	run: 80,
	/** A bracketed paste whose end marker is late: after this it is not coming. */
	paste: 1000,
} as const;

/** This many characters in one burst, newlines not counted and not all the same, are a paste: nobody types that fast. */
const LONG_RUN = 32;
const SEQUENCE_LIMIT = 256;

/** What is known about the text of a burst so far, also about what was already given as single keys. */
interface Run {
	readonly length: number;
	readonly first: string;
	readonly isVaried: boolean;
	readonly isDigits: boolean;
}

/** A bracketed paste so far; `tail` may be the start of its end marker. */
type Paste = { parts: string[]; length: number; tail: string; isTooLong: boolean };

/** What is a key each, where nothing follows: no sequence ends so. */
const ALONE = new Set(['', ESCAPE, 'P', 'X', '^', '_'].map((character) => ESCAPE + character));

const NO_RUN: Run = { length: 0, first: '', isVaried: false, isDigits: true };
const graphemes = new GraphemeSegmenter();
const key = (sequence: string): KeyEvent => ({ kind: 'key', sequence });

/**
 * Splits what a terminal sends into single keys and whole pastes, however it is cut into chunks: escape sequences,
 * graphemes and bracketed pastes stay whole. Where brackets are missing, a long run of text is a paste as well, and the
 * newlines inside it belong to it, so that a token which a terminal wrapped is never submitted half. Only a short line
 * of digits is ended by its newline at once: an id and Enter, followed by more in the same burst.
 *
 * The events depend on the text alone as long as the chunks follow each other within {@link KeySplitter.wait}; when
 * that time passes in silence, call {@link KeySplitter.settle}. Ctrl+C discards what was held back, as it does in a
 * terminal's own line editing. What is longer than {@link LONGEST_PASTE} is dropped to its end, and said to be too long.
 */
export class KeySplitter {
	#sequence = '';
	#text = '';
	#newlines = '';
	#run: Run = NO_RUN;
	#paste: Paste | undefined;
	/** Is what is held back a terminal's answer? */
	#isAnswer = false;
	/** Is text without brackets being dropped, up to the next silence? */
	#isDropping = false;

	/** Takes decoded text and gives the events that are certain by now. */
	push(input: string): KeyEvent[] {
		const pieces = input.split(CTRL_C);
		const events = pieces.slice(1).map(() => key(CTRL_C));
		if (events.length > 0) this.reset();

		const text = pieces.at(-1) ?? '';
		for (let index = 0; index < text.length && !this.#isDropping; ) {
			if (this.#paste) {
				index = this.#takePaste(this.#paste, text, index, events);
				continue;
			}

			const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
			index += character.length;
			this.#take(character, events);
			if (events.length > LONGEST_PASTE || this.#text.length + this.#newlines.length > LONGEST_PASTE)
				this.#drop(events);
		}
		return events;
	}

	/** Milliseconds of silence after which `settle` is due; undefined while nothing is held back. */
	get wait(): number | undefined {
		if (this.#paste) return QUIET.paste;
		if (this.#isDropping) return QUIET.run;
		if (this.#sequence !== '') return this.#isAnswer ? QUIET.answer : QUIET.escape;
		if (this.#text + this.#newlines === '') return this.#run.length > 0 ? QUIET.run : undefined;
		return this.#isLong || (this.#text !== '' && this.#hasNewline) ? QUIET.run : QUIET.text;
	}

	/** The silence lasted: gives what was held back, as what it is when nothing more comes. */
	settle(): KeyEvent[] {
		const events: KeyEvent[] = [];
		if (this.#paste) {
			const { parts, tail, isTooLong } = this.#paste;
			if (!isTooLong) events.push({ kind: 'paste', text: parts.join('') + tail });
			this.#paste = undefined;
		} else if (this.#isDropping) {
			this.#isDropping = false;
		} else if (this.#sequence !== '') {
			// What began like a sequence and is not one has no meaning as text.
			if (ALONE.has(this.#sequence)) events.push(...Array.from(this.#sequence, key));
			this.#sequence = '';
			this.#isAnswer = false;
		} else if (this.#text !== '' && !this.#isLong && !this.#hasNewline) {
			// The run is still measured: the rest of a paste may only be late.
			this.#releaseText(events);
		} else {
			this.#endRun(events);
		}
		return events;
	}

	/** Forgets everything that is held back. */
	reset(): void {
		this.#sequence = '';
		this.#isAnswer = false;
		this.#text = '';
		this.#newlines = '';
		this.#run = NO_RUN;
		this.#paste = undefined;
		this.#isDropping = false;
	}

	/** Drops what is held back, and what comes until it is silent. */
	#drop(events: KeyEvent[]): void {
		this.reset();
		this.#isDropping = true;
		events.push({ kind: 'too-long' });
	}

	get #isLong(): boolean {
		return this.#run.length >= LONG_RUN && this.#run.isVaried;
	}

	get #hasNewline(): boolean {
		return this.#newlines !== '' || /[\r\n]/.test(this.#text);
	}

	#take(character: string, events: KeyEvent[]): void {
		if (this.#sequence !== '') {
			this.#takeSequence(character, events);
		} else if (character === ESCAPE) {
			this.#endRun(events);
			this.#sequence = ESCAPE;
		} else if (character === '\r' || character === '\n') {
			this.#takeNewline(character, events);
		} else if (character < ' ' || character === '\x7f') {
			this.#endRun(events);
			events.push(key(character));
		} else {
			this.#takeText(character);
		}
	}

	#takeText(character: string): void {
		const { length, first, isVaried, isDigits } = this.#run;
		this.#run = {
			length: length + character.length,
			first: first || character,
			isVaried: isVaried || (length > 0 && character !== first),
			isDigits: isDigits && character >= '0' && character <= '9',
		};
		this.#text += this.#newlines + character;
		this.#newlines = '';
	}

	#takeNewline(character: string, events: KeyEvent[]): void {
		if (this.#run.length === 0 || (this.#run.isDigits && !this.#isLong)) {
			this.#endRun(events);
			events.push(key('\r'));
			return;
		}

		this.#newlines += character;
	}

	#takeSequence(character: string, events: KeyEvent[]): void {
		const previous = this.#sequence;
		const sequence = previous + character;
		const kind = classifySequence(sequence);
		this.#sequence = '';
		this.#isAnswer = kind === 'partial-answer';
		if (kind === 'key') {
			this.#takeKey(sequence, events);
		} else if (
			this.#isAnswer ? sequence.length < LONGEST_PASTE : kind === 'partial' && sequence.length < SEQUENCE_LIMIT
		) {
			this.#sequence = sequence;
		} else if (kind === 'no-key' || this.#isAnswer) {
			this.#isAnswer = false;
		} else if (sequence === ESCAPE.repeat(3)) {
			events.push(key(ESCAPE));
			this.#sequence = previous;
		} else {
			if (previous === ESCAPE || previous === ESCAPE.repeat(2)) {
				events.push(...Array.from(previous, key));
			}
			this.#take(character, events);
		}
	}

	#takeKey(sequence: string, events: KeyEvent[]): void {
		if (sequence.endsWith(PASTE_START)) {
			if (sequence !== PASTE_START) {
				events.push(key(ESCAPE));
			}
			this.#paste = { parts: [], length: 0, tail: '', isTooLong: false };
		} else if (!sequence.endsWith(PASTE_END)) {
			events.push(key(asPlainKey(sequence)));
		}
	}

	/** Gives the index in `text` at which the paste ended, or the end of `text`. */
	#takePaste(paste: Paste, text: string, from: number, events: KeyEvent[]) {
		const fresh = paste.tail + text.slice(from);
		const end = fresh.indexOf(PASTE_END);
		const more = end === -1 ? Math.max(0, fresh.length - PASTE_END.length + 1) : end;
		if (!paste.isTooLong && paste.length + more > LONGEST_PASTE) {
			events.push({ kind: 'too-long' });
			paste.isTooLong = true;
			paste.parts = [];
		}
		if (end !== -1) {
			if (!paste.isTooLong) events.push({ kind: 'paste', text: paste.parts.join('') + fresh.slice(0, end) });
			this.#paste = undefined;
			return from + end + PASTE_END.length - paste.tail.length;
		}

		if (!paste.isTooLong) paste.parts.push(fresh.slice(0, more));
		paste.length += more;
		paste.tail = fresh.slice(more);
		return text.length;
	}

	#releaseText(events: KeyEvent[]): void {
		if (this.#text !== '' && this.#isLong) {
			events.push({ kind: 'paste', text: this.#text });
		} else {
			for (const { segment } of graphemes.segment(this.#text)) {
				events.push(key(/^[\r\n]/.test(segment) ? '\r' : segment));
			}
		}
		this.#text = '';
	}

	#endRun(events: KeyEvent[]): void {
		this.#releaseText(events);
		for (const _ of this.#newlines.matchAll(/\r\n?|\n/g)) {
			events.push(key('\r'));
		}
		this.#newlines = '';
		this.#run = NO_RUN;
	}
}
