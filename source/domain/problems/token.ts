import { plural } from '../plural.ts';
import { formatEnd, formatExpiry } from '../time.ts';
import { withWordsOfMeta } from './graph-error.ts';
import type { TextsByKind } from './text.ts';

type App = { id: string; name: string | null };

/** The texts of a token that was checked. Times are Unix seconds; `now` is when the problem occurred. */
export const TOKEN_TEXTS = {
	/** `owner` is null where Meta does not tell it. */
	'other-app': ({ owner, expected, isInspected }: { owner: App | null; expected: App; isInspected: boolean }) => ({
		cause: `It belongs to ${owner ? nameOf(owner) : 'another app'}, not to ${nameOf(expected)}.`,
		...(isInspected
			? {
					remedy:
						'Take a token of your own app; or give the id and the secret of the other one, to learn more of this token.',
				}
			: {}),
	}),
	/** A token of a kind from which no Pages come; null for an app token. */
	'other-kind': ({ type }: { type: string | null }) => ({
		title:
			type === null ? 'This is an app token, not a user token' : `This is a token of type ${type}, not a user token`,
	}),
	/** A Page token in the place of a user token. `expiresAt` is 0 for never, null where it is not known. */
	'page-token': ({
		page,
		expiresAt,
		isShort,
		now,
	}: {
		page: string;
		expiresAt: number | null;
		isShort: boolean;
		now: number;
	}) => {
		const end = expiresAt === 0 ? 'it is permanent: it never expires' : `it ${formatEnd(expiresAt, now)}`;
		const worth = expiresAt === null ? 'Meta does not say when it ends' : end;
		const source = isShort ? ', with the user token that it was made from' : '';
		return {
			title: 'This is a Page token, not a user token',
			cause: `It acts for ${page}, and ${worth}${source}. Tokens for all your Pages come from a user token.`,
		};
	},
	/** A token of this length that Meta cannot read. */
	'cut-token': ({ length, isInspected }: { length: number; isInspected: boolean }) => ({
		cause: `It has ${plural(length, 'character')}. A part of it may be missing, or something was added to it.`,
		...(isInspected ? { remedy: 'Copy the whole token from where it came from, and give it to inspect again.' } : {}),
	}),
	/** It has expired at this time. */
	ended: ({ expiresAt, now }: { expiresAt: number; now: number }) => ({ cause: `It ${formatExpiry(expiresAt, now)}.` }),
	/** A Page token that ends within a day, of which nothing else is known. */
	unexchanged: () => ({
		title: 'This token ends within a day',
		cause: 'It was made from a user token that ends soon, as one does that was not exchanged.',
		remedy: 'Have the user token exchanged before Page tokens are made from it: fb-token-tui connect does both.',
		next: null,
	}),
	/** The test post was refused for lack of a task on the Page. */
	'tasks-lack': ({ page, tasks }: { page: string; tasks: readonly string[] }, { code, graph }) => ({
		...withWordsOfMeta(code, graph, {
			cause: `The tasks of this person on ${page} are: ${tasks.join(', ') || 'none'}.`,
		}),
		title: 'The role on the Page does not allow to publish',
		remedy:
			'Ask an admin of the Page for the task to create content, or for full access; then fb-token-tui publish-test.',
		next: null,
	}),
	/** The test post was refused for what the token is known to lack. */
	'token-lacks': ({ lack }: { lack: Lack }, { code, graph }) =>
		withWordsOfMeta(code, graph, { cause: `What is known of this token: ${describeLack(lack)}.` }),
	/** Meta does not let this token ask about itself, and the App Secret was not given. */
	'secret-wanted': () => ({
		title: 'The App Secret is missing',
		cause: "Without it Meta tells about a token only to the app's developers, not to testers or with a Page token.",
		remedy: 'Give --app-id (or FB_APP_ID) and FB_APP_SECRET of the app that the token belongs to.',
		next: null,
	}),
	/** The app of a token only answers with a proof of its secret, which is not known here. */
	'proof-wanted': () => ({
		title: 'The app of this token wants its secret first',
		cause: 'It answers to those alone who can prove that they have its app secret, and that was not at hand here.',
		remedy: 'Give --app-id (or FB_APP_ID) and FB_APP_SECRET of the app that the token belongs to.',
		next: null,
	}),
} satisfies TextsByKind;

function nameOf({ id, name }: App): string {
	return name ? `"${name}" (${id})` : `the app ${id}`;
}

/** What keeps a token from being used for something, or from being known to serve for it. `isElsewhere`: granted for other Pages only. */
export type Lack =
	| { of: 'permissions'; names: readonly string[]; isElsewhere: boolean }
	| { of: 'task' }
	| { of: 'known-tasks' };

/** The same in words. */
export function describeLack(lack: Lack): string {
	if (lack.of === 'task') return 'the role on the Page does not include it';
	if (lack.of === 'known-tasks') return 'Meta told no tasks';
	return `${lack.names.join(', ')} ${lack.isElsewhere ? 'only for other Pages' : 'missing'}`;
}
