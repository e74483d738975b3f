import type { Call } from '../call.ts';
import type { Page, Person, Role } from '../entities.ts';
import { selectFields } from '../fields.ts';
import { graphError } from '../graph-error.ts';
import { pageOf } from '../paging.ts';
import { coverage, scopesOf } from '../tokens.ts';
import { accountFields } from './page-fields.ts';

const DEFAULT_FIELDS = ['access_token', 'category', 'category_list', 'name', 'id', 'tasks'];

/** `GET /{user-id}/accounts`: the Pages that the person ticked for the app and has a role on. */
export function accounts(call: Call, person: Person): unknown {
	if (call.caller?.userId !== person.id || call.caller.kind === 'page') {
		throw graphError('userTokenRequired');
	}
	return pageOf(call, `${person.id}/accounts`, listed(call, person), ({ page, role }) =>
		selectFields(call.request.params.get('fields'), accountFields(call, page, role), 'Page', DEFAULT_FIELDS),
	);
}

function listed({ world, caller }: Call, person: Person): { id: string; page: Page; role: Role }[] {
	if (!caller) {
		return [];
	}
	const seesBusinesses = scopesOf(world, caller).includes('business_management');
	const isShown = coverage(world, caller, 'pages_show_list');
	return world.rolesOf(person.id).flatMap((role) => {
		const page = world.pages.get(role.pageId);
		const isVisible = page && role.listed && (role.businessId === undefined || seesBusinesses) && isShown(role.pageId);
		return isVisible ? [{ id: page.id, page, role }] : [];
	});
}
