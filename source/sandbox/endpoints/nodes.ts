import type { Call } from '../call.ts';
import type { App, Page, Person } from '../entities.ts';
import { EdgeField, type FieldValues, selectFields } from '../fields.ts';
import { graphError } from '../graph-error.ts';
import { scopesOf } from '../tokens.ts';
import { accounts } from './accounts.ts';
import { businesses } from './businesses.ts';
import { pageFields, pictureOf } from './page-fields.ts';
import { permissions } from './permissions.ts';

/** `GET /me` of a person, and `GET /{user-id}`. */
export function userNode(call: Call, person: Person): unknown {
	const { world, caller, request } = call;
	const mayEmail = caller && scopesOf(world, caller).includes('email');
	const absent = () => undefined;
	const edge = (read: (call: Call, person: Person) => unknown) => () =>
		new EdgeField((params) =>
			read({ ...call, request: { ...request, params: new Map(Object.entries(params)) } }, person),
		);
	const values: FieldValues = {
		id: () => person.id,
		name: () => person.name,
		first_name: () => person.firstName,
		middle_name: absent,
		last_name: () => person.lastName,
		short_name: () => person.firstName,
		email: () => (mayEmail ? person.email : undefined),
		gender: absent,
		link: absent,
		picture: () => new EdgeField(({ fields }) => pictureOf(person.id, fields)),
		accounts: edge(accounts),
		businesses: edge(businesses),
		permissions: edge(permissions),
	};
	return selectFields(request.params.get('fields'), values, 'User', ['name', 'id']);
}

/** `GET /{page-id}`, and `GET /me` with a Page token. */
export function pageNode(call: Call, page: Page): unknown {
	const { world, caller, request } = call;
	const isOwn = caller?.pageId === page.id || world.role(caller?.userId ?? '', page.id)?.lost === false;
	if (!isOwn) {
		throw graphError('pageNotPublic');
	}
	return selectFields(request.params.get('fields'), pageFields(call, page), 'Page', ['name', 'id']);
}

/** `GET /{app-id}`. */
export function appNode({ request }: Call, app: App): unknown {
	const values = {
		id: () => app.id,
		name: () => app.name,
		category: () => app.category,
		link: () => `https://www.facebook.com/games/?app_id=${app.id}`,
		namespace: () => undefined,
	};
	return selectFields(request.params.get('fields'), values, 'Application', ['category', 'link', 'name', 'id']);
}
