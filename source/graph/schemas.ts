import * as v from 'valibot';
import { cleanText } from '../domain/clean-text.ts';
import type { Page } from '../domain/page.ts';
import { redactMessage } from '../domain/redact.ts';
import { Secret } from '../domain/secret.ts';
import {
	forTokenFields,
	type GranularScope,
	type HeldByField,
	type TokenInfo,
	type TokenValues,
} from '../domain/token.ts';

// Meta leaves out, renames and retypes. What is not understood becomes null; only what the journey cannot do without is demanded.

/** An id: a string of digits, or a number in some of Meta's answers (those beyond 2^53 arrive here as digits already). */
const Id = v.pipe(
	v.union([v.string(), v.pipe(v.number(), v.safeInteger())]),
	v.transform(String),
	v.regex(/^[0-9A-Za-z_]{1,64}$/),
);

const Count = v.pipe(
	v.union([v.number(), v.pipe(v.string(), v.digits(), v.transform(Number))]),
	v.safeInteger(),
	v.minValue(0),
);

/** Anything of this schema, and null for everything else. */
function orNull<const S extends v.GenericSchema>(schema: S) {
	return v.fallback(v.nullish(schema, null), null);
}

/** An object and no array, which counts as one elsewhere. */
function objectOf<const E extends v.ObjectEntries>(entries: E) {
	return v.pipe(
		v.custom<Record<string, unknown>>((value) => !Array.isArray(value)),
		v.object(entries),
	);
}

/** The items that a schema can read, without the others. */
export function validItems<const S extends v.GenericSchema>(schema: S, items: readonly unknown[]): v.InferOutput<S>[] {
	return items.flatMap((item) => {
		const result = v.safeParse(schema, item);
		return result.success ? [result.output] : [];
	});
}

function itemsOf<const S extends v.GenericSchema>(schema: S) {
	return v.pipe(
		v.array(v.unknown()),
		v.transform((items) => validItems(schema, items)),
	);
}

const Name = v.pipe(v.string(), v.transform(cleanText), v.nonEmpty());
const TokenText = v.pipe(
	v.string(),
	v.regex(/^[\x21-\x7E]+$/),
	v.transform((text) => new Secret(text)),
);

/** A life in seconds. Some answers have a point in time under that name: no token lives ten years. */
const Life = v.pipe(Count, v.maxValue(10 * 365 * 86_400));

/** The answer of the token endpoint. `expires_in` (seconds) is often absent, or called `expires`. */
export const TokenReply = v.pipe(
	v.object({ access_token: TokenText, expires_in: orNull(Life), expires: orNull(Life) }),
	v.transform(({ access_token, expires_in, expires }) => ({ token: access_token, expiresIn: expires_in ?? expires })),
);

/** The answer of `device/login`. Times are in seconds; what Meta leaves out is null. */
export const DeviceCodeReply = v.pipe(
	v.object({
		code: TokenText,
		user_code: v.pipe(v.string(), v.regex(/^[\w-]{4,32}$/)),
		verification_uri: orNull(v.pipe(v.string(), v.url(), v.regex(/^https?:/))),
		expires_in: orNull(Life),
		interval: orNull(Count),
	}),
	v.transform(({ code, user_code, verification_uri, expires_in, interval }) => ({
		code,
		userCode: user_code,
		address: verification_uri,
		expiresIn: expires_in,
		interval,
	})),
);

const MOST_SHARED = 1000;
const LONGEST_SHARED = 100;
const SHARED = new Map<string, string[]>();

/** One list for all that have the same words: thousands of Pages have the same permissions. It must not be changed. */
function sharedList(words: string[]): string[] {
	if (words.length > LONGEST_SHARED) return words;
	const key = words.join('\n');
	const known = SHARED.get(key);
	if (known) return known;
	if (SHARED.size < MOST_SHARED) SHARED.set(key, words);
	return words;
}

const Word = v.pipe(
	v.string(),
	v.transform((word) => sharedList([word])[0] ?? word),
);
const Words = v.pipe(itemsOf(v.string()), v.transform(sharedList));

