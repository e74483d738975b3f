import { touchedByDataAccessExpiry } from './permissions.ts';
import { formatExpiry } from './time.ts';
import type { GranularScope, TokenInfo } from './token.ts';
import { endsWithinADay } from './verdict.ts';

/** Meta's word for a kind of token in words: `Page token`, `Token of type …`. */
export function describeKind(type: string | null): string {
	if (type === null) return 'Token of unknown kind';
	return Object.hasOwn(KINDS, type) ? (KINDS[type] ?? '') : `Token of type ${type}`;
}

const KINDS: Readonly<Record<string, string>> = {
	USER: 'User token',
	PAGE: 'Page token',
	SYSTEM_USER: 'System user token',
	APP: 'App token',
};

const SECRET_RESET = "when the app's secret is reset, or the app is removed";
const BY_THE_PERSON = 'when the person changes the password, logs out everywhere or removes the app';

/** What ends a living token before its time, as the rest of the sentence "It ends …". Meta tells nobody when it happens. */
export function describeEndings(type: string | null): string {
	switch (type) {
		case 'PAGE':
			return 'when the password is changed, the app removed, the role on the Page lost, or the app secret reset';
		case 'SYSTEM_USER':
			return `when it is revoked in the business settings, or the system user is removed there; ${SECRET_RESET}`;
		case 'APP':
			return SECRET_RESET;
		default:
			return `${BY_THE_PERSON}; ${SECRET_RESET}`;
	}
}

/** The end of a token, as {@link formatExpiry} has it. A dead one has ended, though its date may say otherwise. */
export function describeExpiry(expiresAt: number | null, isDead: boolean, now: number): string {
	const isEarly = isDead && expiresAt !== null && (expiresAt === 0 || expiresAt > now);
	return isEarly ? 'it has ended' : formatExpiry(expiresAt, now);
}

/** The second clock with the permissions that it touches: `in 89 days (21 Feb 2027): touches instagram_basic`. */
export function describeDataAccess(expiresAt: number | null, granted: readonly string[], now: number): string {
	if (expiresAt === null) return 'Meta told no date';
	if (expiresAt === 0) return 'never ends';
	const touched = touchedByDataAccessExpiry(granted);
	const effect = touched.length > 0 ? `touches ${touched.join(', ')}` : 'touches none of these permissions';
	return `${formatExpiry(expiresAt, now)}: ${effect}`;
}

/** What to do with a living token that nothing is wrong with. */
export function describeNextStep(info: TokenInfo, now: number): string {
	if (info.type === 'PAGE') return 'Nothing: it can be used as it is, for as long as Meta lets it live.';
	if (info.type === 'APP') return 'It acts for no Page. Keep it as secret as the app secret.';
	if (info.type === 'USER' && endsWithinADay(info, now)) {
		return 'Give it to fb-token-tui connect before it ends: exchanged first, it gives Page tokens that never expire.';
	}
	if (info.type === 'USER' || info.expiresAt === 0)
		return 'Give it to fb-token-tui connect: it gives Page tokens that never expire.';
	return 'Page tokens made from it end with it. Generate one with "Never" as its end, and give that to fb-token-tui connect.';
}

/** Permissions that were granted for the same objects only. */
export type LimitedGrant = { permissions: string[]; targetIds: string[] };

/** The grants that are limited to some objects, those for the same ones together; what is granted for all is left out. */
export function limitedGrants(granularScopes: readonly GranularScope[]): LimitedGrant[] {
	const grants = new Map<string, LimitedGrant>();
	for (const { scope, targetIds } of granularScopes) {
		if (!targetIds) continue;
		const key = targetIds.join();
		const grant = grants.get(key) ?? { permissions: [], targetIds };
		grant.permissions.push(scope);
		grants.set(key, grant);
	}
	return [...grants.values()];
}
