import { cleanText } from '../clean-text.ts';
import { type Problem, problem } from '../problem.ts';
import { redactMessage } from '../redact.ts';

/** The end of a remedy that leaves it to each face to name the other way. */
export const ANOTHER_WAY = 'Sign in again, or in another way.';

/** The person pressed Cancel in Facebook's dialog. */
export const CANCELLED_AT_FACEBOOK: Problem = problem('cancelled', {
	title: 'The sign-in was cancelled at Facebook',
	cause: 'Cancel was pressed in the dialog, so there is no token.',
	remedy: ANOTHER_WAY,
});

/** Facebook refuses to go back to where the dialog's answer is awaited; it says so on its own page alone. */
export const REDIRECT_REFUSED: Problem = problem('sign-in-needed', {
	title: 'Facebook does not come back to this program',
	cause:
		'It comes back to http://localhost for apps in development mode alone; for a live app the address must be listed among its valid OAuth redirect URIs.',
	remedy: 'Sign in in another way, such as by the address bar; or put the app into development mode.',
});

/** Nobody answered the dialog. */
export function nobodyAnswered(seconds: number): Problem {
	const time = seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`;
	return problem('sign-in-needed', {
		title: 'Nobody signed in',
		cause: `Facebook did not come back within ${time}: the dialog was left open, or Facebook refuses to come back here, as it does for live apps, and where Facebook Login for Business was given no configuration (FB_LOGIN_CONFIG_ID).`,
		remedy: ANOTHER_WAY,
		retryable: true,
	});
}

/** The code for another device ran out. */
export const NOBODY_ENTERED_THE_CODE: Problem = problem('sign-in-needed', {
	title: 'The code has run out',
	cause: 'Nobody entered it on another device in time.',
	remedy: ANOTHER_WAY,
	retryable: true,
});

/** An address was pasted that another dialog has led to. */
export const ANOTHER_DIALOG: Problem = problem('unreadable-token', {
	title: 'This address is of another sign-in',
	cause: 'It does not hold the mark of the dialog that was opened last.',
	remedy: 'Open the dialog again, and copy the address that this one leads to.',
});

/** What an answer of the dialog says of its failure; the names are Meta's. */
export type Refusal = Partial<Record<(typeof REFUSAL_PARAMETERS)[number], string>>;

/** The parameters in which the dialog tells a failure. */
const REFUSAL_PARAMETERS = ['error', 'error_reason', 'error_description', 'error_code', 'error_message'] as const;

/** The refusal that stands among some parameters; null where there is none. */
export function refusalIn(parameters: URLSearchParams): Refusal | null {
	const found = REFUSAL_PARAMETERS.flatMap((name) => {
		const value = parameters.get(name);
		return value ? [[name, value]] : [];
	});
	return found.length === 0 ? null : Object.fromEntries(found);
}

/** The problem of a dialog that was answered with an error. */
export function problemOfRefusal(refusal: Refusal): Problem {
	const { error = '', error_reason = '', error_code = '' } = refusal;
	if (error_reason === 'user_denied' || error === 'access_denied') return CANCELLED_AT_FACEBOOK;
	const told = refusal.error_message ?? refusal.error_description ?? (error || `error ${error_code}`);
	const message = redactMessage(cleanText(told), 300);
	if (error_code === '191' || /redirect_uri|load url|url blocked|domain of this url/i.test(message))
		return REDIRECT_REFUSED;
	if (error === 'temporarily_unavailable' || error === 'server_error') return problem('graph-unavailable');
	if (/scope/i.test(message)) {
		return problem('missing-permission', {
			title: 'The app cannot ask for these permissions',
			cause: `Meta says: ${message}`,
			remedy:
				'Add them to the use case of the app at developers.facebook.com/apps, or choose fewer. An app of Facebook Login for Business takes the id of a configuration.',
		});
	}
	return problem('unexpected', {
		title: "Facebook's dialog ended with an error",
		cause: `Meta says: ${message}`,
		remedy: ANOTHER_WAY,
	});
}
