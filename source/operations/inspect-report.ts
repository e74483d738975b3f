import { toIso } from '../domain/time.ts';
import { permissionsForPage } from '../domain/token.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Named } from '../graph/client.ts';
import type { InspectedToken } from './inspect.ts';
import { isoOrNull, type PageReport, permissionsOf } from './report.ts';

/**
 * A token of any kind in the JSON output: what stands there for a Page, and what tells the kinds apart. `id` and `name` are
 * those of the Page, the person, the system user or the app that it speaks for; null where Meta would not say.
 */
export type TokenReport = Omit<PageReport, 'id' | 'name' | 'token' | 'foundBy' | 'verdict'> & {
	id: string | null;
	name: string | null;
	token: NonNullable<PageReport['token']>;
	/** It was given, and not found. */
	foundBy: null;
	/** Null for a living token that is no Page token. */
	verdict: Verdict | null;
	/** Meta's word: USER, PAGE, APP, SYSTEM_USER; an open set. */
	type: string | null;
	app: Named | null;
	/** The id of the person, or system user, behind it. */
	userId: string | null;
	/** Permissions with the ids that they were granted for; null: for all. */
	granular: { permission: string; targetIds: string[] | null }[];
};

/** An inspected token for the JSON output. `wanted` are the permissions that it should carry; `reveal` puts the token in. */
export function reportOfToken(
	inspected: InspectedToken,
	{ wanted, reveal = false }: { wanted: readonly string[]; reveal?: boolean },
): { version: 1; token: TokenReport } {
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
			reasons: assessment?.reasons ?? [],
			expiresAt: isoOrNull(info.expiresAt),
			dataAccessExpiresAt: isoOrNull(info.dataAccessExpiresAt),
			permissions: permissionsOf(granted, wanted),
			checkedAt: toIso(checkedAt),
			problem,
			type,
			app: appId === null ? null : { id: appId, name: appName },
			userId,
			granular: granularScopes.map(({ scope, targetIds }) => ({ permission: scope, targetIds })),
		},
	};
}
