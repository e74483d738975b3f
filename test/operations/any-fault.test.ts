import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { PageRecord } from '../../source/domain/page.ts';
import type { ProblemCode } from '../../source/domain/problems/codes.ts';
import type { JourneyResult } from '../../source/operations/run-journey.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import type { Fault } from '../../source/sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { textOf } from '../support/problems.ts';
import { walk } from './walk.ts';
import { elsewhere, type Spot, sideBySide, TROUBLES, type Trouble } from './wire-troubles.ts';

/**
 * The journey ends with it; it is told once; all Pages that were to be verified have it; or it is of so little weight that
 * nothing is told, and what would have been known is unknown.
 */
type Effect = 'ends' | 'told' | 'in the Pages' | 'silent';

type Place = {
	at: Spot | readonly Spot[];
	effect: Effect | ((code: ProblemCode) => Effect);
	/** Ids of the Pages that are not found then. */
	lost?: readonly string[];
	/** Further trouble that only comes to light then. */
	brings?: readonly ProblemCode[];
	/** How many Pages are found even where Meta wants no further calls. */
	before?: number;
	/** How many more requests that takes, beside those that are repeated. */
	more?: number;
	/** What is not known then. */
	unknown?: (result: JourneyResult) => unknown;
};

/** A journey without trouble. */
let clean: Journey;
before(async () => {
	clean = await journey();
});
after(async () => {
	await elsewhere[Symbol.asyncDispose]();
	assert.equal(elsewhere.received.length, 0, 'another host was asked');
});

const APP: Spot = { endpoint: 'node', path: ids.app };
const VERSION_STOPS = ['network', 'timeout', 'rate-limited'];
const SINGLY_AS_BAD = ['network', 'rate-limited'];

/** Two batches before look Pages up. */
const VERDICTS: Spot = { endpoint: 'batch', nth: [3, 4, 5] };

/** Every endpoint that the journey calls, and what trouble there costs. Twenty Pages are found, of the account's own six at once. */
const PLACES = {
	'the app token': { at: { endpoint: 'app-token' }, effect: 'ends' },
	'the name of the app': { at: APP, effect: 'silent', more: 1, unknown: ({ app }) => app.name },
	'the version, when the name does not tell it': {
		at: [APP, { endpoint: 'me' }],
		effect: (code) => (VERSION_STOPS.includes(code) ? 'ends' : 'silent'),
		more: 1,
		unknown: ({ user }) => user,
	},
	'the pasted token': { at: { endpoint: 'debug_token' }, effect: 'ends', more: 1 },
	'the person': { at: { endpoint: 'me' }, effect: 'silent', unknown: ({ user }) => user },
	'the permissions': { at: { endpoint: 'permissions' }, effect: 'silent' },
	'the exchange': { at: { endpoint: 'exchange' }, effect: 'ends' },
	'the exchanged token': { at: { endpoint: 'debug_token', nth: [2, 3, 4] }, effect: 'told' },
	// The permissions name the Pages one by one, so that they are found all the same; but for one where the role is lost.
	'the list of Pages': {
		at: { endpoint: 'accounts' },
		effect: 'told',
		lost: [ids.rolelessPage],
		brings: ['missing-permission'],
		before: 0,
		more: 21,
	},
	'the rest of the list': { at: { endpoint: 'accounts', path: 'after=' }, effect: 'told', before: 5, more: 14 },
	// Two: one that is listed without a token, and one that its id alone reveals. By themselves they are found all the same.
	'the Pages that are looked up': {
		at: { endpoint: 'batch', nth: 1 },
		effect: (code) => (code === 'rate-limited' ? 'told' : 'silent'),
		before: 15,
		more: 3,
	},
	'the businesses': {
		at: { endpoint: 'businesses' },
		effect: 'told',
		lost: [...ids.ownedPages, ids.clientPage],
		before: 16,
	},
	'the Pages of a business': { at: { endpoint: 'owned_pages' }, effect: 'told', lost: ids.ownedPages, before: 16 },
	'the Pages of its clients': { at: { endpoint: 'client_pages' }, effect: 'told', lost: [ids.clientPage], before: 16 },
	'the list of assigned Pages': { at: { endpoint: 'assigned_pages' }, effect: 'silent' },
	'the verdicts': {
		at: VERDICTS,
		effect: (code) => (SINGLY_AS_BAD.includes(code) ? 'in the Pages' : 'silent'),
		more: 19,
	},
	'the verdicts, also one by one': {
		at: [VERDICTS, { endpoint: 'debug_token', nth: Array.from({ length: 60 }, (_, index) => index + 3) }],
		effect: 'in the Pages',
		more: 19,
	},
} as const satisfies Record<string, Place>;

type Journey = Awaited<ReturnType<typeof journey>>;

/** The whole journey to twenty Pages, with faults */
async function journey(faults: (sandbox: Sandbox) => Fault[] = () => [], timeoutMs = 30_000) {
	await using sandbox = await startSandbox({ pages: 20, greatestLimit: 6, seed: 'faults' });
	sandbox.faults.push(...faults(sandbox));
	const scopes = ['pages_show_list', 'business_management', 'pages_read_engagement'];
	const token = sandbox.world.issueUserToken(sandbox.appId, ids.person, scopes).text;
	const { result, problem } = await walk(sandbox, { token, transport: { timeoutMs } });
	const pages = new Map(result?.pages.map((page) => [page.id, page]));
	const asked = sandbox.requests.map(({ endpoint }) => endpoint);
	return { result, problem, pages, ids: [...pages.keys()], asked };
}

