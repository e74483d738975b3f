import { permissionsFor } from '../../source/domain/permissions.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import type { Sandbox } from '../../source/sandbox/server.ts';

/** Adds a Page that no list has, and that Meta gives by its name all the same; gives a user token that may see it. */
export function addUnlistedPage({ world }: Sandbox): string {
	const id = '119283746501928';
	const category = { id: '1', name: 'Bakery' };
	world.addPage({
		id,
		name: 'Corner Bakery',
		username: 'corner.bakery',
		category: 'Bakery',
		categoryList: [category],
		isPublished: true,
		followersCount: 12,
	});
	world.addRole({ personId: ids.person, pageId: id, tasks: ['MANAGE'], listed: false, givesToken: true, lost: false });
	return world.issueUserToken(ids.app, ids.person, permissionsFor('publish'), 'all').text;
}
