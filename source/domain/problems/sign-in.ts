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

const PORT_FAILURES: Readonly<Record<string, string>> = {
	EADDRINUSE: 'Another program listens there.',
	EACCES: 'The system keeps it for others.',
};

/** The text where the person cancelled at Facebook, as the dialog or the device login says. */
export const CANCELLED_AT_FACEBOOK: Told = {
	title: 'The sign-in was cancelled at Facebook',
	cause: 'Cancel was pressed in the dialog, so there is no token.',
	remedy: ANOTHER_WAY,
};

/** The text where Facebook does not accept the redirect URL, as its page or the exchange says. */
export const REDIRECT_REFUSED: Told = {
	title: 'Facebook does not come back to this program',
	cause:
		'It comes back to http://localhost for apps in development mode alone; for a live app the address must be listed among its valid OAuth redirect URIs.',
	remedy: 'Sign in in another way, such as by the address bar; or put the app into development mode.',
};

/** The text where the code for another device has run out, by Meta or by the clock. */
export const CODE_RAN_OUT: Told = {
	title: 'The code has run out',
	cause: 'Nobody entered it on another device in time.',
	remedy: ANOTHER_WAY,
	retryable: true,
};
