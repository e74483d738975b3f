import * as v from 'valibot';
import { META_GRAPH_URL } from '../domain/graph-host.ts';
import type { PagesSummary } from '../domain/pages-summary.ts';
import { PURPOSES } from '../domain/permissions.ts';
import { PROTECTION_KINDS } from '../domain/protection.ts';
import { SIGN_IN_METHODS } from '../domain/sign-in/methods.ts';
import { carryOver } from './carry-over.ts';
import type { KeptProfile, ProfileFacts, StoredPage } from './profile.ts';
import { pagesIn, pagesToStore, type ReadPages, readPages, TokenInfoSchema, VerdictWord } from './stored-page.ts';
import { readProblem, StoredProblem, toStored } from './stored-problem.ts';
import {
	Amount,
	isObject,
	numberIn,
	orAbsent,
	orNull,
	Required,
	Text,
	Texts,
	textIn,
	those,
	tolerant,
	wordOf,
} from './tolerant.ts';

/** What a person wants the tokens for; null for an unknown word, and where permissions were chosen one by one. */
export const PurposeWord = wordOf(PURPOSES.map(({ id }) => id));

/** How a person signs in. */
export const SignInSchema = v.object({
	via: wordOf(SIGN_IN_METHODS),
	configId: Text,
});

const FACTS = {
	name: Required,
	app: tolerant((value) => orNullApp(value) ?? { id: 'unknown', name: null }),
	graphVersion: tolerant((value) => textIn(value) ?? 'v27.0'),
	// A profile from before hosts were stored is Meta's. A value that is no text is no host, so its secrets go nowhere.
	graphUrl: v.fallback(v.string(), (unreadable) => (unreadable ? '' : META_GRAPH_URL)),
	purpose: PurposeWord,
	wanted: Texts,
	user: orNull(v.object({ id: Required, name: Text })),
	userInfo: tolerant((value) => v.parse(TokenInfoSchema, isObject(value) ? value : {})),
	problems: those(StoredProblem),
	signIn: orAbsent(SignInSchema),
};

/** The facts of a profile, and nothing else that may be among what is given. */
export function factsOf(profile: ProfileFacts): ProfileFacts {
	const named = Object.entries(profile).filter(([key]) => Object.hasOwn(FACTS, key));
	return Object.fromEntries(named) as ProfileFacts;
}

function orNullApp(value: unknown) {
	const { success, output } = v.safeParse(v.object({ id: Required, name: Text }), value);
	return success ? output : null;
}

const Count = tolerant((value) => numberIn(value) ?? 0);
const KEY_ID = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
// Strict, since files by these names are removed.
const SEALED_FILE = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}-[0-9a-f]{16}\.sealed$/));
const PAGES_FILE = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}-[0-9a-f]{16}\.json$/));
const DAMAGED_FILE = v.pipe(
	v.string(),
	v.regex(/^[0-9a-f]{32}-[0-9a-f]{16}\.(sealed|json)\.damaged-[0-9TZ]+(-[0-9a-f]+)?$/),
);

const PROFILE_FILE = v.union([SEALED_FILE, PAGES_FILE, DAMAGED_FILE]);

/** Is this the name of a file of a profile: its secrets, its Pages, or a damaged one of these that was kept? */
export function isProfileFile(name: string): boolean {
	return v.is(PROFILE_FILE, name);
}

const PendingDeleteSchema = v.object({
	/** The name under which the profile's key is kept. */
	profile: v.string(),
	file: PROFILE_FILE,
	/** Null where the key is still in use, and for a file that needs none. */
	key: v.nullable(v.object({ kind: v.picklist(PROTECTION_KINDS), id: KEY_ID })),
});

/** Something that no profile needs, or not yet: removed by whoever finds it under the lock. */
export type PendingDelete = v.InferOutput<typeof PendingDeleteSchema>;

const EntrySchema = v.object({
	...FACTS,
	storage: wordOf(PROTECTION_KINDS),
	savedAt: Count,
	/** The file with the secrets, in the folder of sealed files, and its key. */
	sealed: orNull(v.object({ file: SEALED_FILE, keyId: KEY_ID })),
	/** The file with the Pages, in the folder of Pages, and what there is to say of them. */
	pages: orNull(
		v.object({
			file: PAGES_FILE,
			count: Count,
			tokens: Count,
			worst: tolerant((value) => (value === null ? null : v.parse(VerdictWord, value))),
			checkedAt: Amount,
		}) satisfies v.GenericSchema<unknown, PagesSummary>,
	),
	/** Damaged files of this profile that were kept under another name, with their keys. */
	damaged: those(PendingDeleteSchema),
});

type EntryFile = v.InferOutput<typeof EntrySchema>;

/** Where the Pages of a profile are; an array of them as version 1 has stored them, null where that cannot be read. */
type PagesPlace = NonNullable<EntryFile['pages']> | StoredPage[] | null;

