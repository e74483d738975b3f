import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Secret } from '../../source/domain/secret.ts';
import { faultReport } from '../../source/operations/fault-report.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import type { Fault } from '../../source/sandbox/faults.ts';
import { summaryOf } from '../../source/session/profile-summary.ts';
import { StoppedClock } from '../support/clocks.ts';
import { FakeKeychain } from '../support/keychain.ts';
import { Mirror } from '../support/mirror.ts';
import { startWithProfile } from '../support/profile-program.ts';
import { NOW, type Program, type ProgramOptions, startProgram } from '../support/program.ts';
import type { Cell } from '../support/screen.ts';
import { storeProfile, temporaryVault } from '../support/stored-profile.ts';
import { assertPicture, Film, isDrawingAnew, keptPicture, type PictureSource, toSvg } from '../support/svg.ts';
import { createTerminal } from '../support/terminal.ts';

// Every screen in every state, as `test/screens/NAME.svg`. `UPDATE_SCREENS=1 node --import tsx --test FILE` draws them anew.
// The main ones also as NAME.light.svg, on a light background, and as NAME.40x12.svg and NAME.120x40.svg.

const DAY = 86_400;
const TITLE = 'fb-token-tui';
const SMALL_AND_LARGE = [
	[40, 12],
	[120, 40],
] as const;

/** The names of the pictures that were drawn. */
const drawn = new Set(['support-sample']);

/** Time for the last frame to come while pictures are drawn anew; seconds would be too much for a person. */
const PATIENCE_MS = 150;

function keep(name: string, svg: string): void {
	drawn.add(name);
	assertPicture(name, svg);
}

/** Waits until the terminal looks like the picture that is kept, or keeps it as it looks when it has come to rest. */
async function keepWhenDrawn({ terminal }: Program, name: string, theme: 'dark' | 'light' = 'dark'): Promise<void> {
	const svg = () => toSvg(still(terminal), { title: TITLE, theme });
	if (isDrawingAnew) await setTimeout(PATIENCE_MS);
	// What it looks like instead is told better by what follows.
	else await terminal.waitFor(() => svg() === keptPicture(name)).catch(() => {});
	assertColours(terminal.styledLines().flat());
	keep(name, svg());
}

/** Red, green, yellow, cyan: what is as legible on white as on black. */
const COLOURS = new Set([undefined, 1, 2, 3, 6]);

/** Fails where a colour is used that vanishes on some backgrounds, or a background of our own but that of a QR code. */
function assertColours(cells: readonly Cell[]): void {
	for (const { chars, fg, bg, dim, inverse } of cells) {
		// A QR code is read only where it is dark on light.
		if (fg === 0 && (bg === 7 || bg === 15)) continue;
		assert.ok(COLOURS.has(fg as number | undefined), `${chars} has the colour ${fg}`);
		assert.equal(bg, undefined, `${chars} has a background`);
		assert.ok(!dim || fg === undefined || inverse, `${chars} has a dim colour`);
	}
}

/** What is another in every run, and what stands in its place. */
const FICKLE = [
	[/(?<=127\.0\.0\.1:)\d{5}/, '0'],
	[/(?<=fbtrace_id )\S+/, 'x'],
	// No token, though made up: a picture is kept where anyone can read it.
	[/EAA[A-Za-z0-9]{20,}|^[A-Za-z0-9]{20,}(?=\s*$)/, 'x'],
	[/[\u2801-\u28FF]/, '⠹'],
] as const;

/** The screen with what turns standing still, and without what is another in every run. */
function still(screen: PictureSource): PictureSource {
	const steady = (line: Cell[]): Cell[] => {
		let cells = line;
		for (const [pattern, stead] of FICKLE) {
			const text = cells.map(({ chars }) => chars.slice(0, 1) || ' ').join('');
			const found = pattern.exec(text);
			if (!found) continue;
			const isFound = (at: number) => at >= found.index && at < found.index + found[0].length;
			cells = cells.map((cell, at) => (isFound(at) ? { ...cell, chars: stead } : cell));
		}
		return cells;
	};
	return {
		columns: screen.columns,
		rows: screen.rows,
		title: () => screen.title(),
		styledLines: () => steadyDialog(screen.styledLines()).map(steady),
	};
}

