import { jobOf } from '../domain/permissions.ts';

/** The permission that every user token has, asked for or not. */
export const PUBLIC_PROFILE = 'public_profile';

interface PermissionGroup {
	readonly title: string;
	readonly permissions: readonly string[];
}

/** What the Explorer offers. */
export const PERMISSION_GROUPS: readonly PermissionGroup[] = [
	{ title: 'You', permissions: [PUBLIC_PROFILE, 'email'] },
	{
		title: 'Pages',
		permissions: [
			'pages_show_list',
			'pages_read_engagement',
			'pages_manage_posts',
			'pages_manage_engagement',
			'pages_read_user_content',
			'pages_manage_metadata',
			'pages_messaging',
			'pages_utility_messaging',
			'pages_manage_ads',
			'pages_manage_cta',
			'pages_events',
			'read_insights',
			'publish_video',
		],
	},
	{ title: 'Business', permissions: ['business_management'] },
	{
		title: 'Instagram',
		permissions: [
			'instagram_basic',
			'instagram_content_publish',
			'instagram_manage_comments',
			'instagram_manage_insights',
			'instagram_manage_messages',
		],
	},
];

const OFFERED: ReadonlySet<string> = new Set(PERMISSION_GROUPS.flatMap((group) => group.permissions));

/** Whether the Explorer offers the permission. */
export function isOffered(permission: string): boolean {
	return OFFERED.has(permission);
}

/** What the permission allows, as the end of "My App will be able to …". */
export function describePermission(permission: string): string {
	return permission === 'email' ? 'read your email address' : (jobOf(permission) ?? 'do what Meta documents for it');
}
