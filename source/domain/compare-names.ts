let collator: Intl.Collator | undefined;

/** Orders names as people do: whatever their case, and numbers in them by their value. */
export function compareNames(a: string, b: string): number {
	// Made for whoever sorts: it costs eight milliseconds.
	collator ??= new Intl.Collator('en', { sensitivity: 'base', numeric: true });
	return collator.compare(a, b);
}
