import type { Call } from '../call.ts';
import type { App, Page, Person } from '../entities.ts';
import { selectFields } from '../fields.ts';
import { graphError } from '../graph-error.ts';
import { scopesOf } from '../tokens.ts';
import { pageFields } from './page-fields.ts';

/** `GET /me` of a person, and `GET /{user-id}`. */
export function userNode({ world, caller, request }: Call, person: Person): unknown {
	const mayEmail = caller && scopesOf(world, caller).includes('email');
	const absent = () => undefined;
	const values = {
		id: () => person.id,
		name: () => person.name,
		first_name: () => person.firstName,
		middle_name: absent,
		last_name: () => person.lastName,
		short_name: () => person.firstName,
		email: () => (mayEmail ? person.email : undefined),
		gender: absent,
		link: absent,
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
