import { missingPermissions } from '../domain/permissions.ts';
import type { ListedProfile } from '../vault/profile.ts';
import { describeProtection } from '../vault/protection.ts';
import type { ProfileSummary } from './state.ts';

/** A stored profile as the screens list it. */
export function summaryOf(profile: ListedProfile): ProfileSummary {
	const { name, app, graphVersion, purpose, wanted, pages, storage, savedAt, user, userInfo } = profile;
	return {
		name,
		app,
		graphVersion,
		purpose,
		wanted,
		pages,
		protection: describeProtection(storage),
		savedAt,
		userId: user?.id ?? userInfo.userId,
		hasEnded: userInfo.isValid === false,
		isMissingSome: missingPermissions(wanted, userInfo.scopes).length > 0,
		signIn: profile.signIn ?? null,
	};
}
