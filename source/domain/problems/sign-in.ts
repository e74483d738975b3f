import { describeUseCases } from '../use-cases.ts';
import type { TextsByKind, Told } from './text.ts';

/** The end of a remedy that leaves it to each UI to name the other sign-in method. */
export const ANOTHER_WAY = 'Sign in again, or in another way.';

/** The texts of problems of a sign-in that Facebook's pages lead through. */
export const SIGN_IN_TEXTS = {
	/** The person pressed Cancel in Facebook's dialog. */
	'cancelled-at-facebook': () => CANCELLED_AT_FACEBOOK,
	/** Facebook refuses to go back to where the dialog's answer is awaited; only its own page says so. */
	'redirect-refused': () => REDIRECT_REFUSED,
	/** Nobody answered the dialog within so many seconds. */
	'nobody-answered': ({ seconds }: { seconds: number }) => {
		const time = seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`;
		return {
			title: 'Nobody signed in',
			cause: `Facebook did not come back within ${time}: the dialog was left open, or Facebook refuses to come back here, as it does for live apps, and where Facebook Login for Business was given no configuration (FB_LOGIN_CONFIG_ID).`,
			remedy: ANOTHER_WAY,
			retryable: true,
		};
	},
	/** The code for another device ran out. */
	'code-ran-out': () => CODE_RAN_OUT,
	/** A URL was pasted that another dialog has led to. */
	'another-dialog': () => ({
		title: 'This address is of another sign-in',
		cause: 'It does not hold the mark of the dialog that was opened last.',
		remedy: 'Open the dialog again, and copy the address that this one leads to.',
	}),
	/** One of Facebook's own error pages; `permissions` are those that it names. */
	/** `appId` is there where the app is known. */
	'facebook-page': ({ page, permissions, appId }: FacebookPageFacts) =>
		FACEBOOK_PAGES[page](permissions, configure(appId)),
	/** The dialog ended with an error; `message` is Meta's. */
	'dialog-error': ({ message, isOfPermissions }: { message: string; isOfPermissions: boolean }) => ({
		title: isOfPermissions ? 'The app cannot ask for these permissions' : "Facebook's dialog ended with an error",
		cause: `Meta says: ${message}`,
		remedy: isOfPermissions
			? 'Add them to the use case of the app at developers.facebook.com/apps, or choose fewer. An app of Facebook Login for Business takes the id of a configuration.'
			: ANOTHER_WAY,
	}),
	/** No port can be listened on; `reason` is the code of the system, `port` 0 for any. */
	port: ({ port, reason }: { port: number; reason: string }) => ({
		title: port === 0 ? 'No port of this machine can be used' : `Port ${port} cannot be used`,
		cause: PORT_FAILURES[reason] ?? `This machine does not let a program listen on localhost (${reason}).`,
		remedy: port === 0 ? 'Sign in in another way.' : 'Choose another one, or leave --port out to get a free one.',
		retryable: false,
		next: null,
	}),
} satisfies TextsByKind;

type FacebookPageFacts = { page: FacebookPage; permissions: readonly string[]; appId?: string | undefined };

/** What to do where an app with Facebook Login for Business was asked without a configuration. */
function configure(appId = 'APP_ID'): string {
	return `Create a configuration at developers.facebook.com/apps/${appId}/business-login/configurations/ and give its ID in FB_LOGIN_CONFIG_ID.`;
}

/** Why such an app refuses. */
const NEEDS_CONFIGURATION =
	'An app with Facebook Login for Business needs a configuration, or permissions from one use case only.';

/** Facebook's error pages that lead nowhere, so that the person can only copy their words. */
const FACEBOOK_PAGES = {
	'invalid-scopes': (permissions) => ({
		title: 'The app does not have these permissions yet',
		cause:
			permissions.length > 0
				? `Facebook rejected: ${describeUseCases(permissions)}.`
				: 'Facebook rejected the permissions that you asked for.',
		remedy:
			'Add them in the app dashboard: Use cases > Customize > Permissions and features > Add. Then sign in again.',
	}),
	'feature-unavailable': () => ({
		title: 'Facebook Login is unavailable for this app',
		cause: 'A required action is open, such as the Data Use Checkup, or the basic settings are incomplete.',
		remedy: 'Complete it at developers.facebook.com/apps. The Graph API Explorer may work until then.',
	}),
	'app-unavailable': (_, remedy) => ({
		title: 'Facebook says that the app is not available',
		cause: NEEDS_CONFIGURATION,
		remedy,
		next: null,
	}),
	'not-linked': (_, remedy) => ({
		title: 'Facebook could not link the app',
		cause: NEEDS_CONFIGURATION,
		remedy,
		next: null,
	}),
	'not-a-facebook-url': () => ({
		title: 'New apps cannot use the address bar method',
		cause: 'Facebook no longer accepts its own login_success.html as a redirect URI.',
		remedy: 'Use the Graph API Explorer instead.',
		next: null,
	}),
	'redirect-refused': () => REDIRECT_REFUSED,
} as const satisfies Record<string, (permissions: readonly string[], configure: string) => Told>;

/** One of Facebook's own error pages. */
export type FacebookPage = keyof typeof FACEBOOK_PAGES;

/** The text where Facebook does not accept the code, as for want of a configuration. */
export const CODE_REFUSED: Told = {
	title: "Meta does not accept the dialog's answer",
	cause: `The answer belongs to another URL or another sign-in. Or: ${NEEDS_CONFIGURATION}`,
	remedy: configure(),
	next: null,
};

const PORT_FAILURES: Readonly<Record<string, string>> = {
	EADDRINUSE: 'Another program listens there.',
	EACCES: 'The system keeps it for others.',
};

/** The text where the person cancelled at Facebook, as the dialog or the device login says. */
export const CANCELLED_AT_FACEBOOK: Told = {
	title: 'The sign-in was cancelled at Facebook',
	cause: `Cancel was pressed in the dialog. If you did not press it: ${NEEDS_CONFIGURATION}`,
	remedy: ANOTHER_WAY,
};

/** The text where Facebook does not accept the redirect URL, as its page or the exchange says. */
export const REDIRECT_REFUSED: Told = {
	title: 'Facebook does not come back to this program',
	cause:
		'It comes back to http://localhost for apps in development mode alone; for a live app the address must be listed among its valid OAuth redirect URIs.',
	remedy: 'Use the Graph API Explorer instead.',
};

/** The text where the code for another device has run out, by Meta or by the clock. */
export const CODE_RAN_OUT: Told = {
	title: 'The code has run out',
	cause: 'Nobody entered it on another device in time.',
	remedy: ANOTHER_WAY,
	retryable: true,
};
