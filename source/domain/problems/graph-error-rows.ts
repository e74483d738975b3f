import type { ProblemCode } from './codes.ts';
import { ANOTHER_WAY, CANCELLED_AT_FACEBOOK, CODE_RAN_OUT, CODE_REFUSED } from './sign-in.ts';
import type { GraphDetail, Told } from './text.ts';

/** The endpoints that give the same error numbers different meanings. */
export const ENDPOINTS = [
	'app-token',
	'exchange',
	'code-exchange',
	'device-login',
	'device-status',
	'debug-token',
	'me',
	'accounts',
	'businesses',
	'page',
	'post',
	'posts',
	'permissions',
	'app',
	'batch',
	'version',
] as const;

/** One of {@link ENDPOINTS}. */
export type Endpoint = (typeof ENDPOINTS)[number];

/** An error of Graph with the flag that Meta's own SDKs heed first. */
export type GraphFailure = GraphDetail & { isTransient: boolean | null };

/** A row of the table: it is of every failure for which all that it names holds. */
export type Row = {
	at?: readonly Endpoint[];
	/** A code in any of these. `none`, here and for the subcode: Meta gave no number, as in its early years. */
	code?: readonly (number | 'none')[];
	subcode?: number | 'none';
	status?: readonly [from: number, to: number];
	isTransient?: boolean;
	message?: RegExp;
	is: ProblemCode;
	/** What is told better than the code alone can tell it; a function of Meta's message where that holds a number to go by. */
	say?: Told | ((message: string) => Told);
};

/** The subcodes with which Meta answers who asks whether a code was entered on another device (its Android SDK). */
export const DEVICE_SUBCODES = { pending: 1349174, tooFast: 1349172, declined: 1349173, expired: 1349152 } as const;

/** Answers to a code for another device, and to its app. They stand beside codes that mean something else elsewhere. */
export const DEVICE_ROWS: readonly Omit<Row, 'at'>[] = [
	{
		subcode: DEVICE_SUBCODES.pending,
		is: 'sign-in-needed',
		say: { title: 'The code was not entered yet', cause: 'Facebook waits for it.', remedy: 'Enter it.' },
	},
	{ subcode: DEVICE_SUBCODES.tooFast, is: 'rate-limited' },
	{ subcode: DEVICE_SUBCODES.declined, is: 'cancelled', say: CANCELLED_AT_FACEBOOK },
	{ subcode: DEVICE_SUBCODES.expired, is: 'sign-in-needed', say: CODE_RAN_OUT },
	{
		code: [3],
		is: 'missing-permission',
		say: {
			title: 'The app may not sign in on other devices',
			cause: '"Login from Devices" is switched off for it.',
			remedy: 'Switch it on in the app: Facebook Login, Settings, "Login from Devices". Or sign in in another way.',
		},
	},
	{
		code: [100],
		message: /scope/i,
		is: 'missing-permission',
		say: {
			title: 'Another device may not ask for these permissions',
			cause: 'Meta does not grant all permissions to devices.',
			remedy: ANOTHER_WAY,
		},
	},
	{
		code: [101, 102, 104, 190],
		is: 'wrong-app-secret',
		say: {
			title: 'Meta does not accept the client token',
			cause: 'It is not that of this app. The app secret looks the same (32 characters) and is a different thing.',
			remedy: 'Copy the Client Token from App settings, Advanced, Security, and give it again.',
		},
	},
];

/** What is wrong with the code that Facebook's dialog gave: it was for once, for some minutes, and for one address. */
export const CODE_ROWS: readonly (Pick<Row, 'code' | 'subcode' | 'message'> & { say: Told })[] = [
	{
		subcode: 36007,
		say: { title: 'The answer of the dialog came too late', cause: 'Its code lives for some minutes.' },
	},
	{ subcode: 36009, say: { title: 'The answer of the dialog was used already', cause: 'Its code is good for once.' } },
	{
		subcode: 36008,
		say: CODE_REFUSED,
	},
	{
		code: ['none'],
		message: /code was invalid or expired/i,
		say: { title: 'Meta does not accept the answer of the dialog', cause: 'Its code is invalid, or has expired.' },
	},
];

