import { isGrantedByPage } from '../domain/permissions.ts';
import type {
	App,
	AuthorizationCode,
	Business,
	CodeRequest,
	DeviceLogin,
	Grant,
	GranularScope,
	Page,
	Person,
	Post,
	Role,
	Token,
	TokenProblem,
} from './entities.ts';
import type { HourlyLimit } from './hourly-limit.ts';
import { endless, granularScopes, type Lifetime, timesOf, withPublicProfile } from './issuing.ts';
import { defaultLoginRules, type LoginRules } from './login-rules.ts';
import { createRandom, type Random } from './random.ts';
import { appRemoved, checkpoint, expired, loggedOut, passwordChanged, roleLost } from './token-problems.ts';
import { newAppTokenText, newCodeText, newDeviceCode, newTokenText, newUserCode } from './token-text.ts';

/** What a world may differ in. */
export interface WorldOptions {
	/** Unix seconds; default: the wall clock. */
	readonly now?: () => number;
	/** Makes ids and tokens the same every time. */
	readonly seed?: string;
	/** The most items that an edge gives at once; default 1000. */
	readonly greatestLimit?: number;
}

/** Graph versions that are alive, newest first. */
const LIVE_VERSIONS = ['v27.0', 'v26.0', 'v25.0', 'v24.0', 'v23.0', 'v22.0', 'v21.0'];

/** Seconds that a code of the login dialog is good for. */
const CODE_LIFETIME = 600;

/**
 * What Meta knows: apps, people, Pages, roles, businesses, grants and tokens, as data, with the operations that
 * change it. Every rule about lifetimes is here; how a call is answered is not.
 */
export class World {
	readonly now: () => number;
	readonly random: Random;
	readonly apps = new Map<string, App>();
	readonly people = new Map<string, Person>();
	readonly pages = new Map<string, Page>();
	readonly businesses = new Map<string, Business>();
	readonly posts = new Map<string, Post>();
	readonly codes = new Map<string, AuthorizationCode>();
	/** Devices that asked for a login, by the code that they hold. */
	readonly deviceLogins = new Map<string, DeviceLogin>();
	/** Every token that was issued, by its text. */
	readonly tokens = new Map<string, Token>();
	/** Who sits at the browser. */
	signedInPersonId = '';
	/** Where people enter the code of a device, without a slash at the end. */
	facebookUrl = 'https://www.facebook.com';
	readonly login: LoginRules = defaultLoginRules();
	/** Newest first. Later versions are unknown; older ones are answered by the last of these. */
	liveVersions: readonly string[] = LIVE_VERSIONS;
	/** Whether `debug_token` as an item of a batch fails: whether Meta allows it is not documented. */
	batchRefusesDebugToken = false;
	/** Whether a Page by itself tells the caller's `tasks`, as the account's list does: not documented. */
	tellsTasksOfPages = false;
	/** An edge gives no more items at once, however many are asked for: Meta's bound for lists of Pages was never found out. */
	greatestLimit: number;
	/** Who asks for more items at once is refused. */
	limitRefusedBeyond = Number.POSITIVE_INFINITY;
	/** Percent, as `X-App-Usage` and `X-Business-Use-Case-Usage` tell it. */
	usage = { callCount: 0, totalCpuTime: 0, totalTime: 0 };
	/** How many calls may be made within an hour with tokens that are no Page's; null: any number. */
	hourlyLimit: HourlyLimit | null = null;
	readonly #roles = new Map<string, Map<string, Role>>();
	readonly #grants = new Map<string, Grant>();
	readonly #pageTokens = new Map<string, string>();

	constructor(options: WorldOptions = {}) {
		this.now = options.now ?? (() => Math.floor(Date.now() / 1000));
		this.random = createRandom(options.seed);
		this.greatestLimit = options.greatestLimit ?? 1000;
	}

	addApp(app: App): App {
		this.apps.set(app.id, app);
		return app;
	}

	addPerson(person: Person): Person {
		this.people.set(person.id, person);
		return person;
	}

	addPage(page: Page): Page {
		this.pages.set(page.id, page);
		return page;
	}

