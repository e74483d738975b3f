import { cleanText } from '../clean-text.ts';
import { entryOf, type ProblemCode } from './codes.ts';
import {
	APP_ROWS,
	CAPABILITY,
	CODE_ROWS,
	DEVICE_ROWS,
	DUPLICATE_ROWS,
	type Endpoint,
	GRANT_ROWS,
	type GraphFailure,
	MIGRATED_ROWS,
	NAMED_PERMISSION,
	NO_TOKEN_ROWS,
	PERMISSION_NAMED,
	POST_ROWS,
	type Row,
	TWO_FACTOR,
} from './graph-error-rows.ts';
import { ANOTHER_WAY, REDIRECT_REFUSED } from './sign-in.ts';
import type { GraphDetail, TextsByKind, Told } from './text.ts';

const AT_THE_TOKEN_ENDPOINT: readonly Endpoint[] = ['app-token', 'exchange', 'code-exchange'];
const AT_THE_DEVICE_LOGIN: readonly Endpoint[] = ['device-login', 'device-status'];
const SESSION = [190, 102, 412, 452];
const LIMIT = [4, 9, 17, 32, 341, 613, 80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014];
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
	{
		subcode: 492,
		is: 'role-lost',
		say: {
			cause: 'You lost your role on the Page, or its business requires two-factor authentication.',
			remedy: 'Ask a Page admin for access, or enter the two-factor code in business settings. Then sign in again.',
		},
	},
	{ subcode: 493, is: 'app-inactive' },
];

/**
 * What an error of Graph means; the first row that fits decides. The sources are Meta's error reference, the errors of its
 * SDKs, and recorded answers. Where there is a number that tells, no row looks at the message: it may be in any language.
 */
const TABLE: readonly Row[] = [
	// Meta has no number of its own for these; the rows come first, since the code beside them means other things as well.
	{ message: /appsecret_proof|app secret proof/i, is: 'proof-needed' },
	{ message: /did not match the Viewing App|does not belong to application/i, is: 'token-of-another-app' },

	...GRANT_ROWS,
	...DEVICE_ROWS.map((row): Row => ({ ...row, at: AT_THE_DEVICE_LOGIN })),
	...CODE_ROWS.map(
		({ say, ...row }): Row => ({
			...row,
			at: ['code-exchange'],
			is: 'sign-in-needed',
			say: { remedy: ANOTHER_WAY, ...say },
		}),
	),
	{ at: ['code-exchange'], code: [191], is: 'sign-in-needed', say: REDIRECT_REFUSED },

	// Blocks of the person or the app wear the numbers of limits and permissions.
	{ code: [4], isTransient: false, is: 'blocked' },
	{ code: [4], subcode: 2207051, is: 'blocked' },
	...DUPLICATE_ROWS,
	{ code: [368], is: 'blocked' },
	...APP_ROWS,
	...NO_TOKEN_ROWS,

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
	...POST_ROWS,
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

	// The proof once more.
	{ code: [104], is: 'proof-needed' },

	// Limits of calls.
	{ code: LIMIT, is: 'rate-limited' },
	{ status: [429, 429], is: 'rate-limited' },

	...MIGRATED_ROWS,
	// Code 100 is "invalid parameter", and four other things.
	{ code: [100], subcode: 33, is: 'not-found' },
	{ code: [10, 100], message: NAMED_PERMISSION, ...PERMISSION_NAMED },
	{ code: [283], message: NAMED_PERMISSION, ...PERMISSION_NAMED },
	{ code: [100], message: /missing permission or reviewable feature/i, is: 'missing-permission' },
	{ code: [100], message: /does not exist|invalid fbid|unsupported get request/i, is: 'not-found' },
	{ code: [100], message: /missing permission\b/i, is: 'missing-permission' },
	{ code: [100], message: /nonexisting field \(accounts\)/i, is: 'not-a-user-token' },
	{ code: [803], is: 'not-found' },

	// Permissions, under many numbers.
	{ code: [1], subcode: 2853006, is: 'missing-permission', say: { cause: 'This person may not do that on the Page.' } },
	{ code: [415], is: 'checkpoint', say: { ...TWO_FACTOR, next: 'user-token' } },
	{ code: [210], message: /page access token/i, is: 'unexpected' },
	{ code: [200], message: /as the page itself/i, is: 'unexpected' },
	{ code: [3], ...CAPABILITY },
	{ code: [10, 200], message: /application does not have permission/i, ...CAPABILITY },
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
		return is === code ? withWordsOfMeta(code, graph, typeof say === 'function' ? say(graph.message ?? '') : say) : {};
	},
} satisfies TextsByKind;

/** The codes whose own text is vague, so that Meta's message tells more. */
const VAGUE: ReadonlySet<ProblemCode> = new Set(['missing-permission', 'blocked', 'app-blocked', 'unexpected']);

/** Adds Meta's words for people to the cause, or Meta's message where that tells more. */
export function withWordsOfMeta(code: ProblemCode, graph: GraphDetail | null, told: Told): Told {
	const { userTitle, userMessage, message } = graph ?? {};
	const forPeople = [userTitle, userMessage].filter(Boolean).join(': ');
	const given = [VAGUE.has(code) && message, forPeople].filter(Boolean).join('\n');
	// Some of Meta's texts still hold the broken lines of its source: a backslash, then white space by now.
	const words = cleanText(given.replace(/\\\s/g, ' ').replace(/(?<![.!?])\n(?=\S)/, '. '));
	if (!words) return told;
	const cause = told.cause ?? (code === 'unexpected' ? '' : entryOf(code).cause);
	return { ...told, cause: `${cause} Meta says: ${words}`.trimStart() };
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
