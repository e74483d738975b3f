import type { Category } from './entities.ts';
import { addGeneratedPages } from './generated-pages.ts';
import { World, type WorldOptions } from './world.ts';

/** What the product asks for by default: enough to list Pages and to publish on them. */
export const PUBLISHING_PERMISSIONS: readonly string[] = [
	'pages_show_list',
	'pages_read_engagement',
	'pages_manage_posts',
	'business_management',
];

const ALL_TASKS = ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MESSAGING', 'MODERATE', 'MANAGE'];

/** Ids of the default world that tests and demonstrations name. */
export const ids = {
	app: '1203987654019283',
	otherApp: '978563412078563',
	person: '10163527481920374',
	systemUser: '122108345617290846',
	business: '613548270914365',
	permanentPage: '104829375610284',
	analyzePage: '112093847561029',
	rolelessPage: '108374650192837',
	tokenlessPage: '115502938471650',
	granularPage: '61556789012345678',
	ownedPages: ['101928374655463', '61550987612340987'],
	clientPage: '109283746501928',
} as const;

const bakery = { id: '166452523376321', name: 'Bakery' };
const cafe = { id: '197871390225897', name: 'Café' };
const bookshop = { id: '197048876974331', name: 'Bookshop' };
const nonProfit = { id: '2603', name: 'Non-profit organisation' };
const artist = { id: '643', name: 'Musician/band' };
const school = { id: '2601', name: 'School' };
const sports = { id: '189018581118681', name: 'Sports club' };
const shop = { id: '1209271652480583', name: 'Product/service' };

/** Listed Pages without a peculiarity of their own: names in the scripts of the world. */
const namedPages: readonly (readonly [id: string, name: string, category: Category, tasks?: readonly string[]])[] = [
	['61551029384756102', 'Café Zażółć & Gęślą Jaźń', cafe],
	['103847561029384', '株式会社さくら書房', bookshop, ['PROFILE_PLUS_FULL_CONTROL', 'PROFILE_PLUS_CREATE_CONTENT']],
	['110293847560192', 'مخبز الياسمين', bakery],
	['107465019283746', 'בית הספר למוזיקה', school],
	['113748596012938', 'नमस्ते योग केंद्र', sports],
	['106019283746501', '🌻 Sonnenblume 👩‍🌾 Hofladen', shop],
	[
		'114657483920165',
		'Freunde und Förderer der Freiwilligen Feuerwehr Oberammergau-Unterammergau und Umgebung e. V. seit 1887',
		nonProfit,
	],
];

/** What the default world may differ in. */
export interface DefaultWorldOptions extends WorldOptions {
	/** How many Pages `/me/accounts` lists; beyond the named ones they are generated, below that they are left out. */
	readonly pages?: number;
}

/**
 * A world that shows what matters: two apps, one person who administers both, and Pages of every kind that the journey
 * can meet: permanent, without publishing rights, role lost, listed without a token, revealed only by a granular scope,
 * reached only through a business, and names in several scripts. With `pages: 0` the person has no Page at all.
 */
export function createDefaultWorld(options: DefaultWorldOptions = {}): World {
	const world = new World(options);
	addApps(world);
	world.addPerson({
		id: ids.person,
		name: 'Robin Example',
		firstName: 'Robin',
		lastName: 'Example',
		email: 'robin@example.com',
	});
	world.signedInPersonId = ids.person;
	const count = options.pages ?? Number.POSITIVE_INFINITY;
	addListedPages(world, count);
	if (Number.isFinite(count)) {
		addGeneratedPages(world, ids.person, count - world.rolesOf(ids.person).length);
	}
	if (count > 0) {
		addHiddenPages(world);
	}
	return world;
}

function addApps(world: World): void {
	const roles = () => new Map([[ids.person, 'administrator' as const]]);
	const common = {
		category: 'Business and pages',
		mode: 'development',
		requireAppSecretProof: false,
		nativeDesktop: false,
		status: 'ok',
		defaultVersion: 'v27.0',
		unlimitedUserTokens: false,
	} as const;
	for (const [id, name] of [
		[ids.app, 'My App'],
		[ids.otherApp, 'Another App'],
	] as const) {
		const secret = world.random.bytes(16).toString('hex');
		const clientToken = world.random.bytes(16).toString('hex');
		world.addApp({ ...common, id, name, secret, clientToken, roles: roles() });
	}
}

function addListedPages(world: World, limit: number): void {
	const add = pageAdder(world);
	const steps = [
		() => add(ids.permanentPage, 'My Bakery', bakery),
		() => add(ids.analyzePage, 'Harbour Town Museum', nonProfit, { tasks: ['ANALYZE'] }),
		// Meta's listing lags behind: it still shows the Page and gives a token, which is dead.
		() => add(ids.rolelessPage, 'The Night Owls', artist, { lost: true }),
		() => add(ids.tokenlessPage, 'Riverside Rowing Club', sports, { givesToken: false }),
		...namedPages.map(
			([id, name, category, tasks]) =>
				() =>
					add(id, name, category, tasks ? { tasks } : {}),
		),
	];
	for (const step of steps.slice(0, limit)) {
		step();
	}
}

function addHiddenPages(world: World): void {
	const businessId = ids.business;
	world.addBusiness({
		id: businessId,
		name: 'Example Holding',
		memberIds: new Set([ids.person]),
		ownedPageIds: [...ids.ownedPages],
		clientPageIds: [ids.clientPage],
	});
	const add = pageAdder(world);
	add(ids.granularPage, 'Mountain View Hostel', shop, { listed: false });
	add(ids.ownedPages[0], 'Example Coffee Roasters', cafe, { listed: false, businessId });
	add(ids.ownedPages[1], 'Example Coffee Academy', school, { listed: false, businessId });
	add(ids.clientPage, 'Lighthouse Bookshop', bookshop, { listed: false, businessId });
}

interface RoleTraits {
	readonly tasks?: readonly string[];
	readonly listed?: boolean;
	readonly givesToken?: boolean;
	readonly lost?: boolean;
	readonly businessId?: string;
}

function pageAdder(world: World) {
	return (id: string, name: string, category: Category, traits: RoleTraits = {}): void => {
		const owner =
			traits.businessId !== undefined && id !== ids.clientPage ? { ownerBusinessId: traits.businessId } : {};
		world.addPage({
			id,
			name,
			category: category.name,
			categoryList: [category],
			...owner,
			isPublished: true,
			followersCount: world.random.integer(12, 48_000),
		});
		world.addRole({
			personId: ids.person,
			pageId: id,
			tasks: ALL_TASKS,
			listed: true,
			givesToken: true,
			lost: false,
			...traits,
		});
	};
}
