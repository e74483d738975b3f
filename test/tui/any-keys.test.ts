import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { Secret } from '../../source/domain/secret.ts';
import type { Sandbox } from '../../source/sandbox/server.ts';
import { KEYMAP } from '../../source/tui/keymap.ts';
import * as fc from '../support/fast-check.ts';
import { FakeKeychain } from '../support/keychain.ts';
import { assertNoSecrets, PlantedSecrets } from '../support/leaks.ts';
import { Mirror } from '../support/mirror.ts';
import { startWithProfile } from '../support/profile-program.ts';
import { NOW, type Program, startProgram } from '../support/program.ts';
import { temporaryVault } from '../support/stored-profile.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

// Whatever is pressed, in whatever order and at whatever size.

/** What shows bare what is masked. */
const REVEALING = ['v', 'ctrl-t'];
/** These, and what ends the program. */
const APART = ['v', 'ctrl+t', 'ctrl+c', 'q'];
const NAMES: Readonly<Record<string, string>> = { esc: 'escape', pageup: 'page-up', pagedown: 'page-down' };

/** Every key that any screen knows, as a keyboard names it. */
const KEYS = [...new Set(Object.values(KEYMAP).flatMap((bindings) => bindings.flatMap(({ keys }) => keys)))]
	.filter((key) => !APART.includes(key))
	.map((key) => NAMES[key] ?? key.replace('+', '-'));

type Deed = { press: string[] } | { paste: string } | { size: readonly [number, number] };

/** What is pasted in the place of the right things. */
const PASTES = [
	'APP_ID',
	'APP_SECRET',
	'USER_TOKEN',
	'facebook.com/corner.bakery',
	'nonsense',
	'two\nlines',
	'🌻 \u202Eمخبز',
];

/** A deed with some keys. */
function deedWith(keys: readonly string[]): fc.Arbitrary<Deed> {
	const burst = fc.array(fc.constantFrom('enter', ...keys), { minLength: 2, maxLength: 6 });
	const width = fc.oneof(fc.constantFrom(39, 40, 100, 300), fc.integer({ min: 40, max: 160 }));
	const height = fc.oneof(fc.constantFrom(11, 12, 17, 18, 100), fc.integer({ min: 12, max: 50 }));
	return fc.oneof(
		{ weight: 10, arbitrary: fc.constantFrom(...keys).map((key) => ({ press: [key] })) },
		// What leads on comes oftener than by chance.
		{ weight: 6, arbitrary: fc.constantFrom(...LEADING_ON).map((key) => ({ press: [key] })) },
		{ weight: 3, arbitrary: burst.map((press) => ({ press })) },
		{ weight: 2, arbitrary: fc.constantFrom(...PASTES).map((paste) => ({ paste })) },
		{ weight: 3, arbitrary: fc.tuple(width, height).map((size) => ({ size })) },
	);
}

const LEADING_ON = ['enter', 'down', 'e', 'u', 'i', 'w', 'tab'];

function allOf({ appId, appSecret, userToken }: Sandbox) {
	return { appId, appSecret: new Secret(appSecret), userToken: new Secret(userToken) };
}

/** Where it begins: with nothing, with a token at hand, with Pages, with a profile. */
const STARTS = {
	nothing: (t: TestContext) => startProgram(t, { prefill: {} }),
	token: (t: TestContext) => startProgram(t, { prefill: allOf, ...vaultFor(t) }),
	pages: async (t: TestContext) => {
		const program = await startProgram(t, { ...vaultFor(t) });
		await program.walkToPages();
		return program;
	},
	profile: async (t: TestContext) => (await startWithProfile(t)).program,
} satisfies Record<string, (t: TestContext) => Promise<Program>>;

function vaultFor(t: TestContext) {
	return { tui: { vault: temporaryVault(t, { now: () => NOW, keychain: new FakeKeychain() }) } };
}

/** Does one of the deeds. */
function perform(program: Program, mirror: Mirror, deed: Deed): void {
	const { terminal, sandbox } = program;
	if ('size' in deed) mirror.resize(...deed.size);
	else if ('press' in deed) terminal.press(...deed.press);
	else {
		const things: Readonly<Record<string, string>> = {
			APP_ID: sandbox.appId,
			APP_SECRET: sandbox.appSecret,
			USER_TOKEN: sandbox.userToken,
		};
		terminal.paste(things[deed.paste] ?? deed.paste);
	}
}

