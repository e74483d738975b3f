import { isGrantedByPage } from '../../domain/permissions.ts';
import { plural } from '../../domain/plural.ts';
import type { App, Person, Token } from '../entities.ts';
import { PERMISSION_GROUPS } from '../permission-groups.ts';
import type { World } from '../world.ts';
import { appsOf } from './app-settings.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './layout.ts';
import { describeMoment } from './moment.ts';
import type { PageReply, PageRequest } from './page-request.ts';
import { hiddenFields, option, permissionItem } from './parts.ts';

/** What a token is generated with. */
interface Choice {
	readonly app: App;
	readonly systemUser: Person;
	readonly endsIn60Days: boolean;
	readonly permissions: readonly string[];
}

/** What business settings offer for a token: all that concerns Pages and businesses. */
const OFFERED = PERMISSION_GROUPS.flatMap(({ permissions }) => permissions).filter(
	(name) => isGrantedByPage(name) || name === 'business_management',
);

/**
 * `/settings/system-users`, which stands for that page of business.facebook.com: generates the token of a system user of
 * the person's businesses, without an end or for 60 days.
 */
export function systemUsers(request: PageRequest): PageReply {
	const { world, method } = request;
	const users = systemUsersOf(world);
	const choice = readChoice(request, users);
	const token = choice && method === 'POST' ? generate(world, choice) : undefined;
	return renderPage(request, {
		title: 'System users',
		body: html`
<h1>System users</h1>
<p class="lead">Part of a business portfolio's settings: users that are programs, with the Pages that are assigned to them.</p>
${choice ? html`${token && tokenCard(world, token)}${form(request, users, choice)}` : html`<p class="empty">Your businesses have none, or you have no app.</p>`}`,
	});
}

function systemUsersOf(world: World): Person[] {
	const businessIds = world.businessesOf(world.signedInPersonId).map(({ id }) => id);
	return [...world.people.values()].filter(({ systemUserOf = '' }) => businessIds.includes(systemUserOf));
}

/** Undefined: there is nobody to choose. */
function readChoice({ world, form, method }: PageRequest, users: readonly Person[]): Choice | undefined {
	const apps = appsOf(world);
	const app = apps.find(({ id }) => id === form.get('app')) ?? apps[0];
	const systemUser = users.find(({ id }) => id === form.get('system_user')) ?? users[0];
	const ticked = method === 'POST' ? form.getAll('permission') : OFFERED.slice(0, 3);
	const permissions = OFFERED.filter((name) => ticked.includes(name));
	return app && systemUser && { app, systemUser, permissions, endsIn60Days: form.get('expiration') === '60 days' };
}

function generate(world: World, { app, systemUser, endsIn60Days, permissions }: Choice): Token {
	return world.issueSystemUserToken(app.id, systemUser.id, permissions, { endsIn60Days });
}

function tokenCard(world: World, token: Token): Html {
	return html`
<section class="card good">
<h2><label for="access-token">Access token</label></h2>
<textarea id="access-token" class="code" rows="6" readonly spellcheck="false">${token.text}</textarea>
<p class="quiet">Ends: ${describeMoment(token.expiresAt, world.now())}</p>
<p class="actions"><button type="button" class="primary" data-copy="access-token" aria-live="polite">Copy</button></p>
</section>`;
}

function form({ world }: PageRequest, users: readonly Person[], choice: Choice): Html {
	const pagesOf = ({ id }: Person) => plural(world.rolesOf(id).length, 'Page');
	const expirations = (['never', '60 days'] as const).map(
		(value) => html`
<li><label><input type="radio" name="expiration" value="${value}"${(value === '60 days') === choice.endsIn60Days && html` checked`}><span>${value === 'never' ? 'Never' : 'In 60 days'}</span></label></li>`,
	);
	const permissions = OFFERED.map((name) => permissionItem(name, choice.permissions.includes(name)));
	return html`
<form method="post" action="/settings/system-users" class="card">
${hiddenFields(world)}
<h2>Generate token</h2>
<div class="menus">
<p><label for="system-user">System user</label>
<select id="system-user" name="system_user">${users.map((user) => option(user.id, `${user.name} · ${pagesOf(user)}`, choice.systemUser.id))}</select></p>
<p><label for="app">App</label>
<select id="app" name="app">${appsOf(world).map(({ id, name }) => option(id, name, choice.app.id))}</select></p>
</div>
<fieldset><legend><h3>Token ends</h3></legend><ul class="checks">${expirations}</ul></fieldset>
<fieldset><legend><h3>Permissions</h3></legend><ul class="checks scroll" tabindex="-1">${permissions}</ul></fieldset>
<p class="actions"><button class="primary">Generate token</button></p>
</form>`;
}
