/** A count with its noun, `1 Page` or `15 Pages`. */
export function plural(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
