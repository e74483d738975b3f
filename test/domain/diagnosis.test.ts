import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cleanText } from '../../source/domain/clean-text.ts';
import { diagnose } from '../../source/domain/diagnosis.ts';
import { nextStepFor, problemText } from '../../source/domain/problem-text.ts';
import { PROBLEM_CODES, type ProblemCode } from '../../source/domain/problems/codes.ts';
import type { Endpoint, GraphFailure } from '../../source/domain/problems/graph-error-rows.ts';
import * as fc from '../support/fast-check.ts';
import { withText } from '../support/problems.ts';

const ENDPOINTS: readonly Endpoint[] = [
	...(['app-token', 'exchange', 'debug-token', 'me', 'accounts', 'businesses', 'page', 'app'] as const),
	...(['post', 'permissions', 'batch', 'version', 'code-exchange', 'device-login', 'device-status'] as const),
];

function failure(change: Partial<GraphFailure>): GraphFailure {
	const nothing = { code: null, subcode: null, type: 'OAuthException', message: null, fbtraceId: null, status: 400 };
	return { ...nothing, isTransient: null, ...change };
}

const EXPIRED = 'Error validating access token: Session has expired on Tuesday, 25-Nov-25 15:00:00 PST.';
const MISSING_OBJECT =
	"Unsupported get request. Object with ID '1' does not exist, cannot be loaded due to missing permissions";
const SYSTEM_ERROR = 'Error validating application. Cannot get application info due to a system error.';

type Row = readonly [endpoint: Endpoint, change: Partial<GraphFailure>, code: ProblemCode];

