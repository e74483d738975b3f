import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summaryOf } from '../../source/tui/profile-worker.ts';
import { NOW, type Program, startProgram } from '../support/program.ts';
import { MemoryKeychain, storeProfile, temporaryVault } from '../support/stored-profile.ts';
import { assertPicture, toSvg } from '../support/svg.ts';

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
