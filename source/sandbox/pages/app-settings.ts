import type { App } from '../entities.ts';
import type { World } from '../world.ts';
import { type Html, html, trusted } from './html.ts';
import { renderNotFound, renderPage } from './layout.ts';
import type { PageReply, PageRequest } from './page-request.ts';

/** The pages of an app's settings, as their addresses name them. */
export const SETTINGS_PAGES = ['basic', 'advanced'] as const;

/** The apps on which the person at the browser has a role. */
export function appsOf(world: World): App[] {
	return [...world.apps.values()].filter((app) => app.roles.has(world.signedInPersonId));
}

/** `/apps/` */
export function appList(request: PageRequest): PageReply {
	const apps = appsOf(request.world);
	const items = apps.map(
		(app) => html`
<li><a href="/apps/${app.id}/settings/basic/"><strong><bdi>${app.name}</bdi></strong>
<span><code>${app.id}</code> · ${modeOf(app)} · ${app.roles.get(request.world.signedInPersonId)}</span></a></li>`,
	);
	return renderPage(request, {
		title: 'My Apps',
		section: 'apps',
		body: html`
<h1>My Apps</h1>
<p class="lead">Apps on which you are an administrator, developer or tester.</p>
${apps.length === 0 ? html`<p class="empty">There is none.</p>` : html`<ul class="cards">${items}</ul>`}`,
	});
}

/** `/apps/{APP_ID}/settings/basic/` and `…/advanced/` */
export function appSettings(request: PageRequest, appId: string, page = 'basic'): PageReply {
	const app = appsOf(request.world).find((candidate) => candidate.id === appId);
	if (!app) {
		return renderNotFound(request);
	}
	const tabs = SETTINGS_PAGES.map((name) => {
		const current = name === page && trusted(' aria-current="page"');
		return html`<a href="/apps/${app.id}/settings/${name}/"${current}>${name === 'basic' ? 'Basic' : 'Advanced'}</a>`;
	});
	return renderPage(request, {
		title: `${app.name} · Settings`,
		section: 'apps',
		body: html`
<p class="crumbs"><a href="/apps/">My Apps</a></p>
<h1><bdi>${app.name}</bdi></h1>
<nav class="tabs" aria-label="Settings">${tabs}</nav>
<section class="card">${page === 'advanced' ? advanced(app) : basic(app)}</section>
<p class="actions"><a class="button" href="/tools/explorer/${app.id}/">Open in Graph API Explorer</a></p>`,
	});
}

function basic(app: App): Html {
	return html`
<h2>Basic</h2>
<dl class="facts">
<dt><label for="app-id">App ID</label></dt><dd>${readOnlyField('app-id', app.id)}</dd>
<dt><label for="app-secret">App Secret</label></dt><dd>${readOnlyField('app-secret', app.secret, true)}</dd>
<dt>Display name</dt><dd><bdi>${app.name}</bdi></dd>
<dt>Category</dt><dd>${app.category}</dd>
<dt>Mode</dt><dd>${modeOf(app)}</dd>
${app.status === 'restricted' && html`<dt>Status</dt><dd><span class="mark bad">Restricted</span> Meta has blocked the app.</dd>`}
</dl>`;
}

function advanced(app: App): Html {
	return html`
<h2>Advanced</h2>
<dl class="facts">
<dt>App type</dt><dd>${app.nativeDesktop ? 'Native or desktop' : 'Web'}</dd>
<dt>API version</dt><dd>${app.defaultVersion}</dd>
</dl>
<h3>Security</h3>
<dl class="facts">
<dt><label for="client-token">Client token</label></dt><dd>${readOnlyField('client-token', app.clientToken, true)}
<small>Looks like the app secret, and is not: it is made to be shipped in apps.</small></dd>
<dt>Require App Secret</dt><dd>${app.requireAppSecretProof ? 'On: every call needs appsecret_proof' : 'Off'}</dd>
</dl>
<h3>${app.loginForBusiness ? 'Facebook Login for Business' : 'Facebook Login'}</h3>
<dl class="facts">
<dt>Valid OAuth Redirect URIs</dt><dd class="breakable">${app.redirectUris.length === 0 ? 'None' : app.redirectUris.join(', ')}
${app.mode === 'development' && html`<small>In development mode localhost redirects are allowed automatically.</small>`}</dd>
<dt>Login from Devices</dt><dd>${app.loginFromDevices ? 'On' : 'Off'}</dd>
</dl>`;
}

function readOnlyField(id: string, value: string, hidden = false): Html {
	return html`<span class="field"><input id="${id}" type="${hidden ? 'password' : 'text'}" class="code" readonly autocomplete="off" spellcheck="false" value="${value}">${
		hidden && html`<button type="button" data-show="${id}" aria-pressed="false">Show</button>`
	}<button type="button" data-copy="${id}" aria-live="polite">Copy</button></span>`;
}

function modeOf(app: App): string {
	return app.mode === 'live' ? 'Live' : 'In development';
}
