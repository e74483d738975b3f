/** What a figure is measured against, in the same run. */
export type Reference = { what: string; value: number };

/** One line of the table. */
export type Row = {
	what: string;
	value: number;
	unit: 'ms' | 'MiB' | 'KiB' | 'requests' | 'packages' | 'h' | '%' | 'tokens';
	/** With one, the ratio between the two is what counts; without, the value itself. */
	reference?: Reference;
	/** How the ratio is read: so many times the reference, or so many times faster than it. */
	ratio?: 'times' | 'faster';
	/** What the ratio, or the value, is to reach, and what it is to come near to then. */
	reach: number;
	toward?: number;
	/** Anything else that was seen on the way. */
	note?: string;
};

/** What counts of a row: its ratio to the reference where it has one. */
export function scoreOf({ value, reference, ratio }: Row): number {
	if (!reference) return value;
	return ratio === 'faster' ? reference.value / value : value / reference.value;
}

/** Does a row reach what it should? */
export function isReached(row: Row): boolean {
	return row.ratio === 'faster' ? scoreOf(row) >= row.reach : scoreOf(row) <= row.reach;
}

/** Does each piece of work in turn, `rounds` times, so that whatever else the machine does meets all of them; gives their medians. */
export async function interleave<Name extends string>(
	rounds: number,
	works: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number>> {
	const entries = Object.entries(works) as [Name, () => Promise<number>][];
	const values = new Map(entries.map(([name]) => [name, [] as number[]]));
	for (let round = 0; round < rounds; round++) {
		for (const [name, work] of entries) values.get(name)?.push(await work());
	}
	return Object.fromEntries([...values].map(([name, all]) => [name, quantile(all, 0.5)])) as Record<Name, number>;
}

/** The value below which that share of all values lies. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Milliseconds that a piece of work takes. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
	const begin = performance.now();
	await work();
	return performance.now() - begin;
}
