/**
 * The use cases of an app that provide permissions for Pages, with Meta's names: what each brings, and what is added one by one
 * under "Permissions and features". Meta's use case reference, 2026.
 */
const USE_CASES = {
	'Manage everything on your Page': {
		required: ['business_management', 'pages_show_list', 'public_profile'],
		optional: [
			'pages_read_engagement',
			'pages_read_user_content',
			'pages_manage_posts',
			'pages_manage_engagement',
			'pages_manage_metadata',
			'read_insights',
			'ads_read',
			'ads_management',
			'instagram_basic',
			'email',
		],
	},
	'Manage messaging & content on Instagram': {
		required: ['public_profile'],
		optional: [
			'instagram_basic',
			'instagram_content_publish',
			'instagram_manage_comments',
			'instagram_manage_insights',
			'instagram_manage_messages',
			'pages_read_engagement',
			'pages_show_list',
		],
	},
	'Engage with customers on Messenger from Meta': {
		required: ['business_management', 'pages_manage_metadata', 'pages_messaging', 'pages_show_list'],
		optional: ['pages_read_engagement', 'pages_utility_messaging', 'instagram_manage_messages'],
	},
} as const satisfies Record<string, { required: readonly string[]; optional: readonly string[] }>;

/** The name of a use case. */
type UseCase = keyof typeof USE_CASES;

/** The use case that provides a permission, the first one where several do; null where none of these does. */
function providerOf(permission: string): UseCase | null {
	const names = Object.keys(USE_CASES) as UseCase[];
	const provides = ({ required, optional }: { required: readonly string[]; optional: readonly string[] }) =>
		required.includes(permission) || optional.includes(permission);
	return names.find((name) => provides(USE_CASES[name])) ?? null;
}

/** Permissions by the use case that provides them, for a sentence: `pages_manage_posts in "Manage everything on your Page"`. */
export function describeUseCases(permissions: readonly string[]): string {
	const byUseCase = new Map<UseCase | null, string[]>();
	for (const name of permissions) byUseCase.set(providerOf(name), [...(byUseCase.get(providerOf(name)) ?? []), name]);
	return [...byUseCase]
		.map(([useCase, names]) => `${names.join(', ')} ${useCase === null ? 'in another use case' : `in "${useCase}"`}`)
		.join('; ');
}

/** Those permissions that no use case brings, so that a person adds each under "Permissions and features". */
export function addedOneByOne(permissions: readonly string[]): string[] {
	return permissions.filter((name) => !broughtBy(providerOf(name)).includes(name));
}

function broughtBy(useCase: UseCase | null): readonly string[] {
	return useCase === null ? [] : USE_CASES[useCase].required;
}

/** What an app needs for these permissions, as sentences: its use cases, what they bring, and what is added one by one. */
export function describeNeeds(permissions: readonly string[]): string[] {
	const useCases = [...new Set(permissions.map(providerOf))].filter((useCase) => useCase !== null);
	const brought = permissions.filter((name) => broughtBy(providerOf(name)).includes(name));
	const added = addedOneByOne(permissions);
	const [first, ...more] = useCases;
	if (!first) return [];
	return [
		`The use case "${first}" brings ${brought.length === 0 ? 'none of them' : brought.join(', ')}.`,
		...(added.length > 0 ? ['Add the others one by one: Use cases > Customize > Permissions.'] : []),
		...more.map((useCase) => `Needs another use case in the app: "${useCase}".`),
	];
}
