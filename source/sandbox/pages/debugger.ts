import { type Inspection, inspectToken } from '../authenticate.ts';
import type { Token, TokenKind } from '../entities.ts';
import type { GraphError } from '../graph-error.ts';
import { scopesOf } from '../tokens.ts';
import type { World } from '../world.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './layout.ts';
import { describeMoment } from './moment.ts';
import type { PageReply, PageRequest } from './page-request.ts';
import { hiddenFields } from './parts.ts';

/** Beyond so many targets a granular scope shows their number first. */
const SHORT_LIST = 3;

const TYPES: Readonly<Record<TokenKind, string>> = {
	app: 'App',
	client: 'Client',
	user: 'User',
	page: 'Page',
	'system-user': 'System user',
};

/**
 * `/tools/debug/accesstoken/`: the token comes with the form, or in the address as Meta's own links have it
 * (`access_token`, in older ones `q`).
 */
export function tokenDebugger(request: PageRequest): PageReply {
	const { world, url, form } = request;
	const text = (form.get('access_token') ?? url.searchParams.get('access_token') ?? url.searchParams.get('q'))?.trim();
	const inspection = text ? inspectToken(world, text) : undefined;
	const extended = inspection?.token && form.get('step') === 'extend' ? extend(world, inspection) : undefined;
	return renderPage(request, {
		title: 'Access Token Debugger',
		section: 'debugger',
		body: html`
<h1>Access Token Debugger</h1>
<form method="post" action="/tools/debug/accesstoken/" class="card">
${hiddenFields(world)}
<label for="token">Access token</label>
<textarea id="token" name="access_token" class="code" rows="4" required autocomplete="off" spellcheck="false" placeholder="Paste an access token"${
			!text && html` autofocus`
		}>${text}</textarea>
<p class="actions"><button class="primary" name="step" value="debug">Debug</button>${
			inspection && isExtendable(inspection) && html`<button name="step" value="extend">Extend access token</button>`
		}</p>
</form>
${extended && extendedToken(extended, world.now())}
${inspection && (inspection.token ? facts(world, inspection.token, inspection.problem) : unreadable(inspection.problem))}`,
	});
}

function isExtendable({ token, problem }: Inspection): boolean {
	return token?.kind === 'user' && token.issuedAt === undefined && problem === undefined;
}

function extend(world: World, inspection: Inspection): Token | undefined {
	return inspection.token && isExtendable(inspection) ? world.exchange(inspection.token) : undefined;
}

function extendedToken(token: Token, now: number): Html {
	return html`
<section class="card good" role="status">
<h2><label for="extended-token">Long-lived access token</label></h2>
<p>Expires: ${describeMoment(token.expiresAt, now)}</p>
<textarea id="extended-token" class="code" rows="4" readonly spellcheck="false">${token.text}</textarea>
<p class="actions"><button type="button" class="primary" data-copy="extended-token" aria-live="polite">Copy</button></p>
</section>`;
}

function unreadable(problem: GraphError | undefined): Html {
	return html`
<section class="card bad" role="alert">
<h2>This is not an access token</h2>
<p class="breakable">${problem?.message}</p>
</section>`;
}

function facts(world: World, token: Token, problem: GraphError | undefined): Html {
	const now = world.now();
	const scopes = scopesOf(world, token);
	const granular = token.granularScopes.filter(({ scope }) => scopes.includes(scope));
	const row = (title: string, value: Html | string | false | undefined) =>
		value && html`<tr><th scope="row">${title}</th><td>${value}</td></tr>`;
	const verdict = problem ? html`<span class="mark bad">✗ No</span>` : html`<span class="mark good">✓ Yes</span>`;
	return html`
<section class="card">
<h2>Access token info</h2>
<table class="facts">
${row('App ID', html`<code>${token.appId}</code>`)}
${row('Type', TYPES[token.kind])}
${row('App name', html`<bdi>${world.apps.get(token.appId)?.name}</bdi>`)}
${row('Issued', token.issuedAt === undefined ? 'Not recorded (only long-lived tokens have it)' : describeMoment(token.issuedAt, now))}
${row('Expires', describeMoment(token.expiresAt, now))}
${row('Data access expires', token.userId !== undefined && describeMoment(token.dataAccessExpiresAt, now))}
${row('Valid', verdict)}
${row('Origin of error', problem && html`${problem.message} <code>${codesOf(problem)}</code>`)}
${row('User ID', token.userId !== undefined && named(token.userId, world.people.get(token.userId)?.name))}
${row('Profile ID', token.pageId !== undefined && named(token.pageId, world.pages.get(token.pageId)?.name))}
${row('Scopes', scopes.length === 0 ? 'None' : html`<ul class="chips">${scopes.map((scope) => html`<li>${scope}</li>`)}</ul>`)}
${row(
	'Granular scopes',
	granular.length > 0 &&
		html`<ul class="granular">${granular.map(
			({ scope, targetIds }) => html`<li><code>${scope}</code> ${targets(world, targetIds)}</li>`,
		)}</ul>`,
)}
</table>
</section>`;
}

function codesOf({ shape: { code, subcode } }: GraphError): string {
	return subcode === undefined ? `code ${code}` : `code ${code}, subcode ${subcode}`;
}

function named(id: string, name: string | undefined): Html {
	return html`<code>${id}</code> <bdi>${name}</bdi>`;
}

function targets(world: World, targetIds: ReadonlySet<string> | undefined): Html {
	if (!targetIds) {
		return html`<span class="quiet">all, now and in future</span>`;
	}
	const items = [...targetIds].map(
		(id) => html`<li>${named(id, (world.pages.get(id) ?? world.businesses.get(id))?.name)}</li>`,
	);
	const list = html`<ul>${items}</ul>`;
	return targetIds.size <= SHORT_LIST
		? list
		: html`<details><summary>${targetIds.size} targets</summary>${list}</details>`;
}
