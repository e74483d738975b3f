import type { Call } from '../call.ts';
import type { Page, Role } from '../entities.ts';
import { EdgeField, type FieldValues } from '../fields.ts';
import { graphError } from '../graph-error.ts';
import { covers, scopesOf } from '../tokens.ts';

/** The fields of a Page, for the holder of the call's token. */
export function pageFields(call: Call, page: Page): FieldValues {
	const { world, caller } = call;
	const business = world.businesses.get(page.ownerBusinessId ?? '');
	const owner = () =>
		business && caller && scopesOf(world, caller).includes('business_management')
			? { id: business.id, name: business.name }
			: undefined;
	const followers = () => {
		requireEngagement(call, page);
		return page.followersCount;
	};
	const absent = () => undefined;
	const role = caller && world.role(caller.userId ?? '', page.id);
	return {
		id: () => page.id,
		name: () => page.name,
		access_token: () => pageAccessToken(call, page),
		category: () => page.category,
		category_list: () => page.categoryList,
		about: () => `What ${page.name} does.`,
		link: () => `https://www.facebook.com/${page.id}`,
		picture: () => new EdgeField(({ fields }) => pictureOf(page.id, fields)),
		is_published: () => page.isPublished,
		followers_count: followers,
		fan_count: followers,
		business: owner,
		owner_business: owner,
		verification_status: () => 'not_verified',
		has_transitioned_to_new_page_experience: () => true,
		username: () => page.username,
		...(world.tellsTasksOfPages ? { tasks: () => role?.tasks } : {}),
		instagram_business_account: () => linkedInstagram(call, page),
		user_access_expire_time: absent,
	};
}

/** The picture of a person or Page: all that Graph tells of it, or those `fields`. */
export function pictureOf(id: string, fields?: string): unknown {
	const url = `https://platform-lookaside.fbsbx.com/platform/profilepic/?asid=${id}&height=50&width=50`;
	const data = Object.entries({ height: 50, is_silhouette: false, url, width: 50 });
	const asked = fields?.split(',') ?? data.map(([name]) => name);
	return { data: Object.fromEntries(data.filter(([name]) => asked.includes(name))) };
}

/** The same in a list, which may not have the token. */
export function listedFields(call: Call, page: Page): FieldValues {
	const fields = pageFields(call, page);
	return call.world.listsGiveTokens ? fields : { ...fields, access_token: () => undefined };
}

/** The same with `tasks`, which only the lists of a person have. */
export function accountFields(call: Call, page: Page, role: Role): FieldValues {
	return { ...listedFields(call, page), tasks: () => role.tasks };
}

/** Undefined when Graph would leave the field out: no role, no token for it, or the Page was not ticked. */
function pageAccessToken({ world, caller }: Call, page: Page): string | undefined {
	if (caller?.kind === 'page' && caller.pageId === page.id) {
		return caller.text;
	}
	const role = world.role(caller?.userId ?? '', page.id);
	if (!caller || !role?.givesToken || !covers(world, caller, 'pages_show_list', page.id)) {
		return undefined;
	}
	return role.lost && !role.listed ? undefined : world.pageToken(caller, page.id).text;
}

/** Without a word left out where none is linked, to a token that is not the Page's, and without the permissions. */
function linkedInstagram({ world, caller }: Call, page: Page): EdgeField | undefined {
	const { instagram } = page;
	if (!instagram || !caller || caller.kind !== 'page' || !scopesOf(world, caller).includes('instagram_basic')) {
		return undefined;
	}
	const isThroughBusiness = world.role(caller.userId ?? '', page.id)?.businessId !== undefined;
	if (isThroughBusiness && !scopesOf(world, caller).some((name) => name === 'ads_management' || name === 'ads_read')) {
		return undefined;
	}
	return new EdgeField(({ fields = 'id' }) => ({
		...(fields.split(',').includes('username') ? { username: instagram.username } : {}),
		id: instagram.id,
	}));
}

function requireEngagement({ world, caller }: Call, page: Page): void {
	if (!caller || !covers(world, caller, 'pages_read_engagement', page.id)) {
		throw graphError('engagementRequired');
	}
}
