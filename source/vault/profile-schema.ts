import * as v from 'valibot';
import type { PagesDigest } from '../domain/pages-digest.ts';
import { PURPOSES, type Purpose } from '../domain/permissions.ts';
import { PROBLEM_CODES } from '../domain/problem.ts';
import { WAYS } from '../domain/sign-in/ways.ts';
import type { KeptProfile, Profile, StoredPage } from './profile.ts';

const Text = v.nullable(v.string());
const Moment = v.nullable(v.number());
const Texts = v.array(v.string());

const ProblemSchema = v.object({
	code: v.picklist(PROBLEM_CODES),
	title: v.string(),
	cause: v.string(),
	remedy: v.string(),
	retryable: v.boolean(),
	graph: v.nullable(
		v.object({
			code: Moment,
			subcode: Moment,
			type: Text,
			message: Text,
			fbtraceId: Text,
			status: Moment,
		}),
	),
});

const TokenInfoSchema = v.object({
	type: Text,
	isValid: v.nullable(v.boolean()),
	appId: Text,
	appName: Text,
	expiresAt: Moment,
	dataAccessExpiresAt: Moment,
	issuedAt: Moment,
	profileId: Text,
	userId: Text,
	scopes: Texts,
	granularScopes: v.array(v.object({ scope: v.string(), targetIds: v.nullable(Texts) })),
	error: v.nullable(v.object({ code: Moment, subcode: Moment, message: Text })),
});

const VerdictSchema = v.picklist(['permanent', 'dated', 'short', 'invalid', 'unknown']);

const PageSchema = v.object({
	id: v.string(),
	name: v.string(),
	category: Text,
	tasks: v.nullable(Texts),
	foundBy: v.picklist(['accounts', 'granular-scope', 'business', 'id']),
	summary: v.nullable(v.object({ preview: v.string(), length: v.number(), fingerprint: v.string() })),
	info: v.nullable(TokenInfoSchema),
	assessment: v.nullable(
		v.object({
			verdict: VerdictSchema,
			reasons: Texts,
			expiresAt: Moment,
			dataAccessExpiresAt: Moment,
		}),
	),
	checkedAt: Moment,
	problem: v.nullable(ProblemSchema),
});

const SignInSchema = v.object({
	via: v.picklist(WAYS),
	localhost: v.nullable(v.picklist(['accepted', 'refused'])),
	configId: Text,
});

/** The Pages of a profile, without their tokens. */
export const PagesSchema = v.array(PageSchema) satisfies v.GenericSchema<StoredPage[]>;

const FACTS = {
	name: v.string(),
	app: v.object({ id: v.string(), name: Text }),
	graphVersion: v.string(),
	purpose: v.nullable(v.picklist(PURPOSES.map(({ id }): Purpose => id))),
	wanted: Texts,
	user: v.nullable(v.object({ id: v.string(), name: Text })),
	userInfo: TokenInfoSchema,
	problems: v.array(ProblemSchema),
	// What a later program remembers of a sign-in is no reason to refuse the profile.
	signIn: v.fallback(v.optional(SignInSchema), undefined),
};

/** A profile without its secrets. What is not named here is left out of what is stored, a token before all. */
export const ProfileSchema = v.object({ ...FACTS, pages: PagesSchema }) satisfies v.GenericSchema<Profile>;

const KIND = v.picklist(['keychain', 'passphrase', 'file']);
const KEY_ID = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
// Strict, since files by these names are removed.
const SEALED_FILE = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}-[0-9a-f]{16}\.sealed$/));
const PAGES_FILE = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}-[0-9a-f]{16}\.json$/));

const EntrySchema = v.object({
	...FACTS,
	storage: KIND,
	savedAt: v.number(),
	/** The file with the secrets, in the folder of sealed files, and its key. */
	sealed: v.object({ file: SEALED_FILE, keyId: KEY_ID }),
	pages: v.union([
		/** The file with the Pages, in the folder of Pages, and what there is to say of them. */
		v.object({
			file: PAGES_FILE,
			count: v.number(),
			tokens: v.number(),
			worst: v.nullable(VerdictSchema),
			checkedAt: Moment,
		}) satisfies v.GenericSchema<PagesDigest>,
		/** As version 1 has them, until they change. */
		PagesSchema,
	]),
}) satisfies v.GenericSchema<Omit<KeptProfile, 'revision'>>;

/** A profile with the places of its Pages and its secrets. */
export type Entry = v.InferOutput<typeof EntrySchema>;

const LeftoverSchema = v.object({
	/** The name under which the profile's key is kept. */
	profile: v.string(),
	file: v.union([SEALED_FILE, PAGES_FILE]),
	/** Null where the key is still in use, and for a file that needs none. */
	key: v.nullable(v.object({ kind: KIND, id: KEY_ID })),
});

/** Something that no profile needs, or not yet: removed by whoever finds it under the lock. */
export type Leftover = v.InferOutput<typeof LeftoverSchema>;

/** The version that this program writes. Raise it, with a migration, whenever an older program could not read what is written. */
export const STATE_VERSION = 2;

export const StateSchema = v.object({
	version: v.literal(STATE_VERSION),
	profiles: v.pipe(
		v.array(EntrySchema),
		v.check((entries) => new Set(entries.map(({ name }) => name)).size === entries.length),
	),
	leftovers: v.array(LeftoverSchema),
});

/** All that is stored without secrets. */
export type State = v.InferOutput<typeof StateSchema>;

/** Makes the state of the next version. */
export type Migration = (state: Record<string, unknown>) => Record<string, unknown>;

/** The first of them leads from version 1 to 2, and so on. */
const MIGRATIONS: readonly Migration[] = [
	// Pages that stand among the facts of their profile are read there.
	(state) => state,
];

/**
 * Brings a stored state to the newest version, step by step. What is no state at all is given back for the schema to refuse.
 * @throws {RangeError} for a version that this program does not know yet.
 */
export function migrate(stored: unknown, migrations: readonly Migration[] = MIGRATIONS): unknown {
	const versioned = v.safeParse(v.looseObject({ version: v.pipe(v.number(), v.integer(), v.minValue(1)) }), stored);
	if (!versioned.success) return stored;
	const { version } = versioned.output;
	if (version > migrations.length + 1) throw new RangeError('The state is of a later version.');
	return migrations
		.slice(version - 1)
		.reduce<Record<string, unknown>>(
			(state, step, index) => ({ ...step(state), version: version + index + 1 }),
			versioned.output,
		);
}