const GranularScopeItem = v.pipe(
	v.object({ scope: Word, target_ids: orNull(itemsOf(Id)) }),
	v.transform(({ scope, target_ids }) => ({ scope, targetIds: target_ids })),
);

const DebugError = v.object({
	code: orNull(v.number()),
	subcode: orNull(v.number()),
	error_subcode: orNull(v.number()),
	message: orNull(
		v.pipe(
			v.string(),
			v.transform((text) => redactMessage(text, 1000)),
		),
	),
});

/** What holds more than one value in the answer of `debug_token`. */
const DebugTokenLists = v.object({
	scopes: v.fallback(v.optional(Words, []), []),
	granular_scopes: v.fallback(v.optional(itemsOf(GranularScopeItem), []), []),
	error: orNull(DebugError),
});

const HELD: Readonly<Record<HeldByField, v.GenericSchema>> = {
	word: Word,
	flag: v.boolean(),
	id: Id,
	name: Name,
	time: Count,
};

/** The answer of `debug_token`. */
export const DebugTokenReply = v.pipe(
	v.object({
		data: objectOf({
			...forTokenFields(({ name, holds }) => [name, orNull(HELD[holds])]),
			...DebugTokenLists.entries,
		}),
	}),
	v.transform(({ data }): TokenInfo => {
		const { scopes, granular_scopes, error } = data as v.InferOutput<typeof DebugTokenLists>;
		const values: Record<string, unknown> = data;
		return {
			...(forTokenFields(({ field, name }) => [field, values[name]]) as TokenValues),
			scopes,
			granularScopes: withSharedTargets(granular_scopes),
			error: error && {
				code: error.code,
				subcode: error.subcode ?? error.error_subcode,
				message: error.message,
			},
		};
	}),
);

/** Scopes one after the other are for the same Pages as a rule. */
function withSharedTargets(scopes: readonly GranularScope[]): GranularScope[] {
	let last: string[] | null = null;
	return scopes.map((granular) => {
		const { targetIds } = granular;
		const isSame = last && targetIds?.length === last.length && targetIds.every((id, index) => id === last?.[index]);
		if (isSame) return { ...granular, targetIds: last };
		last = targetIds;
		return granular;
	});
}

/** A node of which only id and name matter: a person, an app, a business. */
export const NamedNode = v.object({ id: Id, name: orNull(Name) });

/** The answer to what makes a node. */
export const CreatedNode = v.object({ id: Id });

/** That something was done; before v2.1 the bare word `true`, and Meta's documentation of some calls still has that. */
export const Done = v.union([v.literal(true), v.object({ success: v.literal(true) })]);

/** A Page on any edge or as a node of its own. */
export function pageSchema(foundBy: Page['foundBy']) {
	return v.pipe(
		v.object({
			id: Id,
			name: orNull(Name),
			category: orNull(Name),
			tasks: orNull(Words),
			access_token: orNull(TokenText),
		}),
		v.transform(
			({ id, name, category, tasks, access_token }): Page => ({
				id,
				name: name ?? id,
				category,
				tasks,
				foundBy,
				token: access_token,
			}),
		),
	);
}

/** A Page with the Instagram account that is linked to it. The field is absent where there is none, and where Meta may not tell. */
export const InstagramReply = v.object({
	instagram_business_account: v.optional(v.object({ id: Id, username: orNull(Name) })),
});

/** How many people follow a Page; left out where Meta does not tell. */
export const FollowersReply = v.object({ followers_count: v.optional(v.number()) });

/** What a person said to one permission. */
export const PermissionItem = v.object({ permission: v.string(), status: v.string() });

/**
 * An edge: its items are validated one by one elsewhere, so that one bad item does not hide the others. `next` may be anything:
 * a link that cannot be read is not the end.
 */
export const EdgeReply = v.object({
	data: v.array(v.unknown()),
	paging: orNull(v.object({ next: v.optional(v.unknown()) })),
});

/** One answer within a batch; Graph sends null for a call that timed out. */
export const BatchItem = v.nullable(v.object({ code: orNull(v.number()), body: orNull(v.string()) }));
