// Each of the others is a grapheme by itself, whatever stands beside it: no mark, joiner, Hangul or emoji of several is
// among them.
const NOT_PLAIN = /[^\p{Cc} -~\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u2190-\u27BF]|\r/u;

const { Segmenter } = Intl;
let all: Intl.Segmenter | undefined;

/**
 * Splits texts into graphemes as `Intl.Segmenter` does. Plain ones it splits by itself: the tables of the other cost ten
 * milliseconds when it is first asked, and a terminal shows little else.
 */
export class GraphemeSegmenter {
	/** @throws {RangeError} when anything but graphemes is wanted. */
	constructor(_locale?: string, { granularity = 'grapheme' }: Intl.SegmenterOptions = {}) {
		if (granularity !== 'grapheme') throw new RangeError(`There is no splitting into ${granularity}s.`);
	}

	segment(text: string): Intl.Segments {
		if (!NOT_PLAIN.test(text)) return new PlainSegments(text);
		all ??= new Segmenter();
		return all.segment(text);
	}
}

class PlainSegments implements Intl.Segments {
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	containing(at = 0): Intl.SegmentData | undefined {
		const index = Math.trunc(at);
		return index >= 0 && index < this.#text.length ? this.#segmentAt(index) : undefined;
	}

	*[Symbol.iterator](): Generator<Intl.SegmentData, undefined> {
		for (let index = 0; index < this.#text.length; index++) yield this.#segmentAt(index);
	}

	#segmentAt(index: number): Intl.SegmentData {
		return { segment: this.#text.charAt(index), index, input: this.#text };
	}
}
