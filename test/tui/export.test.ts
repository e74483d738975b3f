import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { parseEnv } from 'node:util';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Program, type ProgramOptions, startProgram } from '../support/program.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

/** The program at its Pages, and a folder to write into. */
async function start(t: TestContext, options: ProgramOptions = {}) {
	const folder = new TemporaryFolder();
	t.after(() => folder[Symbol.dispose]());
	const program = await startProgram(t, options);
	await program.walkToPages();
	return { program, folder: folder.path };
}

/** Names the file in the form. */
async function nameFile(program: Program, path: string): Promise<void> {
	program.press('tab', 'ctrl-u');
	await program.see('name of a file');
	program.terminal.type(path);
	await program.see(path.slice(-12));
}

function tokenOf({ sandbox }: Program, pageId: string): string {
	const found = [...sandbox.world.tokens].find(([, token]) => token.kind === 'page' && token.pageId === pageId);
	return found?.[0] ?? '';
}

describe('an export', () => {
	test('of one Page is previewed masked, and written for its owner alone', async (t) => {
		const { program, folder } = await start(t);
		program.press('/', ...'my bakery', 'enter', 'enter');
		await program.see('Verified');
		program.press('e');
		await program.see('1 Page with its token');
		await program.see('❯ .env file');
		await program.see(/FB_PAGE_MY_BAKERY_TOKEN=.*EAA\w…\w{4}/);
		const file = join(folder, 'bakery.env');
		await nameFile(program, file);
		program.press('enter');
		await program.see(/Wrote 1 Page to /);
		await program.see('Verified');
		assert.deepEqual(
			{ ...parseEnv(readFileSync(file, 'utf8')) },
			{
				FB_PAGE_MY_BAKERY_ID: ids.permanentPage,
				FB_PAGE_MY_BAKERY_NAME: 'My Bakery',
				FB_PAGE_MY_BAKERY_TOKEN: tokenOf(program, ids.permanentPage),
			},
		);
		if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
	});

	test('of marked Pages holds all of them that have a living token, in any form', async (t) => {
		const { program, folder } = await start(t);
		program.press('*');
		await program.see('15 marked');
		program.press('e');
		await program.see('13 Pages with their tokens; 2 without a living token left out');
		for (const [key, name] of [
			['down', 'pages.sh'],
			['down', 'pages.fish'],
			['down', 'pages.ps1'],
			['down', 'pages.env'],
			['down', 'pages.json'],
			['down', 'pages.csv'],
			['down', '.env'],
			['up', 'pages.csv'],
		] as const) {
			program.press(key);
			await program.see(new RegExp(`File +${name.replace('.', '\\.')}`));
		}
		const file = join(folder, 'all.csv');
		await nameFile(program, file);
		program.press('enter');
		await program.see('Wrote 13 Pages to ');
		await program.see('Your Pages');
		const rows = readFileSync(file, 'utf8').trimEnd().split('\r\n');
		assert.equal(rows[0], '\uFEFFid,name,token,verdict,expiresAt');
		assert.equal(rows.length, 14);
	});

	test('as JSON is what the verbs print', async (t) => {
		const { program, folder } = await start(t, { sandbox: { pages: 1 } });
		program.press('e');
		await program.see('1 Page with its token');
		program.press('up', 'up');
		const file = join(folder, 'pages.json');
		await nameFile(program, file);
		program.press('enter');
		await program.see('Wrote 1 Page to ');
		const { version, profiles } = JSON.parse(readFileSync(file, 'utf8'));
		assert.deepEqual([version, profiles.length, profiles[0].app.name], [1, 1, 'My App']);
		assert.equal(profiles[0].pages[0].token.value, tokenOf(program, ids.permanentPage));
	});

	test('is refused where git would add the file, with what to do, and what was typed stays', async (t) => {
		const { program, folder } = await start(t, { sandbox: { pages: 1 } });
		execFileSync('git', ['init', '-q', folder]);
		program.press('e');
		await program.see('1 Page with its token');
		const file = join(folder, '.env');
		await nameFile(program, file);
		program.press('enter');
		await program.see('The tokens were not written there');
		await program.seeWrapped('with the tokens in it.');
		assert.ok(!existsSync(file));
		program.press('escape');
		await program.see('Your Pages');
	});

	test('asks before a file is lost, and Enter is no yes', async (t) => {
		const { program, folder } = await start(t, { sandbox: { pages: 1 } });
		const file = join(folder, 'all.csv');
		writeFileSync(file, 'precious');
		program.press('e');
		await program.see('1 Page with its token');
		program.press('up');
		await nameFile(program, file);
		for (const no of ['enter', 'n', 'escape'] as const) {
			program.press('enter');
			await program.seeWrapped('already exists. Replace it? What is in it will be lost.');
			program.press(no);
			await program.see(/write .+ back/);
			assert.equal(readFileSync(file, 'utf8'), 'precious');
		}
		program.press('enter');
		await program.seeWrapped('already exists. Replace it? What is in it will be lost.');
		program.press('y');
		await program.see('Wrote 1 Page to ');
		assert.match(readFileSync(file, 'utf8'), /^id,name,token/);
	});

	test('into a .env file keeps its other lines', async (t) => {
		const { program, folder } = await start(t, { sandbox: { pages: 1 } });
		const file = join(folder, 'shop.env');
		writeFileSync(file, '# mine\nA=1\n');
		program.press('e');
		await program.see('1 Page with its token');
		await nameFile(program, file);
		program.press('enter');
		await program.seeWrapped('3 variables written, 2 lines kept.');
		assert.ok(readFileSync(file, 'utf8').startsWith('# mine\nA=1\nFB_PAGE_'));
	});

	test('of nothing that lives says so', async (t) => {
		const { program } = await start(t);
		program.press('e');
		await program.see('There is no living token to export.');
	});
});

describe('a test post', () => {
	test('is asked for, made unpublished, deleted again, and told with what Development mode means', async (t) => {
		const { program } = await start(t, { sandbox: { pages: 1 } });
		program.press('enter');
		await program.see('Verified');
		program.press('u');
		await program.seeWrapped('This makes an unpublished post on the Page and deletes it at once. Go on?');
		assert.equal(program.calls('feed'), 0);
		program.press('n', 'u', 'y');
		await program.see('Posted unpublished, and deleted again: the token can publish');
		await program.seeWrapped('in Development mode, only people with a role on it see its posts.');
		assert.equal(program.sandbox.world.posts.size, 0);
	});

	test('that Meta refuses says why, and leaves nothing behind', async (t) => {
		const { program } = await start(t, { sandbox: { pages: 2 } });
		program.press('/', ...'museum', 'enter', 'enter');
		await program.see('Verified');
		program.press('u', 'y');
		await program.see('The role on the Page does not allow to publish');
		assert.equal(program.sandbox.world.posts.size, 0);
	});
});
