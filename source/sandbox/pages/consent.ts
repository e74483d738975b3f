import { isGrantedByPage } from '../../domain/permissions.ts';
import type { App, ChosenPages } from '../entities.ts';
import { PUBLIC_PROFILE } from '../permission-groups.ts';
import type { World } from '../world.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './layout.ts';
import type { PageReply, PageRequest } from './page-request.ts';
import { hiddenFields, permissionItem } from './parts.ts';

/** Beyond so many Pages the list has a field to search it. */
const SHORT_LIST = 8;

/** What the person is asked, and how the form gets back. */
export interface Consent {
	readonly app: App;
	/** What the person is asked for, and what else was granted before and stays so. */
	readonly asked: readonly string[];
	readonly kept: readonly string[];
	/** All that is asked for or nothing: no permission can be left out. */
	readonly isWhole: boolean;
	/** The Pages of the last time are taken, and not asked for. */
	readonly isReplay?: boolean;
	/** Path and query that the form is posted to, and its hidden fields. */
	readonly action: string;
	readonly hidden?: readonly (readonly [name: string, value: string])[];
	/** Where the person goes after that; undefined: back to the Explorer. */
	readonly target?: { readonly name: string; readonly origin?: string };
}

/** What the person chose; `granted` has what stays, too. */
export interface LoginChoice {
	readonly granted: readonly string[];
	readonly declined: readonly string[];
	readonly pages: ChosenPages;
}

/**
 * Sorts the wanted permissions: what was declined is asked for again only with `asksAgain`, the `auth_type=rerequest` of
 * the dialog. What was granted stands there ticked, as after Meta's "Edit access". A token has all that is granted, wanted
 * this time or not.
 */
export function sortPermissions(
	{ world }: PageRequest,
	app: App,
	wanted: readonly string[],
	asksAgain: boolean,
): Pick<Consent, 'asked' | 'kept'> {
	const known = world.grant(app.id, world.signedInPersonId)?.permissions ?? new Map<string, string>();
	const isKept = (name: string) => known.get(name) === 'granted' && ![...wanted, PUBLIC_PROFILE].includes(name);
	return {
		asked: wanted.filter((name) => asksAgain || known.get(name) !== 'declined'),
		kept: [...known.keys()].filter(isKept),
	};
}

/** What the person agreed to: no more than was asked for, and no Pages that were not offered. */
export function readChoice(request: PageRequest, { app, asked, kept, isWhole, isReplay }: Consent): LoginChoice {
	const { world, form } = request;
	const ticked = isWhole ? asked : asked.filter((name) => form.getAll('permission').includes(name));
	const isLinkedBefore = world.grant(app.id, world.signedInPersonId) !== undefined;
	const before = isLinkedBefore ? 'as-before' : world.offeredPageIds(world.signedInPersonId);
	return {
		granted: [...kept, ...ticked],
		declined: asked.filter((name) => !ticked.includes(name)),
		pages: hasPages({ asked, kept }) && !isReplay ? readPages(request) : before,
	};
}

/** What is ticked at first from the second time on. */
function chosenBefore(world: World, { id }: App): readonly string[] | 'all' | undefined {
	const grant = world.grant(id, world.signedInPersonId);
	return grant?.isAll ? 'all' : grant && [...grant.pages];
}

/** The Pages that the person ticked among those that were offered. */
export function readPages({ world, form }: PageRequest): ChosenPages {
	const offered = new Set(world.offeredPageIds(world.signedInPersonId));
	return form.get('pages') === 'all' ? 'all' : form.getAll('page').filter((id) => offered.has(id));
}

/** Whether the person has signed in to the app before, so that the dialog can go on as the last time. */
export function isLinked({ world }: PageRequest, { id }: App): boolean {
	const grant = world.grant(id, world.signedInPersonId);
	return grant?.isLinked === true && [...grant.permissions.values()].includes('granted');
}

/** What is left to ask where the person goes on as the last time: what was not granted then. */
export function replayOf({ world }: PageRequest, consent: Consent): Consent {
	const known = world.grant(consent.app.id, world.signedInPersonId)?.permissions;
	const isKnown = (name: string) => known?.get(name) === 'granted';
	return {
		...consent,
		asked: consent.asked.filter((name) => !isKnown(name)),
		kept: [...consent.kept, ...consent.asked.filter(isKnown)],
		isReplay: true,
	};
}

