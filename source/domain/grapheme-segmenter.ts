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
		return text.length > SLICE ? new SlicedSegments(text, all) : all.segment(text);
	}
}

/** Node 20 copies the whole text for each grapheme of it. A long text is therefore split in parts of so many UTF-16 units. */
const SLICE = 256;
const HIGH_SURROGATE = /[\uD800-\uDBFF]/;

class SlicedSegments implements Intl.Segments {
	readonly #text: string;
	readonly #segmenter: Intl.Segmenter;

	constructor(text: string, segmenter: Intl.Segmenter) {
		this.#text = text;
		this.#segmenter = segmenter;
	}

	containing(at = 0): Intl.SegmentData | undefined {
		const wanted = Math.trunc(at);
		if (wanted < 0) return undefined;
		for (const found of this) if (wanted < found.index + found.segment.length) return found;
		return undefined;
	}

	*[Symbol.iterator](): Generator<Intl.SegmentData, undefined> {
		const input = this.#text;
		let start = 0;
		let length = SLICE;
		while (start < input.length) {
			// A character of two units is not cut.
			const end = start + length + (HIGH_SURROGATE.test(input.charAt(start + length - 1)) ? 1 : 0);
			const isEnd = end >= input.length;
			const found = [...this.#segmenter.segment(input.slice(start, end))];
			// The last grapheme may be cut, so the next part begins with it. The start of a grapheme does not depend on what is before it.
			const last = isEnd ? undefined : found.pop();
			for (const { segment, index } of found) yield { segment, index: start + index, input };
			if (isEnd) return;
			// One grapheme fills the whole part.
			if (last?.index) start += last.index;
			else length *= 2;
			if (last?.index) length = SLICE;
		}
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
