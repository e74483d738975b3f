import * as v from 'valibot';
import { PROBLEM_CODES } from '../../source/domain/problem.ts';

const text = v.pipe(v.string(), v.nonEmpty());
const id = v.pipe(v.string(), v.digits());
const time = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/));
const permissions = v.strictObject({ granted: v.array(text), missing: v.array(text) });

/** A problem as JSON. */
const ProblemJson = v.strictObject({
	code: v.picklist(PROBLEM_CODES),
	title: text,
	cause: text,
	remedy: text,
	retryable: v.boolean(),
	graph: v.nullable(
		v.strictObject({
			code: v.nullable(v.number()),
			subcode: v.nullable(v.number()),
			type: v.nullable(text),
			message: v.nullable(v.string()),
			fbtraceId: v.nullable(text),
			status: v.nullable(v.number()),
		}),
	),
});

const token = v.strictObject({
	preview: v.pipe(v.string(), v.regex(/^(\w{4})?…(\w{4})?$/)),
	length: v.number(),
	fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/)),
	value: v.optional(text),
});

const page = v.strictObject({
	id,
	name: text,
	category: v.nullable(text),
	tasks: v.nullable(v.array(text)),
	foundBy: v.picklist(['accounts', 'granular-scope', 'business', 'id']),
	token: v.nullable(token),
	verdict: v.picklist(['permanent', 'dated', 'short', 'invalid', 'unknown']),
	reasons: v.array(text),
	expiresAt: v.nullable(time),
	dataAccessExpiresAt: v.nullable(time),
	permissions,
	checkedAt: v.nullable(time),
	problem: v.nullable(ProblemJson),
});

/** What `inspect` prints with `--json`: a token of any kind in the shape of a Page, and what tells the kinds apart. */
export const TokenJson = v.strictObject({
	version: v.literal(1),
	token: v.strictObject({
		...page.entries,
		id: v.nullable(id),
		name: v.nullable(text),
		token,
		foundBy: v.null(),
		verdict: v.nullable(page.entries.verdict),
		type: v.nullable(text),
		app: v.nullable(v.strictObject({ id, name: v.nullable(text) })),
		userId: v.nullable(id),
		granular: v.array(v.strictObject({ permission: text, targetIds: v.nullable(v.array(id)) })),
	}),
});

/** What `token` prints with `--json`: one element of the Pages. */
export const PageJson = v.strictObject({ version: v.literal(1), token: page });
/** What `publish-test` prints with `--json`, whether it succeeded or not. */
export const PublishTestJson = v.strictObject({
	version: v.literal(1),
	publishTest: v.strictObject({
		page: v.strictObject({ id, name: text }),
		postId: v.nullable(text),
		deleted: v.boolean(),
		problem: v.nullable(ProblemJson),
	}),
});

/** What `doctor` prints with `--json`. A remedy is there for all that is not fine. */
export const ChecksJson = v.strictObject({
	version: v.literal(1),
	checks: v.array(
		v.variant('state', [
			v.strictObject({ name: text, state: v.literal('fine'), detail: text, remedy: v.null() }),
			v.strictObject({ name: text, state: v.picklist(['warning', 'failed']), detail: text, remedy: text }),
		]),
	),
});

/** What verbs print with `--json`, to the last key: what is not named here may not be there. */
export const ReportJson = v.strictObject({
	version: v.literal(1),
	profiles: v.array(
		v.strictObject({
			profile: v.nullable(text),
			graphVersion: v.pipe(v.string(), v.regex(/^v\d+\.\d$/)),
			storage: v.nullable(v.picklist(['keychain', 'passphrase', 'file'])),
			app: v.strictObject({ id, name: v.nullable(text) }),
			user: v.strictObject({
				id: v.nullable(id),
				name: v.nullable(text),
				expiresAt: v.nullable(time),
				permissions,
			}),
			pages: v.array(page),
			problems: v.array(ProblemJson),
		}),
	),
});

/** Reads what a verb printed with `--json`. */
export function readReport(stdout: string) {
	const [profile, ...more] = v.parse(ReportJson, JSON.parse(stdout)).profiles;
	if (!profile || more.length > 0) throw new Error('one profile was expected');
	return profile;
}

/** Reads the one problem that stands on standard error. */
export function readProblem(stderr: string) {
	return v.parse(ProblemJson, JSON.parse(stderr));
}
