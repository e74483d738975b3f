import * as v from 'valibot';
import { CHECK_NAMES } from '../domain/check.ts';
import { FOUND_BY } from '../domain/page.ts';
import { PROBLEM_CODES } from '../domain/problems/codes.ts';
import { PROTECTION_KINDS } from '../domain/protection.ts';
import { VERDICTS } from '../domain/verdict.ts';

// The one definition of all JSON that the verbs print. The types of what they print are made from it, and so is, when the
// program is built, dist/output.schema.json. Here, what is ours is closed to the last key, and
// our tests hold it to that; in the file unknown fields and words are valid, so that later versions can add some. What is Meta's to
// name (the kind of a token, tasks, permissions) is any text.

/** A text that is not empty. */
const Text = v.pipe(v.string(), v.nonEmpty());
/** A moment. */
const Time = v.pipe(
	v.string(),
	v.regex(/^(\d{4}|\+\d{6})-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
	v.description('ISO 8601, UTC, in whole seconds.'),
);
/** An id of Meta's. */
const Id = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_]{1,64}$/), v.description('An id of Meta’s, mostly digits.'));

/** The permissions of a token against those that were wanted. */
const PermissionsSchema = v.pipe(
	v.strictObject({ granted: v.array(v.string()), missing: v.array(v.string()) }),
	v.description('What the token carries, and what of the wanted it does not.'),
);

/** A problem. */
const ProblemSchema = v.pipe(
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
					userTitle: v.exactOptional(
						v.pipe(v.string(), v.description('Meta’s words for people; some errors have them.')),
					),
					userMessage: v.exactOptional(v.string()),
					status: v.pipe(v.nullable(v.number()), v.description('The HTTP status.')),
				}),
			),
			v.description('The error as Meta gave it, without secrets.'),
		),
	}),
	v.description('What went wrong, why, and what to do. With --json a failure is this, on standard error.'),
);

/** A token without the token itself. */
const TokenSchema = v.strictObject({
	preview: v.pipe(v.string(), v.regex(/^(.{4}….{4}|…)$/)),
	length: v.pipe(v.number(), v.integer(), v.minValue(1)),
	fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/), v.description('The begin of its SHA-256.')),
	value: v.exactOptional(v.pipe(Text, v.description('The token itself; only with --reveal.'))),
});

/** A verdict. */
const VerdictWord = v.picklist(VERDICTS);

/** A Page. */
const PageSchema = v.strictObject({
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
	instagram: v.pipe(
		v.nullable(v.strictObject({ id: Id, username: v.nullable(Text) })),
		v.description('The linked Instagram account, read with the Page token if instagram_basic is granted.'),
	),
	instagramState: v.pipe(
		v.picklist(['linked', 'none', 'unknown']),
		v.description('`none` only where Meta would have told of an account.'),
	),
});

/** An app. */
const AppSchema = v.strictObject({ id: Id, name: v.nullable(Text) });

/** A token of any kind. */
const InspectedTokenSchema = v.strictObject({
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

const Version = v.literal(1);

const Profile = v.strictObject({
	profile: v.pipe(v.nullable(Text), v.description('Its name; null for what was not saved.')),
	graphVersion: v.pipe(v.string(), v.regex(/^v\d+\.\d+$/)),
	graphUrl: v.pipe(
		v.string(),
		v.regex(/^https?:\/\/[^/]+$/),
		v.description('The origin of the Graph API that the profile belongs to: its secrets go nowhere else.'),
	),
	storage: v.nullable(v.picklist(PROTECTION_KINDS)),
	app: AppSchema,
	user: v.strictObject({
		id: v.nullable(Id),
		name: v.nullable(Text),
		expiresAt: v.nullable(Time),
		permissions: PermissionsSchema,
	}),
	pages: v.array(PageSchema),
	problems: v.array(ProblemSchema),
});

const Checked = v.variant('state', [
	v.strictObject({ name: v.picklist(CHECK_NAMES), state: v.literal('fine'), detail: Text, remedy: v.null() }),
	v.strictObject({
		name: v.picklist(CHECK_NAMES),
		state: v.picklist(['warning', 'failed']),
		detail: Text,
		remedy: Text,
	}),
]);

const Loopback = v.pipe(v.string(), v.regex(/^http:\/\/127\.0\.0\.1:\d+$/));

/** What the definitions of the outputs are made of, by the names that they have in the file. */
export const PARTS = {
	id: Id,
	time: Time,
	permissions: PermissionsSchema,
	tokenSummary: TokenSchema,
	page: PageSchema,
	profile: Profile,
};

/** Each output by its name in the file; `problem` is that of any verb, on standard error. */
export const OUTPUTS = {
	report: v.pipe(
		v.strictObject({ version: Version, profiles: v.array(Profile) }),
		v.description('What connect, list, check, refresh, revoke, demo and export (as JSON) print.'),
	),
	token: v.pipe(v.strictObject({ version: Version, token: PageSchema }), v.description('What token prints.')),
	inspect: v.pipe(
		v.strictObject({ version: Version, token: InspectedTokenSchema }),
		v.description('What inspect prints.'),
	),
	doctor: v.pipe(v.strictObject({ version: Version, checks: v.array(Checked) }), v.description('What doctor prints.')),
	'publish-test': v.pipe(
		v.strictObject({
			version: Version,
			publishTest: v.strictObject({
				page: v.strictObject({ id: Id, name: Text }),
				postId: v.pipe(v.nullable(Text), v.description('Null where Meta gave none.')),
				deleted: v.pipe(v.boolean(), v.description('Was the post made, and is it gone again?')),
				problem: v.nullable(ProblemSchema),
			}),
		}),
		v.description('What publish-test prints, also when it failed.'),
	),
	'read-test': v.pipe(
		v.strictObject({
			version: Version,
			readTest: v.strictObject({
				page: v.strictObject({ id: Id, name: Text }),
				postId: v.pipe(v.nullable(Text), v.description('The post that was read; null where there is none.')),
				reads: v.array(
					v.strictObject({
						ability: v.picklist(['read', 'comments']),
						is: v.pipe(
							v.picklist(['proven', 'unproven', 'refused']),
							v.description('`unproven`: there was nothing to read.'),
						),
						problem: v.nullable(ProblemSchema),
					}),
				),
			}),
		}),
		v.description('What read-test prints, also when it failed.'),
	),
	sandbox: v.pipe(
		v.strictObject({
			graphUrl: Loopback,
			facebookUrl: Loopback,
			developersUrl: Loopback,
			appId: Id,
			appSecret: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
			clientToken: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
			userToken: v.pipe(v.string(), v.regex(/^EAA\w+$/)),
		}),
		v.description('The first line of sandbox.'),
	),
	problem: ProblemSchema,
};

/** The outputs by their names in the file. */
export type Outputs = { [Name in keyof typeof OUTPUTS]: v.InferOutput<(typeof OUTPUTS)[Name]> };

/** A profile in the JSON output; `profile` and `storage` are null for one that was not saved. */
export type ProfileReport = v.InferOutput<typeof Profile>;

/** A Page in the JSON output; `token.value` is there only when asked for. */
export type PageReport = v.InferOutput<typeof PageSchema>;
