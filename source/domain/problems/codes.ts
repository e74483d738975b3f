/**
 * What the person does next about a problem: corrects the app's id or secret, makes a new user token, connects again from the
 * start, tries again, has the Pages listed again, signs in again to select Pages or names one, chooses another name, looks at what this computer lacks, or shows it to somebody. Each UI
 * names its own key or command for it.
 */
export type NextStep =
	| 'credentials'
	| 'user-token'
	| 'connect-again'
	| 'try-again'
	| 'list-again'
	| 'select-pages'
	| 'other-name'
	| 'environment'
	| 'report';

type Entry = {
	title: string;
	cause: string;
	remedy: string;
	/** Null where the remedy says all. */
	next: NextStep | null;
	/**
	 * `passes`: trying the same again helps. `ends-sign-in`: the user token is of no use any more, so that only a new one helps.
	 * Not so at a checkpoint: that is passed on Facebook's own pages.
	 */
	course: 'passes' | 'stays' | 'ends-sign-in';
};

/** All problem codes, and the text of each where no facts tell more. A new code is one more entry here. */
export const CODES = {
	'wrong-app-secret': {
		title: 'The app secret is wrong',
		cause:
			'Meta does not accept this secret for this app id. A client token looks the same (32 characters) and is a different thing.',
		remedy: 'Copy the App Secret from App settings, Basic ("Show"), and enter it again.',
		next: 'credentials',
		course: 'stays',
	},
	'unknown-app': {
		title: 'Meta does not know this app',
		cause: 'The app id is wrong, or the app was deleted or restricted.',
		remedy: 'Copy the App ID from App settings, Basic.',
		next: 'credentials',
		course: 'stays',
	},
	'token-of-another-app': {
		title: 'This token belongs to another app',
		cause: 'It was made for another app, as when the Graph API Explorer is set to that.',
		remedy: 'Sign in again for your app; in the Explorer, choose it under "Meta App" first.',
		next: 'user-token',
		course: 'ends-sign-in',
	},
	'not-a-user-token': {
		title: 'This is not a user access token',
		cause: 'Page tokens can only be derived from the token of a person (or of a system user).',
		remedy: 'Sign in again; in the Explorer, choose "Get User Access Token" under "User or Page" first.',
		next: 'user-token',
		course: 'ends-sign-in',
	},
	'unreadable-token': {
		title: 'Meta cannot read this token',
		cause: 'A part of it is missing, something was added to it, or it is not a Facebook token.',
		remedy: 'Copy the whole token once more, and paste it again; or sign in again, for a new one.',
		next: 'user-token',
		course: 'ends-sign-in',
	},
	'token-expired': {
		title: 'This token has expired',
		cause: 'A token lives for one to two hours, and for about 60 days once it was exchanged.',
		remedy: 'Sign in again, for a new user token.',
		next: 'user-token',
		course: 'ends-sign-in',
	},
	'password-changed': {
		title: 'The password was changed',
		cause: 'A changed password, or a security action by Facebook, ends every token of that person.',
		remedy: 'Sign in again, for a new user token.',
		next: 'user-token',
		course: 'ends-sign-in',
	},
	checkpoint: {
		title: 'Facebook wants to see this person first',
		cause: 'The account must pass a check or confirm itself before its tokens work.',
		remedy: 'Log in at www.facebook.com with this account, follow what it asks, then try again.',
		next: 'try-again',
		course: 'stays',
	},
	'app-removed': {
		title: 'The person removed the app',
		cause: 'The app is no longer connected to this Facebook account, so all its tokens have ended.',
		remedy: 'Sign in again, which connects the app anew.',
		next: 'user-token',
		course: 'ends-sign-in',
	},
	'role-lost': {
		title: 'The role on the Page was lost',
		cause: 'The person behind this token may no longer act for the Page.',
		remedy: 'Ask an admin of the Page for access, then make the token anew.',
		next: 'list-again',
		course: 'stays',
	},
	'token-revoked': {
		title: 'This token was revoked',
		cause: 'The person logged out everywhere, took the permission back, or Meta ended the session.',
		remedy: 'Sign in again, for a new user token.',
		next: 'user-token',
		course: 'ends-sign-in',
	},
	'app-inactive': {
		title: 'The app is inactive for this person',
		cause: 'The person has not used the app for more than 90 days, or the app was switched off.',
		remedy: 'See the app at developers.facebook.com/apps, then sign in again.',
		next: 'user-token',
		course: 'ends-sign-in',
	},
	'app-blocked': {
		title: 'Meta has blocked this',
		cause: 'The app or the account is restricted by Meta; more calls make it worse.',
		remedy: 'Look for the notice at developers.facebook.com/apps, and wait before trying again.',
		next: 'try-again',
		course: 'stays',
	},
	'proof-needed': {
		title: 'Meta refused the proof of the app secret',
		cause: 'The app demands a proof made from its secret, and the secret entered here does not fit the token.',
		remedy: 'Check that the token belongs to this app and that the app secret was not reset.',
		next: 'credentials',
		course: 'stays',
	},
	'missing-permission': {
		title: 'A permission is missing',
		cause: 'A token carries only what was allowed when it was made.',
		remedy: 'Sign in again and allow it; in the Explorer, add it before the token is generated.',
		next: 'user-token',
		course: 'stays',
	},
	'no-pages': {
		title: 'Meta lists no Pages for this token',
		cause:
			'You selected no Page when you signed in, the Page belongs to a business portfolio, or you have no role on any Page.',
		remedy: 'Sign in again: choose "Edit settings" and select every Page.',
		next: 'select-pages',
		course: 'stays',
	},
	'page-without-token': {
		title: 'Meta gives no token for this Page',
		cause: 'You did not select the Page when you signed in, or your role on it is too small.',
		remedy: 'Sign in again: choose "Edit settings" and select every Page.',
		next: 'user-token',
		course: 'stays',
	},
	'not-permanent': {
		title: 'This token will end',
		cause: 'Meta gave it an end date. Page tokens from a long-lived user token have none.',
		remedy: 'Sign in again, for a new user token.',
		next: 'user-token',
		course: 'stays',
	},
	'rate-limited': {
		title: 'Too many calls: Meta wants a pause',
		cause: 'The limit of calls for this app, person or Page is used up; further calls lengthen the pause.',
		remedy: 'Wait some minutes, then try again.',
		next: 'try-again',
		course: 'passes',
	},
	'graph-unavailable': {
		title: "Meta's Graph API is in trouble",
		cause: 'Meta answered with an error of its own.',
		remedy: 'Try again in a minute. metastatus.com shows known outages.',
		next: 'try-again',
		course: 'passes',
	},
	network: {
		title: "Meta's Graph API cannot be reached",
		cause: 'The connection failed.',
		remedy: 'Check the network, a proxy (HTTPS_PROXY) or firewall, then try again.',
		next: 'environment',
		course: 'passes',
	},
	timeout: {
		title: 'No answer in time',
		cause: 'The Graph API did not answer within the time-out.',
		remedy: 'Try again, or allow more time with --timeout SECONDS.',
		next: 'try-again',
		course: 'passes',
	},
	'bad-reply': {
		title: 'The answer makes no sense',
		cause:
			"What came back is not what Meta's documentation promises. A proxy or a login page of the network may stand in between.",
		remedy: 'Try again; if it stays, check the network, or choose another version with --graph-version.',
		next: 'try-again',
		course: 'passes',
	},
	blocked: {
		title: 'Facebook has blocked this action for now',
		cause: 'Facebook limits this account or Page for a while.',
		remedy: 'Wait some hours; www.facebook.com shows the notice to this account.',
		next: 'try-again',
		course: 'stays',
	},
	'not-found': {
		title: 'Meta does not show this object',
		cause: 'It does not exist, or this token may not see it.',
		remedy: 'Check the id, and whether the person has a role there.',
		next: null,
		course: 'stays',
	},
	'sign-in-needed': {
		title: 'Something is needed to sign in',
		cause: 'The app id, the app secret or the user token was not given.',
		remedy: 'Give --app-id (or FB_APP_ID), FB_APP_SECRET, and the user token on standard input.',
		next: null,
		course: 'stays',
	},
	'store-locked': {
		title: 'The stored secrets are locked',
		cause: 'The passphrase is missing or wrong.',
		remedy: 'Give the passphrase, or FB_TOKEN_TUI_PASSPHRASE.',
		next: 'try-again',
		course: 'stays',
	},
	'store-damaged': {
		title: 'The stored secrets are damaged',
		cause: 'The file does not open: it was changed or cut short.',
		remedy: 'Connect again; the damaged file is kept aside.',
		next: 'connect-again',
		course: 'stays',
	},
	'keychain-unavailable': {
		title: 'The system keychain does not answer',
		cause: 'There is none, it is locked, or it hangs.',
		remedy: 'Unlock the keychain, or use a passphrase.',
		next: 'environment',
		course: 'stays',
	},
	disk: {
		title: 'The file could not be written or read',
		cause: 'The disk is full, or the folder is not writable.',
		remedy: 'Make room or fix the permissions of the folder, then try again.',
		next: 'environment',
		course: 'stays',
	},
	'other-host': {
		title: 'Profile belongs to another host',
		cause: 'Its secrets are only sent to the Graph host that it was made with.',
		remedy: 'Set FB_TOKEN_TUI_GRAPH_URL to that host, or unset it for Meta, then try again.',
		next: null,
		course: 'stays',
	},
	cancelled: {
		title: 'Cancelled',
		cause: 'You stopped it.',
		remedy: 'Start it again when you like.',
		next: 'try-again',
		course: 'passes',
	},
	unexpected: {
		title: 'Meta answered with an error that this program does not know',
		cause: 'Meta gave no message.',
		remedy: "Read Meta's message first. If it does not help, create a report.",
		next: 'report',
		course: 'stays',
	},
} satisfies Record<string, Entry>;

/** One of the program's problem codes; scripts rely on them. */
export type ProblemCode = keyof typeof CODES;

/** All problem codes, for the schema of the output. */
export const PROBLEM_CODES = Object.keys(CODES) as ProblemCode[];

/** What is known of a code. */
export function entryOf(code: ProblemCode): Entry {
	return CODES[code];
}
