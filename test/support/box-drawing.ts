/** Where the lines of a box-drawing character leave its cell. */
const SIDES: Readonly<Record<string, string>> = {
	'─': 'lr',
	'│': 'tb',
	'┌': 'rb',
	'┐': 'lb',
	'└': 'rt',
	'┘': 'lt',
	'├': 'tbr',
	'┤': 'tbl',
	'┬': 'lrb',
	'┴': 'lrt',
	'┼': 'lrtb',
};
const ROUND: Readonly<Record<string, string>> = { '╭': 'rb', '╮': 'lb', '╰': 'rt', '╯': 'lt' };

/**
 * A box-drawing character as the path of an SVG, in the cell whose upper left corner is at `x`, `y`; undefined for any
 * other character. Drawn by a font, the lines of two rows would not meet.
 */
export function boxStrokes(character: string, x: number, y: number, width: number, height: number): string | undefined {
	const round = (value: number): number => Math.round(value * 100) / 100;
	const centre = `${round(x + width / 2)} ${round(y + height / 2)}`;
	const ends: Readonly<Record<string, string>> = {
		l: `${round(x)} ${round(y + height / 2)}`,
		r: `${round(x + width)} ${round(y + height / 2)}`,
		t: `${round(x + width / 2)} ${round(y)}`,
		b: `${round(x + width / 2)} ${round(y + height)}`,
	};
	const corner = ROUND[character];
	if (corner) {
		return `M${ends[corner.charAt(0)]}Q${centre} ${ends[corner.charAt(1)]}`;
	}

	return SIDES[character] && [...SIDES[character]].map((side) => `M${centre}L${ends[side]}`).join('');
}
