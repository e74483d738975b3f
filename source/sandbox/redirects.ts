import type { App } from './entities.ts';
import type { World } from './world.ts';

/** Meta's redirect for desktop programs, which takes the answer to a page of Meta's own. */
export const DESKTOP_REDIRECT = 'https://www.facebook.com/connect/login_success.html';

/** Whether the login dialog may go there; `blocked`: not exactly there; `foreign`: the app does not know that host. */
export type RedirectVerdict = 'allowed' | 'blocked' | 'foreign';

/**
 * Judges a redirect as Meta does. `localhost` with any port is allowed while the app is in development mode; all else
 * must be https and stand among the app's valid redirect URIs. `isDesktop`: it is Meta's desktop redirect.
 */
export function judgeRedirect(world: World, app: App, redirect: URL, isDesktop: boolean): RedirectVerdict {
	const { href, protocol, hostname } = redirect;
	const listed = app.redirectUris.filter((uri) => URL.canParse(uri)).map((uri) => new URL(uri));
	if (listed.some((uri) => uri.href === href && uri.protocol === 'https:')) {
		return 'allowed';
	}
	if (isDesktop) {
		return world.login.desktopRedirectListed ? 'blocked' : 'allowed';
	}
	const loopback = ['localhost', ...(world.login.loopbackAddresses ? ['127.0.0.1', '[::1]'] : [])];
	if (loopback.includes(hostname)) {
		return app.mode === 'development' && /^https?:$/.test(protocol) ? 'allowed' : 'blocked';
	}
	return listed.some((uri) => uri.hostname === hostname) ? 'blocked' : 'foreign';
}
