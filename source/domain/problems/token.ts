import { plural } from '../plural.ts';
import { formatEnd, formatExpiry } from '../time.ts';
import type { TextsOf } from './text.ts';

type App = { id: string; name: string | null };

/** The facts of a token that was checked. Times are Unix seconds; `now` is when the problem occurred. */
export type TokenFacts = {
	/** `owner` is null where Meta does not tell it. */
	'other-app': { owner: App | null; expected: App; isInspected: boolean };
	/** A token of a kind from which no Pages come; null for an app token. */
	'other-kind': { type: string | null };
	/** A Page token in the place of a user token. `expiresAt` is 0 for never, null where it is not known. */
	'page-token': { page: string; expiresAt: number | null; isShort: boolean; now: number };
	/** A token of this length that Meta cannot read. */
	'cut-token': { length: number; isInspected: boolean };
	/** It has expired at this time. */
	ended: { expiresAt: number; now: number };
	/** A Page token that ends within a day, of which nothing else is known. */
	unexchanged: object;
	/** The app of a token only answers with a proof of its secret, which is not known here. */
	'proof-wanted': object;
};

/** The text of each. */
export const TOKEN_TEXTS: TextsOf<TokenFacts> = {
	'other-app': ({ owner, expected, isInspected }) => ({
		cause: `It belongs to ${owner ? nameOf(owner) : 'another app'}, not to ${nameOf(expected)}.`,
		...(isInspected
			? {
					remedy:
						'Take a token of your own app; or give the id and the secret of the other one, to learn more of this token.',
				}
			: {}),
	}),
	'other-kind': ({ type }) => ({
		title:
			type === null ? 'This is an app token, not a user token' : `This is a token of type ${type}, not a user token`,
	}),
	'page-token': ({ page, expiresAt, isShort, now }) => {
		const end = expiresAt === 0 ? 'it is permanent: it never expires' : `it ${formatEnd(expiresAt, now)}`;
		const worth = expiresAt === null ? 'Meta does not say when it ends' : end;
		const source = isShort ? ', with the user token that it was made from' : '';
		return {
			title: 'This is a Page token, not a user token',
			cause: `It acts for ${page}, and ${worth}${source}. Tokens for all your Pages come from a user token.`,
		};
	},
	'cut-token': ({ length, isInspected }) => ({
		cause: `It has ${plural(length, 'character')}. A part of it may be missing, or something was added to it.`,
		...(isInspected ? { remedy: 'Copy the whole token from where it came from, and give it to inspect again.' } : {}),
	}),
	ended: ({ expiresAt, now }) => ({ cause: `It ${formatExpiry(expiresAt, now)}.` }),
	unexchanged: () => ({
		title: 'This token ends within a day',
		cause: 'It was made from a user token that ends soon, as one does that was not exchanged.',
		remedy: 'Have the user token exchanged before Page tokens are made from it: fb-token-tui connect does both.',
		next: null,
	}),
	'proof-wanted': () => ({
		title: 'The app of this token wants its secret first',
		cause: 'It answers to those alone who can prove that they have its app secret, and that was not at hand here.',
		remedy: 'Give --app-id (or FB_APP_ID) and FB_APP_SECRET of the app that the token belongs to.',
		next: null,
	}),
};

function nameOf({ id, name }: App): string {
	return name ? `"${name}" (${id})` : `the app ${id}`;
}
