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
// OSC: a terminal's late answer to the program that ran before this one.
const ANSWER = /^\]\d/;

/** What a terminal has sent from an Escape on: a whole sequence, the start of one, or neither. */
export function classifySequence(sequence: string): 'complete' | 'partial' | 'neither' {
	const isDouble = sequence.startsWith(ESCAPE + ESCAPE);
	const rest = sequence.slice(isDouble ? 2 : 1);
	if (ANSWER.test(rest)) {
		return rest.endsWith('\x07') || rest.endsWith(`${ESCAPE}\\`) ? 'complete' : 'partial';
	}
	if (COMPLETE.some((form) => form.test(rest)) || (!isDouble && ALT.test(rest))) return 'complete';
	return PARTIAL.test(rest) || rest === ']' ? 'partial' : 'neither';
}
