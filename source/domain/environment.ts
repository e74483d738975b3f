/** The variables of the environment that hold a secret. */
export const SECRET_VARIABLES: readonly string[] = [
	'FB_APP_SECRET',
	'FB_CLIENT_TOKEN',
	'FB_TOKEN_TUI_PASSPHRASE',
	'FB_TOKEN_TUI_NEW_PASSPHRASE',
];

/** The other variables that are the program's own; of these some are paths. */
const PLAIN_VARIABLES = [
	...[
		'FB_APP_ID',
		'FB_LOGIN_CONFIG_ID',
		'FB_TOKEN_TUI_PROFILE',
		'FB_TOKEN_TUI_KEYCHAIN',
		'FB_TOKEN_TUI_KEYCHAIN_TIMEOUT',
	],
	...['FB_TOKEN_TUI_GRAPH_URL', 'FB_TOKEN_TUI_FACEBOOK_URL', 'FB_TOKEN_TUI_DEVELOPERS_URL'],
];
const PATH_VARIABLES = ['FB_TOKEN_TUI_CONFIG_DIR', 'FB_TOKEN_TUI_BROWSER'];

/**
 * Tidies the program's own variables where they stand: blanks and line ends around a value, which files from Windows leave there,
 * are no part of it, and `~/` at the begin of a path is the person's folder. Of a passphrase, blanks are a part.
 */
export function tidyEnvironment(env: NodeJS.ProcessEnv, home: string | null): void {
	const change = (name: string, tidy: (value: string) => string) => {
		const value = env[name];
		if (value !== undefined && tidy(value) !== value) env[name] = tidy(value);
	};
	for (const name of [...PLAIN_VARIABLES, ...PATH_VARIABLES]) change(name, (value) => value.trim());
	for (const name of SECRET_VARIABLES) change(name, (value) => value.replace(/[\r\n]+$/, ''));
	if (home === null) return;
	for (const name of PATH_VARIABLES) change(name, (value) => value.replace(/^~(?=$|[/\\])/, home));
}

/** Is a switch turned off by its value? */
export function isOff(value: string | undefined): boolean {
	return ['off', '0', 'false', 'no'].includes(value?.trim().toLowerCase() ?? '');
}

/** The environment as other programs may have it: without what is secret in this one's. */
export function environmentForChildren(env: Readonly<Record<string, string | undefined>>) {
	return Object.fromEntries(Object.entries(env).filter(([name]) => !SECRET_VARIABLES.includes(name)));
}
