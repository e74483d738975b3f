import type { App } from '../domain/app.ts';
import type { PageRecord, PageSort } from '../domain/page.ts';
import { type Purpose, permissionsFor } from '../domain/permissions.ts';
import type { Problem } from '../domain/problem.ts';
import type { ProtectionKind } from '../domain/protection.ts';
import { Secret } from '../domain/secret.ts';
import type { DeviceCode } from '../domain/sign-in/events.ts';
import type { SignInFacts, SignInMethod, TokenMethod } from '../domain/sign-in/methods.ts';
import type { TokenInfo } from '../domain/token.ts';
import type { Waiting } from '../domain/waiting.ts';
import type { Hosts } from '../graph/hosts.ts';
import type { ExportFormat } from '../operations/export-formats.ts';
import type { ProfileEffect, SessionEffect } from './effects.ts';
import type { ListWindow } from './list-window.ts';
import type { ProfileSummary } from './profile-summary.ts';

/** The screens; `esc` goes to the one before. */
export type Step =
	| 'profiles'
	| 'unlock'
	| 'app'
	| 'permissions'
	| 'token'
	| 'progress'
	| 'pages'
	| 'page'
	| 'add'
	| 'export'
	| 'save';

/** Work that gives a value or a problem. */
export type Status<T> =
	| { state: 'idle' }
	| { state: 'running' }
	| { state: 'refused'; problem: Problem }
	| { state: 'done'; value: T };

/** What is known of the pasted token before it is used. */
export type InspectedToken = {
	info: TokenInfo;
	userName: string | null;
	missing: string[];
	/** Those of the missing that the person has declined. */
	declined: string[];
};

/** The profile that the Pages on the screen belong to. */
type OpenedProfile = {
	name: string;
	wanted: readonly string[];
	protection: string;
	/** Are the tokens at hand? */
	isUnlocked: boolean;
	/** Why its user token is of no use any more; null as long as it is. */
	ended: Problem | null;
	userId: string | null;
	/** The Pages whose tokens the store holds, by their ids. */
	stored: ReadonlySet<string>;
	/** Did the person sign in again, with a user token that is not stored yet? */
	hasNewSignIn: boolean;
	/** Why what is on the screen could not be stored; null where there is nothing to store. */
	unsaved: Problem | null;
};

/** What the person does that would lose tokens: quit, leave the profile, open another one, or begin with another app or token. */
export type Departure =
	| { type: 'quit' | 'cancel' | 'back' | 'submit-app' }
	| { type: 'open-profile'; name: string }
	| { type: 'edit-token'; value: Secret }
	| { type: 'paste-token'; value: Secret; via?: SignInMethod };

/** What is known of the ways to sign in before anything is done: of this machine, from the environment, from a profile. */
export type SignInStart = {
	facts: Omit<SignInFacts, 'hasClientToken'>;
	/** The app's client token, which the way by another device needs; empty where it is not known. */
	clientToken: Secret;
	/** The id of a configuration of Facebook Login for Business; null where permissions are asked for by name. */
	configId: string | null;
	/** Are there wanted permissions that were not granted the last time? Facebook does not ask for those again by itself. */
	isRerequest: boolean;
};

/** How the person signs in. */
export type SignIn = SignInStart & {
	/** What was known when the program began, whatever profile is opened later. */
	start: SignInStart;
	method: TokenMethod;
	status: Status<never>;
	/** The dialog that was opened last; null before. */
	address: string | null;
	/** The state of that dialog, where its answer is to be pasted. */
	dialogState: string | null;
	device: DeviceCode | null;
	/** Until when Facebook's answer is awaited, in milliseconds of the transport's clock; null where none is. */
	endsAt: number | null;
	/** What became of the dialog, or of the page for the code, in the browser; null before that is known. */
	opening: 'asked' | 'failed' | null;
	/** What has come in between, as sentences. */
	interruption: string | null;
};

/** The form of the Save screen. `keychain` is null until it was asked; then its state in words. */
export type SaveForm = {
	name: string;
	kind: ProtectionKind;
	passphrase: Secret;
	again: Secret;
	field: SaveField;
	keychain: { isAvailable: boolean; words: string } | null;
	/** The profile of this name belongs to the same app and person; the person is asked whether to replace it. */
	replaces: string | null;
	/** The screen before. */
	from: Step;
	status: Status<never>;
};

/** The fields of the Save screen in their order; the last two only for a passphrase. */
export type SaveField = 'name' | 'kind' | 'passphrase' | 'again';

