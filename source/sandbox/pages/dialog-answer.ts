import type { World } from '../world.ts';
import type { LoginChoice } from './consent.ts';
import type { Login } from './dialog-request.ts';
import type { PageRequest } from './page-request.ts';

type Pairs = readonly (readonly [name: string, value: string | number])[];

/** Grants what the person chose, and gives the address of the app with what it asked for: a code, a token, or both. */
export function answerAddress({ world }: PageRequest, login: Login, choice: LoginChoice): string {
	const { responseTypes, state } = login;
	const granted = [...choice.granted, 'public_profile'].join(',');
	const pairs: Pairs = [
		...(responseTypes.has('token') ? tokenPairs(world, login, choice) : []),
		...(responseTypes.has('code') ? ([['code', newCode(world, login, choice)]] as const) : []),
		...(responseTypes.has('granted_scopes')
			? ([
					['granted_scopes', granted],
					['denied_scopes', choice.declined.join(',')],
				] as const)
			: []),
		...statePairs(state),
	];
	return responseTypes.has('token') ? withFragment(login.target, pairs) : withQuery(login.target, pairs);
}

/** The address of the app when the person pressed Cancel: in the query, whatever was asked for. */
export function cancelAddress({ target, state }: Login): string {
	return withQuery(target, [
		['error', 'access_denied'],
		['error_code', 200],
		['error_description', 'Permissions error'],
		['error_reason', 'user_denied'],
		...statePairs(state),
	]);
}

function tokenPairs(world: World, { app }: Login, { granted, declined, pages }: LoginChoice): Pairs {
	const token = world.issueUserToken(app.id, world.signedInPersonId, granted, pages, { declined });
	return [
		['access_token', token.text],
		['data_access_expiration_time', token.dataAccessExpiresAt],
		['expires_in', token.expiresAt - world.now()],
		...(world.login.longLivedTokenInFragment ? ([['long_lived_token', world.exchange(token).text]] as const) : []),
	];
}

function newCode(world: World, login: Login, { granted, declined, pages }: LoginChoice): string {
	const { app, redirectUri, challenge, authType, configuration } = login;
	const systemUserId = configuration?.systemUserId;
	return world.issueCode({
		appId: app.id,
		personId: world.signedInPersonId,
		redirectUri,
		permissions: granted,
		declined,
		pages,
		...(challenge ? { challenge } : {}),
		...(authType === undefined ? {} : { authType }),
		...(systemUserId === undefined ? {} : { systemUserId }),
	}).text;
}

function statePairs(state: string | undefined): Pairs {
	return state === undefined ? [] : [['state', state]];
}

function encode(pairs: Pairs): string {
	return new URLSearchParams(Object.fromEntries(pairs.map(([name, value]) => [name, String(value)]))).toString();
}

function withFragment(target: URL, pairs: Pairs): string {
	const address = new URL(target);
	address.hash = encode(pairs);
	return address.href;
}

/** Meta puts `#_=_` there, so that a browser does not keep an older fragment. */
function withQuery(target: URL, pairs: Pairs): string {
	const address = new URL(target);
	address.search = [address.search.slice(1), encode(pairs)].filter(Boolean).join('&');
	address.hash = '_=_';
	return address.href;
}
