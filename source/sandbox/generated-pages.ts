import type { Category, Page, Role } from './entities.ts';
import type { World } from './world.ts';

const places = (
	'Ashford Brookfield Clayton Dunmore Eastport Fairview Glenwood Hartley Ivydale Juniper Kingsbridge Lakeside Maplewood ' +
	'Northgate Oakham Pinehurst Quarry Redhill Stonebridge Thornton Underhill Valley Westcliff Yarrow Zürich Århus Łódź'
).split(' ');

const trades: readonly (readonly [trade: string, category: Category])[] = [
	['Bakery', { id: '166452523376321', name: 'Bakery' }],
	['Dental Care', { id: '180410821995109', name: 'Dentist & dental office' }],
	['Yoga Studio', { id: '1758418281071392', name: 'Yoga studio' }],
	['Bike Repair', { id: '204345306262262', name: 'Bike shop' }],
	['Theatre', { id: '173883042668223', name: 'Theatre' }],
	['Choir', { id: '643', name: 'Musician/band' }],
	['Volunteers', { id: '2603', name: 'Non-profit organisation' }],
	['Garden Centre', { id: '200074260005823', name: 'Garden centre' }],
	['Football Club', { id: '189018581118681', name: 'Sports club' }],
	['Primary School', { id: '2601', name: 'School' }],
	['Gallery', { id: '197817313562497', name: 'Art gallery' }],
];

/** What a person with full control may do on a Page. */
export const ALL_TASKS = ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MESSAGING', 'MODERATE', 'MANAGE'];

const taskSets = [
	ALL_TASKS,
	['MODERATE', 'MESSAGING', 'ANALYZE', 'ADVERTISE', 'CREATE_CONTENT', 'MANAGE'],
	['ANALYZE', 'ADVERTISE', 'MODERATE', 'CREATE_CONTENT'],
];

/** Adds a Page on which the person has full control, is listed with it and gets its token; `role` is what differs. */
export function addPageOf(
	world: World,
	personId: string,
	{ category, ...page }: Pick<Page, 'id' | 'name' | 'username' | 'ownerBusinessId'> & { readonly category: Category },
	role: Partial<Role> = {},
): void {
	const followersCount = world.random.integer(12, 48_000);
	world.addPage({ ...page, category: category.name, categoryList: [category], isPublished: true, followersCount });
	world.addRole({ personId, pageId: page.id, tasks: ALL_TASKS, listed: true, givesToken: true, lost: false, ...role });
}

/** Adds `count` Pages of the person, all listed and all good for publishing, with names that differ. */
export function addGeneratedPages(world: World, personId: string, count: number): void {
	for (let index = 0; index < count; index++) {
		const [trade, category] = cycle(trades, index);
		// 27 places and 11 trades have no common divisor: a pair comes back only after 297 Pages.
		const place = cycle(places, index);
		const round = Math.floor(index / (places.length * trades.length));
		const name = `${place} ${trade}${round === 0 ? '' : ` ${round + 1}`}`;
		const digits = world.random.text(13, '0123456789');
		// Both lengths that Page ids have; the longer one is beyond what a JavaScript number holds.
		const id = index % 3 === 0 ? `6155${digits}` : `10${digits}`;
		addPageOf(world, personId, { id, name, category }, { tasks: cycle(taskSets, index) });
	}
}

function cycle<T>(list: readonly T[], index: number): T {
	return list[index % list.length] as T;
}
