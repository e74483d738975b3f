import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../source/domain/secret.ts';
import { summaryOf } from '../../source/worker/profile-worker.ts';
import { NOW, type Program, startProgram } from '../support/program.ts';
import { MemoryKeychain, storeProfile, temporaryVault } from '../support/stored-profile.ts';
import { assertPicture, Film, toSvg } from '../support/svg.ts';

// The pictures in the README. `UPDATE_SCREENS=1 npm test` draws them anew.

async function draw(program: Program, name: string): Promise<void> {
	await program.terminal.drawn();
	assertPicture(name, toSvg(program.terminal, { title: 'fb-token-tui' }));
}

test('the pictures of the screens are what the program shows', async (t) => {
	const program = await startProgram(t, { looksReal: true, rows: 20 });
	await program.see('App secret');
	await draw(program, 'app');
	program.press('enter');
	await program.see('Publish posts');
	await draw(program, 'permissions');
	program.press('enter');
	await program.see('paste it here');
	await draw(program, 'token');
	program.terminal.paste(program.sandbox.userToken);
	await program.see('goes on');
	await draw(program, 'token-reviewed');
	program.press('enter');
	await program.see('14 verified');
	program.press('down', 'down');
	await program.see(/❯ {2}✓/);
	await draw(program, 'pages');
	program.terminal.resize(80, 24);
	program.press('/', ...'my bakery', 'enter', 'enter');
	await program.see('Found by');
	await draw(program, 'page');
	program.press('e');
	await program.see('1 Page with its token');
	await draw(program, 'export');
	program.press('escape');
	await program.see('Found by');
	program.press('?');
	await program.see('scroll down');
	await draw(program, 'keys');
});

test('the picture of a problem is what the program shows', async (t) => {
	const program = await startProgram(t, { looksReal: true, rows: 20 });
	await program.walkToToken();
	const { world } = program.sandbox;
	const other = [...world.apps.keys()].find((id) => id !== program.sandbox.appId) ?? '';
	program.terminal.paste(world.issueUserToken(other, world.signedInPersonId, ['pages_show_list']).text);
	await program.see('It belongs to');
	await draw(program, 'problem');
});

test('the picture of an account without Pages is what the program shows', async (t) => {
	const program = await startProgram(t, { looksReal: true, rows: 20, sandbox: { pages: 0 } });
	await program.connect();
	await program.see('Meta lists no Pages');
	await program.see('⏎ try again');
	await draw(program, 'no-pages');
});

test('the picture of two panes is what the program shows', async (t) => {
	const program = await startProgram(t, { looksReal: true, columns: 120, rows: 24 });
	await program.walkToPages();
	program.press('end', 'up', 'up', 'up', 'up');
	await program.see(/❯ {2}✓ My Bakery/);
	await draw(program, 'two-panes');
});

test('the picture of the profiles is what the program shows', async (t) => {
	let now = NOW - 3 * 86_400;
	const vault = temporaryVault(t, { now: () => now, keychain: new MemoryKeychain() });
	const program = await startProgram(t, {
		looksReal: true,
		rows: 18,
		sandbox: { now: () => now },
		tui: { vault },
		before: async (sandbox) => {
			await storeProfile(vault, sandbox, { name: 'my-bakery', protection: { kind: 'keychain' } });
			await storeProfile(vault, sandbox, { name: 'the-old-one', protection: { kind: 'keychain' } });
			now = NOW;
		},
		prefill: async () => {
			const [bakery, old] = (await vault.list()).map(summaryOf);
			assert.ok(bakery && old);
			const permanent = bakery.pages.filter(({ assessment }) => assessment?.verdict === 'permanent');
			return {
				profiles: [{ ...bakery, pages: permanent }, { ...old }],
			};
		},
	});
	await program.see('my-bakery');
	await draw(program, 'profiles');
});

test('the moving picture of the demo is what the program shows', async (t) => {
	const program = await startProgram(t, {
		looksReal: true,
		rows: 24,
		tui: { isDemo: true },
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
	await shoot('❯ Publish posts', 2);
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
	assertPicture('demo', film.toSvg({ title: 'fb-token-tui demo' }));
});
