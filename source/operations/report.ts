import type { App } from '../domain/app.ts';
import type { PageRecord } from '../domain/page.ts';
import type { Problem } from '../domain/problem.ts';
import type { ProtectionKind } from '../domain/protection.ts';
import type { TokenInfo } from '../domain/token.ts';
import type { Named } from '../graph/client.ts';
import type { Outputs, ProfileReport } from './output-schema.ts';
import { isoOrNull, permissionsOf, type ReportOptions, reportOfPage, reportOfProblem } from './page-report.ts';
import type { JourneyResult } from './run-journey.ts';

/** What a report is made from: a stored profile with its Pages, or a journey that was not saved. */
export type Reported = {
	/** Null, as `storage` is, for what was not saved. */
	name: string | null;
	storage: ProtectionKind | null;
	app: App;
	graphVersion: string;
	/** The origin of the Graph API. */
	graphUrl: string;
	/** The permissions that were wanted. */
	wanted: readonly string[];
	user: Named | null;
	userInfo: TokenInfo;
	pages: readonly PageRecord[];
	problems: Problem[];
};

/** The JSON output. */
export function reportOf(profiles: readonly Reported[], options: ReportOptions = {}): Outputs['report'] {
	return { version: 1, profiles: profiles.map((profile) => reportOfProfile(profile, options)) };
}

/** A journey that was not saved, for a report. */
export function unsaved(result: JourneyResult, wanted: readonly string[]): Reported {
	return { ...result, name: null, storage: null, graphVersion: result.version, wanted };
}

function reportOfProfile(reported: Reported, options: ReportOptions): ProfileReport {
	const { name, graphVersion, graphUrl, storage, app, user, userInfo, wanted, pages, problems } = reported;
	return {
		profile: name,
		graphVersion,
		graphUrl,
		storage,
		app: { id: app.id, name: app.name },
		user: {
			id: user?.id ?? userInfo.userId,
			name: user?.name ?? null,
			expiresAt: isoOrNull(userInfo.expiresAt),
			permissions: permissionsOf(userInfo.scopes, wanted),
		},
		pages: pages.map((page) => reportOfPage(page, wanted, options)),
		problems: problems.map((problem) => reportOfProblem(problem, options.ui)),
	};
}
