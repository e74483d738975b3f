/** Facebook Login permissions by name, with the work each allows in words. Meta adds and renames: never a closed set. */
const JOBS: Readonly<Record<string, string>> = {
	pages_show_list: 'list the Pages you manage',
	pages_read_engagement: "read the Page's posts, followers and metadata",
	pages_manage_posts: 'create, edit and delete posts',
	pages_manage_engagement: 'comment and like as the Page',
	pages_read_user_content: 'read what others write on the Page',
	pages_manage_metadata: 'subscribe to webhooks and change Page settings',
	pages_messaging: 'hold Messenger conversations',
	pages_manage_ads: 'manage ads of the Page',
	pages_manage_cta: "manage the Page's call-to-action button",
	pages_events: 'log events of the Page',
	pages_utility_messaging: 'send utility messages',
	business_management: 'see Pages that belong to a business portfolio',
	read_insights: "read the Page's insights",
	publish_video: 'publish videos',
	instagram_basic: 'read the linked Instagram account',
	instagram_content_publish: 'publish to the linked Instagram account',
	instagram_manage_comments: 'manage comments on Instagram',
	instagram_manage_insights: 'read Instagram insights',
	instagram_manage_messages: 'hold Instagram conversations',
	public_profile: 'know your name',
};

const LISTING = ['pages_show_list', 'pages_read_engagement', 'business_management'];
const PUBLISHING = [...LISTING, 'pages_manage_posts'];
const COMMENTING = [...PUBLISHING, 'pages_read_user_content', 'pages_manage_engagement'];
const MESSAGING = [...LISTING, 'pages_manage_metadata', 'pages_messaging'];
const INSTAGRAM = [
	...LISTING,
	'instagram_basic',
	'instagram_content_publish',
	'instagram_manage_comments',
	'instagram_manage_insights',
];

/** What a person wants to do with their Pages, in the order in which it is offered; a new purpose is one more entry. */
const BY_PURPOSE = {
	publish: { title: 'Publish posts', permissions: PUBLISHING },
	read: { title: 'Read only', permissions: LISTING },
	insights: { title: 'Read insights', permissions: [...LISTING, 'read_insights'] },
	comments: { title: 'Publish and answer comments', permissions: COMMENTING },
	messenger: { title: 'Messenger', permissions: MESSAGING },
	instagram: { title: 'Instagram', permissions: INSTAGRAM },
	everything: {
		title: 'Everything',
		permissions: [
			...new Set([...COMMENTING, ...MESSAGING, ...INSTAGRAM, 'read_insights', 'instagram_manage_messages']),
		],
	},
} as const satisfies Record<string, { title: string; permissions: readonly string[] }>;

/** One of {@link PURPOSES}; each asks for the permissions that it needs and no more. */
export type Purpose = keyof typeof BY_PURPOSE;

/** The purposes in the order in which they are offered, with a title and the permissions to tick. */
export const PURPOSES = (Object.keys(BY_PURPOSE) as Purpose[]).map((id) => ({ id, ...BY_PURPOSE[id] }));

/** The default of {@link PURPOSES}. */
export const DEFAULT_PURPOSE: Purpose = 'publish';

/** The permissions to tick for one purpose or several, without repeats. */
export function permissionsFor(...purposes: readonly Purpose[]): readonly string[] {
	return [...new Set(purposes.flatMap((purpose) => BY_PURPOSE[purpose].permissions))];
}

/**
 * Reads a list such as `publish,read_insights`: names of purposes and of permissions, separated by commas or blanks.
 * Gives the permissions without repeats, and the words that are neither (a permission is lower-case with underscores).
 */
export function parsePermissions(text: string): { permissions: string[]; unknown: string[] } {
	const permissions = new Set<string>();
	const unknown: string[] = [];
	for (const word of text.split(/[\s,]+/).filter(Boolean)) {
		const purpose = PURPOSES.find((candidate) => candidate.id === word);
		if (purpose) for (const name of purpose.permissions) permissions.add(name);
		else if (/^[a-z]+(_[a-z0-9]+)+$/.test(word)) permissions.add(word);
		else unknown.push(word);
	}
	return { permissions: [...permissions], unknown };
}

/** What a permission allows, in words; null for one this program does not know. */
export function jobOf(permission: string): string | null {
	return Object.hasOwn(JOBS, permission) ? (JOBS[permission] ?? null) : null;
}

/** The wanted permissions that are not among the granted, in the order they were wanted. */
export function missingPermissions(wanted: readonly string[], granted: readonly string[]): string[] {
	return wanted.filter((name) => !granted.includes(name));
}

/** Permissions with the work that each allows, as far as it is known: `pages_manage_posts (create, edit and delete posts)`. */
export function describePermissions(names: readonly string[]): string {
	return names
		.map((name) => {
			const job = jobOf(name);
			return job === null ? name : `${name} (${job})`;
		})
		.join(', ');
}

/** Is this permission granted Page by Page? The targets of others are businesses, ad accounts or Instagram accounts. */
export function isGrantedByPage(permission: string): boolean {
	return permission.startsWith('pages_') || permission === 'read_insights';
}

const OUTLIVES_DATA_ACCESS =
	/^(ads_.*|business_management|pages_(show_list|read_engagement|read_user_content|messaging)|pages_manage_(posts|engagement|metadata|ads|cta|instant_articles)|read_insights|read_audience_network_insights|configure_page_transactions|public_profile)$/;

/**
 * The permissions among the granted whose data goes dark once the data access expiry has passed. Meta lists those that
 * do not ("Authentication versus data access"): Page permissions live on, `instagram_*`, `user_*` and `publish_video` do not.
 */
export function touchedByDataAccessExpiry(granted: readonly string[]): string[] {
	return granted.filter((name) => !OUTLIVES_DATA_ACCESS.test(name));
}
