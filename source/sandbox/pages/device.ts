import type { DeviceLogin } from '../entities.ts';
import type { World } from '../world.ts';
import { type Consent, consentPage, readChoice, sortPermissions } from './consent.ts';
import { mayLogIn } from './dialog-request.ts';
import { html } from './html.ts';
import { renderMessage, renderPage } from './layout.ts';
import { loginProblemPage, loginProblems } from './login-problems.ts';
import type { PageReply, PageRequest } from './page-request.ts';
import { hiddenFields } from './parts.ts';

/**
 * `/device`: takes the code that a device shows, filled in by `?user_code=…&qr=1`, and asks the person as the login dialog
 * does. What was declined before is not asked for again: a device has no way to wish that.
 */
export function deviceLoginPage(request: PageRequest): PageReply {
	const { world, url, form } = request;
	const entered = form.get('user_code') ?? url.searchParams.get('user_code') ?? '';
	const step = form.get('step');
	if (step === null) {
		return entryPage(request, entered);
	}
	const login = findLogin(world, entered);
	const app = world.apps.get(login?.appId ?? '');
	if (!login || !app) {
		return entryPage(request, entered, 'This code is not right, or it has expired. Your device shows a new one.');
	}
	if (!mayLogIn(world, app)) {
		return loginProblemPage(request, loginProblems.appNotActive);
	}
	const consent: Consent = {
		app,
		...sortPermissions(request, app, login.permissions, false),
		isWhole: false,
		action: '/device',
		hidden: [['user_code', login.userCode]],
		target: { name: 'your device' },
	};
	switch (step) {
		case 'continue': {
			const { granted, declined, pages } = readChoice(request, consent);
			const options = { declined, longLived: true };
			login.token = world.issueUserToken(app.id, world.signedInPersonId, granted, pages, options);
			login.status = 'approved';
			return renderMessage(request, 'Success', `${app.name} is connected. Go back to your device.`, { role: 'status' });
		}
		case 'cancel':
			login.status = 'declined';
			return renderMessage(request, 'Cancelled', `${app.name} got nothing. You can close this page.`, {
				role: 'status',
			});
		default:
			return consentPage(request, consent);
	}
}

/** Case, blanks and dashes do not count in what was entered. */
function findLogin(world: World, entered: string): DeviceLogin | undefined {
	const userCode = entered.toUpperCase().replace(/[\s-]/g, '');
	return [...world.deviceLogins.values()].find(
		(login) => login.userCode === userCode && login.status === 'pending' && login.expiresAt > world.now(),
	);
}

function entryPage(request: PageRequest, entered: string, problem?: string): PageReply {
	return renderPage(request, {
		title: 'Devices',
		body: html`
<h1>Connect a device</h1>
<p class="lead">Enter the code that your device shows.</p>
<form method="post" action="/device" class="card">
${hiddenFields(request.world)}
${problem !== undefined && html`<p class="notice bad" role="alert">! ${problem}</p>`}
<p class="field"><input name="user_code" class="code" value="${entered}" aria-label="Code" required autofocus autocomplete="off" spellcheck="false" autocapitalize="characters">
<button class="primary" name="step" value="enter">Continue</button></p>
</form>`,
	});
}
