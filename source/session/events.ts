import type { App } from '../domain/app.ts';
import type { PageRecord } from '../domain/page.ts';
import type { Purpose } from '../domain/permissions.ts';
import type { Problem } from '../domain/problem.ts';
import type { ProtectionKind } from '../domain/protection.ts';
import type { Secret } from '../domain/secret.ts';
import type { DeviceCode } from '../domain/sign-in/events.ts';
import type { SignInMethod, TokenMethod } from '../domain/sign-in/methods.ts';
import type { Waiting } from '../domain/waiting.ts';
import type { ExportFormat } from '../operations/export-formats.ts';
import type { ProfileEffect } from './effects.ts';
import type { LineAction } from './line-editor.ts';
import type { ProfileSummary } from './profile-summary.ts';
import type { InspectedToken, Notice, SaveField } from './state.ts';

/** What happens to the stored profiles. */
export type ProfileEvent =
	| { type: 'new-profile' }
	| { type: 'open-profile'; name: string }
	| { type: 'check-profile'; name: string }
	| { type: 'start-renaming'; name: string }
	| { type: 'edit-new-name'; text: string }
	| { type: 'submit-new-name' }
	| { type: 'stop-renaming' }
	| { type: 'ask-to-remove'; name: string }
	| { type: 'answer-removal'; isWanted: boolean }
	| { type: 'profile-locked'; run: number; problem: Problem; effect: ProfileEffect }
	| { type: 'edit-passphrase'; value: Secret }
	| { type: 'submit-passphrase' }
	/** What is stored of it, with its Pages, which are without their tokens yet. */
	| { type: 'profile-read'; run: number; profile: ProfileSummary; pages: readonly PageRecord[] }
	/** The secrets are at hand; the Pages come with their tokens. */
	| { type: 'profile-unlocked'; run: number; pages: readonly PageRecord[]; clientToken: Secret | null }
	/** `unsaved` says why it could not be stored. */
	| {
			type: 'profile-refreshed';
			run: number;
			profile: ProfileSummary;
			pages: readonly PageRecord[];
			unsaved: Problem | null;
			note: string;
	  }
	/** The stored user token no longer works; the Page tokens are still being verified. */
	| { type: 'sign-in-ended'; run: number; problem: Problem }
	| { type: 'profile-failed'; run: number; problem: Problem }
	/** Another program has removed it meanwhile. */
	| { type: 'profile-gone'; run: number; name: string; problem: Problem }
	/** Work on the profiles is done: this is all of them now. */
	| {
			type: 'profiles-changed';
			run: number;
			profiles: readonly ProfileSummary[];
			note: string;
			renamed?: { from: string; to: string };
	  }
	| { type: 'paste-again' }
	| { type: 'sign-in-again' }
	/** Saves what is not saved: in the opened profile, else as a new one. */
	| { type: 'start-saving' }
	| { type: 'keychain-known'; isAvailable: boolean; words: string }
	| { type: 'edit-save-name'; text: string }
	| { type: 'choose-protection'; kind: ProtectionKind }
	| { type: 'edit-save-passphrase'; field: 'passphrase' | 'again'; value: Secret }
	| { type: 'focus-save-field'; field: SaveField }
	| { type: 'submit-save' }
	| { type: 'answer-replacing'; isWanted: boolean }
	| { type: 'profile-saved'; run: number; profile: ProfileSummary; note: string }
	/** `isReplaceable`: what has the same name belongs to the same app and person. */
	| { type: 'save-failed'; run: number; problem: Problem; isReplaceable: boolean };

/** What happens when a Page is added that no list has. */
export type AddingEvent =
	| { type: 'start-adding' }
	| { type: 'edit-address'; text: string }
	| { type: 'submit-address' }
	| { type: 'page-added'; run: number; page: PageRecord }
	| { type: 'page-refused'; run: number; problem: Problem };

/** What happens when Pages are written into a file. */
export type ExportingEvent =
	/** `now` is in Unix seconds. */
	| { type: 'start-exporting'; ids: readonly string[]; now: number }
	| { type: 'choose-format'; format: ExportFormat }
	| { type: 'edit-file'; text: string }
	| { type: 'focus-export-field'; field: 'format' | 'file' }
	| { type: 'submit-export' }
	| { type: 'exported'; run: number; note: string }
	/** Something is there that would be lost; `reason` is a sentence. */
	| { type: 'export-occupied'; run: number; reason: string }
	| { type: 'answer-overwriting'; isWanted: boolean }
	| { type: 'export-refused'; run: number; problem: Problem };

/** What happens when a token is tested by a post. */
export type PublishTestEvent =
	| { type: 'test-publishing'; id: string }
	/** `problem` is null where the token can publish, and nothing was left behind. */
	| { type: 'publishing-tested'; run: number; problem: Problem | null };