const verdictOf = (page?: PageRecord) => [page?.assessment?.verdict, page?.problem?.code ?? null];
const attemptsAt = (code: ProblemCode | null) => (code === 'network' || code === 'graph-unavailable' ? 3 : 1);

/** Fails unless this trouble at this place costs what it must, and no more. */
function judge(ran: Journey, place: Place, code: ProblemCode | null): void {
	const { lost = [], brings = [], before: least, more = 0, unknown } = place;
	const effect = code && (typeof place.effect === 'function' ? place.effect(code) : place.effect);
	const spots = [place.at].flat().map(({ endpoint }) => endpoint);
	const failed = ran.asked.filter((name) => spots.some((spot) => spot === name)).length;
	const bound = clean.asked.length + more + (attemptsAt(code) > 1 ? failed : 0);
	// What is not answered in time may be too much at once, and is asked for once more.
	assert.ok(ran.asked.length <= bound + (code === 'timeout' ? 1 : 0), `${ran.asked.length} requests`);
	if (effect === 'ends') {
		assert.deepEqual([ran.problem?.code, ran.result], [code, null]);
		assert.ok(!ran.asked.includes('accounts'));
		return;
	}
	assert.ok(ran.result, textOf(ran.problem).cause);
	const isHalted = code === 'rate-limited' && least !== undefined;
	const further = isHalted ? [] : brings;
	assert.deepEqual(
		ran.result.problems.map((told) => told.code),
		effect === 'told' ? [code, ...further] : [],
	);
	if (effect && unknown) assert.equal(unknown(ran.result), null);
	const rest = clean.ids.filter((id) => effect === null || !lost.includes(id));
	assert.deepEqual(
		ran.ids.filter((id) => !rest.includes(id)),
		[],
	);
	if (isHalted) assert.deepEqual(ran.ids.slice(0, least), clean.ids.slice(0, least));
	else assert.deepEqual(ran.ids.toSorted(), rest.toSorted());
	for (const [id, page] of ran.pages) {
		const isUnasked: boolean = effect === 'in the Pages' && page.token !== null;
		assert.deepEqual(verdictOf(page), isUnasked ? ['unknown', code] : verdictOf(clean.pages.get(id)), page.name);
	}
}

async function assertAt(place: Place, { fault, code, timeoutMs }: Trouble): Promise<void> {
	const faults = () => [place.at].flat().map((spot) => ({ ...spot, ...fault }));
	judge(await journey(faults, timeoutMs), place, code);
}

describe('whatever befalls an answer, what was found is kept, what is unknown is called so, and one problem tells why:', () => {
	const isSlow = ({ code }: Trouble) => code === 'timeout';
	for (const [where, place] of Object.entries(PLACES)) {
		test(`at ${where}`, () =>
			sideBySide(
				TROUBLES.filter((it) => !isSlow(it)),
				({ name }) => name,
				(it) => assertAt(place, it),
			));
	}

	for (const it of TROUBLES.filter(isSlow)) {
		test(`${it.name}, at each of these`, () =>
			sideBySide(
				Object.entries(PLACES),
				([where]) => where,
				([, place]) => assertAt(place, it),
			));
	}
});

describe('a list whose links', () => {
	const EDGES: readonly (Place & { at: Spot })[] = [
		{ at: { endpoint: 'permissions' }, effect: 'silent' },
		{ ...PLACES['the list of Pages'], at: { endpoint: 'accounts' } },
		{ ...PLACES['the businesses'], at: { endpoint: 'businesses' } },
		{ ...PLACES['the Pages of a business'], at: { endpoint: 'owned_pages' } },
		{ ...PLACES['the Pages of its clients'], at: { endpoint: 'client_pages' } },
		{ at: { endpoint: 'assigned_pages' }, effect: 'silent' },
	];
	const circle = ({ graphUrl }: Sandbox) => `${graphUrl}/v27.0/1/2?after=QVFI&limit=100`;
	const LINKS: Readonly<Record<string, (sandbox: Sandbox) => string>> = {
		'lead to another host': () => `${elsewhere.origin}v27.0/1/accounts?after=QVFI`,
		'lead to another host by the name of this one': ({ graphUrl }) =>
			`http://${new URL(graphUrl).host}@${elsewhere.origin.host}/v27.0/1/accounts`,
		'lead to the other host with a token': ({ userToken }) => `${elsewhere.origin}?access_token=${userToken}`,
		'lead nowhere': () => 'javascript:alert(1)',
		'go round in a circle': circle,
	};
	for (const [name, link] of Object.entries(LINKS)) {
		test(`${name} is left, with what it held`, async () => {
			const check = async ({ at, more = 0, ...place }: Place & { at: Spot }) => {
				const body = (next: string) => JSON.stringify({ data: [{ id: 'no id' }], paging: { next } });
				const ran = await journey((sandbox) => [{ ...at, body: body(link(sandbox)) }]);
				judge(ran, { ...place, at, more: more + 1 }, 'bad-reply');
				const requests = ran.asked.filter((asked) => asked === at.endpoint).length;
				assert.equal(requests, link === circle ? 2 : 1);
			};
			await sideBySide(EDGES, ({ at }) => at.endpoint ?? '', check);
		});
	}
});
