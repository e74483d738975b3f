import { toIso } from '../domain/time.ts';
import { permissionsForPage } from '../domain/token.ts';
import type { InspectedToken } from './inspect.ts';
import type { Outputs } from './output-schema.ts';
import { isoOrNull, permissionsOf, reportOfProblem } from './report.ts';

/** An inspected token of any kind for the JSON output. `wanted` are the permissions that it should carry; `reveal` puts the token in. */
export function reportOfToken(
	inspected: InspectedToken,
	{ wanted, reveal = false }: { wanted: readonly string[]; reveal?: boolean },
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
			reasons: assessment?.reasons ?? [],
			expiresAt: isoOrNull(info.expiresAt),
			dataAccessExpiresAt: isoOrNull(info.dataAccessExpiresAt),
			permissions: permissionsOf(granted, wanted),
			checkedAt: toIso(checkedAt),
			problem: problem && reportOfProblem(problem),
			type,
			app: appId === null ? null : { id: appId, name: appName },
			userId,
			granular: granularScopes.map(({ scope, targetIds }) => ({ permission: scope, targetIds })),
		},
	};
}
