import { plural } from '../../domain/plural.ts';
import { formatDistance } from '../../domain/time.ts';
import type { Token } from '../entities.ts';
import { PERMISSION_GROUPS } from '../permission-groups.ts';
import { problemOf, scopesOf } from '../tokens.ts';
import type { World } from '../world.ts';
import { appsOf } from './app-settings.ts';
import { type ExplorerState, METHODS, pagesOf } from './explorer-state.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './layout.ts';
import type { PageReply, PageRequest } from './page-request.ts';
import { hiddenFields, option, permissionItem } from './parts.ts';
import type { Answer } from './send-request.ts';

/** What the Explorer shows: its fields, and what came of the last press of a button. */
export interface ExplorerView extends ExplorerState {
	readonly notice?: { readonly text: string; readonly isProblem?: boolean };
	readonly answer?: Answer;
}

/** Draws the Explorer: the request and its answer on one side, the access token on the other. */
export function explorerPage(request: PageRequest, view: ExplorerView): PageReply {
	const { notice } = view;
	return renderPage(request, {
		title: 'Graph API Explorer',
		section: 'explorer',
		width: 'wide',
		body: html`
<form method="post" action="/tools/explorer/${view.app.id}/" class="explorer">
${hiddenFields(request.world)}
<h1>Graph API Explorer</h1>
<section class="request" aria-label="Request">
${requestBar(request, view)}
${answerPanel(view.answer)}
</section>
<section class="card token" aria-label="Token and permissions">
${notice && html`<p class="notice ${notice.isProblem ? 'bad' : 'good'}" role="status">${notice.isProblem ? '!' : '✓'} ${notice.text}</p>`}
${tokenField(request.world, view)}
${menus(request.world, view)}
${permissionPicker(view)}
</section>
</form>`,
	});
}

function requestBar({ world, origins }: PageRequest, view: ExplorerView): Html {
	const versions = world.liveVersions.includes(view.version)
		? world.liveVersions
		: [view.version, ...world.liveVersions];
	return html`
<div class="bar">
<select name="method" aria-label="Method">${METHODS.map((method) => option(method, method, view.method))}</select>
<span class="host quiet">${origins.graphUrl.replace(/^https?:\/\//, '')}/</span>
<select name="version" aria-label="Version">${versions.map((version) => option(version, version, view.version))}</select>
<span class="quiet">/</span>
<input name="path" class="code" value="${view.path}" aria-label="Path" autocomplete="off" spellcheck="false" autocapitalize="off">
<button name="step" value="send"${view.answer && html` autofocus`}>Submit</button>
</div>`;
}

function answerPanel(answer: Answer | undefined): Html {
	if (!answer) {
		return html`<div class="answer empty"><p>The answer to your request appears here.</p></div>`;
	}
	const isGood = answer.status === 200;
	const status = answer.status === undefined ? '✗' : `${isGood ? '✓' : '✗'} HTTP ${answer.status}`;
	return html`<div class="answer"><p><span class="mark ${isGood ? 'good' : 'bad'}">${status}</span></p>
<pre tabindex="0" aria-label="Answer">${answer.text}</pre></div>`;
}

function tokenField(world: World, { token, userToken, answer }: ExplorerView): Html {
	return html`
<h2><label for="access-token">Access token</label></h2>
<textarea id="access-token" name="access_token" class="code" rows="${token ? 6 : 3}" readonly spellcheck="false" placeholder="None yet: choose permissions, then press Generate Access Token.">${token?.text}</textarea>
<input type="hidden" name="user_token" value="${userToken?.text ?? ''}">
${
	token &&
	html`<p class="quiet">${describeToken(world, token)}. Copy it, and return to the terminal.</p>
<p class="actions"><button type="button" class="primary" data-copy="access-token" aria-live="polite"${!answer && html` autofocus`}>Copy Token</button>
<button formaction="/tools/debug/accesstoken/" formtarget="_blank">Debug</button></p>`
}
<p class="actions"><button${!token && html` class="primary"`} name="step" value="generate">Generate Access Token</button></p>`;
}

function describeToken(world: World, token: Token): Html {
	const now = world.now();
	const ended = problemOf(world, token) !== undefined;
	const end = token.expiresAt === 0 ? 'never expires' : `ends in ${formatDistance(token.expiresAt - now)}`;
	const scopes = scopesOf(world, token).length;
	return html`<bdi>${world.apps.get(token.appId)?.name}</bdi> · ${ended ? 'no longer valid' : end}${
		scopes > 0 && ` · ${plural(scopes, 'permission')}`
	}`;
}

function menus(world: World, view: ExplorerView): Html {
	const pages = view.userToken ? pagesOf(world, view.userToken) : [];
	return html`
<div class="menus">
<p><label for="app">Meta App</label>
<select id="app" name="app">${appsOf(world).map((app) => option(app.id, app.name, view.app.id))}</select></p>
<p><label for="choice">User or Page</label>
<select id="choice" name="choice">
${option('user', 'Get User Access Token', view.choice)}
${option('app', 'Get App Token', view.choice)}
${option('page', 'Get Page Access Tokens', view.choice)}
${option('uninstall', 'Uninstall the app', view.choice)}
${
	pages.length > 0 &&
	html`<optgroup label="Page access tokens">${pages.map((page) => option(`page:${page.id}`, page.name, view.choice))}</optgroup>`
}
</select></p>
</div>`;
}

function permissionPicker({ permissions, unknownPermissions }: ExplorerView): Html {
	const item = (name: string) => permissionItem(name, permissions.has(name));
	const groups = PERMISSION_GROUPS.map(
		(group) => html`
<fieldset><legend>${group.title}</legend><ul class="checks">${group.permissions.map(item)}</ul></fieldset>`,
	);
	return html`
<h2 class="split"><label for="add">Permissions</label> <output class="quiet" data-count="permissions">${permissions.size}</output></h2>
<input id="add" name="add" type="search" data-filter="permissions" value="${unknownPermissions.join(', ')}" placeholder="Add a Permission: search, or paste a list of names" autocomplete="off" spellcheck="false" autocapitalize="off">
<div id="permissions" class="scroll" tabindex="-1">${groups}</div>
<p class="empty" id="permissions-nothing" hidden>No permission has this name.</p>`;
}
