/** How Meta's login behaves where that is not documented or not confirmed; a test, or who knows better, changes it. */
export interface LoginRules {
	/** An app in development mode may be sent back to `127.0.0.1` and `[::1]`, as to `localhost`. */
	loopbackAddresses: boolean;
	/** The desktop redirect `/connect/login_success.html` must stand among the app's valid redirect URIs. */
	desktopRedirectListed: boolean;
	/** Milliseconds until that page leaves for `/connect/blank.html#_=_`, and takes the token out of the address bar. */
	desktopPageLeavesAfterMs: number | undefined;
	/** The fragment holds a long-lived token beside the short-lived one. */
	longLivedTokenInFragment: boolean;
	/** A code with a challenge is exchanged by its verifier alone, without the app secret, as Meta's mobile SDKs do. */
	verifierAlone: boolean;
	/** What `debug_token` says of the token of a Page that is no longer in the grant: every other call refuses it. */
	pageOutsideGrant: 'invalid' | 'valid-without-scopes';
	/** A Page that is reached through a business has to be ticked like any other; else its token fails. */
	businessPagesNeedTick: boolean;
	/** What becomes of permissions for Pages that a device asks for. */
	devicePagePermissions: 'granted' | 'left-out' | 'refused';
	/** Seconds between two questions of a device for its token. */
	deviceInterval: number;
	/** Seconds that the code of a device is good for. */
	deviceLifetime: number;
}

/** The rules of a new world. */
export function defaultLoginRules(): LoginRules {
	return {
		loopbackAddresses: false,
		desktopRedirectListed: false,
		desktopPageLeavesAfterMs: undefined,
		longLivedTokenInFragment: false,
		verifierAlone: false,
		pageOutsideGrant: 'invalid',
		businessPagesNeedTick: false,
		devicePagePermissions: 'granted',
		deviceInterval: 5,
		deviceLifetime: 420,
	};
}
