import { renderMessage } from './layout.ts';
import type { PageReply, PageRequest } from './page-request.ts';

/** Why the login dialog ends on a page of Meta's own, and sends nobody back to the app. */
export interface LoginProblem {
	readonly title: string;
	readonly explanation: string;
}

const notAvailable = "It looks like this app isn't available";

/** In the words of Meta, but for `redirectNotAbsolute` and `parameterInvalid`, which are guesses. */
export const loginProblems = {
	appUnknown: { title: 'Invalid App ID', explanation: 'The provided app ID does not look like a valid app ID.' },
	redirectNotAbsolute: { title: 'Error', explanation: 'The redirect_uri URL must be absolute.' },
	redirectBlocked: {
		title: 'URL Blocked',
		explanation:
			'This redirect failed because the redirect URI is not whitelisted in the app’s Client OAuth Settings. Make sure Client and Web OAuth Login are on and add all your app domains as Valid OAuth Redirect URIs.',
	},
	redirectForeign: {
		title: "Can't Load URL",
		explanation:
			"The domain of this URL isn't included in the app's domains. To be able to load this URL, add all domains and subdomains of your app to the App Domains field in your app settings.",
	},
	appNotActive: {
		title: 'App not active',
		explanation:
			'This app is not accessible right now and the app developer is aware of the issue. You will be able to log in when the app is reactivated.',
	},
	configurationMissing: { title: notAvailable, explanation: 'This app needs at least one supported permission.' },
	scopesInvalid: (names: readonly string[]): LoginProblem => ({
		title: 'Invalid Scopes',
		explanation: `Invalid Scopes: ${names.join(', ')}. This message is only shown to developers. Users of your app will ignore these permissions if present. Please read the documentation for valid permissions at: https://developers.facebook.com/docs/facebook-login/permissions`,
	}),
	parameterMissing: (name: string): LoginProblem => ({
		title: 'Error',
		explanation: `The parameter ${name} is required`,
	}),
	parameterInvalid: (name: string): LoginProblem => ({ title: 'Error', explanation: `Invalid parameter: ${name}` }),
} as const;

/** That page. Meta's status is not known; 400 says what it is. */
export function loginProblemPage(request: PageRequest, { title, explanation }: LoginProblem): PageReply {
	return renderMessage(request, title, explanation, { status: 400, role: 'alert' });
}