/** A profile with the places of its Pages and its secrets. */
export type Entry = ProfileFacts &
	Pick<KeptProfile, 'storage' | 'savedAt'> &
	Pick<EntryFile, 'damaged'> & {
		/** Null where it cannot be read. */
		sealed: EntryFile['sealed'];
		pages: PagesPlace;
		/** What this was read from; absent for a profile that is new. */
		origin?: { stored: Record<string, unknown>; entry: Entry; pages: ReadPages } | undefined;
	};

/** Reads a profile in the list of all; null for what cannot be told to be one. `protectionIn` tells what a sealed file says. */
export function readEntry(
	stored: unknown,
	protectionIn: (sealedFile: string) => KeptProfile['storage'] = () => null,
): Entry | null {
	const { success, output } = v.safeParse(EntrySchema, stored);
	if (!success || !isObject(stored)) return null;
	const pages = readPages(Array.isArray(stored.pages) ? stored.pages : [], output.app.id);
	const problems = (Array.isArray(stored.problems) ? stored.problems : []).flatMap((one) => readProblem(one) ?? []);
	const storage = output.storage ?? (output.sealed && protectionIn(output.sealed.file));
	const place = Array.isArray(stored.pages) ? pagesIn(pages) : output.pages;
	const entry: Entry = { ...output, storage, problems, pages: place };
	entry.origin = { stored, entry: { ...entry }, pages };
	return entry;
}

/** The form of a profile in the file, with all of what it was read from that this program does not know. */
export function entryToStore(entry: Entry): unknown {
	const { origin } = entry;
	if (origin && isUnchanged(entry, origin.entry)) return origin.stored;
	const next = toFile(entry);
	const written = origin ? carryOver(origin.stored, toFile(origin.entry), next) : next;
	if (!Array.isArray(entry.pages)) return written;
	return { ...(written as Record<string, unknown>), pages: pagesToStore(entry.pages, origin?.pages ?? []) };
}

function isUnchanged({ origin, ...entry }: Entry, before: Entry): boolean {
	return Object.entries(entry).every(([key, value]) => before[key as keyof Entry] === value);
}

function toFile({ origin, ...entry }: Entry): EntryFile {
	return v.parse(EntrySchema, { ...entry, problems: entry.problems.map(toStored) });
}

/** The version that this program writes; a later one that it finds stays. Version 3 stores facts where 2 has stored sentences. */
const STATE_VERSION = 3;

/** All that is stored without secrets. */
export type State = {
	profiles: readonly Entry[];
	/** The name of the profile that counts where none is named; it may be gone. Null where nobody has chosen one. */
	defaultProfile: string | null;
	/** Files and keys that a change made or replaced. They stand here, as `leftovers`, before the change, and until they are gone. */
	pendingDeletes: readonly PendingDelete[];
	/** What this was read from; absent where there was no file. */
	origin?: { stored: Record<string, unknown>; others: readonly unknown[]; otherPendingDeletes: readonly unknown[] };
};

/** How many profiles cannot be read, so that they have no name: they are carried over as they are. */
export function countUnreadable({ origin }: State): number {
	return origin?.others.length ?? 0;
}

/** Does a program later than this one say that it has stored this? */
export function isNewer(stored: unknown): boolean {
	return isObject(stored) && (v.parse(Amount, stored.version) ?? 0) > STATE_VERSION;
}

/** Reads the list of all profiles; null for what is none. A profile that cannot be read does not hide the others. */
export function readState(stored: unknown, protectionIn?: Parameters<typeof readEntry>[1]): State | null {
	if (!isObject(stored) || !Array.isArray(stored.profiles)) return null;
	const profiles = new Map<string, Entry>();
	const others: unknown[] = [];
	for (const one of stored.profiles) {
		const entry = readEntry(one, protectionIn);
		if (entry && !profiles.has(entry.name)) profiles.set(entry.name, entry);
		else others.push(one);
	}
	const pendingDeletes: PendingDelete[] = [];
	const otherPendingDeletes: unknown[] = [];
	for (const one of Array.isArray(stored.leftovers) ? stored.leftovers : []) {
		const { success, output } = v.safeParse(PendingDeleteSchema, one);
		if (success) pendingDeletes.push(output);
		else otherPendingDeletes.push(one);
	}
	const defaultProfile = textIn(stored.default);
	return {
		profiles: [...profiles.values()],
		defaultProfile,
		pendingDeletes,
		origin: { stored, others, otherPendingDeletes },
	};
}

/** The form of the list of all profiles in the file. */
export function stateToStore({ profiles, defaultProfile, pendingDeletes, origin }: State): Record<string, unknown> {
	const { stored, others = [], otherPendingDeletes = [] } = origin ?? {};
	return {
		...stored,
		version: isNewer(stored) ? stored?.version : STATE_VERSION,
		profiles: [...profiles.map(entryToStore), ...others],
		...(defaultProfile === null ? {} : { default: defaultProfile }),
		leftovers: [...pendingDeletes, ...otherPendingDeletes],
	};
}
