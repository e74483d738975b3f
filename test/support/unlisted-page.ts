import { permissionsFor } from '../../source/domain/permissions.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { addPageOf } from '../../source/sandbox/generated-pages.ts';
import type { Sandbox } from '../../source/sandbox/server.ts';

/** Adds a Page that no list has, and that Meta gives by its name all the same; gives a user token that may see it. */
export function addUnlistedPage({ world }: Sandbox): string {
	const id = '119283746501928';
	const page = { id, name: 'Corner Bakery', username: 'corner.bakery', category: { id: '1', name: 'Bakery' } };
	addPageOf(world, ids.person, page, { tasks: ['MANAGE'], listed: false });
	return world.issueUserToken(ids.app, ids.person, permissionsFor('publish'), 'all').text;
}
