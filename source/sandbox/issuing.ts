import { isGrantedByPage } from '../domain/permissions.ts';
import type { GranularScope, Token } from './entities.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const LONG_LIVED = 60 * DAY;
const DATA_ACCESS = 90 * DAY;

/** How long a new token lives: until a full hour, one to two hours ahead; for 60 days; without an end. */
export type Lifetime = 'short' | 'long' | 'endless';

/** When a new user or system-user token ends, in Unix seconds. A short-lived one has no `issuedAt`. */
export function timesOf(
	kind: 'user' | 'system-user',
	lifetime: Lifetime,
	now: number,
): Pick<Token, 'issuedAt' | 'expiresAt' | 'dataAccessExpiresAt'> {
	const nextFullHourButOne = (Math.floor(now / HOUR) + 2) * HOUR;
	const ends: Readonly<Record<Lifetime, number>> = { short: nextFullHourButOne, long: now + LONG_LIVED, endless: 0 };
	return {
		...(lifetime === 'short' ? {} : { issuedAt: now }),
		expiresAt: ends[lifetime],
		dataAccessExpiresAt: kind === 'system-user' ? 0 : now + DATA_ACCESS,
	};
}

/** The permissions of a user token: those that were granted, and `public_profile`, which comes by itself. */
export function withPublicProfile(permissions: readonly string[]): string[] {
	return [...permissions.filter((name) => name !== 'public_profile'), 'public_profile'];
}

/** What each scope that can be limited to objects is limited to; `'all'`: it names none. */
export function granularScopes(
	scopes: readonly string[],
	pages: readonly string[] | 'all',
	businessIds: readonly string[],
): GranularScope[] {
	const forPages = pages === 'all' ? {} : { targetIds: new Set(pages) };
	return scopes.flatMap((scope): GranularScope[] => {
		if (scope === 'business_management') {
			return [{ scope, targetIds: new Set(businessIds) }];
		}
		if (isGrantedByPage(scope)) {
			return [{ scope, ...forPages }];
		}
		return scope.startsWith('instagram_') ? [{ scope }] : [];
	});
}

/** A token of an app itself, without a person and without an end. */
export function endless(kind: 'app' | 'client', appId: string): Omit<Token, 'text'> {
	return { kind, appId, scopes: [], granularScopes: [], expiresAt: 0, dataAccessExpiresAt: 0 };
}