/** More than there are screens and what lies over them: now and then a screen changes by itself in between. */
const MOST_ESCAPES = 40;

/** Presses Escape until the first screen is there: the profiles, where there are some, else the app. */
async function goHome({ terminal }: Program): Promise<void> {
	const isHome = () => /^ (Profiles|Your app) /.test(`${terminal.lines()[0]} `);
	for (let times = 0; !isHome() && times < MOST_ESCAPES; times++) {
		const before = terminal.text();
		terminal.press('escape');
		// What is asked of Meta may be in between, and what is being written is waited for.
		await terminal.waitFor((screen) => isHome() || screen.text() !== before);
	}
	await terminal.waitFor(isHome);
}

/** Lets every token there is be shown. */
function allowTokens({ terminal, sandbox }: Program, allowed: Set<string>): void {
	for (const text of [sandbox.appSecret, ...sandbox.world.tokens.keys()]) {
		if (allowed.has(text)) continue;
		terminal.allowSecret(text);
		allowed.add(text);
	}
}

/** An export that is written, and whatever else a program leaves where it is run, goes into a folder that is removed. */
function elsewhere(t: TestContext): void {
	const folder = new TemporaryFolder();
	const before = process.cwd();
	process.chdir(folder.path);
	t.after(() => {
		process.chdir(before);
		folder[Symbol.dispose]();
	});
}

/** Walks through deeds and home again, many times; `mayReveal` also with the keys that show what is masked. */
async function walkAnyhow(t: TestContext, { mayReveal }: { mayReveal: boolean }): Promise<void> {
	elsewhere(t);
	let steps = 0;
	const walk = async (program: Program, deeds: readonly Deed[]) => {
		const mirror = new Mirror(program.terminal);
		const allowed = new Set<string>();
		for (const deed of deeds) {
			steps++;
			if (mayReveal) allowTokens(program, allowed);
			perform(program, mirror, deed);
			await program.terminal.drawn();
			program.terminal.text();
		}
		if (mayReveal) allowTokens(program, allowed);
		mirror.resize(80, 24);
		await goHome(program);
		const { sandbox, terminal } = program;
		const tokens = [...sandbox.world.tokens].filter(([, { kind }]) => kind !== 'app').map(([text]) => text);
		// The first screen itself may still show on demand what is in its fields. A question over it takes the first key.
		const planted = new PlantedSecrets(tokens);
		// A frame that is half drawn shows nothing yet.
		const isWhole = () => terminal.lines()[0] !== '' && terminal.lines().at(-1) !== '';
		const isClean = () => isWhole() && planted.find(terminal.text()) === undefined;
		for (let keys = mayReveal ? 2 : 0; keys > 0 && !isClean(); keys--) {
			terminal.press('ctrl-t');
			await terminal.waitFor(isClean, { timeoutMs: 1000 }).catch(() => {});
		}
		// What was typed before may be drawn later.
		if (mayReveal) await terminal.waitFor(isClean);
		else assertNoSecrets(terminal.text(), tokens, 'the first screen');
		mirror.resize(60, 20);
		await mirror.drawn();
	};
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...Object.values(STARTS)),
			fc.array(deedWith(mayReveal ? [...KEYS, ...REVEALING, ...REVEALING] : KEYS), { minLength: 20, maxLength: 80 }),
			async (start, deeds) => {
				const program = await start(t);
				const ended = program.outcome.then(() => assert.fail('the program has ended'));
				ended.catch(() => {});
				try {
					await Promise.race([walk(program, deeds), ended]);
				} catch (error) {
					await program.close().catch(() => {});
					throw error;
				}
				await program.close();
			},
		),
		// A run takes too long to look for a shorter one that fails as well.
		{ numRuns: mayReveal ? 20 : 40, endOnFailure: true },
	);
	t.diagnostic(`${steps} steps`);
}

describe('whatever is pressed and however the size changes, nothing breaks, nothing of an old size stays, esc leads home', () => {
	test('and no token is ever shown', (t) => walkAnyhow(t, { mayReveal: false }));
	test('and no token is left there of those that were shown on demand', (t) => walkAnyhow(t, { mayReveal: true }));
});
