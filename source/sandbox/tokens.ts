import { isGrantedByPage } from '../domain/permissions.ts';
import type { Token } from './entities.ts';
import { type GraphError, graphError } from './graph-error.ts';
import type { Records } from './records.ts';

/** Why a call with the token fails now; undefined: it works. */
export function problemOf(records: Records, token: Token): GraphError | undefined {
	if (token.invalid) {
		return token.invalid;
	}
	const now = records.now();
	if (token.expiresAt !== 0 && token.expiresAt <= now) {
		return graphError('tokenExpired', { ended: metaDate(token.expiresAt), now: metaDate(now) });
	}
	if (token.kind !== 'page' || token.pageId === undefined) {
		return undefined;
	}
	const isRoleLost = records.role(token.userId ?? '', token.pageId)?.lost ?? true;
	if (isRoleLost) {
		return graphError('roleLost');
	}
	return isInGrant(records, token, token.pageId) ? undefined : graphError('outsideGrant');
}

/**
 * Whether the grant of the token's app and person has the Page, whatever the token was issued for: all sign-ins share it. A
 * system user has none. A Page of a business is in it unticked, unless the rules of the login say otherwise.
 */
function isInGrant(records: Records, { appId, userId = '' }: Token, pageId: string): boolean {
	const grant = records.grant(appId, userId);
	const isOfBusiness = records.role(userId, pageId)?.businessId !== undefined;
	return !grant || grant.pages.has(pageId) || (isOfBusiness && !records.login.businessPagesNeedTick);
}

/** The scopes that the token still has: those it was issued with, less what was taken back since. */
export function scopesOf(records: Records, token: Token): string[] {
	if (token.kind === 'system-user' || !token.userId || records.people.get(token.userId)?.systemUserOf) {
		return [...token.scopes];
	}
	const granted = records.grant(token.appId, token.userId)?.permissions;
	const isOutside = token.pageId !== undefined && !isInGrant(records, token, token.pageId);
	return token.scopes.filter(
		(scope) => (!granted || granted.get(scope) === 'granted') && !(isOutside && isGrantedByPage(scope)),
	);
}

/** Whether the token carries the permission, and carries it for this Page. */
export function covers(records: Records, token: Token, permission: string, pageId: string): boolean {
	return coverage(records, token, permission)(pageId);
}

/** The same for many Pages. A Page of a business is reached with `business_management` for it, ticked or not. */
export function coverage(
	records: Records,
	token: Token,
	permission: string,
	scopes: readonly string[] = scopesOf(records, token),
): (pageId: string) => boolean {
	if (!scopes.includes(permission)) {
		return () => false;
	}
	const targets = token.granularScopes.find(({ scope }) => scope === permission)?.targetIds;
	const businesses = token.granularScopes.find(({ scope }) => scope === 'business_management')?.targetIds;
	return (pageId) => {
		const isOfBusiness = businesses?.has(records.role(token.userId ?? '', pageId)?.businessId ?? '') === true;
		return isOfBusiness || ((!targets || targets.has(pageId)) && isInGrant(records, token, pageId));
	};
}

const dateFormat = new Intl.DateTimeFormat('en-US', {
	timeZone: 'America/Los_Angeles',
	weekday: 'long',
	day: '2-digit',
	month: 'short',
	year: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	hourCycle: 'h23',
	timeZoneName: 'short',
});

/** A time in Graph's error messages, always Pacific: `Tuesday, 25-Nov-25 15:00:00 PST`. Takes Unix seconds. */
function metaDate(seconds: number): string {
	const part = Object.fromEntries(dateFormat.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
	const date = `${part.day}-${part.month}-${part.year}`;
	return `${part.weekday}, ${date} ${part.hour}:${part.minute}:${part.second} ${part.timeZoneName}`;
}