/** A post must come from the Page itself. */
const NOT_OF_THE_PAGE: Pick<Row, 'is' | 'say'> = {
	is: 'page-without-token',
	say: {
		title: 'This is not a token of the Page',
		cause: 'Meta accepts such a post only from the Page itself, with its own Page token.',
		remedy: 'List the Pages again, which also gives their tokens, then try again.',
		next: 'list-again',
	},
};

/** Answers to a post that wants the Page's own token. `publish_actions` and code 3 stand there for the wrong kind of token. */
export const POST_ROWS: readonly Row[] = [
	{ at: ['post'], code: [190], subcode: 2069032, ...NOT_OF_THE_PAGE },
	{
		at: ['post'],
		code: [3, 200, 210],
		message: /as the page itself|page access token|publish_actions/i,
		...NOT_OF_THE_PAGE,
	},
];

/** Facebook refuses the same text twice, with 506, or with the number of its blocks. */
const DUPLICATE: Pick<Row, 'is' | 'say'> = {
	is: 'blocked',
	say: {
		title: 'Facebook takes this for a duplicate',
		cause: 'The same text was posted to this Page a short time before.',
		remedy: 'Wait a minute, then try again: every test post has another text.',
	},
};

/** The answers to a text that was posted before. */
export const DUPLICATE_ROWS: readonly Row[] = [
	{ code: [506], ...DUPLICATE },
	{ code: [368], message: /duplicate|identical|same (?:text|message|post|status|content)/i, ...DUPLICATE },
];

/** What is told of a Page that the grant of its app and person leaves out. */
export const OUTSIDE_GRANT = {
	title: 'The sign-in does not include this Page',
	cause: 'You did not select the Page when you last signed in, or the app lost a Page permission.',
	remedy: 'Sign in again, choose "Edit settings", and select every Page.',
} as const satisfies Told;

/**
 * One app and one person share one grant. A Page that was not selected at the latest sign-in, or a Page permission that was removed
 * from the app, ends the Page's token with these words, under 190 and without a subcode.
 */
export const GRANT_ROWS: readonly Row[] = [
	{
		message: /before impersonating\b/i,
		is: 'missing-permission',
		say: OUTSIDE_GRANT,
	},
	{
		code: [190, 10, 200, 'none'],
		message: /page that is not accessible/i,
		is: 'role-lost',
		say: {
			title: 'This Page is not accessible',
			cause: 'The Page is unpublished or disabled, or you lost access to it.',
			remedy: 'Open the Page at www.facebook.com with this account, and check its status and your role.',
		},
	},
];

const APPS = 'developers.facebook.com/apps';

const IP_REFUSED: Pick<Row, 'is' | 'say'> = {
	is: 'app-blocked',
	say: {
		title: 'Meta refuses calls from this IP address',
		cause: "The app's server IP allowlist does not include this computer, or Meta blocks its network.",
		remedy: 'Add this address in App settings > Advanced > Server IP allowlist, or empty the list.',
	},
};

