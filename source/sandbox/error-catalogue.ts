/** An error as data. A name in braces in the message stands for a fact of the call. */
export interface ErrorShape {
	readonly message: string;
	/** Default 400. */
	readonly status?: number;
	/** Default `OAuthException`. */
	readonly type?: string;
	readonly code?: number;
	readonly subcode?: number;
	readonly isTransient?: boolean;
	readonly userTitle?: string;
	readonly userMessage?: string;
	/** The word in `WWW-Authenticate`; default by status and code. */
	readonly word?: string;
}

const METHOD = 'GraphMethodException';
const BATCH = 'GraphBatchException';
const LIMITS = 'https://developers.facebook.com/docs/graph-api/overview/rate-limiting';
const LOGIN_PERMISSIONS = 'https://developers.facebook.com/docs/apps/review/login-permissions#manage-pages';
const FEATURE = 'https://developers.facebook.com/docs/apps/review/feature';

/** Every error that the sandbox's Graph API answers, in Meta's words unless a comment says otherwise. */
export const GRAPH_ERRORS = {
	// Requests
	noActiveToken: {
		code: 2500,
		message: 'An active access token must be used to query information about the current user.',
	},
	tokenRequired: { code: 104, message: 'An access token is required to request this resource.' },
	userTokenRequired: { code: 102, message: 'A user access token is required to request this resource.' },
	noNode: { type: METHOD, code: 100, message: 'No node specified' },
	unknownPath: { code: 2500, message: 'Unknown path components: {path}' },
	unknownAlias: {
		status: 404,
		code: 803,
		message: '(#803) Some of the aliases you requested do not exist: {name}',
	},
	unknownField: { code: 100, message: '(#100) Tried accessing nonexisting field ({field}) on node type ({type})' },
	// Graph does not tell whether the object is missing or hidden from this caller.
	unsupported: {
		type: METHOD,
		code: 100,
		subcode: 33,
		message:
			"Unsupported {method} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api",
	},
	invalidParameter: { code: 100, message: 'Invalid parameter' },
	tooMuchData: {
		status: 500,
		code: 1,
		message: "Please reduce the amount of data you're asking for, then retry your request",
	},
	batchNotArray: { type: BATCH, message: 'batch parameter must be a JSON array' },
	batchTooLarge: { type: BATCH, message: 'Too many requests in batch message. Maximum batch size is {size}' },
	// The double blanks are Meta's.
	batchUnresolved: {
		type: BATCH,
		message:
			'Request {index} cannot depend on an  unresolved request with  name {name}. Requests can only depend on preceding requests',
	},

	// Tokens
	tokenUnreadable: { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' },
	// For a token that lost its end, Graph repeats the whole text.
	tokenMalformed: { code: 190, message: 'Malformed access token {text}' },
	tokenOfNoApp: {
		code: 190,
		message: 'Error validating application. Cannot get application info due to a system error.',
	},
	signatureInvalid: { code: 190, message: 'Invalid OAuth access token signature.' },
	tokenExpired: {
		code: 190,
		subcode: 463,
		message: 'Error validating access token: Session has expired on {ended}. The current time is {now}.',
	},
	appRemoved: {
		code: 190,
		subcode: 458,
		message: 'Error validating access token: The user has not authorized application {appId}.',
	},
	checkpoint: {
		code: 190,
		subcode: 459,
		message:
			'Error validating access token: You cannot access the app till you log in to www.facebook.com and follow the instructions given.',
	},
	passwordChanged: {
		code: 190,
		subcode: 460,
		message:
			'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
	},
	loggedOut: {
		code: 190,
		subcode: 467,
		message: 'Error validating access token: The session is invalid because the user logged out.',
	},
	roleLost: {
		code: 190,
		subcode: 492,
		message:
			'The user must be an administrator, editor, or moderator of the page in order to impersonate it. If the page business requires Two Factor Authentication, the user also needs to enable Two Factor Authentication.',
	},
	outsideGrant: {
		code: 190,
		message:
			"Any of the pages_read_engagement, pages_manage_metadata, pages_read_user_content, pages_manage_ads, pages_show_list or pages_messaging permission(s) must be granted before impersonating a user's page.",
	},
	appBlocked: { code: 200, message: 'API access blocked.' },
	proofMissing: {
		type: METHOD,
		code: 100,
		message: 'API calls from the server require an appsecret_proof argument',
	},
	proofInvalid: { type: METHOD, code: 100, message: 'Invalid appsecret_proof provided in the API argument' },
	inputTokenMissing: { code: 100, message: '(#100) The parameter input_token is required' },
	inputTokenOfAnotherApp: {
		code: 100,
		message: '(#100) The App_id in the input_token did not match the Viewing App',
	},
	notTheDeveloper: {
		code: 100,
		message:
			'(#100) You must provide an app access token, or a user access token that is an owner or developer of the app',
	},

	// Pages and posts
	actionRefused: { code: 10, message: '(#10) Application does not have permission for this action' },
	missingPermission: { code: 100, message: '(#100) Missing Permission' },
	pageNotPublic: {
		code: 100,
		message: `(#100) Object does not exist, cannot be loaded due to missing permission or reviewable feature, or does not support this operation. This endpoint requires the 'pages_read_engagement' permission or the 'Page Public Content Access' feature or the 'Page Public Metadata Access' feature. Refer to ${LOGIN_PERMISSIONS}, ${FEATURE}#reference-PAGES_ACCESS and ${FEATURE}#page-public-metadata-access for details.`,
	},
	feedNotPublic: {
		code: 10,
		message: `(#10) This endpoint requires the 'pages_read_engagement' permission or the 'Page Public Content Access' feature. Refer to ${LOGIN_PERMISSIONS} and ${FEATURE}#reference-PAGES_ACCESS for details.`,
	},
	// What comments, likes and reactions want, and even their counts.
	userContentRequired: {
		code: 10,
		message: `(#10) This endpoint requires the 'pages_read_user_content' permission or the 'Page Public Content Access' feature. Refer to ${LOGIN_PERMISSIONS} and ${FEATURE}#reference-PAGES_ACCESS for details.`,
	},
	// Since 2026 either of these may stand in the place of both.
	readRefused: {
		code: 10,
		message:
			'(#10) Object does not exist, cannot be loaded due to missing permission or reviewable feature, or does not support this operation.',
	},
	readRefusedBy100: {
		code: 100,
		message:
			'(#100) Object does not exist, cannot be loaded due to missing permission or reviewable feature, or does not support this operation.',
	},
	engagementRequired: {
		code: 283,
		message: '(#283) Requires pages_read_engagement permission to manage the object',
	},
	unpublishedNeedsPage: {
		code: 200,
		message: '(#200) Unpublished posts must be posted to a page as the page itself.',
	},
	// The line ends and the indentation are those of Meta's own source, as Graph sends it.
	publishingRefused: {
		code: 200,
		message: [
			'(#200) If posting to a group, requires app being installed in the group, and \\',
			'          either publish_to_groups permission with user token, or both pages_read_engagement \\',
			'          and pages_manage_posts permission with page token; If posting to a page, \\',
			'          requires both pages_read_engagement and pages_manage_posts as an admin with \\',
			'          sufficient administrative permission',
		].join('\n'),
	},
	postRepeated: {
		code: 506,
		userTitle: 'Duplicate status update',
		userMessage: 'This status update is identical to the last one you posted. Try posting something different.',
		message: '(#506) Duplicate status message',
	},
	postEmpty: {
		code: 100,
		subcode: 1349125,
		isTransient: false,
		userTitle: 'Missing message or attachment',
		userMessage: 'Missing message or attachment.',
		message: 'Invalid parameter',
	},

	// OAuth
	clientIdMissing: { code: 101, message: 'Missing client_id parameter.' },
	clientIdUnreadable: { status: 500, code: 1, message: 'An unknown error has occurred.' },
	unknownApp: {
		code: 101,
		message: 'Error validating application. Cannot get application info due to a system error.',
	},
	secretWrong: { code: 1, word: 'invalid_client', message: 'Error validating client secret.' },
	tokenOfAnotherApp: { code: 1, message: 'The access token does not belong to application {appId}' },
	// What Meta says to a Page token here is not documented.
	notExchangeable: { code: 190, message: 'Invalid OAuth access token data.' },
	redirectNotAbsolute: {
		code: 191,
		word: 'redirect_uri_mismatch',
		message: "redirect_uri isn't an absolute URI. Check RFC 3986.",
	},
	codeMalformed: { code: 100, word: 'invalid_code', message: 'Invalid verification code format.' },
	codeOfAnotherRedirect: {
		code: 100,
		subcode: 36008,
		word: 'redirect_uri_mismatch',
		message:
			'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
	},
	codeUsed: { code: 100, subcode: 36009, word: 'invalid_code', message: 'This authorization code has been used.' },
	codeExpired: {
		code: 100,
		subcode: 36007,
		word: 'invalid_code',
		message: 'This authorization code has expired.',
	},
	verifierUnexpected: {
		code: 1,
		message: 'code_verifier param is provided without a code_challenge in authorization request.',
	},
	// That a well-formed verifier of another challenge gets this text is a guess.
	verifierInvalid: {
		code: 1,
		message:
			'Invalid code verifier. Code verifier should be a cryptographically random string using the characters A-Z, a-z, 0-9, and the punctuation characters -._~ (hyphen, period, underscore, and tilde), between 43 and 128 characters long.',
	},

	// Devices
	deviceLoginOff: { code: 3, message: '(#3) Application does not have the capability to make this API call.' },
	// Text and code are guesses.
	scopesInvalid: { code: 100, message: '(#100) Invalid Scopes: {names}' },
	devicePending: {
		code: 31,
		subcode: 1349174,
		userTitle: 'Device Login Authorization Pending',
		userMessage: 'User has not yet authorized your application. Continue polling.',
		message: 'This request requires the user to take a pending action',
	},
	devicePollsTooFast: {
		code: 17,
		subcode: 1349172,
		userTitle: 'OAuth Device Excessive Polling',
		userMessage: 'Your device is polling too frequently. Space your requests with a minium interval of 5 seconds.',
		message: 'User request limit reached',
	},
	deviceCodeExpired: {
		code: 463,
		subcode: 1349152,
		userTitle: 'Activation Code Expired',
		userMessage: 'The code you entered has expired. Please go back to your device for a new code and try again.',
		message: 'The session has expired',
	},
	// The texts of this one are guesses.
	deviceDeclined: {
		code: 200,
		subcode: 1349173,
		userTitle: 'Device Login Declined',
		userMessage: 'User has declined to authorize your application.',
		message: 'Permissions error',
	},
} as const satisfies Readonly<Record<string, ErrorShape>>;

/** By code, the limits of calls: of the app, the person, a Page, by special measure, of a Page's own token. */
export const LIMIT_ERRORS = {
	4: { status: 403, code: 4, isTransient: true, message: '(#4) Application request limit reached' },
	17: { code: 17, isTransient: true, message: '(#17) User request limit reached' },
	32: { code: 32, message: '(#32) Page request limit reached' },
	613: { code: 613, message: '(#613) Calls to this api have exceeded the rate limit.' },
	80001: {
		code: 80001,
		message: `(#80001) There have been too many calls to this Page account. Wait a bit and try again. For more info, please refer to ${LIMITS}.`,
	},
} as const satisfies Readonly<Record<number, ErrorShape>>;

/** A limit of calls that is used up. */
export interface RateLimit {
	readonly code: keyof typeof LIMIT_ERRORS;
	/** Until calls are answered again. Code 80001 always tells it (default 0), the others only where it is given. */
	readonly minutes?: number;
}