/** What the dialog asks first from the second time on: to go on as the last time, with the same Pages, or to change that. */
export function linkedPage(request: PageRequest, consent: Consent, { canEdit }: { canEdit: boolean }): PageReply {
	const { app, action, hidden, target } = consent;
	const { world, url } = request;
	return renderPage(request, {
		title: `Log in to ${app.name}`,
		...(target?.origin === undefined || target.origin === url.origin ? {} : { formTarget: target.origin }),
		body: html`
<form method="post" action="${action}" class="consent">
${hiddenFields(world, hidden)}
<h1>You've previously linked <bdi>${app.name}</bdi> to Facebook</h1>
<p class="lead">Would you like to continue with your previous settings?</p>
<p class="actions">${canEdit && html`<button name="step" value="edit">Edit settings</button>`}
<button class="primary" name="step" value="replay" autofocus>Continue</button>
<button name="step" value="cancel">Cancel</button></p>
</form>`,
	});
}

/** The form of the login dialog, of the device page, and of the Explorer. */
export function consentPage(request: PageRequest, consent: Consent): PageReply {
	const { app, asked, kept, isWhole, isReplay, action, hidden, target } = consent;
	const { world, url } = request;
	const person = world.people.get(world.signedInPersonId);
	const pages = target && chosenBefore(world, app);
	return renderPage(request, {
		title: target ? `Log in to ${app.name}` : `Allow ${app.name}`,
		...(target ? {} : { section: 'explorer' }),
		...(target?.origin === undefined || target.origin === url.origin ? {} : { formTarget: target.origin }),
		body: html`
<form method="post" action="${action}" class="consent">
${hiddenFields(world, isReplay ? [...(hidden ?? []), ['replay', 'yes']] : hidden)}
<h1><bdi>${app.name}</bdi> asks for access</h1>
<p class="lead">You are <bdi>${person?.name}</bdi>. ${lead(consent)}</p>
${hasPages(consent) && !isReplay && pageChoice(request, app, pages)}
<section class="card">
<h2>What <bdi>${app.name}</bdi> may do</h2>
<ul class="checks">${[PUBLIC_PROFILE, ...asked].map((name) => permissionItem(name, true, isWhole || undefined))}</ul>
</section>
${
	kept.length > 0 &&
	html`<section class="card"><h2>What you allowed before, and stays</h2><ul class="chips">${kept.map((name) => html`<li>${name}</li>`)}</ul></section>`
}
<p class="actions"><button class="primary" name="step" value="${target ? 'continue' : 'consent'}" autofocus>Continue${target && html` as <bdi>${person?.firstName}</bdi>`}</button>
<button name="step" value="cancel">Cancel</button>
${target && html`<span class="quiet">Then back to <bdi>${target.name}</bdi></span>`}</p>
</form>`,
	});
}

function lead({ asked, isWhole, target }: Consent): string {
	if (target && asked.length === 0) {
		return 'This app asks for nothing that you have not decided before.';
	}
	return isWhole ? 'Allow all of it, or nothing.' : 'Choose what this app may do, and on which Pages.';
}

function hasPages({ asked, kept }: Pick<Consent, 'asked' | 'kept'>): boolean {
	return [...asked, ...kept].some(isGrantedByPage);
}

/** The choice of Pages; `before`: the last one, without which all are ticked. */
function pageChoice({ world }: PageRequest, app: App, before?: readonly string[] | 'all'): Html {
	const isTicked = (id: string) => before === undefined || before === 'all' || before.includes(id);
	const pages = world.offeredPageIds(world.signedInPersonId).flatMap((id) => world.pages.get(id) ?? []);
	const items = pages.map(
		(page) => html`
<li><label><input type="checkbox" name="page" value="${page.id}"${isTicked(page.id) && html` checked`}><span><bdi>${page.name}</bdi><small>${page.category} · ${page.id}</small></span></label></li>`,
	);
	return html`
<fieldset class="card">
<legend><h2>Choose the Pages you want <bdi>${app.name}</bdi> to access</h2></legend>
<ul class="checks">
<li><label><input type="radio" name="pages" value="all"${before === 'all' && html` checked`}><span>Opt in to all current and future Pages</span></label></li>
<li><label><input type="radio" name="pages" value="chosen"${before !== 'all' && html` checked`}><span>Opt in to current Pages only</span></label></li>
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
