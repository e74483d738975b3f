import * as v from 'valibot';
import { PURPOSES, type Purpose } from '../domain/permissions.ts';
import { PROBLEM_CODES } from '../domain/problem.ts';
import { WAYS } from '../domain/sign-in/ways.ts';
import type { Profile, StoredProfile } from './profile.ts';

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
			verdict: v.picklist(['permanent', 'dated', 'short', 'invalid', 'unknown']),
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

/** The facts of a profile. What is not named here is left out of what is stored, a token before all. */
export const ProfileSchema = v.object({
	name: v.string(),
	app: v.object({ id: v.string(), name: Text }),
	graphVersion: v.string(),
	purpose: v.nullable(v.picklist(PURPOSES.map(({ id }): Purpose => id))),
	wanted: Texts,
	user: v.nullable(v.object({ id: v.string(), name: Text })),
	userInfo: TokenInfoSchema,
	pages: v.array(PageSchema),
	problems: v.array(ProblemSchema),
	// What a later program remembers of a sign-in is no reason to refuse the profile.
	signIn: v.fallback(v.optional(SignInSchema), undefined),
}) satisfies v.GenericSchema<Profile>;

const KIND = v.picklist(['keychain', 'passphrase', 'file']);
const KEY_ID = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
/** Strict, since files by this name are removed. */
const SEALED_FILE = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}-[0-9a-f]{16}\.sealed$/));

const EntrySchema = v.object({
	...ProfileSchema.entries,
	storage: KIND,
	savedAt: v.number(),
	/** The file with the secrets, in the folder of sealed files, and its key. */
	sealed: v.object({ file: SEALED_FILE, keyId: KEY_ID }),
}) satisfies v.GenericSchema<Omit<StoredProfile, 'revision'>>;

/** A profile with the place of its secrets. */
export type Entry = v.InferOutput<typeof EntrySchema>;

const LeftoverSchema = v.object({
	/** The name under which the profile's key is kept. */
	profile: v.string(),
	file: SEALED_FILE,
	/** Null where the key is still in use. */
	key: v.nullable(v.object({ kind: KIND, id: KEY_ID })),
});

/** Something that no profile needs, or not yet: removed by whoever finds it under the lock. */
export type Leftover = v.InferOutput<typeof LeftoverSchema>;

/** The version that this program writes. Raise it, with a migration, whenever an older program could not read what is written. */
export const STATE_VERSION = 1;

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

/** The first of them leads from version 1 to 2, and so on: none yet. */
const MIGRATIONS: readonly Migration[] = [];

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
