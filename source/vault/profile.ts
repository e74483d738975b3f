import type { App } from '../domain/app.ts';
import { cleanText } from '../domain/clean-text.ts';
import type { PageRecord } from '../domain/page.ts';
import { type PagesSummary, summarizePages } from '../domain/pages-summary.ts';
import type { Purpose } from '../domain/permissions.ts';
import type { Problem } from '../domain/problem.ts';
import type { ProtectionKind } from '../domain/protection.ts';
import { redact } from '../domain/redact.ts';
import type { Secret } from '../domain/secret.ts';
import type { SignInMemory } from '../domain/sign-in/methods.ts';
import type { TokenInfo } from '../domain/token.ts';

/** A Page with everything that shows it, but its token. */
export type StoredPage = Omit<PageRecord, 'token'>;

/** What is known of one connection, without its Pages and any secret. */
export type ProfileFacts = {
	name: string;
	app: App;
	graphVersion: string;
	/** The origin of the Graph API that its secrets are for, and that alone they are sent to. */
	graphUrl: string;
	/** Null where permissions were chosen one by one. */
	purpose: Purpose | null;
	/** The permissions that were wanted. */
	wanted: string[];
	user: { id: string; name: string | null } | null;
	/** What Meta said of the stored user token. */
	userInfo: TokenInfo;
	problems: Problem[];
	/** Absent in what an earlier program has stored. */
	signIn?: SignInMemory | undefined;
	/**
	 * Which save of its secrets this was loaded from, for the vault to compare; absent in what is new. It changes with every
	 * save, and not when only facts are amended.
	 */
	revision?: string;
};

/** What is known of one connection, without any secret. */
export type Profile = ProfileFacts & { pages: StoredPage[] };

/** The facts of a profile as they lie in the store, readable without its key. */
export type KeptProfile = ProfileFacts & {
	/** Null where a newer program stored a protection that this one does not know. */
	storage: ProtectionKind | null;
	/** Unix seconds. */
	savedAt: number;
	revision: string;
};

/** A profile as it lies in the store. */
export type StoredProfile = KeptProfile & { pages: StoredPage[] };

/** A profile as the list of all has it: what there is to say of its Pages is known without reading them. */
export type ListedProfile = KeptProfile & { pages: PagesSummary };

/** A profile as the list of all has it. */
export function listed(profile: StoredProfile): ListedProfile {
	return { ...profile, pages: summarizePages(profile.pages) };
}

/** The secrets of a profile; `pageTokens` by Page id, `clientToken` for sign-ins on another device, where it is known. */
export type ProfileSecrets = {
	appSecret: Secret;
	userToken: Secret;
	pageTokens: ReadonlyMap<string, Secret>;
	clientToken?: Secret;
};

/** The Pages apart from their tokens. */
export function withoutTokens(pages: readonly PageRecord[]): {
	pages: StoredPage[];
	pageTokens: Map<string, Secret>;
} {
	return {
		pages: pages.map(({ token, ...page }) => page),
		pageTokens: new Map(pages.flatMap(({ id, token }) => (token ? [[id, token]] : []))),
	};
}

/** The Pages with their tokens; without secrets, as long as they are not unlocked, the tokens are null. */
export function withTokens(pages: readonly StoredPage[], secrets: Pick<ProfileSecrets, 'pageTokens'> | null) {
	return pages.map((page): PageRecord => ({ ...page, token: secrets?.pageTokens.get(page.id) ?? null }));
}

const MAX_NAME = 64;

/** A name as it is stored: one line, nothing invisible, composed. Names differ in case. */
export function cleanProfileName(text: string): string {
	return cleanText(text).normalize('NFC');
}

/** What is left of an app secret, or of one with something behind it. */
const PART_OF_SECRET = /[0-9a-f]{20}/i;

/** Why this cannot be the name of a profile, as a sentence; null for one that can: 1 to 64 characters of any script. */
export function complaintAboutName(text: string): string | null {
	const name = cleanProfileName(text);
	const { length } = [...name];
	if (length === 0) return 'A profile needs a name.';
	// It was pasted into the wrong field, and names are stored and shown as they are.
	if (redact(name) !== name || PART_OF_SECRET.test(name))
		return 'This looks like a token or a secret, not like a name.';
	return length > MAX_NAME ? `A name has at most ${MAX_NAME} characters; this has ${length}.` : null;
}

/** A name that is not taken yet: `base` itself, else with a number, from `base-2` on. */
export function freeName(base: string, taken: readonly string[]): string {
	for (let number = 1; ; number++) {
		const name = number === 1 ? base : `${base}-${number}`;
		if (!taken.includes(name)) return name;
	}
}

/** A name that cannot be given to a profile. The message is a sentence for the person. */
export class ProfileNameError extends RangeError {
	override readonly name = 'ProfileNameError';
}