	/** The Page of this user name; case and dots do not count in one. */
	pageNamed(username: string): Page | undefined {
		const plain = (name: string) => name.toLowerCase().replaceAll('.', '');
		return [...this.pages.values()].find((page) => page.username && plain(page.username) === plain(username));
	}

	addBusiness(business: Business): Business {
		this.businesses.set(business.id, business);
		return business;
	}

	addRole(role: Role): Role {
		const roles = this.#roles.get(role.personId) ?? new Map<string, Role>();
		this.#roles.set(role.personId, roles.set(role.pageId, role));
		return role;
	}

	/** All roles of a person, lost ones too, in the order in which they were given. */
	rolesOf(personId: string): Role[] {
		return [...(this.#roles.get(personId)?.values() ?? [])];
	}

	role(personId: string, pageId: string): Role | undefined {
		return this.#roles.get(personId)?.get(pageId);
	}

	/** The ids of the Pages that the login dialog offers the person: those with a role of their own. */
	offeredPageIds(personId: string): string[] {
		return this.rolesOf(personId)
			.filter((role) => role.businessId === undefined)
			.map((role) => role.pageId);
	}

	businessesOf(personId: string): Business[] {
		return [...this.businesses.values()].filter((business) => business.memberIds.has(personId));
	}

	/** What the person has granted the app; undefined: nothing, or the app was removed. */
	grant(appId: string, personId: string): Grant | undefined {
		return this.#grants.get(`${appId}:${personId}`);
	}

	/**
	 * The person grants the app `permissions` (`public_profile` comes by itself) for `pages`, and gets a user token.
	 * `pages`: ids as ticked in the dialog (default: all that it offers), or `'all'` for "all current and future
	 * Pages", which leaves `target_ids` out. Short-lived (ends on a full hour, one to two hours ahead) unless
	 * `longLived` (60 days).
	 */
	issueUserToken(
		appId: string,
		personId: string,
		permissions: readonly string[],
		pages: readonly string[] | 'all' = this.offeredPageIds(personId),
		options: { readonly longLived?: boolean; readonly declined?: readonly string[] } = {},
	): Token {
		const scopes = withPublicProfile(permissions);
		this.#grant(appId, personId, scopes, options.declined ?? [], pages);
		const granularScopes = this.#granularScopes(personId, scopes, pages);
		return this.#issue('user', appId, personId, scopes, granularScopes, options.longLived ? 'long' : 'short');
	}

	/**
	 * A system user's token. It never expires, and neither do the Page tokens from it; with `endsIn60Days` both do.
	 * `pages`: default all that are assigned to the system user.
	 */
	issueSystemUserToken(
		appId: string,
		systemUserId: string,
		permissions: readonly string[],
		options: { readonly pages?: readonly string[] | 'all'; readonly endsIn60Days?: boolean } = {},
	): Token {
		const pages = options.pages ?? this.rolesOf(systemUserId).map((role) => role.pageId);
		const granularScopes = this.#granularScopes(systemUserId, permissions, pages);
		const lifetime = options.endsIn60Days ? 'long' : 'endless';
		return this.#issue('system-user', appId, systemUserId, permissions, granularScopes, lifetime);
	}

	/** A new long-lived token with the permissions of `token`, as `fb_exchange_token` gives it. */
	exchange(token: Token): Token {
		const kind = token.kind === 'system-user' ? 'system-user' : 'user';
		const lifetime = kind === 'system-user' && token.expiresAt === 0 ? 'endless' : 'long';
		return this.#issue(kind, token.appId, token.userId ?? '', token.scopes, token.granularScopes, lifetime);
	}

	/** The app token that `client_credentials` gives: the same one every time. */
	appToken(appId: string): Token {
		const known = [...this.tokens.values()].find((token) => token.kind === 'app' && token.appId === appId);
		return known ?? this.#keep({ ...endless('app', appId), text: newAppTokenText(appId, this.random) });
	}

	/**
	 * The Page token of a Page for the holder of a user or system-user token. The same text as long as the user token
	 * that it came from lives; it ends with a short-lived one and with that of a system user, and never with a long-lived
	 * one. A permission that was granted for other Pages only is not in it.
	 */
	pageToken(user: Token, pageId: string): Token {
		const endsAlone = user.kind === 'user' && user.issuedAt !== undefined;
		const expiresAt = endsAlone ? 0 : user.expiresAt;
		const lifetime = user.issuedAt === undefined ? 'short' : `long ${expiresAt}`;
		const scopes = user.scopes.filter(
			(scope) => !isGrantedByPage(scope) || this.coverage(user, scope, user.scopes)(pageId),
		);
		const key = [user.appId, user.userId, pageId, lifetime, scopes].join(':');
		const known = this.tokens.get(this.#pageTokens.get(key) ?? '');
		const parent = this.tokens.get(known?.parent ?? '');
		if (known && !known.invalid && parent && !this.problemOf(parent)) {
			return known;
		}
		const targetIds = new Set([pageId]);
		const token = this.#keep({
			text: newTokenText(user.appId, this.random),
			kind: 'page',
			appId: user.appId,
			...(user.userId === undefined ? {} : { userId: user.userId }),
			pageId,
			parent: user.text,
			scopes,
			granularScopes: user.granularScopes
				.filter(({ scope }) => scope !== 'business_management' && scopes.includes(scope))
				.map((granular) => (isGrantedByPage(granular.scope) ? { ...granular, targetIds } : granular)),
			...(user.issuedAt === undefined ? {} : { issuedAt: user.issuedAt }),
			expiresAt,
			dataAccessExpiresAt: user.dataAccessExpiresAt,
		});
		this.#pageTokens.set(key, token.text);
		return token;
	}

	/** The person grants what stands in the request; the code goes to its address, and lives for ten minutes. */
	issueCode(request: CodeRequest): AuthorizationCode {
		const { appId, personId, permissions, pages, declined = [] } = request;
		this.#grant(appId, personId, withPublicProfile(permissions), declined, pages);
		const text = newCodeText(this.random);
		const issued = { ...request, text, expiresAt: this.now() + CODE_LIFETIME, used: false };
		this.codes.set(text, issued);
		return issued;
	}

	/** The long-lived token for a code, or that of the system user whom it names, with the Pages assigned to it. */
	redeem(code: AuthorizationCode): Token {
		const { appId, personId, permissions, pages, systemUserId } = code;
		code.used = true;
		if (systemUserId !== undefined) {
			this.#assign(systemUserId, personId, pages === 'all' ? this.offeredPageIds(personId) : pages);
			return this.issueSystemUserToken(appId, systemUserId, permissions, { pages });
		}
		const scopes = withPublicProfile(permissions);
		return this.#issue('user', appId, personId, scopes, this.#granularScopes(personId, scopes, pages), 'long');
	}

	/** A device of the app begins a login. */
	beginDeviceLogin(appId: string, permissions: readonly string[]): DeviceLogin {
		const login: DeviceLogin = {
			code: newDeviceCode(this.random),
			userCode: newUserCode(this.random),
			appId,
			permissions,
			expiresAt: this.now() + this.login.deviceLifetime,
			status: 'pending',
		};
		this.deviceLogins.set(login.code, login);
		return login;
	}

	/** Why a call with the token fails now; undefined: it works. */
	problemOf(token: Token): TokenProblem | undefined {
		if (token.invalid) {
			return token.invalid;
		}
		const now = this.now();
		if (token.expiresAt !== 0 && token.expiresAt <= now) {
			return expired(token.expiresAt, now);
		}
		const roleIsLost = token.kind === 'page' && (this.role(token.userId ?? '', token.pageId ?? '')?.lost ?? true);
		return roleIsLost ? roleLost : undefined;
	}

	/** The scopes that the token still has: those it was issued with, less what was taken back since. */
	scopesOf(token: Token): string[] {
		if (token.kind === 'system-user' || token.userId === undefined || this.people.get(token.userId)?.systemUserOf) {
			return [...token.scopes];
		}
		const granted = this.grant(token.appId, token.userId)?.permissions;
		return token.scopes.filter((scope) => !granted || granted.get(scope) === 'granted');
	}

	/** Whether the token carries the permission, and carries it for this Page. */
	covers(token: Token, permission: string, pageId: string): boolean {
		return this.coverage(token, permission)(pageId);
	}

	/** The same for many Pages. A Page of a business is reached with `business_management` for it, ticked or not. */
	coverage(
		token: Token,
		permission: string,
		scopes: readonly string[] = this.scopesOf(token),
	): (pageId: string) => boolean {
		if (!scopes.includes(permission)) {
			return () => false;
		}
		const targets = token.granularScopes.find(({ scope }) => scope === permission)?.targetIds;
		const businesses = token.granularScopes.find(({ scope }) => scope === 'business_management')?.targetIds;
		return (pageId) =>
			!targets ||
			targets.has(pageId) ||
			businesses?.has(this.role(token.userId ?? '', pageId)?.businessId ?? '') === true;
	}

	/** The token's time is over (190/463), and that of the Page tokens from it which end with it. */
	expireToken(text: string): void {
		for (const token of this.tokens.values()) {
			if (token.text === text || (token.parent === text && token.expiresAt !== 0)) {
				token.expiresAt = this.now() - 1;
			}
		}
	}

	/** The person loses the role on the Page: it leaves the listing, its Page tokens end (190/492). */
	removeRole(personId: string, pageId: string): void {
		const role = this.role(personId, pageId);
		if (role) {
			role.lost = true;
			role.listed = false;
		}
	}

	/** The person removes the app: grant and tokens are gone (190/458). */
	removeApp(personId: string, appId: string): void {
		this.#grants.delete(`${appId}:${personId}`);
		this.#end(appRemoved(appId), personId, appId);
	}

	/** The person takes one permission back; the tokens live on without it. */
	removePermission(personId: string, appId: string, permission: string): void {
		this.grant(appId, personId)?.permissions.set(permission, 'declined');
	}

	/** The person changes the password: all tokens end (190/460). */
	changePassword(personId: string): void {
		this.#end(passwordChanged, personId);
	}

	/** The person logs out everywhere: all tokens end (190/467). */
	logOut(personId: string): void {
		this.#end(loggedOut, personId);
	}

	/** Meta stops the person at a checkpoint: all tokens fail (190/459). */
	checkpoint(personId: string): void {
		this.#end(checkpoint, personId);
	}

	#end(problem: TokenProblem, personId: string, appId?: string): void {
		for (const token of this.tokens.values()) {
			if (token.userId === personId && (appId === undefined || token.appId === appId)) {
				token.invalid = problem;
			}
		}
	}

