/** The variables of the environment that hold a secret. */
export const SECRET_VARIABLES: readonly string[] = [
	'FB_APP_SECRET',
	'FB_CLIENT_TOKEN',
	'FB_TOKEN_TUI_PASSPHRASE',
	'FB_TOKEN_TUI_NEW_PASSPHRASE',
];

/** The environment as other programs may have it: without what is secret in this one's. */
export function environmentForChildren(env: Readonly<Record<string, string | undefined>>) {
	return Object.fromEntries(Object.entries(env).filter(([name]) => !SECRET_VARIABLES.includes(name)));
}
