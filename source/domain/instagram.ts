import { missingPermissions } from './permissions.ts';
import type { TokenInfo } from './token.ts';

/**
 * The Instagram account that is linked to a Page, as Meta told the Page's own token; null where it told of none. Meta leaves the
 * field out without a word where it may not tell, so `isCertain` says whether null means that none is linked.
 */
export type Instagram = { account: { id: string; username: string | null } | null; isCertain: boolean };

/** May a Page's token ask for the linked account? */
export function mayReadInstagram(info: TokenInfo | null): boolean {
	return info?.isValid === true && info.scopes.includes('instagram_basic');
}

/**
 * What an answer means. `isListed`: the Page is in the account's own list. Where a role comes through a business, Meta also demands a permission for ads; where `instagram_basic` was
 * granted for some accounts only, the linked one may be another.
 */
export function instagramOf(
	account: Instagram['account'],
	{ scopes, granularScopes }: TokenInfo,
	isListed: boolean,
): Instagram {
	const isOfSome = granularScopes.some(({ scope, targetIds }) => scope === 'instagram_basic' && targetIds !== null);
	const isThroughBusiness = !isListed && !scopes.some((name) => ['ads_management', 'ads_read'].includes(name));
	return { account, isCertain: account !== null || (!isOfSome && !isThroughBusiness) };
}

/** The permissions that publishing to the linked account needs. The second one comes with a use case of its own. */
const TO_PUBLISH = ['instagram_basic', 'instagram_content_publish'] as const;

/** The same in words, with what publishing to the account still needs; empty where Meta was not asked. */
export function describeInstagram(instagram: Instagram | null | undefined, granted: readonly string[]): string {
	if (!instagram) return '';
	const { account, isCertain } = instagram;
	if (!account) return isCertain ? 'none linked' : 'not known: Meta named no account, and may not tell of all';
	const name = account.username === null ? account.id : `@${account.username} (${account.id})`;
	const lacking = missingPermissions(TO_PUBLISH, granted);
	return lacking.length === 0 ? name : `${name}, publishing to it also needs ${lacking.join(', ')}`;
}
