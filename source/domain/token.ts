import { isGrantedByPage } from './permissions.ts';

/** One permission and the objects it was granted for; `targetIds` null means all of them. */
export type GranularScope = { scope: string; targetIds: string[] | null };

/** An error as Graph puts it into the answer about a dead token: `data.error` of `debug_token`. */
export type TokenError = { code: number | null; subcode: number | null; message: string | null };

/**
 * What `GET /debug_token` says of a token, made uniform: ids are strings, times are Unix seconds UTC.
 * Whatever Meta left out is null, which is never the same as a value.
 */
export type TokenInfo = {
	/** Meta's word: USER, PAGE, APP, SYSTEM_USER; an open set. */
	type: string | null;
	isValid: boolean | null;
	appId: string | null;
	appName: string | null;
	/** 0 means that it never expires. */
	expiresAt: number | null;
	/** The second clock; 0 means never. */
	dataAccessExpiresAt: number | null;
	issuedAt: number | null;
	/** The Page that a Page token acts for. */
	profileId: string | null;
	/** The person, or system user, behind the token. */
	userId: string | null;
	scopes: string[];
	granularScopes: GranularScope[];
	error: TokenError | null;
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

/** The Page ids that the granular scopes name, in order, without repeats. Only Page permissions count: ids of businesses,
 * ad accounts and Instagram accounts stand in the same lists. */
export function pageIdsInGranularScopes(info: TokenInfo): string[] {
	const ids = info.granularScopes
		.filter(({ scope }) => scope.startsWith('pages_'))
		.flatMap(({ targetIds }) => targetIds ?? []);
	return [...new Set(ids)].filter((id) => /^\d+$/.test(id));
}
