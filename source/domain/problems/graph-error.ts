import { cleanText } from '../clean-text.ts';
import { entryOf, type ProblemCode } from './codes.ts';
import { ANOTHER_WAY, CANCELLED_AT_FACEBOOK, CODE_RAN_OUT, REDIRECT_REFUSED } from './sign-in.ts';
import type { GraphDetail, TextsByKind, Told } from './text.ts';

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
type Row = {
	at?: readonly Endpoint[];
	/** A code in any of these. `none`, here and for the subcode: Meta gave no number, as in its early years. */
	code?: readonly (number | 'none')[];
	subcode?: number | 'none';
	status?: readonly [from: number, to: number];
	isTransient?: boolean;
	message?: RegExp;
	is: ProblemCode;
	/** What is told better than the code alone can tell it. */
	say?: Told;
};

const AT_THE_TOKEN_ENDPOINT: readonly Endpoint[] = ['app-token', 'exchange', 'code-exchange'];
const AT_THE_DEVICE_LOGIN: readonly Endpoint[] = ['device-login', 'device-status'];
const SESSION = [190, 102, 412, 452];
const LIMIT = [4, 9, 17, 32, 341, 613, 80001, 80002, 80006];
const PERMISSION = [3, 10, ...Array.from({ length: 100 }, (_, index) => 200 + index)];

/** Meta's subcodes of a dead session; in old answers they stand as the code itself. */
const SESSION_SUBCODES: readonly (Pick<Row, 'is' | 'say'> & { subcode: number })[] = [
	{ subcode: 458, is: 'app-removed' },
	{ subcode: 459, is: 'checkpoint' },
	{ subcode: 460, is: 'password-changed' },
	{ subcode: 463, is: 'token-expired' },
	{ subcode: 464, is: 'checkpoint', say: { cause: 'The account was never confirmed, or its sessions are locked.' } },
	{ subcode: 467, is: 'token-revoked' },
	{ subcode: 490, is: 'checkpoint' },
	{ subcode: 492, is: 'role-lost' },
	{ subcode: 493, is: 'app-inactive' },
];

/** The subcodes with which Meta answers who asks whether a code was entered on another device (its Android SDK). */
export const DEVICE_SUBCODES = { pending: 1349174, tooFast: 1349172, declined: 1349173, expired: 1349152 } as const;

