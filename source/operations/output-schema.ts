import * as v from 'valibot';
import { CHECK_NAMES } from '../domain/check.ts';
import { PROTECTION_KINDS } from '../domain/protection.ts';
import {
	AppSchema,
	Id,
	InspectedTokenSchema,
	PageSchema,
	PermissionsSchema,
	ProblemSchema,
	Text,
	Time,
	TokenSchema,
} from './page-report.ts';

// The one definition of all JSON that the verbs print. The types of what they print are made from it, and so is, when the
// program is built, dist/output.schema.json. What is in a Page is defined in page-report.ts.

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
