import { permissionsFor } from '../domain/permissions.ts';
import type { Category, LoginConfiguration, Role } from './entities.ts';
import { ALL_TASKS, addGeneratedPages, addPageOf } from './generated-pages.ts';
import type { WorldOptions } from './records.ts';
import { World } from './world.ts';

/** Ids of the default world that tests and demonstrations name. */
export const ids = {
	app: '1203987654019283',
	otherApp: '978563412078563',
	person: '10163527481920374',
	systemUser: '122108345617290846',
	business: '613548270914365',
	configuration: '730284615920374',
	systemUserConfiguration: '841395726031485',
	permanentPage: '104829375610284',
	analyzePage: '112093847561029',
	rolelessPage: '108374650192837',
	tokenlessPage: '115502938471650',
	granularPage: '61556789012345678',
	ownedPages: ['101928374655463', '61550987612340987'],
	clientPage: '109283746501928',
	instagram: '17841405309211844',
} as const;

const bakery = { id: '166452523376321', name: 'Bakery' };
const cafe = { id: '197871390225897', name: 'Café' };
const bookshop = { id: '197048876974331', name: 'Bookshop' };
const nonProfit = { id: '2603', name: 'Non-profit organisation' };
const artist = { id: '643', name: 'Musician/band' };
const school = { id: '2601', name: 'School' };
const sports = { id: '189018581118681', name: 'Sports club' };
const shop = { id: '1209271652480583', name: 'Product/service' };

type NamedPage = readonly [id: string, name: string, category: Category, role?: Partial<Role>];

/** The Pages that `/me/accounts` lists: those with a peculiarity first, then names in the scripts of the world. */
const listedPages: readonly NamedPage[] = [
	[ids.permanentPage, 'My Bakery', bakery],
	[ids.analyzePage, 'Harbour Town Museum', nonProfit, { tasks: ['ANALYZE'] }],
	// Meta's listing lags behind: it still shows the Page and gives a token, which is dead.
	[ids.rolelessPage, 'The Night Owls', artist, { lost: true }],
	[ids.tokenlessPage, 'Riverside Rowing Club', sports, { givesToken: false }],
	['61551029384756102', 'Café Zażółć & Gęślą Jaźń', cafe],
	[
		'103847561029384',
		'株式会社さくら書房',
		bookshop,
		{ tasks: ['PROFILE_PLUS_FULL_CONTROL', 'PROFILE_PLUS_CREATE_CONTENT'] },
	],
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

const hiddenPages: readonly NamedPage[] = [
	[ids.granularPage, 'Mountain View Hostel', shop],
	[ids.ownedPages[0], 'Example Coffee Roasters', cafe],
	[ids.ownedPages[1], 'Example Coffee Academy', school],
	[ids.clientPage, 'Lighthouse Bookshop', bookshop],
];

const LISTED = listedPages.length;
const NAMED = LISTED + hiddenPages.length;

/** What the default world may differ in. */
export interface DefaultWorldOptions extends WorldOptions {
	/**
	 * How many Pages there are in all, those included that are not listed by `/me/accounts`. Default: the 15
	 * named ones. Beyond them Pages are generated; of fewer, the first ones are there, those that are not listed last.
	 */
	readonly pages?: number;
}

/**
 * A world that shows what matters: two apps, one person who administers both, and Pages of every kind that the journey
 * can meet: permanent, without publishing rights, role lost, listed without a token, revealed only by a granular scope,
 * reached only through a business, which has a system user, and names in several scripts. With `pages: 0` the person has no Page at all.
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
	const count = options.pages ?? NAMED;
	addListedPages(world, count);
	addGeneratedPages(world, ids.person, count - NAMED);
	addHiddenPages(world, count - LISTED);
	addSystemUser(world);
	return world;
}

function addApps(world: World): void {
	const roles = () => new Map([[ids.person, 'administrator' as const]]);
	const permissions = permissionsFor('publish');
	const configurations = () =>
		new Map<string, LoginConfiguration>([[ids.configuration, { id: ids.configuration, permissions }]]);
	const common = {
		category: 'Business and pages',
		mode: 'development',
		requireAppSecretProof: false,
		nativeDesktop: false,
		status: 'ok',
		defaultVersion: 'v27.0',
		unlimitedUserTokens: false,
		redirectUris: [],
		loginFromDevices: true,
		loginForBusiness: false,
	} as const;
	for (const [id, name] of [
		[ids.app, 'My App'],
		[ids.otherApp, 'Another App'],
	] as const) {
		const secret = world.random.bytes(16).toString('hex');
		const clientToken = world.random.bytes(16).toString('hex');
		world.addApp({ ...common, id, name, secret, clientToken, roles: roles(), configurations: configurations() });
	}
}

function addListedPages(world: World, count: number): void {
	for (const [id, name, category, role] of listedPages.slice(0, count)) {
		const named =
			id === ids.permanentPage
				? { username: 'my.bakery.example', instagram: { id: ids.instagram, username: 'my.bakery' } }
				: {};
		addPageOf(world, ids.person, { id, name, category, ...named }, role);
	}
}

/** The one that only a granular scope names, and those of a business; none for a `count` below one. */
function addHiddenPages(world: World, count: number): void {
	const businessId = ids.business;
	const shown = hiddenPages.slice(0, Math.max(count, 0));
	const isShown = (id: string) => shown.some(([shownId]) => shownId === id);
	const [ownedPageIds, clientPageIds] = [ids.ownedPages.filter(isShown), [ids.clientPage].filter(isShown)];
	if (ownedPageIds.length > 0) {
		const memberIds = new Set([ids.person]);
		world.addBusiness({ id: businessId, name: 'Example Holding', memberIds, ownedPageIds, clientPageIds });
	}
	for (const [id, name, category] of shown) {
		const owner = ownedPageIds.some((owned) => owned === id) ? { ownerBusinessId: businessId } : {};
		const role = id === ids.granularPage ? {} : { businessId };
		addPageOf(world, ids.person, { id, name, category, ...owner }, { listed: false, ...role });
	}
}

/** One for the business, to whom its Pages are assigned, and whose token the apps can get; none without a business. */
function addSystemUser(world: World): void {
	const business = world.businesses.get(ids.business);
	if (!business) {
		return;
	}
	const names = { name: 'Example Publisher', firstName: 'Example', lastName: 'Publisher', email: '' };
	world.addPerson({ id: ids.systemUser, ...names, systemUserOf: business.id });
	business.memberIds.add(ids.systemUser);
	for (const pageId of [...business.ownedPageIds, ...business.clientPageIds]) {
		const traits = { tasks: ALL_TASKS, listed: true, givesToken: true, lost: false };
		world.addRole({ personId: ids.systemUser, pageId, ...traits });
	}
	const configuration = { id: ids.systemUserConfiguration, permissions: permissionsFor('publish') };
	for (const app of world.apps.values()) {
		app.configurations.set(configuration.id, { ...configuration, systemUserId: ids.systemUser });
	}
}
