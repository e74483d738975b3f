import type { PageRecord } from './page.ts';
import { missingPermissions } from './permissions.ts';
import type { Lack } from './problems/token.ts';
import { permissionsForPage } from './token.ts';

/** What a Page token may be used for. */
export type Ability = 'publish' | 'read' | 'comments' | 'message' | 'instagram';

/** Whether a Page's token may be used for something; `lack` is what keeps it from that, or from being known. */
export type AbilityReading =
	| { ability: Ability; is: 'allowed'; lack: null }
	| { ability: Ability; is: 'refused' | 'unknown'; lack: Lack };

type Requirement = { ability: Ability; permissions: readonly string[]; tasks: readonly string[] | null };

const FULL_CONTROL = ['MANAGE', 'PROFILE_PLUS_MANAGE', 'PROFILE_PLUS_FULL_CONTROL'];
const PUBLISHING_TASKS = [...FULL_CONTROL, 'CREATE_CONTENT', 'MODERATE', 'PROFILE_PLUS_CREATE_CONTENT'];
const MESSAGING_TASKS = [
	...[...FULL_CONTROL, 'MODERATE', 'MESSAGING', 'PAGES_MESSAGING'],
	...['PROFILE_PLUS_MODERATE', 'PROFILE_PLUS_MESSAGING'],
];

/** The permissions of each with those that they depend on by Meta's reference, and the tasks of which one is needed. */
const REQUIREMENTS: readonly Requirement[] = [
	{ ability: 'publish', permissions: ['pages_read_engagement', 'pages_manage_posts'], tasks: PUBLISHING_TASKS },
	{ ability: 'read', permissions: ['pages_read_engagement'], tasks: null },
	// Likes and reactions too, even their counts.
	{ ability: 'comments', permissions: ['pages_read_engagement', 'pages_read_user_content'], tasks: null },
	{ ability: 'message', permissions: ['pages_manage_metadata', 'pages_messaging'], tasks: MESSAGING_TASKS },
	{ ability: 'instagram', permissions: ['instagram_basic'], tasks: null },
];

/** What each ability is called where it is listed: "Allows publishing, reading". */
export const ABILITY_WORDS: Readonly<Record<Ability, string>> = {
	publish: 'publishing',
	read: 'reading posts',
	comments: 'reading comments',
	message: 'messages',
	instagram: 'Instagram',
};

/** Do these tasks on a Page allow to publish there? Tasks are an open set: Meta has two families of names. */
export function allowPublishing(tasks: readonly string[]): boolean {
	return tasks.some((task) => PUBLISHING_TASKS.includes(task));
}

/**
 * What a Page's token may be used for, by the permissions in it, the Pages that they were granted for, and the person's tasks
 * on the Page. Nothing where Meta was not asked about the token yet.
 */
export function abilitiesOf({ id, info, tasks }: PageRecord): AbilityReading[] {
	if (!info) return [];
	const granted = permissionsForPage(info, id);
	return REQUIREMENTS.map(({ ability, permissions, tasks: needed }) => {
		const lacking = missingPermissions(permissions, granted);
		if (lacking.length > 0) {
			const isElsewhere = lacking.every((name) => info.scopes.includes(name));
			return { ability, is: 'refused', lack: { of: 'permissions', names: lacking, isElsewhere } };
		}
		if (needed && !tasks) return { ability, is: 'unknown', lack: { of: 'known-tasks' } };
		if (needed && !tasks?.some((task) => needed.includes(task))) {
			return { ability, is: 'refused', lack: { of: 'task' } };
		}
		return { ability, is: 'allowed', lack: null };
	});
}

/** The abilities that the wanted permissions were to give. */
export function wantedAbilities(wanted: readonly string[]): Ability[] {
	return REQUIREMENTS.filter(({ permissions }) => missingPermissions(permissions, wanted).length === 0).map(
		({ ability }) => ability,
	);
}

/** May this Page's token publish? Null where that is not known. */
export function canPublish(page: PageRecord): boolean | null {
	const reading = abilitiesOf(page).find(({ ability }) => ability === 'publish');
	return reading === undefined || reading.is === 'unknown' ? null : reading.is === 'allowed';
}
