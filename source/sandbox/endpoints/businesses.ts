import type { Call } from '../call.ts';
import type { Business, Person } from '../entities.ts';
import { selectFields } from '../fields.ts';
import { graphError, unsupported } from '../graph-error.ts';
import { pageOf } from '../paging.ts';
import { scopesOf } from '../tokens.ts';
import { accountFields, listedFields } from './page-fields.ts';

/** `GET /{user-id}/businesses`: the business portfolios that the person is in. */
export function businesses(call: Call, person: Person): unknown {
	requireManagement(call);
	const fields = call.request.params.get('fields');
	return pageOf(call, `${person.id}/businesses`, call.world.businessesOf(person.id), (business) =>
		selectFields(fields, businessFields(business), 'Business', ['id', 'name']),
	);
}

/** `GET /{business-id}`. */
export function businessNode(call: Call, business: Business): unknown {
	requireMembership(call, business);
	return selectFields(call.request.params.get('fields'), businessFields(business), 'Business', ['id', 'name']);
}

/** `GET /{business-id}/owned_pages` and `/client_pages`. */
export function businessPages(call: Call, business: Business, edge: 'owned_pages' | 'client_pages'): unknown {
	requireMembership(call, business);
	const pageIds = edge === 'owned_pages' ? business.ownedPageIds : business.clientPageIds;
	const pages = pageIds.flatMap((id) => call.world.pages.get(id) ?? []);
	return pageOf(call, `${business.id}/${edge}`, pages, (page) =>
		selectFields(call.request.params.get('fields'), listedFields(call, page), 'Page', ['name', 'id']),
	);
}

/** `GET /{user-id}/assigned_pages`: the Pages that a business has assigned to the person. */
export function assignedPages(call: Call, person: Person): unknown {
	const { world, caller, request } = call;
	const isGranted = caller && scopesOf(world, caller).includes('business_management');
	if (!isGranted || !world.listsAssignedPages) {
		throw graphError('actionRefused');
	}
	const assigned = world.rolesOf(person.id).flatMap((role) => {
		const page = world.pages.get(role.pageId);
		return page && role.businessId !== undefined && !role.lost ? [{ id: page.id, page, role }] : [];
	});
	return pageOf(call, `${person.id}/assigned_pages`, assigned, ({ page, role }) =>
		selectFields(request.params.get('fields'), accountFields(call, page, role), 'Page', ['name', 'id']),
	);
}

function businessFields(business: Business) {
	return { id: () => business.id, name: () => business.name };
}

function requireManagement({ world, caller }: Call): void {
	if (!caller || !scopesOf(world, caller).includes('business_management')) {
		throw graphError('missingPermission');
	}
}

function requireMembership(call: Call, business: Business): void {
	if (!business.memberIds.has(call.caller?.userId ?? '')) {
		throw unsupported(call.request.method, business.id);
	}
	requireManagement(call);
}
