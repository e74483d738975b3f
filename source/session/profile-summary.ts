import type { App } from '../domain/app.ts';
import type { PagesSummary } from '../domain/pages-summary.ts';
import type { Purpose } from '../domain/permissions.ts';
import { missingPermissions } from '../domain/permissions.ts';
import type { SignInMemory } from '../domain/sign-in/methods.ts';
import type { ListedProfile } from '../vault/profile.ts';
import { describeProtection } from '../vault/protection.ts';

/** A stored profile as the list of all shows it. Times are Unix seconds. */
export type ProfileSummary = {
	name: string;
	app: App;
	graphVersion: string;
	/** Null where permissions were chosen one by one. */
	purpose: Purpose | null;
	wanted: readonly string[];
	pages: PagesSummary;
	/** How it is protected, in words. */
	protection: string;
	savedAt: number;
	/** Whose it is; null where Meta did not say. */
	userId: string | null;
	/** A system user has no grant that a sign-in renews. */
	isSystemUser: boolean;
	/** Was its user token found to be dead? */
	hasEnded: boolean;
	/** Does its user token lack wanted permissions? */
	isMissingSome: boolean;
	/** How its person signed in; null where that is not known. */
	signIn: SignInMemory | null;
};

/** What the list of all shows of a stored profile. */
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
		isSystemUser: userInfo.type === 'SYSTEM_USER',
		hasEnded: userInfo.isValid === false,
		isMissingSome: missingPermissions(wanted, userInfo.scopes).length > 0,
		signIn: profile.signIn ?? null,
	};
}
