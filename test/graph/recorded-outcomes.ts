import type { ProblemCode } from '../../source/domain/problems/codes.ts';
import type { Verdict } from '../../source/domain/verdict.ts';
import type { Judged, Outcome } from './endings.ts';
import type { CallName } from './replay.ts';

/** How each call ends that can get an answer, or would be the nearest to get it. */
export type Outcomes = Readonly<Partial<Record<CallName, Outcome>>>;

const TOKEN_ENDPOINT: readonly CallName[] = ['checkCredentials', 'exchange'];
const PAGE_LISTS: readonly CallName[] = ['accounts', 'businessPages'];
const LISTS: readonly CallName[] = [...PAGE_LISTS, 'businesses'];
/** What is asked in the name of a person, with the token in the header. */
const BY_USER: readonly CallName[] = ['me', ...LISTS, 'page'];
/** What the app asks itself. */
const BY_APP: readonly CallName[] = ['describeApp', 'debugToken', 'inspect'];

const at = (calls: readonly CallName[], outcome: Outcome): Outcomes =>
	Object.fromEntries(calls.map((call) => [call, outcome]));

/** What any call can meet. It proves nothing against a version, unless Meta wants a pause. */
const everywhere = (code: ProblemCode): Outcomes => ({
	...at([...TOKEN_ENDPOINT, ...BY_USER, ...BY_APP, 'debugItself'], code),
	version: code === 'rate-limited' ? code : { asked: code === 'graph-unavailable' ? 3 : 1 },
});

/** The token with which is asked has ended; one that asks about itself has its answer thereby. */
const ended = (dead: ProblemCode, calls = [...BY_USER, 'exchange'] as readonly CallName[]): Outcomes => ({
	...at(calls, dead),
	debugItself: { verdict: 'invalid', dead },
});

/** Code 1: a passing trouble of Meta, but at the token endpoint, where another attempt mends nothing. */
const CODE_1: Outcomes = {
	...at([...BY_USER, ...BY_APP, 'debugItself'], 'graph-unavailable'),
	...at(TOKEN_ENDPOINT, 'unexpected'),
	version: { asked: 3 },
};

/** Asked without a token, this is how a version says that it exists; with one, Meta has not seen it. */
const NO_TOKEN: Outcomes = { ...at(BY_USER, 'unexpected'), version: { asked: 1 } };

/** Said of every version that is known, so all seven are tried. */
const UNKNOWN_PATH: Outcomes = { ...at(BY_USER, 'unexpected'), version: { asked: 7 } };

const token = (expiresIn: number | null): Outcomes => ({ exchange: { expiresIn }, exchangeCode: 'token' });

/** A list of Pages, and whether it goes on. */
const list = (pages: number, bare: number, goesOn: 'ends' | 'goes on'): Outcomes =>
	at(PAGE_LISTS, { pages, bare, asked: goesOn === 'ends' ? 1 : 2 });

/** A list of things that have no tokens. */
const bareList = (count: number, goesOn: 'ends' | 'goes on'): Outcomes => ({
	...list(count, count, goesOn),
	businesses: { businesses: count, asked: goesOn === 'ends' ? 1 : 2 },
});

const node = (bare: number): Outcomes => ({ page: { pages: 1, bare, asked: 1 } });

/** An answer about a token; where it answers no batch, both tokens of one are asked about singly. */
const debugged = (verdict: Verdict, dead: ProblemCode | null = null): Outcomes => {
	const judged: Judged = { verdict, dead };
	return { ...at(['debugToken', 'debugItself'], judged), inspect: { answers: [judged, judged], singly: 2 } };
};

const NO_ANSWER_ABOUT_A_TOKEN = at(['debugToken', 'debugItself', 'inspect'], 'bad-reply');

const PERMANENT: Judged = { verdict: 'permanent', dead: null };
/** A batch that tells nothing of either token: both are asked about singly, and none is lost. */
const ASKED_SINGLY: Outcomes = { inspect: { answers: [PERMANENT, PERMANENT], singly: 2 } };

/**
 * How recorded answers must end, with the ids of the answers: what a person must be told, or what must be read. Written from
 * what is known of the Graph API and of the case itself, not from what the client gives.
 */
