import { cleanText } from './clean-text.ts';
import { type GraphDetail, type Problem, type ProblemCode, problem } from './problem.ts';

/** The endpoints that give the same error numbers different meanings. */
export type Endpoint =
	| 'app-token'
	| 'exchange'
	| 'debug-token'
	| 'me'
	| 'accounts'
	| 'businesses'
	| 'page'
	| 'app'
	| 'batch'
	| 'version';

/** An error of Graph with the flag that Meta's own SDKs heed first. */
export type GraphFailure = GraphDetail & { isTransient: boolean | null };

/** Meta's subcodes of a dead session; they stand beside code 190 (and 102), and in `data.error` of `debug_token`. */
const SESSION_SUBCODES: Readonly<Record<number, ProblemCode>> = {
	458: 'app-removed',
	459: 'checkpoint',
	460: 'password-changed',
	463: 'token-expired',
	464: 'checkpoint',
	467: 'token-revoked',
	490: 'checkpoint',
	492: 'role-lost',
	493: 'app-inactive',
};

const SESSION_CODES = new Set([102, 190, 412, 452]);
/** Beside code 4: a block of the account that is no limit of calls. */
const INSTAGRAM_BLOCK = 2207051;
/** Beside code 1: the person may not do this on the Page. */
const TASK_REFUSED = 2853006;
/** Beside code 190: the call wants a Page token; the token itself is fine. */
const PAGE_TOKEN_WANTED = 2069032;
const RATE_CODES = new Set([4, 9, 17, 32, 341, 613, 80001, 80002, 80006]);
const PERMISSION_CODES = new Set([3, 10, 283]);
const AT_THE_OAUTH_ENDPOINT: ReadonlySet<Endpoint> = new Set(['app-token', 'exchange']);

/**
 * The problem behind an error of Graph. Code alone never decides: 1 means "unknown, try again" except at
 * `/oauth/access_token`, where it means a wrong secret or a foreign token; 4 may be a block; 100 may be a missing permission.
 */
export function diagnose(endpoint: Endpoint, failure: GraphFailure): Problem {
	const code = codeOf(endpoint, failure);
	const { isTransient: _, ...graph } = failure;
	const told = problem(code, { graph });
	const message = cleanText(failure.message ?? '');
	if (code === 'unexpected' && message) return { ...told, cause: `Meta says: ${message}` };
	if (code !== 'missing-permission') return told;
	const lacking = failure.code === LACKS_CAPABILITY ? { ...told, ...CAPABILITY } : told;
	return message ? { ...lacking, cause: `${lacking.cause} Meta says: ${message}` } : lacking;
}

/** What the app lacks no permission in the token can replace. */
const LACKS_CAPABILITY = 3;
const CAPABILITY = {
	title: 'The app may not make this call',
	cause: 'The app, not the token, lacks the capability for it.',
	remedy: "Add the use case or feature for it to the app at developers.facebook.com/apps; some need Meta's app review.",
};

function codeOf(endpoint: Endpoint, failure: GraphFailure): ProblemCode {
	const { code, subcode, status } = failure;
	const message = failure.message ?? '';

	if (/appsecret_proof/i.test(message)) return 'proof-needed';
	if (/did not match the Viewing App|does not belong to application/i.test(message)) return 'token-of-another-app';
	if (AT_THE_OAUTH_ENDPOINT.has(endpoint)) {
		if (/client secret/i.test(message)) return 'wrong-app-secret';
		if (code === 1 && subcode === 33) return 'wrong-app-secret';
		if (code === 101 || /validating application/i.test(message)) return 'unknown-app';
	}
	// Before Meta numbered its errors the message alone told.
	if (code === null && /(invalid oauth|malformed|validating) access token/i.test(message)) {
		return sessionProblem(failure, message);
	}
	if (code !== null && (SESSION_CODES.has(code) || Object.hasOwn(SESSION_SUBCODES, code))) {
		return sessionProblem(failure, message);
	}
	if (code === 101 || /validating application/i.test(message)) return 'unknown-app';
	if (code === 104 && !/token is required/i.test(message)) return 'proof-needed';
	if (code === 4 && (failure.isTransient === false || subcode === INSTAGRAM_BLOCK)) return 'blocked';
	if (code === 368) return 'blocked';
	if (code !== null && RATE_CODES.has(code)) return 'rate-limited';
	if (status === 429) return 'rate-limited';
	if (code === 200 && /API access blocked/i.test(message)) return 'app-blocked';
	if (code === 200 && /non-active apps/i.test(message)) return 'app-inactive';
	if (code === 100 && /missing permission\b/i.test(message) && subcode !== 33 && !/does not exist/i.test(message)) {
		return 'missing-permission';
	}
	if (code === 100 && /nonexisting field \(accounts\)/i.test(message)) return 'not-a-user-token';
	if (code === 100 && (subcode === 33 || /does not exist|unsupported get request/i.test(message))) return 'not-found';
	if (code === 803) return 'not-found';
	if (code === 1 && subcode === TASK_REFUSED) return 'missing-permission';
	if (code === 415) return 'checkpoint';
	if (code === 210 && /page access token/i.test(message)) return 'unexpected';
	if (code !== null && (PERMISSION_CODES.has(code) || (code >= 200 && code <= 299))) return 'missing-permission';
	if (failure.isTransient === true || code === 2) return 'graph-unavailable';
	if (code === 1 && !AT_THE_OAUTH_ENDPOINT.has(endpoint)) return 'graph-unavailable';
	if (code === null && status !== null && status >= 500) return 'graph-unavailable';
	return 'unexpected';
}

function sessionProblem({ code, subcode }: GraphFailure, message: string): ProblemCode {
	const known = SESSION_SUBCODES[subcode ?? 0] ?? SESSION_SUBCODES[code ?? 0];
	if (known) return known;
	if (subcode === PAGE_TOKEN_WANTED) return 'unexpected';
	if (code === 412) return 'app-removed';
	if (/cannot parse|malformed|could not be decrypted|invalid oauth access token/i.test(message))
		return 'unreadable-token';
	if (/in order to impersonate/i.test(message)) return 'role-lost';
	if (/expired/i.test(message)) return 'token-expired';
	if (/validating application/i.test(message)) return 'unknown-app';
	if (/user access token is required/i.test(message)) return 'not-a-user-token';
	return code === 190 && message === '' ? 'unreadable-token' : 'token-revoked';
}
