import { formatEnd } from '../time.ts';
import type { TokenInfo } from '../token.ts';

/** Where a business makes the token of a system user, in short steps (graph-api.md, section 10). */
export const SYSTEM_USER_STEPS: readonly string[] = [
	'Open business.facebook.com/settings, then Users > System users. App and Pages must be in this same portfolio.',
	'Add a system user, or select one. Assign assets there: Apps ("Manage app") and Pages. Wait a few minutes.',
	'Press "Generate token". Choose your app, "Never", and scroll the list to select every permission.',
	'A token does not cover what you assign later. Copy it, it is shown only once, and paste it here.',
];

/** What becomes of Page tokens from the token of a system user, without a full stop; null for the token of anybody else. */
export function describeSystemUser(info: TokenInfo, now: number): string | null {
	if (info.type !== 'SYSTEM_USER') return null;
	if (info.expiresAt === 0) return 'Of a system user, without an end: the Page tokens made from it have none either';
	if (info.expiresAt === null)
		return 'Of a system user; Meta does not say when it ends, and the Page tokens end with it';
	return `Of a system user, and it ${formatEnd(info.expiresAt, now)}: the Page tokens made from it end with it. Choose "Never" where it is generated for some that do not`;
}
