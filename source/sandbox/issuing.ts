import { isGrantedByPage } from '../domain/permissions.ts';
import type { GranularScope, Token } from './entities.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const LONG_LIVED = 60 * DAY;
const DATA_ACCESS = 90 * DAY;

type Lifetime = Pick<Token, 'issuedAt' | 'expiresAt' | 'dataAccessExpiresAt'>;

/**
 * When a new user or system-user token ends, in Unix seconds. A short-lived one ends on a full hour, one to two hours
 * ahead, and has no `issuedAt`; a long-lived one ends after 60 days, an unlimited one never.
 */
export function lifetimeOf(
	kind: 'user' | 'system-user',
	longLived: boolean,
	unlimited: boolean,
	now: number,
): Lifetime {
	const nextFullHourButOne = (Math.floor(now / HOUR) + 2) * HOUR;
	return {
		...(longLived ? { issuedAt: now } : {}),
		expiresAt: unlimited ? 0 : longLived ? now + LONG_LIVED : nextFullHourButOne,
		dataAccessExpiresAt: kind === 'system-user' ? 0 : now + DATA_ACCESS,
	};
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
