import type { PageRecord } from '../domain/page.ts';
import type { Purpose } from '../domain/permissions.ts';
import type { Problem } from '../domain/problem.ts';
import type { ProtectionKind } from '../domain/protection.ts';
import type { Secret } from '../domain/secret.ts';
import type { SignInMemory, SignInMethod } from '../domain/sign-in/methods.ts';
import type { ExportFormat } from '../operations/export-formats.ts';

/** Work on one stored profile; a passphrase is given once the profile was found to need one. */
export type ProfileEffect =
	| { type: 'read-profile'; run: number; name: string; passphrase?: Secret }
	| { type: 'open-profile'; run: number; name: string; passphrase?: Secret }
	| { type: 'check-profile'; run: number; name: string; passphrase?: Secret }
	| { type: 'rename-profile'; run: number; name: string; to: string; passphrase?: Secret }
	| { type: 'remove-profile'; run: number; name: string; passphrase?: Secret };

/** What is to be stored, and with what protection; `keep` is that of the profile which is there already. */
export type SaveEffect = {
	type: 'save-profile';
	run: number;
	name: string;
	/** May it take the place of a profile of the same name, app and person? */
	isReplacing: boolean;
	protection: { kind: ProtectionKind; passphrase: Secret } | 'keep';
	purpose: Purpose | null;
	wanted: readonly string[];
	pages: readonly PageRecord[];
	problems: readonly Problem[];
	signIn: SignInMemory;
	/** Null where it is not known. */
	clientToken: Secret | null;
};

/** Work for the outside that answers with events which carry its number. */
export type RunEffect =
	| { type: 'check-app'; run: number; id: string; secret: Secret }
	| { type: 'inspect-token'; run: number; token: Secret; wanted: readonly string[] }
	/** `isRerequest`: some permissions were declined before, and are to be asked for again. */
	| {
			type: 'sign-in';
			run: number;
			method: Exclude<SignInMethod, 'explorer'>;
			wanted: readonly string[];
			configId: string | null;
			isRerequest: boolean;
			clientToken: Secret;
	  }
	/** `profile` is the opened one, in which the Pages will be kept. */
	| { type: 'connect'; run: number; profile: string | null }
	/** `profile` is the one in which the verdicts are to be kept. */
	| { type: 'verify-pages'; run: number; pages: readonly PageRecord[]; profile: string | null }
	/** `address` is an id or a user name; `profile` is the one in which the Page is to be kept. */
	| { type: 'add-page'; run: number; address: string; profile: string | null }
	/** `among` are all Pages, whose names must not clash; `profile` is the one that they are of. */
	| {
			type: 'export-pages';
			run: number;
			pages: readonly PageRecord[];
			among: readonly PageRecord[];
			format: ExportFormat;
			file: string;
			/** Did the person agree to lose what is in the file? */
			mayReplace: boolean;
			profile: string | null;
	  }
	| { type: 'test-publishing'; run: number; page: PageRecord }
	| ProfileEffect
	| SaveEffect;

/** Work for the outside that needs no number: nothing waits for it. Each is answered with `notice`, unless it says otherwise. */
export type OutsideEffect =
	/** Finds out what the keychain is; answered with `keychain-known`. */
	| { type: 'look-at-keychain' }
	| { type: 'open-url'; url: string }
	/** Opens what the sign-in that runs leads to; answered with `dialog-opened`. */
	| { type: 'open-dialog'; url: string }
	/** Shows a link bare, in place of the screens. */
	| { type: 'show-link'; url: string }
	/** `what` names it in the message. */
	| { type: 'copy'; text: string; what: string }
	| { type: 'copy-token'; page: PageRecord }
	| { type: 'clear-clipboard' }
	/** Copies what can be shown to anyone about the problems of a screen. */
	| { type: 'copy-report'; screen: string; problems: readonly Problem[]; graphVersion: string | null }
	/** Shows a Page's token bare, in place of the screens. */
	| { type: 'show-token'; page: PageRecord }
	/** Opens Meta's debugger on a Page's token. */
	| { type: 'open-debugger'; page: PageRecord; version: string };

/** What is done at once, and needs no answer. */
export type Command =
	/** Stops whatever runs, its requests included. */
	| { type: 'abort' }
	/** Drops the keys that were typed ahead: they are no answer to the question that is asked now. */
	| { type: 'discard-type-ahead' }
	/** Ends the program. 130 for Ctrl+C, as a shell has it. */
	| { type: 'leave'; exitCode: 0 | 130 };

/** Work for the outside, as data. */
export type SessionEffect = RunEffect | OutsideEffect | Command;
