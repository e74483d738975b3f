export const ESCAPE = '\x1b';

// What follows the Escape, or the two of a key with Alt.
const COMPLETE = [
	/^\[(?!\[$)\[?[0-?]*[ -/]*[@-~]$/, // CSI; the Linux console doubles the bracket
	/^\[[235678]\$$/, // rxvt with Shift
	/^O[\d;]*[@-~]$/, // SS3
];
const PARTIAL = /^(\[\[?[0-?]*[ -/]*|O[\d;]*)?$/;
// The keys that mean something with Alt. Any other key right after Escape is a key of its own: a slow line brings both at once.
const ALT = /^[bf\x7f]$/;
// OSC, DCS, SOS, PM, APC: a terminal's late answer to the program that ran before this one.
const ANSWER = /^(?:\]\d|[PX^_])/;
const ENDS = ['\x07', `${ESCAPE}\\`, '\x9c'];
// A mouse, which some other program has left switched on: X10 with three characters behind it, or SGR.
const X10_MOUSE = /^\[M/;
const X10_LENGTH = 5;
const SGR_MOUSE = /^\[<[\d;]*[Mm]$/;

/**
 * What a terminal has sent from an Escape on: a whole key, something whole that is no key, the start of one of the two (of an
 * answer, whose rest may be late), or neither.
 */
type SequenceKind = 'key' | 'no-key' | 'partial' | 'partial-answer' | 'neither';

/** Tells what a sequence is. */
export function classifySequence(sequence: string): SequenceKind {
	const isDouble = sequence.startsWith(ESCAPE + ESCAPE);
	const rest = sequence.slice(isDouble ? 2 : 1);
	if (ANSWER.test(rest)) {
		if (rest.length === 1) return 'partial';
		return ENDS.some((end) => rest.endsWith(end)) ? 'no-key' : 'partial-answer';
	}
	if (X10_MOUSE.test(rest)) return rest.length < X10_LENGTH ? 'partial' : 'no-key';
	if (SGR_MOUSE.test(rest)) return 'no-key';
	if (COMPLETE.some((form) => form.test(rest)) || (!isDouble && ALT.test(rest))) return 'key';
	return PARTIAL.test(rest) || rest === ']' ? 'partial' : 'neither';
}

/** xterm's modifyOtherKeys, and the newer form of the same. */
const MODIFIED = /^\[(?:27;(\d+);(\d+)~|(\d+);(\d+)u)$/;
const CONTROL = 4;

/** A key as older terminals send it: Ctrl with a letter is one character. What has no such form stays. */
export function asPlainKey(sequence: string): string {
	const match = sequence.startsWith(ESCAPE) ? MODIFIED.exec(sequence.slice(1)) : null;
	if (!match) return sequence;
	const modifier = Number(match[1] ?? match[4]) - 1;
	const letter = String.fromCodePoint(Math.min(Number(match[2] ?? match[3]), 0x10ffff)).toLowerCase();
	if (modifier === CONTROL && /^[a-z]$/.test(letter)) return String.fromCharCode(letter.charCodeAt(0) - 96);
	return match[1] === undefined ? sequence : `\x1b[${match[2]};${match[1]}u`;
}
