import * as v from 'valibot';
import { FOUND_BY, type PageRecord } from '../domain/page.ts';
import { missingPermissions } from '../domain/permissions.ts';
import type { Problem } from '../domain/problem.ts';
import { type ProblemUi, problemText } from '../domain/problem-text.ts';
import { PROBLEM_CODES } from '../domain/problems/codes.ts';
import { toIso } from '../domain/time.ts';
import { permissionsForPage } from '../domain/token.ts';
import { reasonsFor, VERDICTS } from '../domain/verdict.ts';
import type { InspectedToken } from './inspect.ts';

// What the JSON output has of a Page, or of a token that is inspected: its definition, and what makes it. What is ours is closed to the last key; what is Meta's to
// name (the kind of a token, tasks, permissions) is any text.

/** A text that is not empty. */
export const Text = v.pipe(v.string(), v.nonEmpty());
/** A moment. */
export const Time = v.pipe(
	v.string(),
	v.regex(/^(\d{4}|\+\d{6})-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
	v.description('ISO 8601, UTC, in whole seconds.'),
);
/** An id of Meta's. */
export const Id = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_]{1,64}$/), v.description('An id of Meta’s, mostly digits.'));

/** The permissions of a token against those that were wanted. */
export const PermissionsSchema = v.pipe(
	v.strictObject({ granted: v.array(v.string()), missing: v.array(v.string()) }),
	v.description('What the token carries, and what of the wanted it does not.'),
);

/** A problem. */
export const ProblemSchema = v.pipe(
	v.strictObject({
		code: v.picklist(PROBLEM_CODES),
		title: Text,
		cause: Text,
		remedy: Text,
		retryable: v.pipe(v.boolean(), v.description('Does trying the same again help?')),
		graph: v.pipe(
			v.nullable(
				v.strictObject({
					code: v.nullable(v.number()),
					subcode: v.nullable(v.number()),
					type: v.nullable(v.string()),
					message: v.nullable(v.string()),
					fbtraceId: v.nullable(v.string()),
					status: v.pipe(v.nullable(v.number()), v.description('The HTTP status.')),
				}),
			),
			v.description('The error as Meta gave it, without secrets.'),
		),
	}),
	v.description('What went wrong, why, and what to do. With --json a failure is this, on standard error.'),
);

/** A token without the token itself. */
export const TokenSchema = v.strictObject({
	preview: v.pipe(v.string(), v.regex(/^(.{4}….{4}|…)$/)),
	length: v.pipe(v.number(), v.integer(), v.minValue(1)),
	fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/), v.description('The begin of its SHA-256.')),
	value: v.exactOptional(v.pipe(Text, v.description('The token itself; only with --reveal.'))),
});

/** A verdict. */
const VerdictWord = v.picklist(VERDICTS);

/** A Page. */
export const PageSchema = v.strictObject({
	id: Id,
	name: Text,
	category: v.nullable(Text),
	tasks: v.pipe(v.nullable(v.array(v.string())), v.description('Null where Meta does not tell them.')),
	foundBy: v.pipe(
		v.nullable(v.picklist(FOUND_BY)),
		v.description('Null where a newer version stored a way that this one does not know.'),
	),
	token: v.pipe(v.nullable(TokenSchema), v.description('Null where Meta gave none.')),
	verdict: VerdictWord,
	reasons: v.array(Text),
	expiresAt: v.pipe(v.nullable(Time), v.description('Null means never, or not known: the verdict tells.')),
	dataAccessExpiresAt: v.nullable(Time),
	permissions: PermissionsSchema,
	checkedAt: v.pipe(v.nullable(Time), v.description('When Meta was asked; null where it was not, or did not answer.')),
	problem: v.nullable(ProblemSchema),
});

/** An app. */
export const AppSchema = v.strictObject({ id: Id, name: v.nullable(Text) });

/** A token of any kind. */
export const InspectedTokenSchema = v.strictObject({
	...PageSchema.entries,
	id: v.pipe(
		v.nullable(Id),
		v.description(
			'Of the Page, the person, the system user or the app that it speaks for; null where Meta would not say.',
		),
	),
	name: v.nullable(Text),
	token: TokenSchema,
	foundBy: v.pipe(v.null(), v.description('It was given, and not found.')),
	verdict: v.pipe(v.nullable(VerdictWord), v.description('Null for a living token that is no Page token.')),
	type: v.pipe(v.nullable(v.string()), v.description('Meta’s word: USER, PAGE, APP, SYSTEM_USER or any other.')),
	app: v.nullable(AppSchema),
	userId: v.pipe(v.nullable(Id), v.description('The person, or system user, behind it.')),
	granular: v.pipe(
		v.array(v.strictObject({ permission: v.string(), targetIds: v.nullable(v.array(Id)) })),
		v.description('Permissions with the ids that they were granted for; null: for all.'),
	),
});

/** A Page in the JSON output. Times are ISO 8601, UTC; null means none. `token.value` is there only when asked for. */
type PageReport = v.InferOutput<typeof PageSchema>;

/** The permissions of a token in the JSON output, against those that were wanted. */
type Permissions = v.InferOutput<typeof PermissionsSchema>;

/** `reveal` puts the tokens of the Pages into the output; `ui` names what comes next about a problem. */
export type ReportOptions = { reveal?: boolean; ui?: ProblemUi };

/** One Page in the JSON output, against the permissions that were wanted. */
export function reportOfPage(
	page: PageRecord,
	wanted: readonly string[],
	{ reveal = false, ui }: ReportOptions,
): PageReport {
	const { id, name, category, tasks, foundBy, token, summary, assessment, info, checkedAt, problem } = page;
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
	};
}

/** A problem in the JSON output. */
export function reportOfProblem(problem: Problem, ui?: ProblemUi): v.InferOutput<typeof ProblemSchema> {
	const { code, graph } = problem;
	const { title, cause, remedy, retryable } = problemText(problem, ui);
	return { code, title, cause, remedy, retryable, graph };
}

/** What is granted, and what of the wanted is not. */
export function permissionsOf(granted: string[], wanted: readonly string[]): Permissions {
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
): { version: 1; token: v.InferOutput<typeof InspectedTokenSchema> } {
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
			type,
			app: appId === null ? null : { id: appId, name: appName },
			userId,
			granular: granularScopes.map(({ scope, targetIds }) => ({ permission: scope, targetIds })),
		},
	};
}
