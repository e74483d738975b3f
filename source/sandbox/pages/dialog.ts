import { consentPage, readChoice, sortPermissions } from './consent.ts';
import { answerAddress, cancelAddress } from './dialog-answer.ts';
import { readLogin } from './dialog-request.ts';
import { loginProblemPage } from './login-problems.ts';
import type { PageReply, PageRequest } from './page-request.ts';

/**
 * `/dialog/oauth` and `/{version}/dialog/oauth`: asks the person, and goes back to the app with a code or a token. What
 * cannot go back there ends on a page that says why.
 */
export function loginDialog(request: PageRequest): PageReply {
	const { url, form } = request;
	const login = readLogin(request);
	if ('title' in login) {
		return loginProblemPage(request, login);
	}
	const { app, configuration, target, authType = '' } = login;
	const consent = {
		app,
		...sortPermissions(request, app, login.permissions, authType.split(/[\s,]+/).includes('rerequest')),
		isWhole: configuration !== undefined,
		action: `${url.pathname}${url.search}`,
		target: { name: target.host, origin: target.origin },
	};
	switch (form.get('step')) {
		case 'continue':
			return goTo(answerAddress(request, login, readChoice(request, consent)));
		case 'cancel':
			return goTo(cancelAddress(login));
		default:
			return consentPage(request, consent);
	}
}

function goTo(address: string): PageReply {
	return {
		status: 302,
		headers: { Location: address, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' },
		body: '',
	};
}