const GROUPS: readonly (readonly [Outcomes, ids: string])[] = [
	// The token endpoint: tokens, with a life in seconds or without.
	[token(5_170_982), 'exchange-2018-facepy-v23'],
	[token(5_181_143), 'exchange-2020-auth_type'],
	[
		token(null),
		`exchange-2021-v10-no-expires_in exchange-instagram-permissions exchange-qs-machine_id exchange-qs-no-expires
		exchange-threads-numeric-user_id`,
	],
	[at(['checkCredentials'], 'accepted'), 'exchange-app-token-json exchange-app-token-qs'],
	// A point in time, where a life in seconds belongs: read as one it would end in 45 years.
	[token(null), 'exchange-expires-as-string exchange-json-machine_id exchange-json-no-expires-restfb'],
	[token(132_363), 'exchange-json-restfb exchange-qs-expires-restfb exchange-qs-token_type'],
	[token(5_184_000), 'exchange-mock-elixir exchange-qs-expires_in-fragment'],
	[token(3600), 'exchange-qs-expires-3600'],
	[token(5_183_975), 'exchange-qs-expires-fb_graph2'],
	[{ ...token(5_171_995), deviceLoginStatus: 'granted' }, 'device-token-2015'],
	// No token in it.
	[at(['exchange', 'exchangeCode'], 'bad-reply'), 'exchange-code-not-token exchange-sessions-null-items'],
	[at(TOKEN_ENDPOINT, 'bad-reply'), 'exchange-plain-text-error exchange-invalid-json-koala'],
	[{ ...at(['exchange'], 'bad-reply'), startDeviceLogin: { lifetime: 420, interval: 5 } }, 'device-code-restfb'],
	// The pair of app id and secret.
	[at([...TOKEN_ENDPOINT, 'exchangeCode'], 'wrong-app-secret'), 'exchange-1-client-secret'],
	[at(TOKEN_ENDPOINT, 'unknown-app'), 'exchange-101-client_credentials-recorded exchange-101-invalid-app-id'],
	// All of these are about the code of a sign-in: Meta's words where there is none, and no guess at the token.
	[{ ...at(['exchange'], 'unexpected'), exchangeCode: 'sign-in-needed' }, 'exchange-100-36009-code-used'],
	[
		{ ...at(['exchange'], 'unexpected'), exchangeCode: 'unexpected' },
		'exchange-100-code-format exchange-2011-no-code exchange-error-as-string',
	],
	[
		{ ...at(['exchange'], 'unexpected'), exchangeCode: 'sign-in-needed' },
		'exchange-191-absolute-uri exchange-code-expired-2011',
	],
	// What expired is the code on the device, not a token.
	[{ ...at(['exchange'], 'unexpected'), deviceLoginStatus: 'expired' }, 'device-463-expired-fixed'],
	[at(['exchange', 'deviceLoginStatus'], 'bad-reply'), 'device-463-expired-broken-json'],
	[{ ...at(['exchange'], 'unexpected'), deviceLoginStatus: 'pending' }, 'device-31-pending'],
	[{ ...at(['exchange'], 'rate-limited'), deviceLoginStatus: 'too-fast' }, 'device-17-slow-down'],
	[at(['exchange', 'startDeviceLogin', 'deviceLoginStatus'], 'missing-permission'), 'device-3-capability'],
	// Lists of Pages.
	[list(1, 0, 'goes on'), 'accounts-2013-next-offset'],
	[
		list(1, 0, 'ends'),
		`accounts-2017-perms-cursors accounts-2021-v10-headers accounts-2026-category-mismatch accounts-elixir-mock
		accounts-v20-single accounts-v7-no-messaging accounts-website-category`,
	],
	[
		list(2, 0, 'ends'),
		`accounts-2022-messagemate accounts-python-p2-previous-only accounts-spring accounts-v12-woocommerce
		accounts-v17-two-pages-opaque-cursors`,
	],
	[list(4, 0, 'ends'), 'accounts-app-test-users-masked'],
	[list(25, 0, 'goes on'), 'accounts-app-test-users-p2-recorded'],
	[list(1, 1, 'goes on'), 'accounts-f4j-fields-name'],
	// The same id twice stays so here; whoever gathers the list leaves one of them out.
	[list(2, 0, 'ends'), 'accounts-facepost-duplicate-ids'],
	[list(3, 0, 'goes on'), 'accounts-fb_graph2-next-after_id'],
	[list(1, 1, 'ends'), 'accounts-owner_business-no-token'],
	[list(2, 1, 'ends'), 'accounts-profile_plus-tasks'],
	[list(4, 0, 'goes on'), 'accounts-python-p1-summary'],
	// One item, not a list.
	[{ ...node(0), ...at(LISTS, 'bad-reply') }, 'accounts-restfb-item'],
	[{ ...node(1), ...at(LISTS, 'bad-reply') }, 'accounts-restfb-v10-item'],
	[bareList(25, 'goes on'), 'feed-2014-friends-p1-recorded feed-hebrew-names-search'],
	[bareList(0, 'ends'), 'feed-2017-empty-edge-recorded permissions-blank'],
	[bareList(0, 'goes on'), 'feed-empty-data-but-next'],
	[bareList(6, 'goes on'), 'feed-p1-next-only'],
	[bareList(6, 'ends'), 'feed-p3-previous-only'],
	[at(LISTS, 'bad-reply'), 'feed-junk-array'],
	[
		at(BY_USER, 'bad-reply'),
		'feed-events_received-fbtrace permissions-restfb-item permissions-delete-success permissions-delete-true',
	],
	// Their items have no id and are no Pages.
	[
		at(LISTS, 'bad-reply'),
		'permissions-2014-installed permissions-declined permissions-elixir permissions-spring-mixed',
	],
	// Nodes.
	[{ me: { named: false } }, 'me-2018-vcr'],
	[{ me: { named: true } }, 'me-2023-godtools me-passport-profile me-querystring'],
	[{ me: { named: true }, ...node(1) }, 'me-page-huge-fan_count'],
	// Of an object that does not exist, or is not to be seen.
	[{ page: 'not-found', ...at(['me', ...LISTS], 'bad-reply') }, 'me-false'],
	[at(BY_USER, 'bad-reply'), 'me-null me-not-json me-multi-ids'],
	// What Meta says of a token: none of these is a Page token in its full words, so none is permanent.
	[
		debugged('unknown'),
		`debug_token-2020-rerequest debug_token-2021-user debug_token-2023-user-sso debug_token-app-2014
		debug_token-docs-granular debug_token-koala-mock debug_token-numeric-ids-2012 debug_token-numeric-target_ids
		debug_token-php-minimal debug_token-python-facebook debug_token-user-2014`,
	],
	// Never expires, and is no Page token.
	[debugged('unknown'), 'debug_token-system-user-2026-v25'],
	[debugged('invalid', 'password-changed'), 'debug_token-invalid-460-minimal'],
	[debugged('invalid', 'token-expired'), 'debug_token-invalid-463-php'],
	[debugged('invalid', 'token-revoked'), 'debug_token-invalid-467 debug_token-invalid-no-error'],
	// Without the wrapper that Meta documents, or no JSON at all.
	[
		NO_ANSWER_ABOUT_A_TOKEN,
		'debug_token-docs-ig debug_token-docs-leading-zero debug_token-page-never debug_token-processed-2017',
	],
	// About the app that asks; says nothing of the token.
	[at([...BY_APP, 'debugItself'], 'unknown-app'), 'debug_token-400-190-system-error'],
	// Batches: none of them holds an answer about a token.
	[
		ASKED_SINGLY,
		`batch-dependency-error batch-docs-no-headers batch-f4j-depends-on batch-f4j-error batch-f4j-json-path
		batch-f4j-omit-response-on-success batch-granary-499 batch-item-legacy-500 batch-koala-203 batch-koala-302
		batch-koala-500-empty-array batch-koala-broken-json batch-koala-empty-body batch-koala-legacy-error
		batch-koala-malformed batch-koala-null-second batch-koala-number-body batch-php-empty-headers
		batch-php-four-kinds batch-too-many batch-v23-second-error-recorded`,
	],
	// Headers: none of them changes what the body says.
	[{ me: { named: false }, ...node(1) }, 'headers-2017-post-set-cookie-recorded'],
	// A redirect is not followed.
	[everywhere('bad-reply'), 'headers-302-picture-recorded'],
	[everywhere('graph-unavailable'), 'headers-500-unknown_error'],
	[
		at([...BY_USER, 'debugToken', 'exchange'], 'bad-reply'),
		'headers-ad-account-usage headers-ad-account-usage-malformed headers-buc-messenger headers-insights-throttle',
	],
	[everywhere('rate-limited'), 'headers-docs-buc-ads'],
	[at(BY_USER, 'bad-reply'), 'headers-proxy-block'],
	[at(BY_USER, 'unreadable-token'), 'headers-www-authenticate-lowercase'],
	[at(['page'], 'not-found'), 'headers-www-authenticate-not_found'],
	// Without any number the sentence alone tells, and it does.
	[at(BY_USER, 'password-changed'), 'headers-www-authenticate-unclosed'],
	// Tokens that have ended.
	[ended('app-removed'), 'error-190-458 error-190-458-restfb'],
	[ended('password-changed'), 'error-190-460-2025 error-190-460-docs'],
	[
		ended('token-expired'),
		`error-190-463-2025 error-190-463-docs-2018 error-190-463-http-401 error-190-463-http-500 error-190-463-minimal
		error-190-463-spring`,
	],
	[ended('checkpoint'), 'error-190-464'],
	[ended('token-revoked'), 'error-190-467-logged-out error-190-467-php-log'],
	[ended('app-inactive'), 'error-190-493-90-days'],
	// A session that Meta could look at, as its subcode shows, has ended; the text was not cut.
	[ended('token-revoked'), 'error-190-789-unknown-subcode error-flat-koala-description'],
	// Page tokens alone.
	[ended('role-lost', ['me', 'page']), 'error-190-492 error-190-page-admin-no-subcode'],
	[at(BY_USER, 'bad-reply'), 'error-190-460-botframework'],
	// Texts that are no tokens.
	[
		ended('unreadable-token'),
		`error-190-cannot-parse-2026b error-190-data error-190-decrypted error-190-malformed-echo
		error-190-malformed-echo-2023 error-190-passport error-190-plain-2019-23chars error-190-signature
		error-190-unknown-path-bad-token`,
	],
	// Too old for numbers, and too vague for more than Meta's words.
	[at(BY_USER, 'unexpected'), 'error-null-code'],
	// Of another kind, which is no death.
	[at([...BY_USER, 'debugItself'], 'not-a-user-token'), 'error-102-user-token'],
	[NO_TOKEN, 'error-2500-as-200 error-2500-no-token-2014'],
	// The proof of the app secret.
	[
		at([...BY_USER, 'debugItself'], 'proof-needed'),
		'error-100-appsecret_proof-invalid error-100-appsecret_proof-required',
	],
	[at(['page'], 'proof-needed'), 'error-100-secret-proof-or-app-token'],
	// Permissions.
	// About Instagram, yet under the number that Meta keeps for permissions.
	[
		at(BY_USER, 'missing-permission'),
		'error-10-ig-business error-10-permission-2023 error-10-ppca error-100-missing-permission-2026',
	],
	// Names the permission that it requires.
	[
		at(BY_USER, 'missing-permission'),
		`error-100-ppca error-200-group-multiline error-200-not-authorized error-210-no-code
		error-283-pages_read_engagement error-299-no-code`,
	],
	// Wants a Page token, and no permission helps.
	[at(['page'], 'unexpected'), 'error-200-page-itself'],
	// Objects.
	[at(['page', 'businessPages', 'describeApp'], 'not-found'), 'error-100-33'],
	[at(['page'], 'not-found'), 'error-100-threads'],
	[
		at(['page', 'businessPages', 'describeApp'], 'not-found'),
		'error-100-no-subcode-2017 error-100-unsupported-2020 error-803-http-200',
	],
	// The id that was given is none.
	[at(['page'], 'not-found'), 'error-100-invalid-fbid-no-code'],
	// Limits.
	[
		everywhere('rate-limited'),
		'error-17-user-limit error-341-feed-limit error-4-app-limit error-613 error-613-flat-200',
	],
	// Blocks, which no waiting of minutes ends.
	[everywhere('app-blocked'), 'error-200-blocked'],
	[at([...BY_USER, ...BY_APP], 'app-inactive'), 'error-200-inactive-app'],
	[
		everywhere('blocked'),
		'error-368-1404006 error-368-1404078 error-368-1404112 error-368-going-too-fast error-4-2207051-403',
	],
	// Meta's own trouble.
	[CODE_1, 'error-1-error_message-string error-1-flat-dot error-1-unknown-500 error-200-unknown-as-200'],
	[
		everywhere('graph-unavailable'),
		'error-2-transient error-500-2-trustroots error-500-empty error-html-2012 error-html-502',
	],
	[at(BY_USER, 'graph-unavailable'), 'error-type-exception'],
	// Under the same number, and no passing trouble: Meta says so itself, or names the cause.
	[at(BY_USER, 'unexpected'), 'error-1-1446036 error-1-https'],
	// No answer at all.
	[everywhere('bad-reply'), 'error-400-not-json error-401-empty-object error-plain-not-found'],
	// Of calls that this program does not make, or not so: Meta's own words.
	[at(BY_USER, 'unexpected'), 'error-100-2804003-french-user-msg error-100-error_data-blame error-100-no-node'],
	[at(['businessPages'], 'unexpected'), 'error-100-nonexisting-field'],
	[at(BY_USER, 'unexpected'), 'error-15-games error-601-fql error-604-friends error-flat-msg-only'],
	[UNKNOWN_PATH, 'error-2500-igapi error-2500-spring error-2500-unknown-path error-2500-unknown-path-2026'],
];

/** How each recorded answer must end, by its id. */
export const RECORDED_OUTCOMES: Readonly<Record<string, Outcomes>> = Object.fromEntries(
	GROUPS.flatMap(([outcomes, ids]) => ids.split(/\s+/).map((id) => [id, outcomes])),
);
