import type { GraphError } from './graph-error.ts';

/** An app as its owner sees it in Meta's App Dashboard. Mutable: a test changes a setting by assignment. */
export interface App {
	readonly id: string;
	name: string;
	/** 32 lower-case hex digits. */
	secret: string;
	/** Looks like the secret and is not one: 32 hex digits, Settings → Advanced. */
	clientToken: string;
	category: string;
	mode: 'development' | 'live';
	/** Advanced → Security → "Require App Secret": every call but `/oauth/access_token` needs `appsecret_proof`. */
	requireAppSecretProof: boolean;
	/** App type "Native or desktop": a call signed with the app token counts as one without a token. */
	nativeDesktop: boolean;
	/** `restricted`: Meta has blocked the app; calls fail with code 200, sign-in with code 101. */
	status: 'ok' | 'restricted';
	/** The version that answers unversioned calls, `v27.0`. */
	defaultVersion: string;
	/** Long-lived user tokens without an end, as apps with access to the Marketing API get them. */
	unlimitedUserTokens: boolean;
	/** Role of people in the app, by person id. */
	readonly roles: Map<string, 'administrator' | 'developer' | 'tester'>;
	/** Facebook Login → Settings → "Valid OAuth Redirect URIs": https, and exact. */
	redirectUris: readonly string[];
	/** Facebook Login → Settings → "Login from Devices". */
	loginFromDevices: boolean;
	/** The app has Facebook Login for Business: its dialog wants a `config_id`, and the permissions are granted as one. */
	loginForBusiness: boolean;
	/** Of Facebook Login for Business, by id; without it they count for nothing. */
	readonly configurations: Map<string, LoginConfiguration>;
}

/** A configuration of Facebook Login for Business: what the dialog asks for, and whose token it gives. */
export interface LoginConfiguration {
	readonly id: string;
	readonly permissions: readonly string[];
	/** Set: the token is that of this system user, not of the person. */
	readonly systemUserId?: string;
}

/** A person, or a system user of a business. */
export interface Person {
	readonly id: string;
	name: string;
	firstName: string;
	lastName: string;
	email: string;
	/** Set for system users: the business that they belong to. */
	readonly systemUserOf?: string;
}

/** A category as Graph names it. */
export interface Category {
	readonly id: string;
	readonly name: string;
}

/** A Page, whoever manages it. */
export interface Page {
	readonly id: string;
	name: string;
	category: string;
	readonly categoryList: readonly Category[];
	/** The name in the Page's address, which Graph takes in the place of the id. */
	readonly username?: string;
	readonly ownerBusinessId?: string;
	isPublished: boolean;
	followersCount: number;
	/** The linked Instagram account. */
	instagram?: { readonly id: string; readonly username: string };
}

/** What a person may do on a Page, and how that shows in Graph. */
export interface Role {
	readonly personId: string;
	readonly pageId: string;
	/** `ANALYZE`, `ADVERTISE`, `MESSAGING`, `MODERATE`, `CREATE_CONTENT`, `MANAGE`, `PROFILE_PLUS_…`, in Graph's order. */
	tasks: readonly string[];
	/** Whether `/me/accounts` returns the Page. */
	listed: boolean;
	/** Whether Graph hands out a Page token; else `access_token` is missing from the item. */
	givesToken: boolean;
	/** The role is gone: Page tokens fail with 190/492. The listing may lag behind and still show the Page. */
	lost: boolean;
	/** Set when the person reaches the Page through a business: then `business_management` is needed. */
	readonly businessId?: string;
}

/** A business portfolio with the Pages that it owns and those that it looks after for clients. */
export interface Business {
	readonly id: string;
	name: string;
	readonly memberIds: Set<string>;
	readonly ownedPageIds: string[];
	readonly clientPageIds: string[];
}

/** A permission with the objects that it was granted for. */
export interface GranularScope {
	readonly scope: string;
	/** Page or business ids; absent: all of them, now and in future. */
	readonly targetIds?: ReadonlySet<string>;
}

/** What was chosen in the dialog: ids, all current and future Pages, or to go on with the Pages of the last time. */
export type ChosenPages = readonly string[] | 'all' | 'as-before';

/** What a person has granted an app: one grant, whatever number of sign-ins it took. A system user has none. */
export interface Grant {
	readonly personId: string;
	readonly appId: string;
	readonly permissions: Map<string, 'granted' | 'declined'>;
	/** The ids of the Pages that were selected at the latest sign-in. */
	pages: ReadonlySet<string>;
	/** They were selected by "all current and future Pages", which is a snapshot all the same. */
	isAll: boolean;
	/** The person has signed in. The token that a new sandbox has at hand was made without that. */
	isLinked: boolean;
}

/** The kinds of token; a client token is no access token and only looks like a secret. */
export type TokenKind = 'app' | 'client' | 'user' | 'page' | 'system-user';

/** An issued token. All times are Unix seconds, UTC. */
export interface Token {
	readonly text: string;
	readonly kind: TokenKind;
	readonly appId: string;
	/** The person or system user behind it. */
	readonly userId?: string;
	/** Page tokens: the Page that it acts as. */
	readonly pageId?: string;
	/** Page tokens: the text of the user token that it was derived from. */
	readonly parent?: string;
	readonly scopes: readonly string[];
	readonly granularScopes: readonly GranularScope[];
	/** Long-lived tokens only. */
	readonly issuedAt?: number;
	/** 0: never. */
	expiresAt: number;
	/** 0: never. */
	dataAccessExpiresAt: number;
	/** Set when something ended the token before its time. */
	invalid?: GraphError;
}

/** What the login dialog was sent, so that only who sent it can exchange the code (RFC 7636). */
export interface CodeChallenge {
	readonly value: string;
	readonly method: 'S256' | 'plain';
}

/** What a login code is issued for. */
export interface CodeRequest {
	readonly appId: string;
	readonly personId: string;
	readonly redirectUri: string;
	readonly permissions: readonly string[];
	readonly pages: ChosenPages;
	readonly declined?: readonly string[];
	readonly challenge?: CodeChallenge;
	/** The `auth_type` of the dialog, which the answer to the exchange repeats. */
	readonly authType?: string;
	/** The token is that of this system user. */
	readonly systemUserId?: string;
}

/** An authorization code of the login dialog, good for one exchange. */
export interface AuthorizationCode extends CodeRequest {
	readonly text: string;
	/** Unix seconds. */
	readonly expiresAt: number;
	used: boolean;
}

/** A device that waits until the person has entered its code in a browser. */
export interface DeviceLogin {
	/** What the device asks for its token with. */
	readonly code: string;
	/** What the person enters: capital letters and digits. */
	readonly userCode: string;
	readonly appId: string;
	readonly permissions: readonly string[];
	/** Unix seconds. */
	readonly expiresAt: number;
	/** `done`: the device has its token. */
	status: 'pending' | 'declined' | 'approved' | 'done';
	/** Unix seconds of the last question for the token. */
	polledAt?: number;
	/** Set once approved. */
	token?: Token;
}

/** A post of a Page. */
export interface Post {
	/** `{page-id}_{number}`. */
	readonly id: string;
	readonly pageId: string;
	readonly message: string;
	/** The URL or the name of the file of its photo. */
	readonly photo?: string;
	readonly published: boolean;
	/** Unix seconds. */
	readonly createdAt: number;
}
