import { isGrantedByPage } from '../../domain/permissions.ts';
import type { App } from '../entities.ts';
import { describePermission, PUBLIC_PROFILE } from '../permission-groups.ts';
import { pageChoice, permissionItem, readPages } from './consent.ts';
import { formTokenField } from './form-token.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './layout.ts';
import type { PageReply, PageRequest } from './page-request.ts';

/** What the person is asked, and how the form gets back. */
export interface LoginConsent {
	readonly app: App;
	/** What the person is asked for, and what else was granted before and stays so. */
	readonly asked: readonly string[];
	readonly kept: readonly string[];
	/** All that is asked for or nothing: no permission can be left out. */
	readonly isWhole: boolean;
	/** Path and query that the form is posted to, and its hidden fields. */
	readonly action: string;
	readonly hidden?: Readonly<Record<string, string>>;
	/** Where the person goes after that. */
	readonly target: { readonly name: string; readonly origin?: string };
}

/** What the person chose; `granted` has what stays, too. */
export interface LoginChoice {
	readonly granted: readonly string[];
	readonly declined: readonly string[];
	readonly pages: readonly string[] | 'all';
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
): Pick<LoginConsent, 'asked' | 'kept'> {
	const known = world.grant(app.id, world.signedInPersonId)?.permissions ?? new Map<string, string>();
	const isKept = (name: string) => known.get(name) === 'granted' && ![...wanted, PUBLIC_PROFILE].includes(name);
	return {
		asked: wanted.filter((name) => asksAgain || known.get(name) !== 'declined'),
		kept: [...known.keys()].filter(isKept),
	};
}

/** What the person agreed to: no more than was asked for, and no Pages that were not offered. */
export function readChoice(request: PageRequest, { app, asked, kept, isWhole }: LoginConsent): LoginChoice {
	const { world, form } = request;
	const ticked = isWhole ? asked : asked.filter((name) => form.getAll('permission').includes(name));
	const before = world.grant(app.id, world.signedInPersonId)?.pages ?? world.offeredPageIds(world.signedInPersonId);
	return {
		granted: [...kept, ...ticked],
		declined: asked.filter((name) => !ticked.includes(name)),
		pages: hasPages({ asked, kept }) ? readPages(request) : before,
	};
}

/** The form of the dialog and of the device page. */
export function loginConsentPage(request: PageRequest, consent: LoginConsent): PageReply {
	const { app, asked, kept, isWhole, action, hidden = {}, target } = consent;
	const { world, url } = request;
	const person = world.people.get(world.signedInPersonId);
	const pages = world.grant(app.id, world.signedInPersonId)?.pages;
	return renderPage(request, {
		title: `Log in to ${app.name}`,
		...(target.origin === undefined || target.origin === url.origin ? {} : { formTarget: target.origin }),
		body: html`
<form method="post" action="${action}" class="consent">
${formTokenField(world)}
${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<h1><bdi>${app.name}</bdi> asks for access</h1>
<p class="lead">You are <bdi>${person?.name}</bdi>. ${lead(consent)}</p>
${hasPages(consent) && pageChoice(request, pages)}
<section class="card">
<h2>What <bdi>${app.name}</bdi> may do</h2>
<ul class="checks">${[PUBLIC_PROFILE, ...asked].map((name) => (isWhole ? fixedItem(name) : permissionItem(name)))}</ul>
</section>
${
	kept.length > 0 &&
	html`<section class="card"><h2>What you allowed before, and stays</h2><ul class="chips">${kept.map((name) => html`<li>${name}</li>`)}</ul></section>`
}
<p class="actions"><button class="primary" name="step" value="continue" autofocus>Continue as <bdi>${person?.firstName}</bdi></button>
<button name="step" value="cancel">Cancel</button>
<span class="quiet">Then back to <bdi>${target.name}</bdi></span></p>
</form>`,
	});
}

function lead({ asked, isWhole }: LoginConsent): string {
	if (asked.length === 0) {
		return 'This app asks for nothing that you have not decided before.';
	}
	return isWhole ? 'Allow all of it, or nothing.' : 'Choose what this app may do, and on which Pages.';
}

function hasPages({ asked, kept }: Pick<LoginConsent, 'asked' | 'kept'>): boolean {
	return [...asked, ...kept].some(isGrantedByPage);
}

function fixedItem(name: string): Html {
	return html`<li><label><input type="checkbox" checked disabled value="${name}"><span><code>${name}</code><small>${describePermission(name)}</small></span></label></li>`;
}