/** A dialog's URL goes on over several lines, and so does what is another in every run. */
function steadyDialog(lines: Cell[][]): Cell[][] {
	const textOf = (line: Cell[]) => line.map(({ chars }) => chars || ' ').join('');
	const first = lines.findIndex((line) => /dialog\/oauth/.test(textOf(line)));
	if (first < 0) return lines;
	const end = lines.findIndex((line, index) => index > first && !/^ \S+ *$/.test(textOf(line)));
	const last = end < 0 ? lines.length : end;
	const url = lines
		.slice(first, last)
		.map((line) => textOf(line).trim())
		.join('');
	const still = url.replace(/(?<=localhost%3A)\d{5}|(?<=(?:state|code_challenge)=)[\w-]+/g, (found) =>
		'x'.repeat(found.length),
	);
	let read = 0;
	return lines.map((line, index) =>
		index < first || index >= last
			? line
			: line.map((cell) => (cell.chars.trim() ? { ...cell, chars: still[read++] ?? '' } : cell)),
	);
}

/** Draws what is on the screen; a main screen in both themes and in every size. */
async function draw(program: Program, name: string, isMain = false): Promise<void> {
	await keepWhenDrawn(program, name);
	if (!isMain) return;
	await keepWhenDrawn(program, `${name}.light`, 'light');
	const { columns, rows } = program.terminal;
	const mirror = new Mirror(program.terminal);
	for (const [wide, high] of SMALL_AND_LARGE) {
		mirror.resize(wide, high);
		await mirror.drawn();
		await keepWhenDrawn(program, `${name}.${wide}x${high}`);
	}
	mirror.resize(columns, rows);
	await mirror.drawn();
}

/** What is done, and the text by which the state is known; with `main`, in both themes and in every size. */
type State = readonly [
	name: string,
	act: (program: Program) => void | Promise<void>,
	sees: string | RegExp,
	main?: 'main',
];

type Start = (context: TestContext) => Promise<Program>;

/** Walks that share their beginning, each through some states. */
type Walk = { of: string; start: Start; states: readonly State[] };

const from =
	(options: ProgramOptions = {}): Start =>
	(context) =>
		startProgram(context, { looksReal: true, ...options });

const press =
	(...keys: string[]) =>
	(program: Program) =>
		program.press(...keys);

const nothing = () => {};

/** In some trouble from the start, with a clock that stands still. */
const during = (fault: Fault, options: ProgramOptions = {}): Start =>
	from({ ...options, clock: new StoppedClock(), sandbox: { ...options.sandbox, faults: [fault] } });

const connect = (program: Program) => program.connect();

/** Starts at the Pages, all verified. */
const atPages =
	(options: ProgramOptions = {}): Start =>
	async (context) => {
		const program = await from(options)(context);
		await program.walkToPages();
		return program;
	};

/** Goes to the Page of a name, or of a part that no other has. */
const openPage = (name: string) => async (program: Program) => {
	if (!program.terminal.text().includes('Your Pages')) program.press('escape');
	await program.see('Your Pages');
	program.press('/', 'ctrl-u', ...name);
	await program.see(`Filter: ${name}`);
	await program.see('1–1 of 1 matching');
	program.press('enter', 'enter');
	await program.see('Found by');
};

/** Has Meta give another life to the tokens of My Bakery. */
function lives(seconds: number): (program: Program) => void {
	return (program) => {
		for (const token of program.sandbox.world.tokens.values()) {
			if (token.pageId === ids.permanentPage) token.expiresAt = NOW + seconds;
		}
		program.press('r');
	};
}

const MY_BAKERY = 'my bakery';

