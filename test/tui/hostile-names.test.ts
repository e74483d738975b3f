import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertText, makeHostile } from '../support/hostile-world.ts';
import { NOW, startProgram } from '../support/program.ts';
import { temporaryVault } from '../support/stored-profile.ts';

test('hostile names are text on every screen', async (t) => {
	const vault = temporaryVault(t, { now: () => NOW });
	const program = await startProgram(t, {
		columns: 120,
		rows: 40,
		tui: { vault },
		before: async ({ world }) => makeHostile(world),
	});
	await program.walkToPages();
	const rows = program.terminal.lines().filter((line) => /^ [ ❯] {2}[✓✗?] /.test(line));
	assert.equal(rows.length, 15, program.terminal.text());
	for (const key of ['end', 'home']) {
		program.press(key, 'enter');
		await program.see('Found by');
		program.press('?');
		await program.see('view raw');
		program.press('escape', 'escape');
		await program.see('Your Pages');
	}
	program.press('*', 'e');
	await program.see('File');
	program.press('escape', 'w');
	await program.see('Name');
	assertText(program.terminal.raw());
	assert.equal(program.terminal.title(), '');
	assert.deepEqual(program.copied, []);
});