const TABLE: readonly Row[] = [
	// At the token endpoint, where code 1 is no passing trouble.
	['app-token', { code: 1, message: 'Error validating client secret.' }, 'wrong-app-secret'],
	['app-token', { code: 1, subcode: 33, message: 'Falsches Geheimnis' }, 'wrong-app-secret'],
	['exchange', { code: 100, message: 'Error validating client secret.' }, 'wrong-app-secret'],
	['exchange', { code: 1, message: 'The access token does not belong to application 5' }, 'token-of-another-app'],
	['exchange', { code: 1, message: 'Etwas ging schief' }, 'unexpected'],
	['app-token', { code: 1, message: 'An unknown error has occurred.', status: 500 }, 'unexpected'],
	['app-token', { code: 101, message: SYSTEM_ERROR }, 'unknown-app'],
	['app-token', { code: 101, message: 'Error validating application. Invalid application ID.' }, 'unknown-app'],
	['app-token', { code: 190, message: SYSTEM_ERROR }, 'unknown-app'],
	['exchange', { code: 190, subcode: 463, message: EXPIRED }, 'token-expired'],
	['exchange', { code: 191, message: "redirect_uri isn't an absolute URI." }, 'unexpected'],
	['exchange', { code: null, message: 'Code was invalid or expired.' }, 'unexpected'],
	['debug-token', { code: 190, message: SYSTEM_ERROR }, 'unknown-app'],
	// The code that the login dialog gave.
	['code-exchange', { code: 100, subcode: 36007, message: 'This authorization code has expired.' }, 'sign-in-needed'],
	['code-exchange', { code: 100, subcode: 36008, message: 'Error validating verification code.' }, 'sign-in-needed'],
	['code-exchange', { code: 100, subcode: 36009, message: 'This authorization code has been used.' }, 'sign-in-needed'],
	['code-exchange', { code: null, message: 'Code was invalid or expired.' }, 'sign-in-needed'],
	['code-exchange', { code: 191, message: "redirect_uri isn't an absolute URI." }, 'sign-in-needed'],
	['code-exchange', { code: 1, message: 'Error validating client secret.' }, 'wrong-app-secret'],
	['code-exchange', { code: 100, message: 'Invalid verification code format.' }, 'unexpected'],
	['code-exchange', { code: 2, isTransient: true }, 'graph-unavailable'],
	// A code for another device, whose subcodes stand beside codes that mean something else.
	['device-status', { code: 31, subcode: 1349174, message: 'a pending action' }, 'sign-in-needed'],
	['device-status', { code: 17, subcode: 1349172, message: 'User request limit reached' }, 'rate-limited'],
	['device-status', { code: 17, subcode: 1349173 }, 'cancelled'],
	['device-status', { code: 463, subcode: 1349152, message: 'The session has expired' }, 'sign-in-needed'],
	['device-status', { code: 1, message: 'An unknown error occurred' }, 'graph-unavailable'],
	['device-login', { code: 3, message: '(#3) Application does not have the capability' }, 'missing-permission'],
	['device-login', { code: 100, message: '(#100) Invalid Scopes: pages_show_list' }, 'missing-permission'],
	['device-login', { code: 190, message: 'Invalid OAuth access token signature.' }, 'wrong-app-secret'],
	['device-login', { code: 101, message: SYSTEM_ERROR }, 'wrong-app-secret'],
	['device-login', { code: 4, message: 'Application request limit reached' }, 'rate-limited'],
	// Dead sessions: the subcode tells, in any language and with any status.
	['me', { code: 190, subcode: 458, message: 'App Not Installed', status: 403 }, 'app-removed'],
	['me', { code: 190, subcode: 459 }, 'checkpoint'],
	['me', { code: 190, subcode: 460, message: 'Le mot de passe a été changé' }, 'password-changed'],
	['me', { code: 190, subcode: 463, message: EXPIRED, status: 500 }, 'token-expired'],
	['me', { code: 190, subcode: 463 }, 'token-expired'],
	['me', { code: 190, subcode: 464, message: 'Sessions for the user are not allowed' }, 'checkpoint'],
	['me', { code: 190, subcode: 467, message: 'The session is invalid because the user logged out.' }, 'token-revoked'],
	['me', { code: 190, subcode: 490, message: 'The user is enrolled in a blocking checkpoint' }, 'checkpoint'],
	['page', { code: 190, subcode: 492, message: 'The user must be an administrator' }, 'role-lost'],
	['me', { code: 190, subcode: 493, message: "hasn't engaged the app in longer than 90 days." }, 'app-inactive'],
	['me', { code: 102, subcode: 463, message: EXPIRED }, 'token-expired'],
	['me', { code: 463, subcode: 1349152, message: 'The session has expired' }, 'unexpected'],
	['accounts', { code: 459, message: 'User checkpointed' }, 'checkpoint'],
	['page', { code: 190, subcode: 2069032, message: 'A Page access token is required for this call' }, 'unexpected'],
	['me', { code: 190, message: EXPIRED }, 'token-expired'],
	[
		'page',
		{ code: 190, message: 'The user must be an administrator of the page in order to impersonate it.' },
		'role-lost',
	],
	['me', { message: 'Invalid OAuth access token.' }, 'unreadable-token'],
	['me', { message: EXPIRED }, 'token-expired'],
	['me', { message: 'Error validating access token: the user has changed the password.' }, 'password-changed'],
	[
		'me',
		{ code: 190, message: 'Invalid OAuth access token - Cannot parse access token', status: 401 },
		'unreadable-token',
	],
	['me', { code: 190, message: 'Malformed access token [redacted]' }, 'unreadable-token'],
	['me', { code: 190, message: 'Invalid OAuth access token signature.' }, 'unreadable-token'],
	['me', { code: 190 }, 'unreadable-token'],
	['me', { code: 190, subcode: 789 }, 'token-revoked'],
	['me', { code: 190, message: 'Authentication Error' }, 'token-revoked'],
	['me', { code: 452, message: 'Session key invalid' }, 'token-revoked'],
	['me', { code: 412, message: 'The user has not authorized application' }, 'app-removed'],
	['accounts', { code: 102, message: 'A user access token is required to request this resource.' }, 'not-a-user-token'],
	// The proof.
	['me', { code: 100, message: 'Invalid appsecret_proof provided in the API argument' }, 'proof-needed'],
	['me', { code: 100, message: 'API calls from the server require an appsecret_proof argument' }, 'proof-needed'],
	['businesses', { code: 104, message: 'Incorrect signature' }, 'proof-needed'],
	['debug-token', { code: 104, message: 'An access token is required to request this resource' }, 'unexpected'],
	[
		'debug-token',
		{ code: 100, message: '(#100) The App_id in the input_token did not match the Viewing App' },
		'token-of-another-app',
	],
	[
		'debug-token',
		{ code: 100, message: 'The App_id in the input_token did not match the Viewing App', status: 403 },
		'token-of-another-app',
	],
	// Permissions, under many numbers.
	['accounts', { code: 10, message: "This endpoint requires the 'manage_pages' permission" }, 'missing-permission'],
	['accounts', { code: 3, message: '(#3) Application does not have the capability' }, 'missing-permission'],
	['accounts', { code: 100, message: '(#100) Missing Permission' }, 'missing-permission'],
	['accounts', { code: 200, message: 'Requires pages_manage_posts' }, 'missing-permission'],
	['accounts', { code: 283, message: '(#283) Requires pages_read_engagement permission' }, 'missing-permission'],
	['accounts', { code: 299 }, 'missing-permission'],
	['page', { code: 1, subcode: 2853006, message: 'An unknown error occurred' }, 'missing-permission'],
	['page', { code: 210, message: '(#210) User not visible', status: 403 }, 'missing-permission'],
	['page', { code: 210, message: '(#210) A page access token is required' }, 'unexpected'],
	[
		'page',
		{ code: 200, message: '(#200) Unpublished posts must be posted to a page as the page itself.' },
		'unexpected',
	],
	// A post.
	[
		'post',
		{ code: 200, message: '(#200) Unpublished posts must be posted to a page as the page itself.' },
		'page-without-token',
	],
	['post', { code: 210, message: '(#210) A page access token is required' }, 'page-without-token'],
	['post', { code: 190, subcode: 2069032 }, 'page-without-token'],
	['post', { code: 200, message: '(#200) If posting to a group, requires app being installed' }, 'missing-permission'],
	['post', { code: 506, message: '(#506) Duplicate status message' }, 'blocked'],
	['post', { code: 190, subcode: 492 }, 'role-lost'],
	['post', { code: 1, subcode: 2853006 }, 'missing-permission'],
	// Objects, fields, kinds.
	['page', { code: 100, subcode: 33, message: MISSING_OBJECT, type: 'GraphMethodException' }, 'not-found'],
	['page', { code: 100, message: MISSING_OBJECT }, 'not-found'],
	['page', { code: 100, message: '(#100) Invalid fbid.' }, 'not-found'],
	[
		'page',
		{
			code: 100,
			message: "(#100) Object does not exist. This endpoint requires the 'pages_read_engagement' permission",
		},
		'missing-permission',
	],
	['page', { code: 100, message: 'Unsupported get request.' }, 'not-found'],
	[
		'me',
		{ code: 200, message: '(#200) Access to this data is temporarily disabled for non-active apps' },
		'app-inactive',
	],
	[
		'page',
		{ code: 803, message: '(#803) Some of the aliases you requested do not exist: abc', status: 200 },
		'not-found',
	],
	[
		'accounts',
		{ code: 100, message: '(#100) Tried accessing nonexisting field (accounts) on node type (Page)' },
		'not-a-user-token',
	],
	['accounts', { code: 100, subcode: 2804003, message: 'Invalid parameter' }, 'unexpected'],
	['me', { code: 2500, message: 'Unknown path components: /bogus' }, 'unexpected'],
	// Blocks are no limits.
	['accounts', { code: 200, message: 'API access blocked.' }, 'app-blocked'],
	[
		'accounts',
		{ code: 4, subcode: 2207051, message: 'Application request limit reached', status: 403, isTransient: false },
		'blocked',
	],
	['accounts', { code: 4, subcode: 2207051 }, 'blocked'],
	['accounts', { code: 368, subcode: 1404006, message: 'A security check is required to proceed.' }, 'blocked'],
	['accounts', { code: 368, message: 'Duplicate status message' }, 'blocked'],
	['businesses', { code: 415, message: 'Two factor authentication required' }, 'checkpoint'],
	// One grant for an app and a person: a Page outside it.
	...(
		[
			"Any of the pages_read_engagement, pages_manage_metadata, pages_read_user_content, pages_manage_ads, pages_show_list or pages_messaging permission(s) must be granted before impersonating a user's page.",
			'(#190) The pages_show_list permission must be granted before impersonating a user\u2019s page',
		] as const
	).flatMap((message) =>
		(['page', 'debug-token', 'post', 'me'] as const).map(
			(endpoint): Row => [endpoint, { code: 190, message, status: 401 }, 'missing-permission'],
		),
	),
	['page', { code: 190, message: 'This Page access token belongs to a Page that is not accessible.' }, 'role-lost'],
	// Refusals of the app.
	['me', { code: 200, message: 'API access deactivated. To reactivate, go to the app dashboard.' }, 'app-blocked'],
	['me', { message: 'API access deactivated. To reactivate, go to the app dashboard.' }, 'app-blocked'],
	['page', { code: 190, message: 'The app is deactivated until its Data Use Checkup is complete' }, 'app-blocked'],
	['accounts', { code: 10, message: 'App has required actions: Data Use Checkup' }, 'app-blocked'],
	['page', { code: 200, message: '(#200) Cannot call API for app 1203 on behalf of user 4' }, 'app-blocked'],
	['page', { code: 10, message: 'Cannot call API for app 1203 on behalf of user 4' }, 'app-blocked'],
	['exchange', { message: "This IP can't make requests for that application." }, 'app-blocked'],
	['app-token', { code: 1, message: 'This IP can\u2019t make requests for that application.' }, 'app-blocked'],
	['me', { code: 5, message: '(#5) Unauthorized source IP address' }, 'app-blocked'],
	['me', { code: 5 }, 'app-blocked'],
	['accounts', { code: 10, message: 'Application does not have permission for this action' }, 'missing-permission'],
	// No token has arrived.
	['me', { code: 200, message: '(#200) Provide valid app ID' }, 'unexpected'],
	[
		'me',
		{ code: 2500, message: 'An active access token must be used to query information about the current user.' },
		'unexpected',
	],
	// A Page with another id.
	['page', { code: 21, message: '(#21) Page ID 123456789 was migrated to page ID 987654321.' }, 'not-found'],
	['page', { code: 100, subcode: 21, message: 'Page ID 123456789 was migrated to page ID 987654321.' }, 'not-found'],
	[
		'page',
		{
			code: 10,
			message:
				'(#10) Object does not exist, cannot be loaded due to missing permission or reviewable feature, or does not support this operation.',
		},
		'missing-permission',
	],
	[
		'page',
		{
			code: 100,
			message:
				'(#100) Object does not exist, cannot be loaded due to missing permission or reviewable feature, or does not support this operation.',
		},
		'missing-permission',
	],
	// The wrong kind of token for a post.
	[
		'post',
		{ code: 200, message: '(#200) The permission(s) publish_actions are not available. It has been deprecated.' },
		'page-without-token',
	],
	[
		'post',
		{ code: 3, message: '(#3) Publishing comments through the API is only available for page access tokens' },
		'page-without-token',
	],
	...([4, 9, 17, 32, 341, 613, 80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014] as const).map(
		(code): Row => ['accounts', { code }, 'rate-limited'],
	),
	['accounts', { code: 4, message: '(#4) Application request limit reached', isTransient: true }, 'rate-limited'],
	['accounts', { status: 429 }, 'rate-limited'],
	[
		'me',
		{ code: 613, type: null, message: 'Calls to this api have exceeded the rate limit. (613)', status: 200 },
		'rate-limited',
	],
	// Meta's own trouble.
	['me', { code: 1, message: 'An unknown error has occurred.', status: 500 }, 'graph-unavailable'],
	['me', { code: 1, subcode: 1446036, message: 'An unknown error occurred' }, 'graph-unavailable'],
	['me', { code: 1, subcode: 1446036, message: 'An unknown error occurred', isTransient: false }, 'unexpected'],
	['me', { code: 1, message: 'You must use https:// when passing an access token' }, 'unexpected'],
	['me', { code: 2, message: '(#2) Service temporarily unavailable' }, 'graph-unavailable'],
	['exchange', { code: 2, isTransient: true, status: 500 }, 'graph-unavailable'],
	['me', { code: 5555, isTransient: true }, 'graph-unavailable'],
	['me', { code: 190, isTransient: true }, 'graph-unavailable'],
	['accounts', { code: 200, message: 'Try again later', isTransient: true }, 'graph-unavailable'],
	['me', { status: 503 }, 'graph-unavailable'],
	['batch', { type: 'GraphBatchException', message: 'Too many requests in batch message.', status: 200 }, 'unexpected'],
	['me', { message: 'Une erreur', code: 424242 }, 'unexpected'],
];