/** One profile for each verdict. */
const SHOPS: Start = async (context) => {
	let now = NOW - 3 * DAY;
	const vault = temporaryVault(context, { now: () => now, keychain: new FakeKeychain() });
	return startProgram(context, {
		looksReal: true,
		sandbox: { now: () => now },
		tui: { vault },
		before: async (sandbox) => {
			for (const name of ['my-bakery', 'coffee-roasters', 'harbour-museum', 'night-owls', 'rowing-club']) {
				await storeProfile(vault, sandbox, { name, protection: { kind: 'keychain' } });
			}
			now = NOW;
		},
		prefill: async () => {
			const verdicts = ['permanent', 'dated', 'short', 'invalid', 'unknown'] as const;
			const all = (await vault.list()).map(summaryOf).sort((a, b) => order(a.name) - order(b.name));
			return {
				profiles: all.map((profile, index) => ({
					...profile,
					hasEnded: profile.name === 'night-owls',
					pages: { ...profile.pages, count: 3 * index + 1, worst: verdicts[index] ?? 'unknown' },
				})),
			};
		},
	});
};

function order(name: string): number {
	return ['my-bakery', 'coffee-roasters', 'harbour-museum', 'night-owls', 'rowing-club'].indexOf(name);
}

const WALKS: readonly Walk[] = [
	{
		of: 'the way to the Pages',
		start: from(),
		states: [
			['app', nothing, '32 characters', 'main'],
			[
				'too-small',
				async ({ terminal }) => {
					const mirror = new Mirror(terminal);
					mirror.resize(39, 11);
					await mirror.drawn();
				},
				'Too small',
			],
			[
				'permissions',
				async ({ terminal }) => {
					new Mirror(terminal).resize(80, 24);
					terminal.press('enter');
				},
				'Publish posts',
				'main',
			],
			['token', press('enter'), 'paste it here', 'main'],
			['token-inspected', ({ terminal, sandbox }) => terminal.paste(sandbox.userToken), 'goes on', 'main'],
			['pages', press('enter'), '14 verified', 'main'],
			['keys', press('?'), 'first', 'main'],
			[
				'page',
				async (program) => {
					program.press('escape');
					await program.see('Your Pages');
					await openPage(MY_BAKERY)(program);
				},
				'Found by',
				'main',
			],
			['keys-of-page', press('?'), 'scroll down'],
			['export', press('escape', 'e'), 'its token', 'main'],
			['export-table', press('up'), 'pages.csv'],
			['add-page', press('escape', 'escape', 'escape', 'i'), 'Add a Page', 'main'],
			[
				'add-page-refused',
				({ terminal }) => {
					terminal.type('nobody.here');
					terminal.press('enter');
				},
				'Meta does not show this object',
			],
		],
	},
	{
		of: 'an app',
		start: from({ prefill: {} }),
		states: [['app-guide', press('ctrl-n'), 'Go to developers.facebook.com']],
	},
	{
		of: 'an app that is typed in',
		start: from({ prefill: {} }),
		states: [
			['app-empty', nothing, 'about 16 digits'],
			[
				'app-refused',
				async (program) => {
					program.terminal.type(program.sandbox.appId);
					program.press('tab');
					program.terminal.paste('b7'.repeat(16));
					await program.see('32 characters');
					program.press('enter');
				},
				'The app secret is wrong',
				'main',
			],
			['report-copied', press('ctrl-r'), 'Report copied'],
		],
	},
	{
		of: 'an app that Meta is asked about',
		start: during({ endpoint: 'app-token', delayMs: Number.POSITIVE_INFINITY }),
		states: [['app-asked-about', press('enter'), 'Asking Meta whether']],
	},
	{
		of: 'a pause at the app',
		start: during({ endpoint: 'app-token', nth: 1, status: 500 }),
		states: [['app-waiting', press('enter'), 'again in']],
	},
	{
		of: 'a token that is not right',
		start: async (context) => {
			const program = await from()(context);
			await program.walkToToken();
			return program;
		},
		states: [
			[
				'token-refused',
				({ terminal, sandbox: { world } }) => {
					terminal.paste(world.issueUserToken(ids.otherApp, world.signedInPersonId, ['pages_show_list']).text);
				},
				'It belongs to',
				'main',
			],
			[
				'token-lacking',
				({ terminal, sandbox: { world } }) => {
					terminal.paste(world.issueUserToken(ids.app, world.signedInPersonId, ['pages_show_list']).text);
				},
				'goes on without them',
			],
		],
	},
	{
		of: 'the ways to sign in',
		start: async (context) => {
			const program = await from({
				clock: new StoppedClock(),
				prefill: ({ appId, appSecret, clientToken }) => ({
					appId,
					appSecret: new Secret(appSecret),
					signIn: {
						facts: { elsewhere: null, last: 'browser' },
						clientToken: new Secret(clientToken),
					},
				}),
			})(context);
			await program.walkToToken();
			return program;
		},
		states: [
			['sign-in', nothing, '❯ browser', 'main'],
			['sign-in-waiting', press('enter'), 'Asked your browser'],
			['sign-in-address', press('tab', 'tab'), '❯ address bar'],
			[
				'sign-in-device',
				async (program) => {
					// The sandbox's own address is another in every run, and so would be the QR code.
					const reply = { code: 'made-up-code', user_code: 'WXKP7Q4M', expires_in: 420, interval: 5 };
					const body = JSON.stringify({ ...reply, verification_uri: 'https://www.facebook.com/device' });
					program.sandbox.faults.push({ endpoint: 'device-login', status: 200, body });
					program.press('tab');
					await program.see('❯ other device');
					program.press('enter');
				},
				'or scan this',
				'main',
			],
			['sign-in-system-user', press('tab'), '❯ system user'],
		],
	},
	{
		of: 'a token that Meta is asked about, with no browser',
		start: during({ endpoint: 'debug_token', delayMs: Number.POSITIVE_INFINITY }, { hasBrowser: false }),
		states: [
			['token-without-browser', (program) => program.walkToToken(), 'in a browser'],
			['token-asked-about', ({ terminal, sandbox }) => terminal.paste(sandbox.userToken), 'Asking Meta what'],
		],
	},
	{
		of: 'an exchange that takes long',
		start: during({ endpoint: 'exchange', delayMs: Number.POSITIVE_INFINITY }),
		states: [
			['progress-exchanging', connect, 'Exchanging the token'],
			['progress-cancelled', press('ctrl-c'), 'You stopped it'],
		],
	},
	{
		of: 'a limit of calls',
		start: during({ endpoint: 'accounts', nth: 1, limit: { code: 17, minutes: 4 } }),
		states: [['progress-waiting', connect, 'Meta wants a pause', 'main']],
	},
	{
		of: 'a list that Meta refuses',
		start: during({ endpoint: 'exchange', nth: 1, status: 400, body: '{"error":{"message":"no","code":10}}' }),
		states: [['progress-failed', connect, 'sign in again']],
	},
	{
		of: 'an account without Pages',
		start: from({ sandbox: { pages: 0 } }),
		states: [['no-pages', connect, 'i add a Page by its id', 'main']],
	},
	{
		of: 'verifying many Pages',
		start: during({ endpoint: 'batch', nth: 2, delayMs: Number.POSITIVE_INFINITY }, { sandbox: { pages: 120 } }),
		states: [
			['pages-verifying', connect, /Pages, \d+ verified, 1 without a token +━+─+/, 'main'],
			['pages-cancelled', press('ctrl-c'), /not verified/],
		],
	},
	{
		of: 'a list that breaks off',
		start: from({
			sandbox: {
				pages: 300,
				greatestLimit: 100,
				faults: [{ endpoint: 'accounts', nth: [2, 3, 4], status: 500, body: '<html>' }],
			},
		}),
		states: [
			[
				'pages-broken-off',
				async (program) => {
					const { world } = program.sandbox;
					const { text } = world.issueUserToken(ids.app, world.signedInPersonId, ['pages_show_list'], 'all');
					program.terminal.plant(text);
					await program.connect(text);
				},
				'100 Pages, 99 verified',
				'main',
			],
			['troubles', press('t'), 'Try again in a minute'],
		],
	},
	{
		of: 'a list of Pages',
		start: atPages(),
		states: [
			['pages-filtering', press('/', ...'bak'), 'of 2 matching'],
			['pages-filtered-to-nothing', press(...'x'), 'No Page matches'],
			[
				'pages-marked',
				async (program) => {
					program.press('escape');
					await program.see(/\d of 15/);
					program.press('home', 'space', 'down', 'space', 'space');
				},
				'3 marked',
			],
			[
				'pages-by-name',
				async (program) => {
					program.press('escape');
					await program.see('by risk');
					program.press('s');
				},
				'by name',
			],
			['copied', press('end', 'c'), 'copied'],
			[
				'raw',
				({ terminal, copied: [token = ''] }) => {
					terminal.allowSecret(token);
					terminal.press('enter', 'v');
				},
				'Any key goes back.',
			],
		],
	},
	{
		of: 'a Page with each verdict',
		start: atPages(),
		states: [
			['page-invalid', press('enter'), 'Found by'],
			['page-tokenless', openPage('riverside'), 'gives no token'],
			['page-cannot-publish', openPage('museum'), 'Found by'],
			[
				'page-dated',
				async (program) => {
					await openPage(MY_BAKERY)(program);
					await program.see('permanent');
					lives(58 * DAY)(program);
				},
				'! dated',
			],
			['page-short', lives(3600), '! short'],
			[
				'page-unknown',
				(program) => {
					program.sandbox.faults.push({ cut: 'before-headers' });
					program.press('r');
				},
				'? unknown',
			],
			['debugger-asked', press('d'), 'Open it?'],
		],
	},
	{
		of: 'a test of publishing',
		start: atPages(),
		states: [
			[
				'publish-asked',
				async (program) => {
					await openPage(MY_BAKERY)(program);
					program.press('u');
				},
				'Go on?',
			],
			['publish-answered', press('y'), 'Posted unpublished', 'main'],
			[
				'publish-refused',
				async (program) => {
					await openPage('museum')(program);
					program.press('u', 'y');
				},
				'does not allow to publish',
			],
		],
	},
	{
		of: 'a copy through the terminal',
		start: atPages({ copyOutcome: 'asked-terminal', tui: { reminderMs: 50 } }),
		states: [['clipboard-reminder', press('end', 'c'), 'empties it']],
	},
	{
		of: 'what cannot be copied',
		start: async (context) => {
			const program = await from({ copyOutcome: 'failed' })(context);
			await program.see('App secret');
			return program;
		},
		states: [['report-shown', press('ctrl-r'), 'Any key goes back.']],
	},
	{
		of: 'the profiles',
		start: SHOPS,
		states: [
			['profiles', nothing, 'rowing-club', 'main'],
			['profiles-ended', press('down', 'down', 'down'), 'open it and sign in again'],
			['profiles-renaming', press('e'), 'New name'],
			['profiles-removing', press('escape', 'x'), 'from this computer'],
		],
	},
	{
		of: 'one profile',
		start: async (context) => (await startWithProfile(context, { looksReal: true })).program,
		states: [
			['profiles-one', nothing, 'my-app'],
			[
				'pages-refreshing',
				(program) => {
					program.sandbox.faults.push({ delayMs: Number.POSITIVE_INFINITY });
					program.press('enter');
				},
				'Refreshing',
			],
		],
	},
	{
		of: 'a profile with news',
		start: async (context) => (await startWithProfile(context, { looksReal: true })).program,
		states: [
			[
				'pages-refreshed',
				(program) => {
					const { world } = program.sandbox;
					world.removeRole(world.signedInPersonId, ids.permanentPage);
					program.press('enter');
				},
				'Since last time',
			],
		],
	},
	{
		of: 'a sign-in that has ended',
		start: async (context) => (await startWithProfile(context, { looksReal: true })).program,
		states: [
			[
				'pages-sign-in-ended',
				({ sandbox: { world }, terminal }) => {
					world.logOut(world.signedInPersonId);
					terminal.press('enter');
				},
				/My Bakery +invalid/,
			],
		],
	},
	{
		of: 'a locked profile',
		start: async (context) => {
			const passphrase = new Secret('correct horse battery staple');
			return (await startWithProfile(context, { looksReal: true, protection: { kind: 'passphrase', passphrase } }))
				.program;
		},
		states: [
			['unlock', press('enter'), 'sealed with your passphrase', 'main'],
			['unlock-refused', ({ terminal }) => terminal.type('wrong one\r'), 'are locked'],
		],
	},
	{
		of: 'saving',
		start: async (context) =>
			atPages({ tui: { vault: temporaryVault(context, { now: () => NOW, keychain: new FakeKeychain() }) } })(context),
		states: [
			['quit-asked', press('q'), 'Save before you quit?', 'main'],
			['save-and-quit', press('enter'), 'Then the program ends.'],
			['pages-unsaved', press('escape'), /\d of \d+ · not saved/],
			['save', press('w'), '❯ A key in your keychain', 'main'],
			['save-passphrase', press('tab', 'right'), 'Once more'],
			['save-file', press('right'), 'Weaker'],
			['saved', press('enter'), 'Saved as my-app'],
		],
	},
	{
		of: 'saving without a keychain',
		start: async (context) => atPages({ tui: { vault: temporaryVault(context, { now: () => NOW }) } })(context),
		states: [['save-without-keychain', press('w'), '❯ A passphrase']],
	},
];

