import { isGrantedByPage } from '../../domain/permissions.ts';
import { describePermission, PUBLIC_PROFILE } from '../permission-groups.ts';
import type { ExplorerState } from './explorer-state.ts';
import { formTokenField } from './form-token.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './layout.ts';
import type { PageReply, PageRequest } from './page-request.ts';

/** Beyond so many Pages the list has a field to search it. */
const SHORT_LIST = 8;

/** What a person grants an app in the login dialog. */
export interface Consent {
	readonly permissions: readonly string[];
	/** Ids, or `all` for all current and future Pages. */
	readonly pages: readonly string[] | 'all';
}

/** What the person agreed to. A form cannot agree to more than it asked for, nor to Pages that it did not offer. */
export function readConsent(request: PageRequest, state: ExplorerState): Consent {
	return { permissions: [...state.permissions], pages: readPages(request) };
}

/** The Pages that the person ticked among those that were offered. */
export function readPages({ world, form }: PageRequest): Consent['pages'] {
	const offered = new Set(world.offeredPageIds(world.signedInPersonId));
	return form.get('pages') === 'all' ? 'all' : form.getAll('page').filter((id) => offered.has(id));
}

/** The permissions that were asked for and are not among `granted`. */
export function declinedOf({ form }: PageRequest, granted: readonly string[]): string[] {
	return form.getAll('asked').filter((name) => !granted.includes(name));
}

/** The step before a user token: which Pages, which permissions. All of them are ticked, each may be declined. */
export function consentPage(request: PageRequest, state: ExplorerState): PageReply {
	const { world } = request;
	const person = world.people.get(world.signedInPersonId);
	const { app, method, version, path, choice } = state;
	const hidden = Object.entries({ app: app.id, method, version, path, choice });
	const permissions = [...state.permissions];
	return renderPage(request, {
		title: `Allow ${app.name}`,
		section: 'explorer',
		body: html`
<form method="post" action="/tools/explorer/${app.id}/" class="consent">
${formTokenField(world)}
${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${permissions.map((name) => html`<input type="hidden" name="asked" value="${name}">`)}
<h1><bdi>${app.name}</bdi> asks for access</h1>
<p class="lead">You are <bdi>${person?.name}</bdi>. Choose what this app may do, and on which Pages.</p>
${permissions.some(isGrantedByPage) && pageChoice(request)}
<section class="card">
<h2>What <bdi>${app.name}</bdi> may do</h2>
<ul class="checks">${permissions.map(permissionItem)}</ul>
</section>
<p class="actions"><button class="primary" name="step" value="consent" autofocus>Continue</button>
<button name="step" value="cancel">Cancel</button></p>
</form>`,
	});
}

/** A permission that is ticked, and can be left out unless every token has it. */
export function permissionItem(name: string): Html {
	const box =
		name === PUBLIC_PROFILE
			? html`<input type="checkbox" checked disabled value="${name}">`
			: html`<input type="checkbox" name="permission" value="${name}" checked>`;
	return html`<li><label>${box}<span><code>${name}</code><small>${describePermission(name)}</small></span></label></li>`;
}

/** The choice of Pages; `before`: the last one, without which all are ticked. */
export function pageChoice({ world }: PageRequest, before?: Consent['pages']): Html {
	const isTicked = (id: string) => before === undefined || before === 'all' || before.includes(id);
	const pages = world.offeredPageIds(world.signedInPersonId).flatMap((id) => world.pages.get(id) ?? []);
	const items = pages.map(
		(page) => html`
<li><label><input type="checkbox" name="page" value="${page.id}"${isTicked(page.id) && html` checked`}><span><bdi>${page.name}</bdi><small>${page.category} · ${page.id}</small></span></label></li>`,
	);
	return html`
<fieldset class="card">
<legend><h2>Pages</h2></legend>
<ul class="checks">
<li><label><input type="radio" name="pages" value="chosen"${before !== 'all' && html` checked`}><span>Only the Pages chosen below</span></label></li>
<li><label><input type="radio" name="pages" value="all"${before === 'all' && html` checked`}><span>All current and future Pages</span></label></li>
</ul>
<div data-for-choice="pages=chosen">
<p class="toolbar"><span class="quiet">Chosen: <output data-count="page-list">${pages.filter(({ id }) => isTicked(id)).length} of ${pages.length}</output></span>
<button type="button" class="small" data-tick="page-list" value="all">All</button>
<button type="button" class="small" data-tick="page-list" value="none">None</button></p>
${pages.length > SHORT_LIST && html`<input type="search" data-filter="page-list" placeholder="Search Pages" aria-label="Search Pages">`}
<ul class="checks scroll" id="page-list" tabindex="-1">${items}</ul>
<p class="empty" id="page-list-nothing" hidden>No Page has this name.</p>
${pages.length === 0 && html`<p class="empty">You manage no Page.</p>`}
</div>
</fieldset>`;
}