describe('an error of Graph', () => {
	for (const [endpoint, change, code] of TABLE) {
		const { code: number = null, subcode, message = '', status = 400 } = change;
		test(`${number}${subcode ? `/${subcode}` : ''} "${message}" (${status}) at ${endpoint}: ${code}`, () => {
			assert.equal(diagnose(endpoint, failure(change)).code, code);
		});
	}

	const anyFailure = fc.record({
		code: fc.option(fc.oneof(fc.constantFrom(1, 2, 4, 10, 100, 101, 102, 190, 200, 368, 463, 803, 2500), fc.integer())),
		subcode: fc.option(fc.oneof(fc.constantFrom(33, 458, 463, 492, 2207051), fc.integer())),
		type: fc.option(fc.string()),
		message: fc.option(fc.oneof(fc.string(), fc.constantFrom(...TABLE.map(([, { message = '' }]) => message)))),
		fbtraceId: fc.option(fc.string()),
		status: fc.option(fc.integer({ min: 100, max: 599 })),
		isTransient: fc.constantFrom(true, false, null),
	});

	test('of any kind becomes one of the known problems and keeps what Meta said', () => {
		fc.assert(
			fc.property(fc.constantFrom(...ENDPOINTS), anyFailure, (endpoint, told) => {
				const { code, graph } = diagnose(endpoint, told);
				assert.ok(PROBLEM_CODES.includes(code));
				const { isTransient: _, ...detail } = told;
				assert.deepEqual(graph, detail);
			}),
			{ numRuns: 2000 },
		);
	});

	test('with code 1 at the token endpoint is never retried, unless Meta itself calls it transient', () => {
		fc.assert(
			fc.property(fc.constantFrom<Endpoint>('app-token', 'exchange'), anyFailure, (endpoint, told) => {
				const once = { ...told, code: 1, isTransient: told.isTransient === true ? null : told.isTransient };
				fc.pre(once.status !== 429);
				assert.equal(problemText(diagnose(endpoint, once)).retryable, false);
			}),
		);
	});

	/** What a person reads of an error: title, fix, and what comes next. */
	const TEXTS: readonly (readonly [
		change: Partial<GraphFailure>,
		title: RegExp,
		remedy: RegExp,
		next: string | null,
	])[] = [
		[
			{ code: 190, message: "must be granted before impersonating a user's page." },
			/does not include this Page/,
			/"Edit settings".*every Page/,
			'user-token',
		],
		[
			{ code: 190, message: 'belongs to a Page that is not accessible.' },
			/not accessible/,
			/status and your role/,
			'list-again',
		],
		[
			{ code: 190, subcode: 492, message: 'requires Two Factor Authentication' },
			/role/,
			/two-factor code in business settings/,
			'list-again',
		],
		[{ code: 415 }, /two-factor/, /business settings.*then sign in again/, 'user-token'],
		[{ code: 200, message: 'API access deactivated.' }, /required action/, /"Required actions"/, 'try-again'],
		[
			{ code: 200, message: 'Cannot call API for app 1 on behalf of user 2' },
			/may not act/,
			/status and App roles/,
			'user-token',
		],
		[{ code: 5 }, /IP address/, /Server IP allowlist/, 'try-again'],
		[{ code: 21, message: 'Page ID 123456789 was migrated to page ID 987654321.' }, /new ID/, /^Use 987654321 /, null],
		[{ code: 200, message: '(#200) Provide valid app ID' }, /no access token/, /proxy/, 'environment'],
		[{ code: 506 }, /duplicate/, /another text/, 'try-again'],
		[{ code: 424242, message: 'Quota of llamas' }, /does not know/, /Read Meta's message.*report/, 'report'],
	];
	for (const [change, title, remedy, next] of TEXTS) {
		test(`${change.code} "${change.message ?? ''}" has its own title, fix and next step`, () => {
			const problem = diagnose('page', failure(change));
			const text = problemText(problem);
			assert.match(text.title, title);
			assert.match(text.remedy, remedy);
			assert.equal(nextStepFor(problem), next);
		});
	}

	test('shows Meta’s words for people after ours, in any language', () => {
		const words = { userTitle: 'Action bloquée', userMessage: 'Réessayez plus tard.' };
		const told = (change: Partial<GraphFailure>) =>
			problemText(diagnose('page', failure({ ...change, ...words }))).cause;
		assert.match(
			told({ code: 190, subcode: 460, message: 'x' }),
			/^A changed password.* Meta says: Action bloquée: Réessayez plus tard\.$/,
		);
		assert.match(
			told({ code: 200, message: 'Not now' }),
			/Meta says: Not now\. Action bloquée: Réessayez plus tard\.$/,
		);
	});

	test('that nobody knows is told in Meta’s own words', () => {
		assert.match(
			problemText(diagnose('me', failure({ code: 424242, message: 'Quota of llamas' }))).cause,
			/Quota of llamas/,
		);
	});

	test('that is a permission keeps Meta’s own words, on one line', () => {
		for (const code of [10, 200, 283]) {
			const { cause } = withText(
				diagnose('page', failure({ code, message: `(#${code}) Requires\n\t pages_manage_posts` })),
			);
			assert.ok(cause.endsWith(`Meta says: (#${code}) Requires pages_manage_posts`), cause);
		}
		assert.doesNotMatch(problemText(diagnose('page', failure({ code: 10 }))).cause, /Meta says/);
		const broken = '(#200) Requires both \\\n          pages_read_engagement \\\n          and pages_manage_posts';
		// Replies are cleaned where they come in, so the new lines are spaces by then.
		for (const message of [broken, cleanText(broken)]) {
			const { cause } = withText(diagnose('post', failure({ code: 200, message })));
			assert.ok(cause.endsWith('(#200) Requires both pages_read_engagement and pages_manage_posts'), cause);
		}
	});

	test('that the app lacks a capability is not put on the token', () => {
		const message = '(#3) Application does not have the capability to make this API call.';
		const { code, cause, remedy } = withText(diagnose('businesses', failure({ code: 3, message })));
		assert.equal(code, 'missing-permission');
		assert.match(cause, /^The app, not the token, lacks .*Meta says: \(#3\)/);
		assert.doesNotMatch(remedy, /Generate Access Token/);
	});
});
