const HALVES = [' ', '▄', '▀', '█'];

/** Draws dots, two rows of them in one line of a terminal. The last row is drawn alone where their number is odd. */
export function halfBlockLines(rows: readonly (readonly boolean[])[]): string[] {
	return Array.from({ length: Math.ceil(rows.length / 2) }, (_, line) => {
		const [upper = [], lower = []] = rows.slice(2 * line, 2 * line + 2);
		return upper.map((dot, column) => HALVES[Number(dot) * 2 + Number(lower[column] ?? false)]).join('');
	});
}
