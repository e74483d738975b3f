import type { TokenProblem } from './entities.ts';
import { metaDate } from './meta-date.ts';

/** Both times in Unix seconds. */
export function expired(ended: number, now: number): TokenProblem {
	const message = `Error validating access token: Session has expired on ${metaDate(ended)}. The current time is ${metaDate(now)}.`;
	return { code: 190, subcode: 463, message };
}

/** The person took the app's permissions back. */
export function appRemoved(appId: string): TokenProblem {
	const message = `Error validating access token: The user has not authorized application ${appId}.`;
	return { code: 190, subcode: 458, message };
}

export const roleLost: TokenProblem = {
	code: 190,
	subcode: 492,
	message:
		'The user must be an administrator, editor, or moderator of the page in order to impersonate it. If the page business requires Two Factor Authentication, the user also needs to enable Two Factor Authentication.',
};

export const passwordChanged: TokenProblem = {
	code: 190,
	subcode: 460,
	message:
		'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
};

export const loggedOut: TokenProblem = {
	code: 190,
	subcode: 467,
	message: 'Error validating access token: The session is invalid because the user logged out.',
};

export const checkpoint: TokenProblem = {
	code: 190,
	subcode: 459,
	message:
		'Error validating access token: You cannot access the app till you log in to www.facebook.com and follow the instructions given.',
};
