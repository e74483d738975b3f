import { appList, appSettings, SETTINGS_PAGES } from './app-settings.ts';
import { tokenDebugger } from './debugger.ts';
import { deviceLoginPage } from './device.ts';
import { loginDialog } from './dialog.ts';
import { explorer } from './explorer.ts';
import { blank, developersHome, facebookHome, loginSuccess } from './home.ts';
import { renderMessage, renderNotFound } from './layout.ts';
import type { PageReply, PageRequest } from './page-request.ts';
import { isOwnForm } from './parts.ts';
import { systemUsers } from './system-users.ts';

export type { Origins, PageReply, PageRequest } from './page-request.ts';

type PageHandler = (request: PageRequest, ...segments: string[]) => PageReply | Promise<PageReply>;
type Routes = readonly (readonly [path: RegExp, handler: PageHandler])[];

const facebookRoutes: Routes = [
	[/^\/$/, facebookHome],
	[/^(?:\/v\d{1,3}\.\d)?\/dialog\/oauth\/?$/, loginDialog],
	[/^\/device\/?$/, deviceLoginPage],
	[/^\/settings\/system-users\/?$/, systemUsers],
	[/^\/connect\/login_success\.html$/, loginSuccess],
	[/^\/connect\/blank\.html$/, blank],
];

const developersRoutes: Routes = [
	[/^\/$/, developersHome],
	[/^\/apps\/?$/, appList],
	[new RegExp(`^/apps/(\\d+)(?:/settings(?:/(${SETTINGS_PAGES.join('|')}))?)?/?$`), appSettings],
	[/^\/tools\/explorer(?:\/(\d+))?\/?$/, explorer],
	[/^\/tools\/debug\/accesstoken\/?$/, tokenDebugger],
];

/** The pages of www.facebook.com: the login dialog, where it takes desktop programs, the codes of devices, system users. */
export function facebookPage(request: PageRequest): PageReply | Promise<PageReply> {
	return route(request, facebookRoutes);
}

/** The pages of developers.facebook.com: apps and their settings, Graph API Explorer, access token debugger. */
export function developersPage(request: PageRequest): PageReply | Promise<PageReply> {
	return route(request, developersRoutes);
}

function route(request: PageRequest, routes: Routes): PageReply | Promise<PageReply> {
	for (const [path, handler] of routes) {
		const match = path.exec(request.url.pathname);
		if (match) {
			return checkForm(request) ?? handler(request, ...match.slice(1));
		}
	}
	return renderNotFound(request);
}

/** Refuses whatever may change the sandbox and was not sent by one of its own forms. */
function checkForm(request: PageRequest): PageReply | undefined {
	if (request.method === 'GET' || request.method === 'HEAD') {
		return undefined;
	}
	if (request.method !== 'POST') {
		return renderMessage(request, 'Not allowed', `This page answers GET and POST, not ${request.method}.`, {
			status: 405,
		});
	}
	return isOwnForm(request.world, request.form)
		? undefined
		: renderMessage(
				request,
				'This form is not from here',
				'It was sent by another site, or by a sandbox that has ended. Open the page anew and try again.',
				{ status: 403 },
			);
}
