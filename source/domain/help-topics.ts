/** What `help` explains beside the commands, in the order in which it is listed. */
export const HELP_TOPICS = {
	'exit-codes': 'What each exit code means',
	environment: 'Variables that are read',
	json: 'What --json prints',
	recipes: 'Tokens for agents, servers and CI',
	security: 'Where tokens go, and where not',
	'sign-in': 'How to get a user token',
	keys: 'Keys of the screens',
} as const satisfies Readonly<Record<string, string>>;

/** One of {@link HELP_TOPICS}. */
export type HelpTopic = keyof typeof HELP_TOPICS;

/** The names of all topics. */
export const HELP_TOPIC_NAMES = Object.keys(HELP_TOPICS) as HelpTopic[];