/** What happens while the person signs in. */
export type SignInMethodEvent =
	| { type: 'choose-method'; method: TokenMethod }
	| { type: 'start-sign-in' }
	/** The dialog is to be opened, and its answer will be pasted. */
	| { type: 'sign-in-opened'; run: number; address: string; dialogState: string }
	/** The dialog is to be opened, and its answer is awaited until `endsAt`, in milliseconds of the transport's clock. */
	| { type: 'sign-in-waiting'; run: number; address: string; endsAt: number }
	| { type: 'dialog-opened'; url: string; isOpened: boolean }
	| { type: 'device-code'; run: number; device: DeviceCode }
	/** Something has come in between, which is waited on; null: it goes on. */
	| { type: 'sign-in-interruption'; run: number; interruption: string | null }
	| { type: 'signed-in'; run: number; method: SignInMethod; token: Secret }
	| { type: 'sign-in-refused'; run: number; problem: Problem };

/** What a key can do. */
export type KeyAction =
	| 'submit'
	| 'new-profile'
	| 'check-profile'
	| 'rename-profile'
	| 'remove-profile'
	| 'stop-renaming'
	| 'start-saving'
	| 'save-first'
	| 'leave-unsaved'
	| 'stay'
	| 'previous-choice'
	| 'next-choice'
	| 'numbered-choice'
	| 'previous-field'
	| 'paste-again'
	| 'next-field'
	| 'next-method'
	| 'previous-method'
	| 'sign-in'
	| 'open-link'
	| 'copy-link'
	| 'show-link'
	| 'copy-permissions'
	| 'move-up'
	| 'move-down'
	| 'page-up'
	| 'page-down'
	| 'home'
	| 'end'
	| 'start-filter'
	| 'end-filter'
	| 'clear-filter'
	| 'toggle-sort'
	| 'toggle-mark'
	| 'toggle-purpose'
	| 'mark-all'
	| 'copy-token'
	| 'clear-clipboard'
	| 'copy-report'
	| 'toggle-reveal'
	| 'show-raw'
	| 'open-debugger'
	| 'start-adding'
	| 'start-exporting'
	| 'test-publishing'
	| 'verify-again'
	| 'verify-rest'
	| 'list-again'
	| 'show-problems'
	| 'show-app-guide'
	| 'accept'
	| 'dismiss'
	| 'back'
	| 'help'
	| 'quit'
	| 'cancel';

/** What happens at the keyboard and on the screen. */
type ScreenEvent =
	/** A key: its name, what the key table says that it does, and what it does to the text of a field. `uncovers`: it is a key of the screen below. `now` is in Unix seconds. */
	| { type: 'press'; key: string; action: KeyAction | null; edit: LineAction | null; uncovers?: boolean; now: number }
	| { type: 'paste'; text: string }
	| { type: 'resized'; columns: number; rows: number }
	/** The content was drawn, and can be scrolled by so many rows. */
	| { type: 'scroll-limit'; limit: number }
	| { type: 'notice'; notice: Notice | null };

/** What happens to a journey: what the person does, and what an effect answers. `run` says which effect it was. */
export type WorkEvent =
	| { type: 'paste-credentials'; field: 'id' | 'secret'; text: string }
	| { type: 'edit-app-id'; value: string }
	| { type: 'edit-app-secret'; value: Secret }
	| { type: 'focus-field'; field: 'id' | 'secret' }
	| { type: 'submit-app' }
	| { type: 'app-checked'; run: number; app: App; version: string }
	| { type: 'app-refused'; run: number; problem: Problem }
	| { type: 'choose-purposes'; purposes: readonly Purpose[] }
	| { type: 'edit-token'; value: Secret }
	/** `via` is the way on which the token came by itself. */
	| { type: 'paste-token'; value: Secret; via?: SignInMethod }
	| { type: 'submit-token' }
	| { type: 'token-inspected'; run: number; inspected: InspectedToken }
	| { type: 'token-refused'; run: number; problem: Problem }
	/** `isExchanged` is false for a token that lives long already. */
	| { type: 'exchanged'; run: number; isExchanged: boolean }
	| { type: 'pages-found'; run: number; pages: readonly PageRecord[] }
	| { type: 'pages-verified'; run: number; pages: readonly PageRecord[] }
	| { type: 'listed'; run: number; isComplete: boolean }
	| { type: 'problem'; run: number; problem: Problem }
	| { type: 'connection-ended'; run: number; problem: Problem | null }
	| { type: 'connect-again' }
	| { type: 'set-filter'; filter: string }
	| { type: 'toggle-sort' }
	| { type: 'toggle-mark'; id: string }
	/** Marks these Pages; where all of them are marked already, none any more. */
	| { type: 'mark-all'; ids: readonly string[] }
	| { type: 'clear-marks' }
	| { type: 'open-page'; id: string }
	| { type: 'verify-pages'; ids: readonly string[] }
	/** `problem` is null where all that was to be verified was, and could be kept. */
	| { type: 'verified-again'; run: number; problem: Problem | null }
	/** The work waits before it asks Meta again; null: it goes on. */
	| { type: 'waiting'; run: number; waiting: Waiting | null }
	| { type: 'keychain-slow'; isSlow: boolean }
	| { type: 'back' }
	| { type: 'cancel' }
	| { type: 'quit' }
	/** The answer to the question about tokens that would be lost. */
	| { type: 'answer-departing'; answer: 'save' | 'leave' | 'stay' }
	| SignInMethodEvent
	| AddingEvent
	| ExportingEvent
	| PublishTestEvent
	| ProfileEvent;

/** Everything that changes the state. */
export type SessionEvent = WorkEvent | ScreenEvent;
