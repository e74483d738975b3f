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
 * How each recorded answer must end, by its id: what a person must be told, or what must be read. Written from what is
 * known of the Graph API and of the case itself, not from what the client gives.
 */
export const RECORDED_OUTCOMES: Readonly<Record<string, Outcomes>> = {
	// The token endpoint: tokens, with a life in seconds or without.
	'exchange-2018-facepy-v23': token(5_170_982),
	'exchange-2020-auth_type': token(5_181_143),
	'exchange-2021-v10-no-expires_in': token(null),
	'exchange-app-token-json': at(['checkCredentials'], 'accepted'),
	'exchange-app-token-qs': at(['checkCredentials'], 'accepted'),
	// A point in time, where a life in seconds belongs: read as one it would end in 45 years.
	'exchange-expires-as-string': token(null),
	'exchange-instagram-permissions': token(null),
	'exchange-json-machine_id': token(null),
	'exchange-json-no-expires-restfb': token(null),
	'exchange-json-restfb': token(132_363),
	'exchange-mock-elixir': token(5_184_000),
	'exchange-qs-expires-3600': token(3600),
	'exchange-qs-expires-fb_graph2': token(5_183_975),
	'exchange-qs-expires-restfb': token(132_363),
	'exchange-qs-expires_in-fragment': token(5_184_000),
	'exchange-qs-machine_id': token(null),
	'exchange-qs-no-expires': token(null),
	'exchange-qs-token_type': token(132_363),
	'exchange-threads-numeric-user_id': token(null),
	'device-token-2015': { ...token(5_171_995), deviceLoginStatus: 'granted' },
	// No token in it.
	'exchange-code-not-token': at(['exchange', 'exchangeCode'], 'bad-reply'),
	'exchange-sessions-null-items': at(['exchange', 'exchangeCode'], 'bad-reply'),
	'exchange-plain-text-error': at(TOKEN_ENDPOINT, 'bad-reply'),
	'exchange-invalid-json-koala': at(TOKEN_ENDPOINT, 'bad-reply'),
	'device-code-restfb': { ...at(['exchange'], 'bad-reply'), startDeviceLogin: { lifetime: 420, interval: 5 } },
	// The pair of app id and secret.
	'exchange-1-client-secret': at([...TOKEN_ENDPOINT, 'exchangeCode'], 'wrong-app-secret'),
	'exchange-101-client_credentials-recorded': at(TOKEN_ENDPOINT, 'unknown-app'),
	'exchange-101-invalid-app-id': at(TOKEN_ENDPOINT, 'unknown-app'),
	// All of these are about the code of a sign-in: Meta's words where there is none, and no guess at the token.
	'exchange-100-36009-code-used': { ...at(['exchange'], 'unexpected'), exchangeCode: 'sign-in-needed' },
	'exchange-100-code-format': { ...at(['exchange'], 'unexpected'), exchangeCode: 'unexpected' },
	'exchange-191-absolute-uri': { ...at(['exchange'], 'unexpected'), exchangeCode: 'sign-in-needed' },
	'exchange-2011-no-code': { ...at(['exchange'], 'unexpected'), exchangeCode: 'unexpected' },
	'exchange-code-expired-2011': { ...at(['exchange'], 'unexpected'), exchangeCode: 'sign-in-needed' },
	'exchange-error-as-string': { ...at(['exchange'], 'unexpected'), exchangeCode: 'unexpected' },
	// What expired is the code on the device, not a token.
	'device-463-expired-fixed': { ...at(['exchange'], 'unexpected'), deviceLoginStatus: 'expired' },
	'device-463-expired-broken-json': at(['exchange', 'deviceLoginStatus'], 'bad-reply'),
	'device-31-pending': { ...at(['exchange'], 'unexpected'), deviceLoginStatus: 'pending' },
	'device-17-slow-down': { ...at(['exchange'], 'rate-limited'), deviceLoginStatus: 'too-fast' },
	'device-3-capability': at(['exchange', 'startDeviceLogin', 'deviceLoginStatus'], 'missing-permission'),

	// Lists of Pages.
	'accounts-2013-next-offset': list(1, 0, 'goes on'),
	'accounts-2017-perms-cursors': list(1, 0, 'ends'),
	'accounts-2021-v10-headers': list(1, 0, 'ends'),
	'accounts-2022-messagemate': list(2, 0, 'ends'),
	'accounts-2026-category-mismatch': list(1, 0, 'ends'),
	'accounts-app-test-users-masked': list(4, 0, 'ends'),
	'accounts-app-test-users-p2-recorded': list(25, 0, 'goes on'),
	'accounts-elixir-mock': list(1, 0, 'ends'),
	'accounts-f4j-fields-name': list(1, 1, 'goes on'),
	// The same id twice stays so here; whoever gathers the list leaves one of them out.
	'accounts-facepost-duplicate-ids': list(2, 0, 'ends'),
	'accounts-fb_graph2-next-after_id': list(3, 0, 'goes on'),
	'accounts-owner_business-no-token': list(1, 1, 'ends'),
	'accounts-profile_plus-tasks': list(2, 1, 'ends'),
	'accounts-python-p1-summary': list(4, 0, 'goes on'),
	'accounts-python-p2-previous-only': list(2, 0, 'ends'),
	'accounts-spring': list(2, 0, 'ends'),
	'accounts-v12-woocommerce': list(2, 0, 'ends'),
	'accounts-v17-two-pages-opaque-cursors': list(2, 0, 'ends'),
	'accounts-v20-single': list(1, 0, 'ends'),
	'accounts-v7-no-messaging': list(1, 0, 'ends'),
	'accounts-website-category': list(1, 0, 'ends'),
	// One item, not a list.
	'accounts-restfb-item': { ...node(0), ...at(LISTS, 'bad-reply') },
	'accounts-restfb-v10-item': { ...node(1), ...at(LISTS, 'bad-reply') },
	'feed-2014-friends-p1-recorded': bareList(25, 'goes on'),
	'feed-2017-empty-edge-recorded': bareList(0, 'ends'),
	'feed-empty-data-but-next': bareList(0, 'goes on'),
	'feed-hebrew-names-search': bareList(25, 'goes on'),
	'feed-p1-next-only': bareList(6, 'goes on'),
	'feed-p3-previous-only': bareList(6, 'ends'),
	'feed-junk-array': at(LISTS, 'bad-reply'),
	'feed-events_received-fbtrace': at(BY_USER, 'bad-reply'),
	// Their items have no id and are no Pages.
	'permissions-2014-installed': at(LISTS, 'bad-reply'),
	'permissions-blank': bareList(0, 'ends'),
	'permissions-declined': at(LISTS, 'bad-reply'),
	'permissions-elixir': at(LISTS, 'bad-reply'),
	'permissions-spring-mixed': at(LISTS, 'bad-reply'),
	'permissions-restfb-item': at(BY_USER, 'bad-reply'),
	'permissions-delete-success': at(BY_USER, 'bad-reply'),
	'permissions-delete-true': at(BY_USER, 'bad-reply'),

	// Nodes.
	'me-2018-vcr': { me: { named: false } },
	'me-2023-godtools': { me: { named: true } },
	'me-passport-profile': { me: { named: true } },
	'me-querystring': { me: { named: true } },
	'me-page-huge-fan_count': { me: { named: true }, ...node(1) },
	// Of an object that does not exist, or is not to be seen.
	'me-false': { page: 'not-found', ...at(['me', ...LISTS], 'bad-reply') },
	'me-null': at(BY_USER, 'bad-reply'),
	'me-not-json': at(BY_USER, 'bad-reply'),
	'me-multi-ids': at(BY_USER, 'bad-reply'),

	// What Meta says of a token: none of these is a Page token in its full words, so none is permanent.
	'debug_token-2020-rerequest': debugged('unknown'),
	'debug_token-2021-user': debugged('unknown'),
	'debug_token-2023-user-sso': debugged('unknown'),
	'debug_token-app-2014': debugged('unknown'),
	'debug_token-docs-granular': debugged('unknown'),
	'debug_token-koala-mock': debugged('unknown'),
	'debug_token-numeric-ids-2012': debugged('unknown'),
	'debug_token-numeric-target_ids': debugged('unknown'),
	'debug_token-php-minimal': debugged('unknown'),
	'debug_token-python-facebook': debugged('unknown'),
	'debug_token-user-2014': debugged('unknown'),
	// Never expires, and is no Page token.
	'debug_token-system-user-2026-v25': debugged('unknown'),
	'debug_token-invalid-460-minimal': debugged('invalid', 'password-changed'),
	'debug_token-invalid-463-php': debugged('invalid', 'token-expired'),
	'debug_token-invalid-467': debugged('invalid', 'token-revoked'),
	'debug_token-invalid-no-error': debugged('invalid', 'token-revoked'),
	// Without the wrapper that Meta documents, or no JSON at all.
	'debug_token-docs-ig': NO_ANSWER_ABOUT_A_TOKEN,
	'debug_token-docs-leading-zero': NO_ANSWER_ABOUT_A_TOKEN,
	'debug_token-page-never': NO_ANSWER_ABOUT_A_TOKEN,
	'debug_token-processed-2017': NO_ANSWER_ABOUT_A_TOKEN,
	// About the app that asks; says nothing of the token.
	'debug_token-400-190-system-error': at([...BY_APP, 'debugItself'], 'unknown-app'),

	// Batches: none of them holds an answer about a token.
	'batch-dependency-error': ASKED_SINGLY,
	'batch-docs-no-headers': ASKED_SINGLY,
	'batch-f4j-depends-on': ASKED_SINGLY,
	'batch-f4j-error': ASKED_SINGLY,
	'batch-f4j-json-path': ASKED_SINGLY,
	'batch-f4j-omit-response-on-success': ASKED_SINGLY,
	'batch-granary-499': ASKED_SINGLY,
	'batch-item-legacy-500': ASKED_SINGLY,
	'batch-koala-203': ASKED_SINGLY,
	'batch-koala-302': ASKED_SINGLY,
	'batch-koala-500-empty-array': ASKED_SINGLY,
	'batch-koala-broken-json': ASKED_SINGLY,
	'batch-koala-empty-body': ASKED_SINGLY,
	'batch-koala-legacy-error': ASKED_SINGLY,
	'batch-koala-malformed': ASKED_SINGLY,
	'batch-koala-null-second': ASKED_SINGLY,
	'batch-koala-number-body': ASKED_SINGLY,
	'batch-php-empty-headers': ASKED_SINGLY,
	'batch-php-four-kinds': ASKED_SINGLY,
	'batch-too-many': ASKED_SINGLY,
	'batch-v23-second-error-recorded': ASKED_SINGLY,

	// Headers: none of them changes what the body says.
	'headers-2017-post-set-cookie-recorded': { me: { named: false }, ...node(1) },
	// A redirect is not followed.
	'headers-302-picture-recorded': everywhere('bad-reply'),
	'headers-500-unknown_error': everywhere('graph-unavailable'),
	'headers-ad-account-usage': at([...BY_USER, 'debugToken', 'exchange'], 'bad-reply'),
	'headers-ad-account-usage-malformed': at([...BY_USER, 'debugToken', 'exchange'], 'bad-reply'),
	'headers-buc-messenger': at([...BY_USER, 'debugToken', 'exchange'], 'bad-reply'),
	'headers-insights-throttle': at([...BY_USER, 'debugToken', 'exchange'], 'bad-reply'),
	'headers-docs-buc-ads': everywhere('rate-limited'),
	'headers-proxy-block': at(BY_USER, 'bad-reply'),
	'headers-www-authenticate-lowercase': at(BY_USER, 'unreadable-token'),
	'headers-www-authenticate-not_found': at(['page'], 'not-found'),
	// Without any number the sentence alone tells, and it does.
	'headers-www-authenticate-unclosed': at(BY_USER, 'password-changed'),

	// Tokens that have ended.
	'error-190-458': ended('app-removed'),
	'error-190-458-restfb': ended('app-removed'),
	'error-190-460-2025': ended('password-changed'),
	'error-190-460-docs': ended('password-changed'),
	'error-190-463-2025': ended('token-expired'),
	'error-190-463-docs-2018': ended('token-expired'),
	'error-190-463-http-401': ended('token-expired'),
	'error-190-463-http-500': ended('token-expired'),
	'error-190-463-minimal': ended('token-expired'),
	'error-190-463-spring': ended('token-expired'),
	'error-190-464': ended('checkpoint'),
	'error-190-467-logged-out': ended('token-revoked'),
	'error-190-467-php-log': ended('token-revoked'),
	'error-190-493-90-days': ended('app-inactive'),
	// A session that Meta could look at, as its subcode shows, has ended; the text was not cut.
	'error-190-789-unknown-subcode': ended('token-revoked'),
	'error-flat-koala-description': ended('token-revoked'),
	// Page tokens alone.
	'error-190-492': ended('role-lost', ['me', 'page']),
	'error-190-page-admin-no-subcode': ended('role-lost', ['me', 'page']),
	'error-190-460-botframework': at(BY_USER, 'bad-reply'),
	// Texts that are no tokens.
	'error-190-cannot-parse-2026b': ended('unreadable-token'),
	'error-190-data': ended('unreadable-token'),
	'error-190-decrypted': ended('unreadable-token'),
	'error-190-malformed-echo': ended('unreadable-token'),
	'error-190-malformed-echo-2023': ended('unreadable-token'),
	'error-190-passport': ended('unreadable-token'),
	'error-190-plain-2019-23chars': ended('unreadable-token'),
	'error-190-signature': ended('unreadable-token'),
	'error-190-unknown-path-bad-token': ended('unreadable-token'),
	// Too old for numbers, and too vague for more than Meta's words.
	'error-null-code': at(BY_USER, 'unexpected'),
	// Of another kind, which is no death.
	'error-102-user-token': at([...BY_USER, 'debugItself'], 'not-a-user-token'),
	'error-2500-as-200': NO_TOKEN,
	'error-2500-no-token-2014': NO_TOKEN,

	// The proof of the app secret.
	'error-100-appsecret_proof-invalid': at([...BY_USER, 'debugItself'], 'proof-needed'),
	'error-100-appsecret_proof-required': at([...BY_USER, 'debugItself'], 'proof-needed'),
	'error-100-secret-proof-or-app-token': at(['page'], 'proof-needed'),

	// Permissions.
	// About Instagram, yet under the number that Meta keeps for permissions.
	'error-10-ig-business': at(BY_USER, 'missing-permission'),
	'error-10-permission-2023': at(BY_USER, 'missing-permission'),
	'error-10-ppca': at(BY_USER, 'missing-permission'),
	'error-100-missing-permission-2026': at(BY_USER, 'missing-permission'),
	// Names the permission that it requires.
	'error-100-ppca': at(BY_USER, 'missing-permission'),
	'error-200-group-multiline': at(BY_USER, 'missing-permission'),
	'error-200-not-authorized': at(BY_USER, 'missing-permission'),
	'error-210-no-code': at(BY_USER, 'missing-permission'),
	'error-283-pages_read_engagement': at(BY_USER, 'missing-permission'),
	'error-299-no-code': at(BY_USER, 'missing-permission'),
	// Wants a Page token, and no permission helps.
	'error-200-page-itself': at(['page'], 'unexpected'),

	// Objects.
	'error-100-33': at(['page', 'businessPages', 'describeApp'], 'not-found'),
	'error-100-threads': at(['page'], 'not-found'),
	'error-100-no-subcode-2017': at(['page', 'businessPages', 'describeApp'], 'not-found'),
	'error-100-unsupported-2020': at(['page', 'businessPages', 'describeApp'], 'not-found'),
	// The id that was given is none.
	'error-100-invalid-fbid-no-code': at(['page'], 'not-found'),
	'error-803-http-200': at(['page', 'businessPages', 'describeApp'], 'not-found'),

	// Limits.
	'error-17-user-limit': everywhere('rate-limited'),
	'error-341-feed-limit': everywhere('rate-limited'),
	'error-4-app-limit': everywhere('rate-limited'),
	'error-613': everywhere('rate-limited'),
	'error-613-flat-200': everywhere('rate-limited'),

	// Blocks, which no waiting of minutes ends.
	'error-200-blocked': everywhere('app-blocked'),
	'error-200-inactive-app': at([...BY_USER, ...BY_APP], 'app-inactive'),
	'error-368-1404006': everywhere('blocked'),
	'error-368-1404078': everywhere('blocked'),
	'error-368-1404112': everywhere('blocked'),
	'error-368-going-too-fast': everywhere('blocked'),
	'error-4-2207051-403': everywhere('blocked'),

	// Meta's own trouble.
	'error-1-error_message-string': CODE_1,
	'error-1-flat-dot': CODE_1,
	'error-1-unknown-500': CODE_1,
	'error-200-unknown-as-200': CODE_1,
	'error-2-transient': everywhere('graph-unavailable'),
	'error-500-2-trustroots': everywhere('graph-unavailable'),
	'error-500-empty': everywhere('graph-unavailable'),
	'error-html-2012': everywhere('graph-unavailable'),
	'error-html-502': everywhere('graph-unavailable'),
	'error-type-exception': at(BY_USER, 'graph-unavailable'),
	// Under the same number, and no passing trouble: Meta says so itself, or names the cause.
	'error-1-1446036': at(BY_USER, 'unexpected'),
	'error-1-https': at(BY_USER, 'unexpected'),

	// No answer at all.
	'error-400-not-json': everywhere('bad-reply'),
	'error-401-empty-object': everywhere('bad-reply'),
	'error-plain-not-found': everywhere('bad-reply'),

	// Of calls that this program does not make, or not so: Meta's own words.
	'error-100-2804003-french-user-msg': at(BY_USER, 'unexpected'),
	'error-100-error_data-blame': at(BY_USER, 'unexpected'),
	'error-100-no-node': at(BY_USER, 'unexpected'),
	'error-100-nonexisting-field': at(['businessPages'], 'unexpected'),
	'error-15-games': at(BY_USER, 'unexpected'),
	'error-601-fql': at(BY_USER, 'unexpected'),
	'error-604-friends': at(BY_USER, 'unexpected'),
	'error-flat-msg-only': at(BY_USER, 'unexpected'),
	'error-2500-igapi': UNKNOWN_PATH,
	'error-2500-spring': UNKNOWN_PATH,
	'error-2500-unknown-path': UNKNOWN_PATH,
	'error-2500-unknown-path-2026': UNKNOWN_PATH,
};