/** Answers to a code for another device, and to its app. They stand beside codes that mean something else elsewhere. */
const DEVICE_ROWS: readonly Omit<Row, 'at'>[] = [
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
const CODE_ROWS: readonly Pick<Row, 'code' | 'subcode' | 'message' | 'say'>[] = [
	{
		subcode: 36007,
		say: { title: 'The answer of the dialog came too late', cause: 'Its code lives for some minutes.' },
	},
	{ subcode: 36009, say: { title: 'The answer of the dialog was used already', cause: 'Its code is good for once.' } },
	{
		subcode: 36008,
		say: {
			title: 'Meta does not accept the answer of the dialog',
			cause: 'It is of another address, or of another start.',
		},
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
		cause: 'Meta takes such a post from the Page itself alone, by its own Page token.',
		remedy: 'Have the Pages listed anew, which also gives their tokens; then try again.',
	},
};

/**
 * What an error of Graph means; the first row that fits decides. The sources are Meta's error reference, the errors of its
 * SDKs, and recorded answers. Where there is a number that tells, no row looks at the message: it may be in any language.
 */
const TABLE: readonly Row[] = [
	// Meta has no number of its own for these; the rows come first, since the code beside them means other things as well.
	{ message: /appsecret_proof|app secret proof/i, is: 'proof-needed' },
	{ message: /did not match the Viewing App|does not belong to application/i, is: 'token-of-another-app' },

	...DEVICE_ROWS.map((row): Row => ({ ...row, at: AT_THE_DEVICE_LOGIN })),
	...CODE_ROWS.map(
		({ say, ...row }): Row => ({
			...row,
			at: ['code-exchange'],
			is: 'sign-in-needed',
			say: { ...say, remedy: ANOTHER_WAY },
		}),
	),
	{ at: ['code-exchange'], code: [191], is: 'sign-in-needed', say: REDIRECT_REFUSED },

	// Blocks of the person or the app wear the numbers of limits and permissions.
	{ code: [4], isTransient: false, is: 'blocked' },
	{ code: [4], subcode: 2207051, is: 'blocked' },
	{ code: [368], is: 'blocked' },
	{ code: [200], message: /API access blocked/i, is: 'app-blocked' },
	{ code: [200], message: /non-active apps/i, is: 'app-inactive' },
	{
		code: [506],
		is: 'blocked',
		say: {
			title: 'Facebook takes this for a duplicate',
			cause: 'The same text was posted to this Page just before.',
			remedy: 'Try again in a minute: the text of every test post is another.',
		},
	},

	// Meta's own SDKs heed this flag before any code. A limit stays one.
	{ code: LIMIT, isTransient: true, is: 'rate-limited' },
	{ isTransient: true, is: 'graph-unavailable' },

	// Elsewhere code 1 is a passing trouble. Here it is a wrong secret, or nothing that another attempt would mend.
	{ at: AT_THE_TOKEN_ENDPOINT, message: /client secret/i, is: 'wrong-app-secret' },
	{ at: AT_THE_TOKEN_ENDPOINT, code: [1], subcode: 33, is: 'wrong-app-secret' },
	{ at: AT_THE_TOKEN_ENDPOINT, code: [1], is: 'unexpected' },
	{ code: [101], is: 'unknown-app' },
	{ message: /validating application/i, is: 'unknown-app' },

	// Dead sessions: the subcode tells, whatever the status. Beside a code for another device 463 is no session.
	{ code: [463], subcode: 1349152, is: 'unexpected' },
	...SESSION_SUBCODES.map((row): Row => ({ ...row, code: SESSION })),
	...SESSION_SUBCODES.map(({ subcode, ...row }): Row => ({ ...row, code: [subcode] })),
	// The call wants a Page token; the token itself is fine.
	{ at: ['post'], code: [190], subcode: 2069032, ...NOT_OF_THE_PAGE },
	{ code: [190], subcode: 2069032, is: 'unexpected' },
	{ code: [412], is: 'app-removed' },
	{
		code: [...SESSION, 'none'],
		message: /^(?=.*(?:cannot parse|malformed|invalid oauth|could not be decrypted)).*token/is,
		is: 'unreadable-token',
	},
	{ code: SESSION, message: /in order to impersonate/i, is: 'role-lost' },
	{ code: SESSION, message: /expired/i, is: 'token-expired' },
	{ message: /^(?=.*access token\b).*changed the(ir)? password/is, is: 'password-changed' },
	{ code: ['none'], message: /^(?=.*access token\b).*expired/is, is: 'token-expired' },
	{ code: SESSION, message: /user access token is required/i, is: 'not-a-user-token' },
	{ code: [190], subcode: 'none', message: /^$/, is: 'unreadable-token' },
	{ code: SESSION, is: 'token-revoked' },
	{ code: ['none'], message: /validating access token/i, is: 'token-revoked' },

	// The proof once more: 104 without a token at all is no proof that failed.
	{ code: [104], message: /token is required/i, is: 'unexpected' },
	{ code: [104], is: 'proof-needed' },

	// Limits of calls.
	{ code: LIMIT, is: 'rate-limited' },
	{ status: [429, 429], is: 'rate-limited' },

	// Code 100 is "invalid parameter", and four other things.
	{ code: [100], subcode: 33, is: 'not-found' },
	{ code: [100], message: /requires the '\w+' permission/i, is: 'missing-permission' },
	{ code: [100], message: /does not exist|invalid fbid|unsupported get request/i, is: 'not-found' },
	{ code: [100], message: /missing permission\b/i, is: 'missing-permission' },
	{ code: [100], message: /nonexisting field \(accounts\)/i, is: 'not-a-user-token' },
	{ code: [803], is: 'not-found' },

	// Permissions, under many numbers.
	{ code: [1], subcode: 2853006, is: 'missing-permission', say: { cause: 'This person may not do that on the Page.' } },
	{
		code: [415],
		is: 'checkpoint',
		say: {
			title: 'Facebook wants two-factor authentication here',
			cause: 'The business that this belongs to demands it of everyone.',
			remedy: 'Switch it on in the account settings at www.facebook.com, then try again.',
		},
	},
	{ at: ['post'], code: [200, 210], message: /as the page itself|page access token/i, ...NOT_OF_THE_PAGE },
	{ code: [210], message: /page access token/i, is: 'unexpected' },
	{ code: [200], message: /as the page itself/i, is: 'unexpected' },
	{
		code: [3],
		is: 'missing-permission',
		say: {
			title: 'The app may not make this call',
			cause: 'The app, not the token, lacks the capability for it.',
			remedy:
				"Add the use case or feature for it to the app at developers.facebook.com/apps; some need Meta's app review.",
		},
	},
	{ code: PERMISSION, is: 'missing-permission' },

	// Meta's own trouble, unless Meta says that it will not pass.
	{ code: [1], isTransient: false, is: 'unexpected' },
	{ code: [1], message: /must use https/i, is: 'unexpected' },
	// The same call will be refused again, a smaller one not.
	{ code: [1, 2], message: /reduce the amount of data/i, is: 'unexpected' },
	{ code: [1, 2], is: 'graph-unavailable' },
	{ code: ['none'], status: [500, 599], is: 'graph-unavailable' },
];

/** What an error of Graph means, by where it came from and by all that it says of itself. */
export function codeOfGraphError(endpoint: Endpoint, failure: GraphFailure): ProblemCode {
	return rowOf(endpoint, failure).is;
}

function rowOf(endpoint: Endpoint, failure: GraphFailure): Pick<Row, 'is' | 'say'> {
	return TABLE.find((row) => fits(row, endpoint, failure)) ?? { is: 'unexpected' };
}

/** The text of an error of Graph. A code that another version has found for it stays, with its own text. */
export const GRAPH_ERROR_TEXTS = {
	/** Its numbers and its message are the problem's own `graph`. */
	'graph-error': ({ endpoint, isTransient }: { endpoint: Endpoint; isTransient: boolean | null }, { code, graph }) => {
		if (!graph) return {};
		const { is, say = {} } = rowOf(endpoint, { ...graph, isTransient });
		return is === code ? withWordsOfMeta(code, graph, say) : {};
	},
} satisfies TextsByKind;

/** Adds Meta's own message to the cause where it tells more. */
export function withWordsOfMeta(code: ProblemCode, graph: GraphDetail | null, told: Told): Told {
	// Some of Meta's texts still hold the broken lines of its source: a backslash, then white space by now.
	const message = cleanText((graph?.message ?? '').replace(/\\\s/g, ' '));
	if (!message || !['missing-permission', 'blocked', 'unexpected'].includes(code)) return told;
	const { cause = entryOf(code).cause } = told;
	return { ...told, cause: code === 'unexpected' ? `Meta says: ${message}` : `${cause} Meta says: ${message}` };
}

function fits(row: Row, endpoint: Endpoint, { code, subcode, status, isTransient, message }: GraphFailure): boolean {
	const [from, to] = row.status ?? [];
	return (
		(!row.at || row.at.includes(endpoint)) &&
		(!row.code || row.code.includes(code ?? 'none')) &&
		(row.subcode === undefined || row.subcode === (subcode ?? 'none')) &&
		(from === undefined || to === undefined || (status !== null && status >= from && status <= to)) &&
		(row.isTransient === undefined || row.isTransient === isTransient) &&
		(!row.message || row.message.test(message ?? ''))
	);
}
