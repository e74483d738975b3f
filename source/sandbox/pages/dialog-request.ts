import type { App, CodeChallenge, LoginConfiguration } from '../entities.ts';
import { isOffered, PUBLIC_PROFILE } from '../permission-groups.ts';
import { isVerifier } from '../pkce.ts';
import { DESKTOP_REDIRECT, judgeRedirect } from '../redirects.ts';
import type { World } from '../world.ts';
import { type LoginProblem, loginProblems } from './login-problems.ts';
import type { PageRequest } from './page-request.ts';

const RESPONSE_TYPES = ['code', 'token', 'granted_scopes'] as const;

type ResponseType = (typeof RESPONSE_TYPES)[number];

/** What an app asks the login dialog for. */
export interface Login {
	readonly app: App;
	/** As it was sent. */
	readonly redirectUri: string;
	/** Where the answer goes: the same, but for Meta's desktop redirect, which the sandbox serves itself. */
	readonly target: URL;
	readonly state: string | undefined;
	readonly responseTypes: ReadonlySet<ResponseType>;
	readonly permissions: readonly string[];
	/** Facebook Login for Business: where the permissions come from; they are granted as one. */
	readonly configuration: LoginConfiguration | undefined;
	/** `rerequest`, `reauthorize`, …; the latter is every dialog's work here, since each new token renews data access. */
	readonly authType: string | undefined;
	readonly challenge: CodeChallenge | undefined;
}

/** Reads the dialog's address, and judges it in Meta's order: app, redirect, person, permissions. */
export function readLogin({ world, url, origins }: PageRequest): Login | LoginProblem {
	const value = (name: string) => url.searchParams.get(name) || undefined;
	const app = findApp(world, value('client_id') ?? value('app_id'));
	if ('title' in app) {
		return app;
	}
	const redirectUri = value('redirect_uri');
	if (redirectUri === undefined) {
		return loginProblems.parameterMissing('redirect_uri');
	}
	if (!URL.canParse(redirectUri)) {
		return loginProblems.redirectNotAbsolute;
	}
	const desktop = desktopAddress(redirectUri, url.origin, origins.facebookUrl);
	const target = desktop ?? new URL(redirectUri);
	const verdict = judgeRedirect(world, app, new URL(redirectUri), desktop !== undefined);
	if (verdict !== 'allowed') {
		return verdict === 'blocked' ? loginProblems.redirectBlocked : loginProblems.redirectForeign;
	}
	if (!mayLogIn(world, app)) {
		return loginProblems.appNotActive;
	}
	const wishes = readWishes(world, app, value);
	return 'title' in wishes ? wishes : { app, redirectUri, target, state: value('state'), ...wishes };
}

/** Whether the person at the browser may log in to the app: to one in development mode, only people with a role may. */
export function mayLogIn(world: World, app: App): boolean {
	return app.status === 'ok' && (app.mode === 'live' || app.roles.has(world.signedInPersonId));
}

function findApp(world: World, id: string | undefined): App | LoginProblem {
	if (id === undefined) {
		return loginProblems.parameterMissing('app_id');
	}
	return world.apps.get(id) ?? loginProblems.appUnknown;
}

/** Under either name of the sandbox's own host, and for Meta's. */
function desktopAddress(redirectUri: string, ownOrigin: string, facebookUrl: string): URL | undefined {
	const { pathname } = new URL(DESKTOP_REDIRECT);
	const own = [ownOrigin, facebookUrl].map((origin) => `${origin}${pathname}`);
	return [DESKTOP_REDIRECT, ...own].includes(redirectUri) ? new URL(pathname, ownOrigin) : undefined;
}

type Wishes = Omit<Login, 'app' | 'redirectUri' | 'target' | 'state'>;

function readWishes(world: World, app: App, value: (name: string) => string | undefined): Wishes | LoginProblem {
	const responseTypes = new Set<ResponseType>();
	for (const name of words(value('response_type') ?? 'code')) {
		const known = RESPONSE_TYPES.find((type) => type === name);
		if (known === undefined) {
			return loginProblems.parameterInvalid('response_type');
		}
		responseTypes.add(known);
	}
	const challenge = readChallenge(value('code_challenge'), value('code_challenge_method'));
	if (challenge === 'invalid') {
		return loginProblems.parameterInvalid('code_challenge');
	}
	const common = { responseTypes, challenge, authType: value('auth_type') };
	return app.loginForBusiness
		? readConfiguration(app, value('config_id'), common)
		: readScope(world, app, words(value('scope') ?? ''), common);
}

/** An app with classic Facebook Login has no configurations: what its `config_id` does is not known; here, nothing. */
function readScope(
	world: World,
	app: App,
	names: readonly string[],
	common: Omit<Wishes, 'permissions' | 'configuration'>,
): Wishes | LoginProblem {
	const unknown = names.filter((name) => !isOffered(name));
	if (unknown.length > 0 && app.roles.has(world.signedInPersonId)) {
		return loginProblems.scopesInvalid(unknown);
	}
	const permissions = [...new Set(names)].filter((name) => isOffered(name) && name !== PUBLIC_PROFILE);
	return { ...common, permissions, configuration: undefined };
}

/** `scope` is not looked at. A system user's token comes for a code alone: Meta documents no other way. */
function readConfiguration(
	app: App,
	id: string | undefined,
	common: Omit<Wishes, 'permissions' | 'configuration'>,
): Wishes | LoginProblem {
	if (id === undefined) {
		return loginProblems.configurationMissing;
	}
	const configuration = app.configurations.get(id);
	if (!configuration) {
		return loginProblems.parameterInvalid('config_id');
	}
	if (configuration.systemUserId !== undefined && common.responseTypes.has('token')) {
		return loginProblems.parameterInvalid('response_type');
	}
	const permissions = configuration.permissions.filter((name) => name !== PUBLIC_PROFILE);
	return { ...common, permissions, configuration };
}

function readChallenge(value: string | undefined, method = 'plain'): CodeChallenge | undefined | 'invalid' {
	if (value === undefined) {
		return undefined;
	}
	const known = (['S256', 'plain'] as const).find((name) => name === method);
	return known !== undefined && isVerifier(value) ? { value, method: known } : 'invalid';
}

function words(text: string): string[] {
	return text.split(/[\s,]+/).filter(Boolean);
}