/** Refusals of the whole app: no permission and no new token helps. Meta gives most of them numbers that mean other things. */
export const APP_ROWS: readonly Row[] = [
	{
		message:
			/api access deactivated|\bapp(?:lication)?\b.{0,40}\bdeactivated|data use checkup|required action|re-?registration/i,
		is: 'app-blocked',
		say: {
			title: 'The app has an overdue required action',
			cause: 'Meta deactivated its API access until it is done, for example the Data Use Checkup.',
			remedy: `Open the app at ${APPS} and complete everything under "Required actions".`,
		},
	},
	{
		message:
			/api access (?:is |was |has been )?(?:blocked|disabled)|\bapp(?:lication)? (?:is|was|has been) (?:blocked|disabled|restricted|suspended)/i,
		is: 'app-blocked',
		say: {
			title: 'Meta has restricted the app',
			cause: 'Meta refuses every call of this app.',
			remedy: `Open the app at ${APPS} and follow the alert there.`,
		},
	},
	{
		message: /cannot call api for app .*on behalf of|on behalf of user/i,
		is: 'app-blocked',
		say: {
			title: 'The app may not act for this person',
			cause: 'The app is restricted, or unpublished without a role for this person, or this person removed it.',
			remedy: `Check the app's status and App roles at ${APPS}, then sign in again.`,
			next: 'user-token',
		},
	},
	{ code: [5], ...IP_REFUSED },
	{ message: /\bIP can.?t make requests|unauthorized source ip/i, ...IP_REFUSED },
	{ code: [200], message: /non-active apps/i, is: 'app-inactive' },
];

/** No token has arrived, whatever these answers seem to speak of. */
const NO_TOKEN: Pick<Row, 'is' | 'say'> = {
	is: 'unexpected',
	say: {
		title: 'Meta received no access token',
		cause: 'The token was lost on its way, for example in a proxy, or Meta does not accept its kind here.',
		remedy: 'Check the proxy, then try again. Use a user access token, not a Page token.',
		next: 'environment',
	},
};

/** The answers to a call without a token. */
export const NO_TOKEN_ROWS: readonly Row[] = [
	{ message: /provide (?:a )?valid app id/i, ...NO_TOKEN },
	// 104 without a token at all is no proof that failed.
	{ code: [104], message: /token is required/i, ...NO_TOKEN },
	{ code: [2500], message: /active access token/i, ...NO_TOKEN },
];

/** The Page has another id for good. */
const MIGRATED: Pick<Row, 'is' | 'say'> = {
	is: 'not-found',
	say: (message) => {
		const id = /\bto page ID (\d{5,32})/i.exec(message)?.[1];
		return {
			title: 'This Page has a new ID',
			cause: id ? `Meta moved the Page to the ID ${id}.` : 'Meta moved the Page to another ID.',
			remedy: id ? `Use ${id} from now on.` : 'Use the new ID from now on; "refresh" finds it.',
		};
	},
};

/** The answers about a Page with another id. */
export const MIGRATED_ROWS: readonly Row[] = [
	{ code: [21], ...MIGRATED },
	{ code: [100], subcode: 21, ...MIGRATED },
	{ message: /migrated to page id/i, ...MIGRATED },
];

/** What to do where the business that a Page belongs to demands two-factor authentication. */
export const TWO_FACTOR = {
	title: 'The business requires two-factor authentication',
	cause: 'Meta refuses everyone who has not entered a code for this business.',
	remedy: 'Enter the code in business settings (business.facebook.com/settings), then sign in again.',
} as const satisfies Told;

/** The app, not the token, lacks what the call needs. */
export const CAPABILITY: Pick<Row, 'is' | 'say'> = {
	is: 'missing-permission',
	say: {
		title: 'The app may not make this call',
		cause: 'The app, not the token, lacks the use case or feature for it.',
		remedy: `Add the use case or feature to the app at ${APPS}; some need Meta's App Review.`,
	},
};

/** A permission that Meta names as the one that a call needs. */
export const NAMED_PERMISSION = /requires (?:the )?'?([a-z]+(?:_[a-z]+)+)'? permission/i;

/** The same as a row: which one it is. With a system user, the Page may not be assigned although the permission is in the token. */
export const PERMISSION_NAMED: Pick<Row, 'is' | 'say'> = {
	is: 'missing-permission',
	say: (message) => {
		const name = NAMED_PERMISSION.exec(message)?.[1];
		return name ? { title: `The permission ${name} is missing` } : {};
	},
};
