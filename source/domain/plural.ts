/** A count with its noun, `1 Page` or `15 Pages`. */
export function plural(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Some names in quotes, and how many others there are: `"A", "B" and 3 more Pages`. `count` is how many there are in all. */
export function someNames(names: readonly string[], count: number, noun: string): string {
	const quoted = names.map((name) => `"${name}"`);
	const rest = count - names.length;
	return new Intl.ListFormat('en-GB').format(rest > 0 ? [...quoted, plural(rest, `more ${noun}`)] : quoted);
}
