import type { TokenMethod } from '../sign-in/methods.ts';
import type { TextsByKind, Told } from './text.ts';

/** The faults of what was typed or pasted as the app's id. `length` is in digits. */
const APP_ID_FAULTS = {
	missing: () => ({ title: 'The app id is missing', cause: 'The field is empty.' }),
	secret: () => ({
		title: 'This is not an app id',
		cause: 'It looks like the app secret or a client token; the app id is digits only.',
	}),
	characters: () => ({
		title: 'An app id is digits only',
		cause: 'There are other characters in it; the display name or the namespace of the app will not do.',
	}),
	short: (length: number) => ({ title: 'This app id is too short', cause: `It has ${length} digits.` }),
	long: (length: number) => ({ title: 'This app id is too long', cause: `It has ${length} digits.` }),
} as const;

const APP_SECRET_FAULTS = {
	missing: () => ({ title: 'The app secret is missing', cause: 'The field is empty.' }),
	'access-token': () => ({
		title: 'This is an access token, not the app secret',
		cause: 'Tokens begin with EAA; the secret is 32 characters, 0-9 and a-f.',
	}),
	'app-token': () => ({
		title: 'This is an app access token, not the app secret',
		cause: 'It has the app id and a bar in it.',
	}),
	shape: (length: number, isHexadecimal: boolean) => ({
		title: 'This does not look like an app secret',
		cause: `A secret is 32 characters, 0-9 and a-f; this has ${length}${isHexadecimal ? '' : ' and others among them'}.`,
	}),
} as const;

const CLIENT_TOKEN_FAULTS = {
	missing: () => ({
		title: 'The client token of the app is needed',
		cause: 'Signing in on another device works with it in the place of the app secret.',
	}),
	'app-secret': () => ({
		title: 'This is the app secret, not the client token',
		cause: 'The two look the same; the client token stands elsewhere in the settings.',
	}),
	shape: (length: number) => ({
		title: 'This does not look like a client token',
		cause: `A client token is 32 characters, 0-9 and a-f; this has ${length}.`,
	}),
} as const;

const TOKEN_SHAPE = 'A user access token begins with EAA and has about 200 letters and digits.';

/** What was pasted in the place of a token. */
const PASTES = {
	empty: { title: 'Nothing was pasted: the clipboard is empty', cause: 'There was no text in the paste.' },
	'instagram-token': {
		title: 'This is a token of Instagram Login',
		cause: 'Such tokens work at graph.instagram.com only and know no Pages.',
	},
	'limited-login': {
		title: 'This is a Limited Login token',
		cause: 'It only proves who signed in. The Graph API does not accept it.',
		remedy: 'Use Facebook Login without Limited Login, or make a user access token in the Graph API Explorer.',
	},
	number: { title: 'This is a number: an app id or a Page id', cause: TOKEN_SHAPE },
	'two-tokens': {
		title: 'Two tokens were pasted: paste one of them',
		cause: 'There is more than one in the paste.',
	},
	'web-page': { title: 'This is a whole web page, not a token', cause: TOKEN_SHAPE },
	'too-long': {
		title: 'The paste is longer than 64 KiB',
		cause: 'It was ignored: a token has about 200 characters.',
	},
	text: { title: 'This is not an access token', cause: TOKEN_SHAPE },
	'own-secret': { title: 'This is the secret of your app, not a token', cause: TOKEN_SHAPE },
	'other-secret': { title: 'This is a client token, or the secret of another app', cause: TOKEN_SHAPE },
	secret: { title: 'This is an app secret or a client token', cause: TOKEN_SHAPE },
	'code-address': {
		title: 'This address holds a code, not a token',
		cause: 'Facebook answered a program that waits for a code; the code is of use to that one alone.',
		remedy: 'Open the dialog for the address bar, allow it, and copy the address that follows.',
	},
	'bare-address': {
		title: 'Too late: the token has gone from this address',
		cause: 'Facebook takes the part behind "#" away soon after the page is shown.',
		remedy: 'Open the dialog again, and copy the whole address as soon as the page says "Success".',
	},
	'dialog-address': {
		title: 'This is the address of the sign-in itself',
		cause: 'The token stands in the address of the page that follows.',
		remedy: 'Allow it in the browser first, then copy the address of the page that says "Success".',
	},
} as const satisfies Record<string, Told>;

/** What is said of a paste that is too long and was kept from a field. */
export const TOO_LONG_FOR_FIELD = `${PASTES['too-long'].title}, so it was ignored.`;

const COPY_ALL = 'Copy the whole token where it was made, then paste it here.';

const WHAT_TO_COPY: Readonly<Record<TokenMethod, string>> = {
	browser: 'Sign in, and nothing needs to be pasted; or copy the whole token that you have, then paste it here.',
	address: 'Allow it in the dialog, copy the whole address of the page that says "Success", then paste it here.',
	device: 'Enter the code elsewhere, and nothing needs to be pasted; or copy the whole token that you have.',
	explorer: 'Press the copy button beside the token in the Explorer, then paste here.',
	'system-user': COPY_ALL,
};

/** The texts of what a person typed, pasted, or piped in. */
export const INPUT_TEXTS = {
	'app-id': ({ fault, length }: { fault: keyof typeof APP_ID_FAULTS; length: number }) => ({
		...APP_ID_FAULTS[fault](length),
		remedy: 'Copy the App ID from App settings, Basic: about 16 digits.',
	}),
	'app-secret': ({
		fault,
		length,
		isHexadecimal,
	}: {
		fault: keyof typeof APP_SECRET_FAULTS;
		length: number;
		isHexadecimal: boolean;
	}) => ({
		...APP_SECRET_FAULTS[fault](length, isHexadecimal),
		remedy: 'Copy the App Secret from App settings, Basic: press "Show" beside it.',
	}),
	/** `isAsked`: the person is asked for it, so that no variable need be named. */
	'client-token': ({
		fault,
		length,
		isAsked,
	}: {
		fault: keyof typeof CLIENT_TOKEN_FAULTS;
		length: number;
		isAsked: boolean;
	}) => ({
		...CLIENT_TOKEN_FAULTS[fault](length),
		remedy: `Copy the Client Token from App settings, Advanced, Security.${isAsked ? '' : ' Give it in FB_CLIENT_TOKEN.'}`,
		...(isAsked ? {} : { next: null }),
	}),
	/** `method` is how the token was to come; null where that is not known. */
	paste: ({ is, method }: { is: keyof typeof PASTES; method: TokenMethod | null }, { code }) => ({
		// A token of another kind is not copied again.
		...(code === 'unreadable-token' ? { remedy: method === null ? COPY_ALL : WHAT_TO_COPY[method] } : {}),
		...PASTES[is],
	}),
	/** It names no Page. */
	'page-url': () => ({
		title: 'This names no Page',
		cause: 'It is neither an id (digits only) nor a user name nor an address at facebook.com.',
		remedy: 'Open the Page in a browser and copy the address.',
	}),
	/** An app access token; `isOwn` is null where no app is known. */
	'pasted-app-token': ({ appId, isOwn }: { appId: string; isOwn: boolean | null }) => {
		const owner = isOwn === null ? `the app ${appId}` : isOwn ? 'your app' : `another app (${appId})`;
		return {
			title: 'This is an app access token',
			cause: `It stands for ${owner}, not for a person who manages Pages.`,
		};
	},
} satisfies TextsByKind;