	/** The system user gets the person's tasks on these Pages. */
	#assign(systemUserId: string, personId: string, pageIds: readonly string[]): void {
		for (const pageId of pageIds) {
			const role = this.role(personId, pageId);
			if (role) {
				this.addRole({ ...role, personId: systemUserId });
			}
		}
	}

	#grant(
		appId: string,
		personId: string,
		granted: readonly string[],
		declined: readonly string[],
		pages: readonly string[] | 'all',
	): void {
		const grant = this.grant(appId, personId) ?? { appId, personId, permissions: new Map(), pages };
		grant.pages = pages;
		for (const name of granted) {
			grant.permissions.set(name, 'granted');
		}
		for (const name of declined) {
			grant.permissions.set(name, 'declined');
		}
		this.#grants.set(`${appId}:${personId}`, grant);
	}

	#issue(
		kind: 'user' | 'system-user',
		appId: string,
		userId: string,
		scopes: readonly string[],
		granularScopes: readonly GranularScope[],
		lifetime: Lifetime,
	): Token {
		const isUnlimited = kind === 'user' && lifetime === 'long' && this.apps.get(appId)?.unlimitedUserTokens === true;
		const text = newTokenText(appId, this.random);
		const times = timesOf(kind, isUnlimited ? 'endless' : lifetime, this.now());
		return this.#keep({ text, kind, appId, userId, scopes, granularScopes, ...times });
	}

	#granularScopes(personId: string, scopes: readonly string[], pages: readonly string[] | 'all'): GranularScope[] {
		const businessIds = this.businessesOf(personId).map((business) => business.id);
		return granularScopes(scopes, pages, businessIds);
	}

	#keep(token: Token): Token {
		this.tokens.set(token.text, token);
		return token;
	}
}
