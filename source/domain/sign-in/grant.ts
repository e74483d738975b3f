import { plural } from '../plural.ts';

/** What shares a grant, by the names of its Pages, or only of the profiles that hold them. */
export type SharedGrant = { of: 'Page' | 'profile'; names: readonly string[]; configId: string | null };

/** What is said before a sign-in of what shares its grant: some of it by name, and how to keep all. Empty for none. */
export function aboutSharedGrant({ of, names, configId }: SharedGrant, most: number): string[] {
	if (names.length === 0) return [];
	const pages = of === 'Page' ? '' : 'all Pages of ';
	return [
		`Select ${pages}${namesOf(names, most, of)} again. The tokens of Pages that you leave out stop working.`,
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
		`${plural(names.length, 'saved Page')} no longer in the grant: ${namesOf(names, most, 'Page')}.`,
		'Sign in again, choose "Edit settings" and select every Page.',
	];
}

/** A few names and how many others: `A, B and 3 more Pages`. */
function namesOf(names: readonly string[], most: number, noun: SharedGrant['of']): string {
	const shown = names.slice(0, most).map((name) => `"${name}"`);
	const rest = names.length - shown.length;
	return rest > 0 ? `${shown.join(', ')} and ${plural(rest, `more ${noun}`)}` : shown.join(', ');
}
