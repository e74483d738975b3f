import { plural } from '../plural.ts';

/** What is said before a sign-in of the Pages that share a grant: some of them by name, and how to keep all. Empty for none. */
export function aboutSharedGrant(
	{ names, configId }: { names: readonly string[]; configId: string | null },
	most: number,
): string[] {
	if (names.length === 0) return [];
	return [
		`Select ${namesOf(names, most)} again. The tokens of Pages that you leave out stop working.`,
		'Choose "Edit settings" at Facebook, not "Continue".',
		...(configId === null
			? []
			: ['No list of Pages there? Select them in Facebook Settings > Business integrations > "View and edit".']),
	];
}

/** What is said after a sign-in of the Pages that are no longer in its grant; empty for none. */
export function aboutLostPages(names: readonly string[], most: number): string[] {
	if (names.length === 0) return [];
	return [
		`${plural(names.length, 'saved Page')} no longer in the grant: ${namesOf(names, most)}.`,
		'Sign in again, choose "Edit settings" and select every Page.',
	];
}

/** A few names and how many others: `A, B and 3 more Pages`. */
function namesOf(names: readonly string[], most: number): string {
	const shown = names.slice(0, most).map((name) => `"${name}"`);
	const rest = names.length - shown.length;
	return rest > 0 ? `${shown.join(', ')} and ${plural(rest, 'more Page')}` : shown.join(', ');
}
