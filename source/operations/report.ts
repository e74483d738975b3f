import type { PageRecord } from '../domain/page.ts';
import { missingPermissions } from '../domain/permissions.ts';
import type { Problem } from '../domain/problem.ts';
import { toIso } from '../domain/time.ts';
import type { TokenSummary } from '../domain/token.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { JourneyResult } from './run-journey.ts';

type Permissions = { granted: string[]; missing: string[] };

/** A Page in the JSON output. Times are ISO 8601, UTC; null means none. `token.value` is there only when asked for. */
export type PageReport = {
	id: string;
	name: string;
	category: string | null;
	tasks: string[] | null;
	foundBy: PageRecord['foundBy'];
	token: (TokenSummary & { value?: string }) | null;
	verdict: Verdict;
	reasons: string[];
	expiresAt: string | null;
	dataAccessExpiresAt: string | null;
	permissions: Permissions;
	checkedAt: string | null;
	problem: Problem | null;
};

/** A profile in the JSON output; `profile` and `storage` are null for one that was not saved. */
export type ProfileReport = {
	profile: string | null;
	graphVersion: string;
	storage: 'keychain' | 'passphrase' | 'file' | null;
	app: { id: string; name: string | null };
	user: { id: string | null; name: string | null; expiresAt: string | null; permissions: Permissions };
	pages: PageReport[];
	problems: Problem[];
};

/** The one shape that the verbs print. */
export type Report = { version: 1; profiles: ProfileReport[] };

/** The JSON output for a journey that was not saved. `reveal` puts the tokens themselves into it. */
export function reportOf(result: JourneyResult, wanted: readonly string[], { reveal = false } = {}): Report {
	const { app, user, userInfo, pages, problems, version } = result;
	return {
		version: 1,
		profiles: [
			{
				profile: null,
				graphVersion: version,
				storage: null,
				app: { id: app.id, name: app.name },
				user: {
					id: user?.id ?? userInfo.userId,
					name: user?.name ?? null,
					expiresAt: isoOrNull(userInfo.expiresAt),
					permissions: permissionsOf(userInfo.scopes, wanted),
				},
				pages: pages.map((page) => reportOfPage(page, wanted, reveal)),
				problems,
			},
		],
	};
}

function reportOfPage(page: PageRecord, wanted: readonly string[], reveal: boolean): PageReport {
	const { id, name, category, tasks, foundBy, token, summary, assessment, info, checkedAt, problem } = page;
	return {
		id,
		name,
		category,
		tasks,
		foundBy,
		token: summary && { ...summary, ...(reveal && token ? { value: token.reveal() } : {}) },
		verdict: assessment?.verdict ?? 'unknown',
		reasons: assessment?.reasons ?? ['The token was not verified.'],
		expiresAt: isoOrNull(assessment?.expiresAt ?? null),
		dataAccessExpiresAt: isoOrNull(assessment?.dataAccessExpiresAt ?? null),
		permissions: info ? permissionsOf(info.scopes, wanted) : { granted: [], missing: [] },
		checkedAt: isoOrNull(checkedAt),
		problem,
	};
}

function permissionsOf(granted: string[], wanted: readonly string[]): Permissions {
	return { granted, missing: missingPermissions(wanted, granted) };
}

/** Meta's 0 means never, which is null here. */
function isoOrNull(seconds: number | null): string | null {
	return seconds === null || seconds === 0 ? null : toIso(seconds);
}
