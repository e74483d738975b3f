import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { ProblemError, problem } from '../../source/domain/problem.ts';
import { Vault } from '../../source/vault/vault.ts';
import { FakeKeychain } from '../support/keychain.ts';
import { startWithProfile } from '../support/profile-program.ts';
import { NOW, startProgram } from '../support/program.ts';
import { temporaryVault } from '../support/stored-profile.ts';

const QUESTION = 'not saved. Save before you quit?';

/** The program with Pages that are not saved, and a store with a keychain. */
async function withPages(t: TestContext) {
	const vault = temporaryVault(t, { now: () => NOW, keychain: new FakeKeychain() });
	const program = await startProgram(t, { sandbox: { pages: 2 }, tui: { vault } });
	await program.walkToPages();
	return { program, vault };
}

/** How each place is reached from the list of Pages. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
	'the Pages': [],
	'a Page': ['enter'],
	'the keys': ['?'],
	'a question': ['enter', 'd'],
	'the token': ['escape'],
	'the Save screen': ['w'],
	'the Export screen': ['e'],
	'the filter': ['/'],
	'the form for a Page': ['i'],
};

describe('tokens that are not saved', () => {
	for (const [place, keys] of Object.entries(PLACES)) {
		test(`are asked about at ^C on ${place}, and a second ^C quits`, async (t) => {
			const { program } = await withPages(t);
			for (const key of keys) {
				const before = program.terminal.text();
				program.press(key);
				await program.terminal.waitFor((screen) => screen.text() !== before);
			}
			program.press('ctrl-c');
			await program.see(`2 Page tokens are ${QUESTION}`);
			await program.see('⏎ save · q quit · esc stay');
			program.press('ctrl-c');
			const { exitCode, session: journey } = await program.outcome;
			assert.deepEqual([exitCode, journey.saved], [130, []]);
		});
	}

	test('stay with esc, and are lost only by the key that says so', async (t) => {
		const { program } = await withPages(t);
		program.press('q');
		await program.see(QUESTION);
		program.press('escape');
		await program.terminal.waitFor((screen) => !screen.text().includes(QUESTION));
		program.press('q');
		await program.see(QUESTION);
		program.press('q');
		assert.equal((await program.outcome).exitCode, 0);
	});

	test('are asked about by esc on the first screen', async (t) => {
		const { program } = await withPages(t);
		for (const screen of ['User access token', 'What for?', 'Your app']) {
			program.press('escape');
			await program.see(screen);
		}
		program.press('escape');
		await program.see(QUESTION);
	});

	test('are saved with Enter, after which the program ends', async (t) => {
		const { program, vault } = await withPages(t);
		await program.see('· not saved ·');
		program.press('enter');
		await program.see('w save');
		program.press('q');
		await program.see(QUESTION);
		program.press('enter');
		await program.see('❯ A key in your keychain');
		await program.see('Then the program ends.');
		program.press('enter');
		const { exitCode, session: journey } = await program.outcome;
		assert.deepEqual([exitCode, journey.saved], [0, ['my-app']]);
		assert.equal((await vault.load('my-app')).secrets.pageTokens.size, 2);
	});

	test('that cannot be saved keep the person there, and say why', async (t) => {
		const { program } = await withPages(t);
		const saving = t.mock.method(Vault.prototype, 'save', () => {
			throw new ProblemError(problem('disk'));
		});
		program.press('q');
		await program.see(QUESTION);
		program.press('enter');
		await program.see('❯ A key in your keychain');
		program.press('enter');
		await program.see('The file could not be written or read');
		saving.mock.restore();
		program.press('escape');
		await program.see('· not saved ·');
		program.press('w');
		await program.see('❯ A key in your keychain');
		assert.doesNotMatch(program.terminal.text(), /Then the program ends/, 'who has gone back means to stay');
		program.press('enter');
		await program.see('Saved as my-app.');
		assert.doesNotMatch(program.terminal.text(), /not saved/);
		program.press('q');
		assert.equal((await program.outcome).exitCode, 0);
	});

	test('are saved from the Page screen, to which one comes back', async (t) => {
		const { program } = await withPages(t);
		program.press('enter');
		await program.see('Data access');
		program.press('w');
		await program.see('❯ A key in your keychain');
		program.press('enter');
		await program.see('Saved as my-app.');
		await program.see('Data access');
		assert.doesNotMatch(program.terminal.text(), /w save/);
	});

	test('are asked about before another token takes their place', async (t) => {
		const { program } = await withPages(t);
		program.press('p');
		await program.see('User access token');
		program.terminal.paste(program.sandbox.userToken);
		await program.see('not saved. Save before you use another token?');
		await program.see('⏎ save · q discard · esc stay');
		program.press('q');
		await program.see('goes on');
	});
});

test('nothing is asked of who has saved, has nothing, or only looks at a demonstration', async (t) => {
	const demo = await startProgram(t, { sandbox: { pages: 2 } });
	await demo.walkToPages();
	assert.doesNotMatch(demo.terminal.text(), /not saved/);
	demo.press('q');
	assert.equal((await demo.outcome).exitCode, 0);
	const { program } = await startWithProfile(t, { sandbox: { pages: 2 } });
	program.press('enter');
	await program.see('✓ 2 Pages, verified just now');
	assert.doesNotMatch(program.terminal.text(), /not saved/);
	program.press('ctrl-c');
	assert.equal((await program.outcome).exitCode, 130);
});

for (const [name, quit] of [
	['q', 'q'],
	['^C', '\u0003'],
] as const) {
	test(`no key that comes with ${name} begins anything once the program ends`, async (t) => {
		const { program } = await startWithProfile(t, { sandbox: { pages: 2 } });
		program.terminal.type(`${quit}r`);
		const { session } = await program.outcome;
		assert.equal(session.profiles.busy, null);
	});
}

test('a profile that another program removes while its Pages are verified is said to be gone, and can be saved again', async (t) => {
	const { program, vault } = await startWithProfile(t, { sandbox: { pages: 2 } });
	program.press('enter');
	await program.see('✓ 2 Pages, verified just now');
	await vault.remove('my-app');
	program.press('r');
	await program.see('Not saved: press w to save. There is no profile named "my-app"');
	program.press('w');
	await program.see('Save the profile');
	program.press('tab', 'right');
	await program.see('❯ A key in a file beside it');
	program.press('enter');
	await program.see('Saved as my-app.');
	assert.equal((await vault.load('my-app')).secrets.pageTokens.size, 2);
});
