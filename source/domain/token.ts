import { isGrantedByPage } from './permissions.ts';

/** One permission and the objects it was granted for; `targetIds` null means all of them. */
export type GranularScope = { scope: string; targetIds: string[] | null };

/** An error as Graph puts it into the answer about a dead token: `data.error` of `debug_token`. */
export type TokenError = { code: number | null; subcode: number | null; message: string | null };

/**
 * The fields of `debug_token` that hold one value, each with Meta's name and what it holds. Reading, storing and the type follow
 * from it, so that a new field is one more entry here. Times are Unix seconds UTC; 0 means never.
 */
const TOKEN_FIELDS = {
	/** Meta's word: USER, PAGE, APP, SYSTEM_USER; an open set. */
	type: { name: 'type', holds: 'word' },
	isValid: { name: 'is_valid', holds: 'flag' },
	appId: { name: 'app_id', holds: 'id' },
	appName: { name: 'application', holds: 'name' },
	expiresAt: { name: 'expires_at', holds: 'time' },
	dataAccessExpiresAt: { name: 'data_access_expires_at', holds: 'time' },
	issuedAt: { name: 'issued_at', holds: 'time' },
	/** The Page that a Page token acts for. */
	profileId: { name: 'profile_id', holds: 'id' },
	/** The person, or system user, behind the token. */
	userId: { name: 'user_id', holds: 'id' },
} as const;

type Held = { word: string; flag: boolean; id: string; name: string; time: number };

/** What a field of {@link TOKEN_FIELDS} may hold. */
export type HeldByField = keyof Held;

/** The fields with one value; null for what Meta left out, which is never the same as a value. */
export type TokenValues = {
	[Field in keyof typeof TOKEN_FIELDS]: Held[(typeof TOKEN_FIELDS)[Field]['holds']] | null;
};

/** What `GET /debug_token` says of a token, made uniform. */
export type TokenInfo = TokenValues & {
	scopes: string[];
	granularScopes: GranularScope[];
	error: TokenError | null;
};

/** One entry for each of {@link TOKEN_FIELDS}; its type is for the caller to say. */
export function forTokenFields<Entry>(
	entryOf: (field: { field: string; name: string; holds: HeldByField }) => readonly [key: string, Entry],
): Record<string, Entry> {
	return Object.fromEntries(Object.entries(TOKEN_FIELDS).map(([field, rest]) => entryOf({ field, ...rest })));
}

/** A token of which nothing is known. */
export const UNKNOWN_TOKEN: TokenInfo = {
	...(forTokenFields(({ field }) => [field, null]) as TokenValues),
	...{ scopes: [], granularScopes: [], error: null },
};

/** How a token may be shown: never the token itself. `fingerprint` is the first eight hex digits of its SHA-256. */
export type TokenSummary = { preview: string; length: number; fingerprint: string };

/** Is this a token of a person or of a system user, the two kinds from which Page tokens can be derived? */
export function derivesPages(info: TokenInfo): boolean {
	return info.type === 'USER' || info.type === 'SYSTEM_USER';
}

/**
 * The permissions that a token carries for one Page: its scopes, without those that were granted for other Pages only. A
 * scope without targets is granted for all.
 */
export function permissionsForPage({ scopes, granularScopes }: TokenInfo, pageId: string): string[] {
	return scopes.filter((name) => {
		const grants = granularScopes.filter(({ scope }) => scope === name);
		const isForPage = grants.some(({ targetIds }) => !targetIds || targetIds.includes(pageId));
		return isForPage || grants.length === 0 || !isGrantedByPage(name);
	});
}

/** Does Meta name the permissions of a Page token, and none of them is for the Page? It does so where the grant leaves the Page out. */
export function lacksPagePermissions(info: TokenInfo, pageId: string): boolean {
	return info.scopes.length > 0 && !permissionsForPage(info, pageId).some(isGrantedByPage);
}

/**
 * Is a Page in the grant, by what the user token's granular scopes say of Page permissions? Null where they do not tell: there are
 * none, or one has no targets, which may stand for all Pages of the day of the sign-in.
 */
export function isPageGranted({ granularScopes }: TokenInfo, pageId: string): boolean | null {
	const grants = granularScopes.filter(({ scope }) => isGrantedByPage(scope));
	if (grants.some(({ targetIds }) => targetIds?.includes(pageId))) return true;
	return grants.length > 0 && grants.every(({ targetIds }) => targetIds) ? false : null;
}

/** The Page ids that the granular scopes name, in order, without repeats. Only Page permissions count: ids of businesses,
 * ad accounts and Instagram accounts stand in the same lists. */
export function pageIdsInGranularScopes(info: TokenInfo): string[] {
	const ids = info.granularScopes
		.filter(({ scope }) => scope.startsWith('pages_'))
		.flatMap(({ targetIds }) => targetIds ?? []);
	return [...new Set(ids)].filter((id) => /^\d+$/.test(id));
}
