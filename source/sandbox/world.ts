import { isGrantedByPage } from '../domain/permissions.ts';
import type {
	AuthorizationCode,
	ChosenPages,
	CodeRequest,
	DeviceLogin,
	Grant,
	GranularScope,
	Token,
} from './entities.ts';
import { type GraphError, graphError } from './graph-error.ts';
import { endless, granularScopes, type Lifetime, timesOf, withPublicProfile } from './issuing.ts';
import { Records } from './records.ts';
import { newAppTokenText, newCodeText, newDeviceCode, newTokenText, newUserCode } from './token-text.ts';
import { coverage, problemOf } from './tokens.ts';

/** Seconds that a code of the login dialog is good for. */
const CODE_LIFETIME = 600;

/** The records with the operations that change them: what grants, issues, derives and ends tokens. */
export class World extends Records {
	readonly #pageTokens = new Map<string, string>();

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
		pages: ChosenPages = this.offeredPageIds(personId),
		options: { readonly longLived?: boolean; readonly declined?: readonly string[] } = {},
	): Token {
		const scopes = withPublicProfile(permissions);
		this.#grant(appId, personId, scopes, options.declined ?? [], pages);
		const granularScopes = this.#granularScopes(personId, scopes, this.#chosen(appId, personId, pages));
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
			(scope) => !isGrantedByPage(scope) || coverage(this, user, scope, user.scopes)(pageId),
		);
		const key = [user.appId, user.userId, pageId, lifetime, scopes].join(':');
		const known = this.tokens.get(this.#pageTokens.get(key) ?? '');
		const parent = this.tokens.get(known?.parent ?? '');
		if (known && !known.invalid && parent && !problemOf(this, parent)) {
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
		const chosen = this.#chosen(appId, personId, pages);
		if (systemUserId !== undefined) {
			this.#assign(systemUserId, personId, chosen === 'all' ? this.offeredPageIds(personId) : chosen);
			return this.issueSystemUserToken(appId, systemUserId, permissions, { pages: chosen });
		}
		const scopes = withPublicProfile(permissions);
		return this.#issue('user', appId, personId, scopes, this.#granularScopes(personId, scopes, chosen), 'long');
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
		this.grants.delete(`${appId}:${personId}`);
		this.#end(graphError('appRemoved', { appId }), personId, appId);
	}

	/** The person takes one permission back; the tokens live on without it. */
	removePermission(personId: string, appId: string, permission: string): void {
		this.grant(appId, personId)?.permissions.set(permission, 'declined');
	}

	/** The person changes the password: all tokens end (190/460). */
	changePassword(personId: string): void {
		this.#end(graphError('passwordChanged'), personId);
	}

	/** The person logs out everywhere: all tokens end (190/467). */
	logOut(personId: string): void {
		this.#end(graphError('loggedOut'), personId);
	}

	/** Meta stops the person at a checkpoint: all tokens fail (190/459). */
	checkpoint(personId: string): void {
		this.#end(graphError('checkpoint'), personId);
	}

	#end(problem: GraphError, personId: string, appId?: string): void {
		for (const token of this.tokens.values()) {
			if (token.userId === personId && (appId === undefined || token.appId === appId)) {
				token.invalid = problem;
			}
		}
	}

	/** The choice by what it comes to. */
	#chosen(appId: string, personId: string, pages: ChosenPages): readonly string[] | 'all' {
		if (pages !== 'as-before') {
			return pages;
		}
		const grant = this.grant(appId, personId);
		return grant?.isAll ? 'all' : [...(grant?.pages ?? [])];
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
		pages: ChosenPages,
	): void {
		const nothing: Grant = { appId, personId, permissions: new Map(), pages: new Set(), isAll: false, isLinked: false };
		const grant = this.grant(appId, personId) ?? nothing;
		if (pages !== 'as-before') {
			grant.pages = new Set(pages === 'all' ? this.offeredPageIds(personId) : pages);
			grant.isAll = pages === 'all';
		}
		grant.isLinked = true;
		for (const name of granted) {
			grant.permissions.set(name, 'granted');
		}
		for (const name of declined) {
			grant.permissions.set(name, 'declined');
		}
		this.grants.set(`${appId}:${personId}`, grant);
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
