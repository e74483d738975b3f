import type {
	App,
	AuthorizationCode,
	Business,
	DeviceLogin,
	Grant,
	Page,
	Person,
	Post,
	Role,
	Token,
} from './entities.ts';
import type { HourlyLimit } from './hourly-limit.ts';
import { defaultLoginRules, type LoginRules } from './login-rules.ts';
import { createRandom, type Random } from './random.ts';

/** What a world may differ in. */
export interface WorldOptions {
	/** Unix seconds; default: the wall clock. */
	readonly now?: () => number;
	/** Makes ids and tokens the same every time. */
	readonly seed?: string;
	/** The most items that an edge gives at once; default 1000. */
	readonly greatestLimit?: number;
}

/** What Meta knows, as plain data: apps, people, Pages, roles, businesses, grants, tokens, and the settings of Graph. */
export class Records {
	readonly now: () => number;
	readonly random: Random;
	readonly apps = new Map<string, App>();
	readonly people = new Map<string, Person>();
	readonly pages = new Map<string, Page>();
	readonly businesses = new Map<string, Business>();
	readonly posts = new Map<string, Post>();
	readonly codes = new Map<string, AuthorizationCode>();
	/** Devices that asked for a login, by the code that they hold. */
	readonly deviceLogins = new Map<string, DeviceLogin>();
	/** Every token that was issued, by its text. */
	readonly tokens = new Map<string, Token>();
	/** By `{app id}:{person id}`. */
	readonly grants = new Map<string, Grant>();
	/** Who sits at the browser. */
	signedInPersonId = '';
	/** Where people enter the code of a device, without a slash at the end. */
	facebookUrl = 'https://www.facebook.com';
	readonly login: LoginRules = defaultLoginRules();
	/** Newest first. Later versions are unknown; older ones are answered by the last of these. */
	liveVersions: readonly string[] = ['v27.0', 'v26.0', 'v25.0', 'v24.0', 'v23.0', 'v22.0', 'v21.0'];
	/** Whether `debug_token` as an item of a batch fails: whether Meta allows it is not documented. */
	batchRefusesDebugToken = false;
	/** Whether a Page tells the caller's `tasks` outside of the account's list too: not documented. */
	tellsTasksOfPages = false;
	/** Whether a list of Pages gives their tokens too; else only each Page by its id does. */
	listsGiveTokens = true;
	/** Whether `me/assigned_pages` lists the Pages that the person reaches through a business, or refuses: not documented. */
	listsAssignedPages = false;
	/** How Graph refuses to let posts and comments be read: it names the permission, or since 2026 not. */
	readRefusal: 'named' | 'unnamed' | 'unnamed-100' = 'named';
	/** An edge gives no more items at once, however many are asked for: Meta's bound for lists of Pages is unknown. */
	greatestLimit: number;
	/** A call that asks for more items at once is refused. */
	limitRefusedBeyond = Number.POSITIVE_INFINITY;
	/** Percent, as `X-App-Usage` and `X-Business-Use-Case-Usage` tell it. */
	usage = { callCount: 0 };
	/** How many calls may be made within an hour with tokens that are no Page's; null: any number. */
	hourlyLimit: HourlyLimit | null = null;
	/** By person, then by Page. */
	readonly #roles = new Map<string, Map<string, Role>>();

	constructor(options: WorldOptions = {}) {
		this.now = options.now ?? (() => Math.floor(Date.now() / 1000));
		this.random = createRandom(options.seed);
		this.greatestLimit = options.greatestLimit ?? 1000;
	}

	addApp(app: App): App {
		this.apps.set(app.id, app);
		return app;
	}

	addPerson(person: Person): Person {
		this.people.set(person.id, person);
		return person;
	}

	addPage(page: Page): Page {
		this.pages.set(page.id, page);
		return page;
	}

	addBusiness(business: Business): Business {
		this.businesses.set(business.id, business);
		return business;
	}

	addRole(role: Role): void {
		const roles = this.#roles.get(role.personId) ?? new Map<string, Role>();
		this.#roles.set(role.personId, roles.set(role.pageId, role));
	}

	/** All roles of a person, lost ones too, in the order in which they were given. */
	rolesOf(personId: string): Role[] {
		return [...(this.#roles.get(personId)?.values() ?? [])];
	}

	role(personId: string, pageId: string): Role | undefined {
		return this.#roles.get(personId)?.get(pageId);
	}

	/** The Page of this user name; case and dots do not count in one. */
	pageNamed(username: string): Page | undefined {
		const plain = (name: string) => name.toLowerCase().replaceAll('.', '');
		return [...this.pages.values()].find((page) => page.username && plain(page.username) === plain(username));
	}

	/** The ids of the Pages that the login dialog offers the person: those with a role of their own. */
	offeredPageIds(personId: string): string[] {
		return this.rolesOf(personId)
			.filter((role) => role.businessId === undefined)
			.map((role) => role.pageId);
	}

	businessesOf(personId: string): Business[] {
		return [...this.businesses.values()].filter((business) => business.memberIds.has(personId));
	}

	/** What the person has granted the app; undefined: nothing, or the app was removed. */
	grant(appId: string, personId: string): Grant | undefined {
		return this.grants.get(`${appId}:${personId}`);
	}
}
