import { Secret } from '../domain/secret.ts';
import type { TokenMethod } from '../domain/sign-in/methods.ts';
import type { Hosts } from './hosts.ts';

/**
 * The Graph API Explorer on an app. That the app id in the path chooses the app is widely used and not documented, so
 * the person is asked to look at "Meta App" all the same.
 */
export function explorerUrl(hosts: Hosts, appId: string, version: string): string {
	const url = new URL(`/tools/explorer/${encodeURIComponent(appId)}/`, hosts.developers);
	url.searchParams.set('method', 'GET');
	url.searchParams.set('path', 'me/accounts?fields=id,name');
	url.searchParams.set('version', version);
	return url.href;
}

/** Where a new app is made. */
export function appCreationUrl(hosts: Hosts): string {
	return new URL('/apps/creation/', hosts.developers).href;
}

/** The page of an app's settings where App ID and App Secret stand; without an id, the list of apps. */
export function appSettingsUrl(hosts: Hosts, appId?: string): string {
	return new URL(appId ? `/apps/${encodeURIComponent(appId)}/settings/basic/` : '/apps/', hosts.developers).href;
}

/** The page of an app where the configurations of Facebook Login for Business are made. */
export function configurationsUrl(hosts: Hosts, appId: string): string {
	return new URL(`/apps/${encodeURIComponent(appId)}/business-login/configurations/`, hosts.developers).href;
}

/** The page of an app's settings where its client token stands. */
function clientTokenUrl(hosts: Hosts, appId: string): string {
	return new URL(`/apps/${encodeURIComponent(appId)}/settings/advanced/`, hosts.developers).href;
}

/** Where a business makes system users and their tokens. There is no such place on another host. */
function systemUsersUrl({ facebook, overridden }: Hosts): string {
	return new URL('/settings/system-users', overridden ? facebook : 'https://business.facebook.com').href;
}

/** Where a way to a user token begins that the program does not walk by itself. */
export function pageOfMethod(method: TokenMethod, hosts: Hosts, appId: string, version: string): string {
	if (method === 'system-user') return systemUsersUrl(hosts);
	return method === 'device' ? clientTokenUrl(hosts, appId) : explorerUrl(hosts, appId, version);
}

/** Meta's Access Token Debugger on a token. The address holds the token: never show it, and say so before it is opened. */
export function debuggerUrl(hosts: Hosts, token: Secret, version: string): Secret {
	const url = new URL('/tools/debug/accesstoken/', hosts.developers);
	url.searchParams.set('access_token', token.reveal());
	url.searchParams.set('version', version);
	return new Secret(url.href);
}

/** A post by its id; of one that is not published, those who run the Page see something there. */
export function postUrl(hosts: Hosts, id: string): string {
	return new URL(`/${encodeURIComponent(id)}`, hosts.facebook).href;
}
