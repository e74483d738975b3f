import { halfBlockLines } from './half-blocks.ts';

/** The letters, five rows of dots each, the uppermost first: a row is a digit to the base of 32. Most are three dots wide. */
const LETTERS: Readonly<Record<string, string>> = {
	A: '25755',
	B: '65656',
	C: '34443',
	D: '65556',
	E: '74647',
	F: '74644',
	G: '34553',
	H: '55755',
	I: '72227',
	J: '11152',
	K: '9aca9',
	L: '44447',
	M: 'hrlhh',
	N: '9db99',
	O: '25552',
	P: '65644',
	Q: '699a5',
	R: '65655',
	S: '34216',
	T: '72222',
	U: '55557',
	V: 'hhha4',
	W: 'hhlrh',
	X: 'ha4ah',
	Y: 'ha444',
	Z: '71247',
	0: '75557',
	1: '26227',
	2: '71747',
	3: '71717',
	4: '55711',
	5: '74717',
	6: '74757',
	7: '71111',
	8: '75757',
	9: '75717',
	'-': '00700',
};

const WIDTHS: Readonly<Record<string, number>> = { K: 4, M: 5, N: 4, Q: 4, V: 5, W: 5, X: 5, Y: 5 };
const GAP = [false, false];

/** A code in large letters, in three lines; null where there is no such letter. */
export function bigText(text: string): string[] | null {
	const letters = [...text.toUpperCase()];
	if (letters.some((letter) => !(letter in LETTERS))) return null;
	const rows = Array.from({ length: 5 }, (_, row) =>
		letters.flatMap((letter, place) => [...(place > 0 ? GAP : []), ...dotsOf(letter, row)]),
	);
	return halfBlockLines(rows);
}

function dotsOf(letter: string, row: number): boolean[] {
	const width = WIDTHS[letter] ?? 3;
	const dots = Number.parseInt(LETTERS[letter]?.[row] ?? '0', 32);
	return Array.from({ length: width }, (_, dot) => (dots & (1 << (width - 1 - dot))) !== 0);
}
