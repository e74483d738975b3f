import type { App, Page, Token } from '../entities.ts';
import { isOffered, PUBLIC_PROFILE } from '../permission-groups.ts';
import { covers, problemOf } from '../tokens.ts';
import type { World } from '../world.ts';
import { appsOf } from './app-settings.ts';
import type { PageRequest } from './page-request.ts';

/** What "Generate Access Token" gives: a token of the person, of the app, or of a Page (`page:{id}` one that is known); or the end of the grant. */
type TokenChoice = 'user' | 'app' | 'page' | 'uninstall' | `page:${string}`;

/** What the Explorer's form holds; the address sets part of it, as Meta's own links do. */
export interface ExplorerState {
	readonly app: App;
	readonly choice: TokenChoice;
	/** Chosen permissions, `public_profile` among them. */
	readonly permissions: ReadonlySet<string>;
	/** Names that were asked for and that the Explorer does not offer. */
	readonly unknownPermissions: readonly string[];
	readonly method: string;
	readonly version: string;
	/** Path and query of the request, without the version and without a slash at the beginning. */
	readonly path: string;
	/** The token in the field. */
	readonly token: Token | undefined;
	/** The user token that the Page tokens of the menu come from. */
	readonly userToken: Token | undefined;
}

export const METHODS = ['GET', 'POST', 'DELETE'];

/** Reads the form, or the address; undefined: the person has no app. The app in the path comes before the first one. */
export function readState({ world, url, form }: PageRequest, appId: string | undefined): ExplorerState | undefined {
	const apps = appsOf(world);
	const wantedApp = form.get('app') ?? appId;
	const app = apps.find((candidate) => candidate.id === wantedApp) ?? apps[0];
	if (!app) {
		return undefined;
	}
	const value = (name: string) => form.get(name) ?? url.searchParams.get(name) ?? '';
	const names = [...form.getAll('permission'), ...(form.get('add') ?? '').toLowerCase().split(/[\s,]+/)].filter(
		Boolean,
	);
	const method = value('method').toUpperCase();
	const version = value('version');
	return {
		app,
		choice: readChoice(form.get('choice')),
		permissions: new Set([PUBLIC_PROFILE, ...names.filter(isOffered)]),
		unknownPermissions: names.filter((name) => !isOffered(name)),
		method: METHODS.includes(method) ? method : 'GET',
		version: /^v\d{1,3}\.\d$/.test(version) ? version : (world.liveVersions[0] ?? ''),
		path: value('path').replace(/^\/+/, '') || 'me?fields=id,name',
		token: world.tokens.get(form.get('access_token') ?? ''),
		userToken: world.tokens.get(form.get('user_token') ?? ''),
	};
}

function readChoice(text: string | null): TokenChoice {
	if (text === 'app' || text === 'page' || text === 'uninstall') {
		return text;
	}
	return text?.startsWith('page:') ? `page:${text.slice('page:'.length)}` : 'user';
}

/** The Pages for which a user token gives a Page token. */
export function pagesOf(world: World, userToken: Token): Page[] {
	if (userToken.userId === undefined || problemOf(world, userToken)) {
		return [];
	}
	return world
		.rolesOf(userToken.userId)
		.filter((role) => role.givesToken && !role.lost && covers(world, userToken, 'pages_show_list', role.pageId))
		.flatMap((role) => world.pages.get(role.pageId) ?? []);
}
