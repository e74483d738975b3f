import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { glyphsFor } from '../../source/terminal/glyphs.ts';
import { type Program, startProgram } from '../support/program.ts';

const sizes = [
	[40, 12],
	[50, 15],
	[80, 24],
	[100, 30],
	[300, 100],
] as const;

/** Walks over every screen; each reading asserts that no frame was wider or taller than the terminal. */
async function visitEverything(program: Program): Promise<void> {
	await program.see('App secret');
	program.press('?');
	await program.see('other field');
	program.press('escape');
	await program.walkToToken();
	program.terminal.paste('nonsense');
	await program.see('This is not an access token');
	program.terminal.paste(program.sandbox.userToken);
	await program.see(/goes on/);
	program.press('enter');
	await program.see(/15 Pages, 14 verified/);
	program.press('e');
	await program.see(/There is no living token|with its token/);
	program.press('end', 'e');
	await program.see('File');
	program.press('escape');
	await program.see('Your Pages');
	program.press('home', 'i');
	await program.see('Add a Page');
	program.terminal.type('my bakery');
	program.press('enter');
	await program.see('This names no Page');
	program.press('escape');
	program.press('/', 'b');
	await program.see('Filter:');
	program.press('escape', 's');
	await program.see('by name');
	program.press('s', 'home', 'enter');
	await program.see('invalid');
	program.press('page-down', 'page-down', 'page-down', 'd');
	await program.see('The address will hold the');
	program.press('n', '?');
	await program.see('view raw');
	program.press('page-down');
	await program.see('scroll up');
	program.press('escape');
}

describe('every screen fits', () => {
	for (const [columns, rows] of sizes) {
		test(`${columns}×${rows}`, async (t) => {
			await visitEverything(await startProgram(t, { columns, rows }));
		});
	}

	for (const [columns, rows] of [...sizes, [120, 40]] as const) {
		test(`${columns}×${rows} in ASCII, for a terminal without UTF-8`, async (t) => {
			const program = await startProgram(t, {
				columns,
				rows,
				tui: { unicode: false },
				before: async ({ world }) => {
					for (const page of world.pages.values()) {
						Object.assign(page, { category: 'Shop', categoryList: [] });
						if (/[^\x20-\x7e]/.test(page.name)) Object.assign(page, { name: `Page ${page.id}` });
					}
				},
			});
			await visitEverything(program);
			assert.match(program.terminal.raw(), /^\p{ASCII}*$/u);
		});
	}

	test('every sign has one in ASCII of its own meaning', () => {
		const [unicode, ascii] = [glyphsFor(true), glyphsFor(false)];
		assert.deepEqual(Object.keys(ascii), Object.keys(unicode));
		for (const sign of Object.values(ascii).flat()) assert.match(sign, /^[\x20-\x7e]+$/);
		const { good, warn, bad, unknown, pending } = ascii;
		assert.equal(new Set([good, warn, bad, unknown, pending]).size, 5, 'no two verdicts look alike');
	});
});

test('all that a small terminal cannot show of a Page is reached by scrolling', async (t) => {
	const program = await startProgram(t, { columns: 40, rows: 12 });
	await program.connect();
	await program.see('14 verified');
	program.press('end', 'enter');
	await program.see('more below');
	assert.doesNotMatch(program.terminal.text(), /Found by/);
	program.press('page-down', 'page-down', 'page-down', 'page-down');
	await program.see('Found by');
	program.press('page-up', 'page-up', 'page-up', 'page-up');
	await program.see('permanent');
});

test('a problem is whole on the smallest terminal, with what to do', async (t) => {
	const program = await startProgram(t, { columns: 40, rows: 12, prefill: ({ appId }) => ({ appId }) });
	await program.see('App secret');
	program.terminal.paste('b7'.repeat(16));
	await program.see('32 characters');
	program.press('enter');
	await program.seeWrapped('Copy the App Secret from App settings, Basic ("Show"), and enter it again.');
});

test('a terminal that is too small is said to be, and nothing is lost', async (t) => {
	const program = await startProgram(t);
	await program.see('App secret');
	program.terminal.resize(39, 11);
	await program.see('Too small: 40x12 is needed');
	program.terminal.resize(80, 24);
	await program.see(program.sandbox.appId);
});

test('the size may change at any moment', async (t) => {
	const program = await startProgram(t, { sandbox: { pages: 200 } });
	await program.walkToPages();
	for (const [columns, rows] of [...sizes, [60, 20], [40, 12], [120, 40]] as const) {
		program.terminal.resize(columns, rows);
		await program.terminal.waitFor((screen) => screen.lines()[rows - 1]?.includes('open') === true);
		program.press('enter');
		await program.see(/Found by|more below/);
		program.press('escape');
		await program.see(/of 20\d/);
	}
});

test('from 100 columns on the selected Page stands beside the list', async (t) => {
	const program = await startProgram(t, { columns: 120, rows: 30 });
	await program.walkToPages();
	await program.see(/The Night Owls .*invalid.*The role on the Page was lost/);
	await program.see(/Token +EAA/);
	program.press('end');
	await program.see('never expires');
});
