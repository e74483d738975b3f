import { formatEnd } from '../time.ts';
import type { TokenInfo } from '../token.ts';

/** Where a business makes the token of a system user, in short steps (graph-api.md, section 10). */
export const SYSTEM_USER_STEPS: readonly string[] = [
	'Open business.facebook.com/settings and there Users, System users.',
	'Add a system user, or choose one.',
	'Assign it your app (Manage app) and the Pages.',
	'Press "Generate token", choose your app, "Never" as its end, and the permissions.',
	'Copy the token, which is shown only once, and paste it here.',
];

/** What becomes of Page tokens from the token of a system user, without a full stop; null for the token of anybody else. */
export function describeSystemUser(info: TokenInfo, now: number): string | null {
	if (info.type !== 'SYSTEM_USER') return null;
	if (info.expiresAt === 0) return 'Of a system user, without an end: the Page tokens made from it have none either';
	if (info.expiresAt === null)
		return 'Of a system user; Meta does not say when it ends, and the Page tokens end with it';
	return `Of a system user, and it ${formatEnd(info.expiresAt, now)}: the Page tokens made from it end with it. Choose "Never" where it is generated for some that do not`;
}
