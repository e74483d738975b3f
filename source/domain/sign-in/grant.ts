import { someNames } from '../plural.ts';

/** What shares a grant, by the names of its Pages, or only of the profiles that hold them. */
export type SharedGrant = { of: 'Page' | 'profile'; names: readonly string[]; configId: string | null };

/** What is said before a sign-in of what shares its grant: some of it by name, and how to keep all. Empty for none. */
export function aboutSharedGrant({ of, names, configId }: SharedGrant, most: number): string[] {
	if (names.length === 0) return [];
	const pages = of === 'Page' ? '' : 'all Pages of ';
	return [
		`Select ${pages}${someNames(names.slice(0, most), names.length, of)} again. The tokens of Pages that you leave out stop working.`,
		'Choose "Edit settings" at Facebook, not "Continue".',
		...(configId === null
			? []
			: ['No list of Pages there? Select them in Facebook Settings > Business integrations > "View and edit".']),
	];
}

/** What became of the tokens of one more profile that a sign-in may have changed: `reason` is why they could not be verified. */
export function aboutVerifiedProfile(name: string, reason: string | null): string {
	return reason === null ? `Verified again: "${name}".` : `Not verified again: "${name}". ${reason}.`;
}
