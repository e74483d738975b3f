import { html } from './html.ts';
import { renderPage } from './layout.ts';
import type { PageReply, PageRequest } from './page-request.ts';

/** The start page of developers.facebook.com: what there is to find. */
export function developersHome(request: PageRequest): PageReply {
	return renderPage(request, {
		title: 'Developers',
		body: html`
<h1>Developers</h1>
<p class="lead">The three tools that a Page access token begins with, with apps, people and Pages that do not exist.</p>
<ul class="cards">
<li><a href="/apps/"><strong>My Apps</strong><span>App ids and app secrets.</span></a></li>
<li><a href="/tools/explorer/"><strong>Graph API Explorer</strong><span>Choose permissions, generate an access token, send a request.</span></a></li>
<li><a href="/tools/debug/accesstoken/"><strong>Access Token Debugger</strong><span>Whose a token is, what it may do, and when it ends.</span></a></li>
</ul>`,
	});
}

/** The start page of www.facebook.com: says what this host stands for. */
export function facebookHome(request: PageRequest): PageReply {
	const { developersUrl, facebookUrl, graphUrl } = request.origins;
	return renderPage(request, {
		title: 'www',
		body: html`
<h1>This stands for www.facebook.com</h1>
<p class="lead">In the sandbox, this address takes the place of the site where people sign in. There is nothing to sign in to: no account, no password, no cookie.</p>
<dl class="facts">
<dt>Developer tools</dt><dd><a href="${developersUrl}/">${developersUrl}</a></dd>
<dt>Codes of devices</dt><dd><a href="/device">${facebookUrl}/device</a></dd>
<dt>System users of your business</dt><dd><a href="/settings/system-users">${facebookUrl}/settings/system-users</a></dd>
<dt>Graph API</dt><dd><code>${graphUrl}</code></dd>
</dl>`,
	});
}

/** `/connect/login_success.html`: Meta's desktop redirect. What it was sent stands in the address alone. */
export function loginSuccess(request: PageRequest): PageReply {
	const leavesAfter = request.world.login.desktopPageLeavesAfterMs;
	return renderPage(request, {
		title: 'Success',
		body: html`
<h1>Success</h1>
<p class="lead"><strong>SECURITY WARNING:</strong> Please treat the URL above as you would your password and do not share it with anyone. See the Facebook Help Center for more information.</p>
${leavesAfter !== undefined && html`<p hidden data-leave-for="/connect/blank.html#_=_" data-leave-after="${leavesAfter}"></p>`}`,
	});
}

/** `/connect/blank.html`: where that page goes, and has nothing. */
export function blank(request: PageRequest): PageReply {
	return renderPage(request, { title: 'Blank', body: html`` });
}