describe('the pictures of', () => {
	for (const { of, start, states } of WALKS) {
		test(of, async (t) => {
			const program = await start(t);
			for (const [name, act, sees, main] of states) {
				await act(program);
				await program.see(sees);
				await draw(program, name, main === 'main');
			}
		});
	}
});

test('the picture of a fault is what is said of one', async () => {
	const terminal = createTerminal();
	const fault = new TypeError("Cannot read properties of undefined (reading 'id')");
	fault.stack = `${fault}\n    at verify (file:///app/dist/chunk-ABCD.js:12:345)\n    at connect (file:///app/dist/cli.js:6:7)`;
	const origin = {
		version: '0.1.0',
		nodeVersion: '20.20.2',
		platform: 'linux',
		arch: 'x64',
		host: 'graph.facebook.com',
	};
	terminal.stdout.write(faultReport(fault, { origin: { ...origin, graphVersion: null }, reportAt: null }));
	await terminal.drawn();
	keep('fault', toSvg(terminal, { title: TITLE }));
});

test('the moving picture of the demo is what the program shows', async (t) => {
	const program = await startProgram(t, {
		looksReal: true,
		tui: { demoPerson: 'Robin Example' },
		prefill: ({ appId, appSecret, userToken }) => ({
			appId,
			appSecret: new Secret(appSecret),
			userToken: new Secret(userToken),
		}),
	});
	const film = new Film(program.terminal);
	const shoot = async (what: string | RegExp, seconds: number) => {
		await program.see(what);
		await program.terminal.drawn();
		film.shoot(seconds);
	};
	await shoot('32 characters', 2);
	program.press('enter');
	await shoot('❯ [ ] Publish posts', 2);
	program.press('enter');
	await shoot('The demo has filled in a token', 3);
	program.press('enter');
	await shoot('All wanted permissions are granted', 3);
	program.press('enter');
	await shoot('✓ 15 Pages, 14 verified, 1 without a token', 4);
	program.press('/', ...'bakery');
	await shoot(/Filter: +bakery/, 2);
	program.press('enter', 'enter');
	await shoot('Found by', 4);
	program.press('c');
	await shoot('Token of My Bakery copied.', 3);
	keep('demo', film.toSvg({ title: 'fb-token-tui demo' }));
});

test('no picture is kept that nothing draws', () => {
	const folder = new URL('./', import.meta.url);
	const tests = readdirSync(folder).filter((file) => file.endsWith('.ts'));
	const others = tests.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
	const kept = readdirSync(new URL('../screens/', import.meta.url)).map((file) => file.replace(/\.svg$/, ''));
	assert.deepEqual(
		kept.filter((name) => !drawn.has(name) && !others.includes(`'${name}'`)),
		[],
	);
});