/** Everything that the screens show. Times are Unix seconds. */
export type SessionState = {
	step: Step;
	/** The number of the latest work that was started; answers to any other come late and are ignored. */
	run: number;
	profiles: {
		all: readonly ProfileSummary[];
		/** Why the profiles could not be read, or the last work on one failed. */
		problem: Problem | null;
		/** The profile on which work runs, and which. To write cannot be taken back, and is waited for. */
		busy: { name: string; work: 'reading' | 'checking' | 'writing' } | null;
		renaming: { name: string; text: string } | null;
		/** The profile whose removal is to be confirmed. */
		removing: string | null;
		/** As that of the list of Pages. */
		window: ListWindow | null;
	};
	/** The work that waits for a passphrase, and what was typed. */
	unlock: { effect: ProfileEffect; passphrase: Secret; problem: Problem | null } | null;
	opened: OpenedProfile | null;
	app: { id: string; secret: Secret; field: 'id' | 'secret'; status: Status<App>; version: string | null };
	/** What the tokens are for: one at least. */
	purposes: readonly Purpose[];
	/** The purpose that the menu is at, and those that are ticked there. */
	highlighted: Purpose;
	ticked: readonly Purpose[];
	signIn: SignIn;
	token: {
		text: Secret;
		status: Status<InspectedToken>;
		/** Enter was pressed while it was being reviewed. */
		isSubmitted: boolean;
		/** The way that led to it. */
		via: SignInMethod;
	};
	connection: {
		exchanged: boolean;
		/** Was the token taken as it is, since it lives long already? */
		isKept: boolean;
		listed: boolean;
		/** Was every part of the list read? */
		isComplete: boolean;
		running: boolean;
		problems: Problem[];
		/** The Pages that this connection has found so far, by their ids. */
		found: readonly string[];
	};
	pages: readonly PageRecord[];
	list: {
		filter: string;
		/** Do keys go into the filter? */
		isFiltering: boolean;
		sort: PageSort;
		/** The ids of Pages that are to be worked on together. */
		marked: readonly string[];
		/** The selection and the part in view; null until the person has chosen something: then it is the first Page. */
		window: ListWindow | null;
	};
	/** The Page that the Page screen shows. */
	openPageId: string | null;
	/** The Pages whose tokens are being verified again, by their ids. */
	verifying: readonly string[];
	/** Why the latest verification ended early; null where it did not. */
	verifyProblem: Problem | null;
	/** The pause that the work is in; null as long as it goes on. */
	waiting: Waiting | null;
	/** Does the keychain take long? It may have opened a window. */
	isKeychainSlow: boolean;
	/** The Page that is being added by its id or address, as it was typed. */
	adding: { text: string; status: Status<never> };
	/** The form of the Export screen; `leftOut` counts Pages that have no living token, `from` is the screen before. */
	exporting: {
		ids: readonly string[];
		leftOut: number;
		format: ExportFormat;
		file: string;
		field: 'format' | 'file';
		from: 'pages' | 'page';
		status: Status<never>;
		/** Why the file would be lost, as a sentence, while the person is asked; null else. */
		replacing: string | null;
	} | null;
	/** The latest test post, and the Page that it was on. */
	publishTest: { id: string; status: Status<null> } | null;
	save: SaveForm | null;
	/** Can anything be saved? Not in a demonstration. */
	canSave: boolean;
	/** The profiles that were saved in this run and are still there, by their names. */
	saved: readonly string[];
	/** What the person has begun that would lose tokens. They are asked first, and may save before it. */
	departing: { by: Departure; isSaving: boolean } | null;
	hosts: Hosts;
	screen: Screen;
};

/** What of the screen is no part of the work. */
export type Screen = {
	/** Cells of the terminal. */
	columns: number;
	rows: number;
	/** What covers the screen: its keys, all problems in full, or how to make an app. */
	overlay: 'help' | 'problems' | 'app-guide' | null;
	/** What the person is asked to confirm: that the debugger's URL is opened, or that a test post is made. */
	confirming: 'debugger' | 'publishing' | null;
	/** Are masked fields shown bare? */
	isRevealing: boolean;
	/** A passing message; the next key removes it. */
	notice: Notice | null;
	/** Rows by which the content is scrolled. */
	scroll: number;
	/** How far it can be scrolled; null until it was drawn. */
	scrollLimit: number | null;
	/** Where the cursor stands in the focused field; null at the end of its text. */
	cursor: number | null;
};

/** A passing message, and how it is meant. */
export type Notice = { tone: 'good' | 'warn' | 'bad' | 'plain'; text: string };

/** A state and the work that follows from what led to it. */
export type Next = { state: SessionState; effects: SessionEffect[] };

/** Nothing over the screen, and its beginning in view. */
export const UNCOVERED = { overlay: null, confirming: null, scroll: 0, scrollLimit: null } as const;

/** Nothing typed. */
export const NOTHING = new Secret('');

/** Before a connection. */
export const NO_CONNECTION: SessionState['connection'] = {
	exchanged: false,
	isKept: false,
	listed: false,
	isComplete: false,
	running: false,
	problems: [],
	found: [],
};

/** No Page named. */
export const NO_ADDING: SessionState['adding'] = { text: '', status: { state: 'idle' } };

/** No token yet. */
export const NO_TOKEN: SessionState['token'] = {
	text: NOTHING,
	status: { state: 'idle' },
	isSubmitted: false,
	via: 'explorer',
};

/** No sign-in under way. */
export const NO_SIGN_IN = {
	status: { state: 'idle' },
	address: null,
	dialogState: null,
	device: null,
	endsAt: null,
	opening: null,
	interruption: null,
} as const satisfies Partial<SignIn>;

/** The Page that the Page screen shows. */
export function openPage(state: SessionState): PageRecord | null {
	if (state.openPageId === null) return null;
	return state.pages.find(({ id }) => id === state.openPageId) ?? null;
}

/** The permissions that the tokens should carry: those of the opened profile, else those of the purpose. */
export function wantedPermissions(state: SessionState): readonly string[] {
	return state.opened?.wanted ?? permissionsFor(...state.purposes);
}

/** Only another state, no work. */
export function stay(state: SessionState): Next {
	return { state, effects: [] };
}

/** The status of work that failed. */
export function refused(problem: Problem): { state: 'refused'; problem: Problem } {
	return { state: 'refused', problem: problem };
}

/** The same, with a message. */
export function say(state: SessionState, tone: Notice['tone'], text: string): Next {
	return stay({ ...state, screen: { ...state.screen, notice: { tone, text } } });
}
