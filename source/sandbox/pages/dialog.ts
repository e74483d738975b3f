import { type Consent, consentPage, isLinked, linkedPage, readChoice, replayOf, sortPermissions } from './consent.ts';
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
	const isRerequest = authType.split(/[\s,]+/).includes('rerequest');
	const whole: Consent = {
		app,
		...sortPermissions(request, app, login.permissions, isRerequest),
		isWhole: configuration !== undefined,
		action: `${url.pathname}${url.search}`,
		target: { name: target.host, origin: target.origin },
	};
	const step = form.get('step');
	const consent = step === 'replay' || form.has('replay') ? replayOf(request, whole) : whole;
	const answer = () => goTo(answerAddress(request, login, readChoice(request, consent)));
	switch (step) {
		case 'continue':
			return answer();
		case 'replay':
			return consent.asked.length > 0 ? consentPage(request, consent) : answer();
		case 'cancel':
			return goTo(cancelAddress(login));
		case 'edit':
			return consentPage(request, consent);
		default:
			return isLinked(request, app)
				? // With a configuration, `rerequest` leaves the choice of Pages out.
					linkedPage(request, consent, { canEdit: !(isRerequest && configuration) })
				: consentPage(request, consent);
	}
}

function goTo(address: string): PageReply {
	return {
		status: 302,
		headers: { Location: address, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' },
		body: '',
	};
}
