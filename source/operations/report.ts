import type { App } from '../domain/app.ts';
import type { PageRecord } from '../domain/page.ts';
import { missingPermissions } from '../domain/permissions.ts';
import type { Problem } from '../domain/problem.ts';
import { type ProblemUi, problemText } from '../domain/problem-text.ts';
import type { GraphDetail } from '../domain/problems/text.ts';
import type { ProtectionKind } from '../domain/protection.ts';
import { toIso } from '../domain/time.ts';
import { permissionsForPage, type TokenInfo } from '../domain/token.ts';
import { reasonsFor } from '../domain/verdict.ts';
import type { Named } from '../graph/client.ts';
import type { InspectedToken } from './inspect.ts';
import type { Outputs, PageReport, ProfileReport } from './output-schema.ts';

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

/** What was found and not saved, for a report. */
export function unsaved(
	{ version, ...found }: Omit<Reported, 'name' | 'storage' | 'graphVersion' | 'wanted'> & { version: string },
	wanted: readonly string[],
): Reported {
	return { ...found, name: null, storage: null, graphVersion: version, wanted };
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

/** `reveal` puts the tokens of the Pages into the output; `ui` names what comes next about a problem. */
export type ReportOptions = { reveal?: boolean; ui?: ProblemUi };

/** One Page in the JSON output, against the permissions that were wanted. */
export function reportOfPage(
	page: PageRecord,
	wanted: readonly string[],
	{ reveal = false, ui }: ReportOptions,
): PageReport {
	const { id, name, category, tasks, foundBy, token, summary, assessment, info, checkedAt, problem, instagram } = page;
	return {
		id,
		name,
		category,
		tasks,
		foundBy,
		token: summary && { ...summary, ...(reveal && token ? { value: token.reveal() } : {}) },
		verdict: assessment?.verdict ?? 'unknown',
		reasons: assessment ? reasonsFor(page) : ['The token was not verified.'],
		expiresAt: isoOrNull(assessment?.expiresAt ?? null),
		dataAccessExpiresAt: isoOrNull(assessment?.dataAccessExpiresAt ?? null),
		permissions: info ? permissionsOf(permissionsForPage(info, page.id), wanted) : { granted: [], missing: [] },
		checkedAt: isoOrNull(checkedAt),
		problem: problem && reportOfProblem(problem, ui),
		instagram: instagram?.account ?? null,
		instagramState: instagram?.account ? 'linked' : instagram?.isCertain ? 'none' : 'unknown',
	};
}

/** A problem in the JSON output. */
export function reportOfProblem(problem: Problem, ui?: ProblemUi): Outputs['problem'] {
	const { code, graph } = problem;
	const { title, cause, remedy, retryable } = problemText(problem, ui);
	return { code, title, cause, remedy, retryable, graph: graph && withoutAbsent(graph) };
}

/** Meta's error without the words for people that it does not have. */
function withoutAbsent({ userTitle, userMessage, ...graph }: GraphDetail): NonNullable<Outputs['problem']['graph']> {
	return { ...graph, ...(userTitle ? { userTitle } : {}), ...(userMessage ? { userMessage } : {}) };
}

/** What is granted, and what of the wanted is not. */
function permissionsOf(granted: string[], wanted: readonly string[]): PageReport['permissions'] {
	return { granted, missing: missingPermissions(wanted, granted) };
}

/** A time as it stands in the JSON output. Meta's 0 means never, which is null here. */
export function isoOrNull(seconds: number | null): string | null {
	return seconds === null || seconds === 0 ? null : toIso(seconds);
}

/** An inspected token of any kind for the JSON output. `wanted` are the permissions that it should carry; `reveal` puts the token in. */
export function reportOfToken(
	inspected: InspectedToken,
	{ wanted, reveal = false, ui }: ReportOptions & { wanted: readonly string[] },
): Outputs['inspect'] {
	const { info, holder, token, summary, assessment, checkedAt, problem } = inspected;
	const { type, appId, appName, userId, profileId, scopes, granularScopes } = info;
	const isApp = type === 'APP';
	const granted = profileId === null ? scopes : permissionsForPage(info, profileId);
	return {
		version: 1,
		token: {
			id: profileId ?? holder?.id ?? userId ?? (isApp ? appId : null),
			name: holder?.name ?? (isApp ? appName : null),
			category: null,
			tasks: null,
			foundBy: null,
			token: { ...summary, ...(reveal ? { value: token.reveal() } : {}) },
			verdict: assessment?.verdict ?? null,
			reasons: reasonsFor(inspected),
			expiresAt: isoOrNull(info.expiresAt),
			dataAccessExpiresAt: isoOrNull(info.dataAccessExpiresAt),
			permissions: permissionsOf(granted, wanted),
			checkedAt: toIso(checkedAt),
			problem: problem && reportOfProblem(problem, ui),
			instagram: null,
			instagramState: 'unknown',
			type,
			app: appId === null ? null : { id: appId, name: appName },
			userId,
			granular: granularScopes.map(({ scope, targetIds }) => ({ permission: scope, targetIds })),
		},
	};
}
