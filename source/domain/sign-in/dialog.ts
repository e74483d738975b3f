/** What the dialog asks the person for: permissions by name, or a configuration of Facebook Login for Business. */
export type DialogOptions = {
	permissions: readonly string[];
	/** Its id takes the place of the permissions, which stand in it. */
	configId: string | null;
	/** Is there a grant already? Facebook then offers "Edit settings"; with a configuration it would leave the choice of Pages out. */
	isRerequest: boolean;
};

/** One opening of Facebook's login dialog. */
export type DialogRequest = DialogOptions & {
	/** The origin of Facebook's own pages. */
	facebook: string;
	version: string;
	appId: string;
	redirectUri: string;
	/** Comes back with the answer. */
	state: string;
	/** `code` is exchanged for the token and bound to the challenge (S256); `token` puts it into the fragment. */
	answer: { type: 'code'; challenge: string } | { type: 'token' };
};

/** The address of Facebook's login dialog (graph-api.md, section 10). */
export function dialogUrl(request: DialogRequest): string {
	const { facebook, version, appId, redirectUri, state, answer, permissions, configId, isRerequest } = request;
	const url = new URL(`/${version}/dialog/oauth`, facebook);
	const query = {
		client_id: appId,
		redirect_uri: redirectUri,
		state,
		response_type: answer.type,
		// Without the second one the response type of the configuration would win over ours.
		...(configId === null
			? { scope: permissions.join(',') }
			: { config_id: configId, override_default_response_type: 'true' }),
		...(isRerequest && configId === null ? { auth_type: 'rerequest' } : {}),
		...(answer.type === 'code' ? { code_challenge: answer.challenge, code_challenge_method: 'S256' } : {}),
	};
	for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
	return url.href;
}

/** Meta's own page for programs without a web server: the answer of the dialog stands in its fragment. */
export function desktopRedirect(facebook: string): string {
	return new URL(DESKTOP_PATH, facebook).href;
}

/** The path of {@link desktopRedirect}. */
export const DESKTOP_PATH = '/connect/login_success.html';

/** Can this be the id of a configuration of Facebook Login for Business? */
export function isConfigId(text: string): boolean {
	return /^\d{5,20}$/.test(text);
}
