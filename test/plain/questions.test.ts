import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import stringWidth from 'string-width';
import { Secret } from '../../source/domain/secret.ts';
import { summaryOf } from '../../source/session/profile-work.ts';
import { StoppedClock } from '../support/clocks.ts';
import { NOW, type ProgramOptions } from '../support/program.ts';
import { reopened, storeProfile, temporaryVault } from '../support/stored-profile.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { addUnlistedPage } from '../support/unlisted-page.ts';
import { answer, asked, assertPlain, since, startPlain, walkToPages, walkToToken } from './conversation.ts';

const PASSPHRASE = 'correct horse battery staple';

/** The program with one stored profile. */
async function startWithProfile(
	context: TestContext,
	{
		protection = { kind: 'file' as const } as Parameters<typeof storeProfile>[2],
		...options
	}: ProgramOptions & {
		protection?: Parameters<typeof storeProfile>[2];
	} = {},
) {
	const vault = temporaryVault(context, { now: () => NOW });
	const program = await startPlain(context, {
		...options,
		tui: { ...options.tui, vault: reopened(vault, { now: () => NOW }) },
		before: (sandbox) => storeProfile(vault, sandbox, protection),
		prefill: async () => ({ profiles: (await vault.list()).map(summaryOf) }),
	});
	return { program, vault };
}

describe('Ctrl+C and Ctrl+D', () => {
	test('at a question Ctrl+C leaves with 130', async (t) => {
		const program = await startPlain(t);
		await asked(program, `App ID [${program.sandbox.appId}]:`);
		program.press('ctrl-c');
		assert.equal((await program.outcome).exitCode, 130);
	});

	test('Ctrl+C stops what runs, and asks again', async (t) => {
		const program = await startPlain(t);
		program.sandbox.faults.push({ endpoint: 'app-token', delayMs: Infinity });
		await answer(program, `App ID [${program.sandbox.appId}]:`);
		await answer(program, 'App secret, not shown [32 characters]:');
		await program.see('Asking Meta whether the two belong together.');
		program.press('ctrl-c');
		await program.see('Stopped.');
		await asked(program, 'App secret, not shown [32 characters]:');
	});

	test('what was found before Ctrl+C is kept', async (t) => {
		const program = await startPlain(t);
		program.sandbox.faults.push({ endpoint: 'batch', delayMs: Infinity });
		await walkToToken(program);
		await answer(program, 'Token, not shown (Enter opens the Explorer):', program.sandbox.userToken);
		await answer(program, 'Token, not shown (Enter goes on):');
		await program.see('Pages listed: 15.');
		program.press('ctrl-c');
		await program.see('Cancelled. What was found so far is kept.');
		await program.see('15 Pages, 0 verified, 1 without a token, 14 not verified.');
		await program.see('a verifies the rest.');
		program.sandbox.faults.length = 0;
		await answer(program, 'Command:', 'a');
		await program.see('Asking Meta again about 14 Pages.');
		await program.see('15 Pages, 14 verified, 1 without a token.');
		await asked(program, 'Command:');
	});

	test('Ctrl+D and Escape go back, and leave from the first question', async (t) => {
		const program = await startPlain(t);
		await walkToToken(program);
		for (const [question, key] of [
			['Token, not shown (Enter opens the Explorer):', 'ctrl-d'],
			['Number [1]:', 'escape'],
			['App secret, not shown [32 characters]:', 'ctrl-d'],
			[`App ID [${program.sandbox.appId}]:`, 'ctrl-d'],
		] as const) {
			await asked(program, question);
			program.press(key);
		}
		assert.equal((await program.outcome).exitCode, 130);
	});

	test('a terminal that is gone ends the program', async (t) => {
		const program = await startPlain(t);
		await walkToToken(program);
		await asked(program, 'Token, not shown (Enter opens the Explorer):');
		program.terminal.stdin.end();
		assert.equal((await program.outcome).exitCode, 130);
	});
});

test('? tells at each question what can be answered', async (t) => {
	const program = await startPlain(t);
	await answer(program, `App ID [${program.sandbox.appId}]:`, '?');
	await program.see("o, or open: opens your app's settings in the browser");
	await program.see('b, or back: goes back; so does Ctrl+D');
	await walkToPages(program);
	await answer(program, 'Command:', 'help');
	await program.see('c NUMBER, or copy: copies the token');
	await program.see('/ TEXT, or filter: lists only what matches; alone it lists all');
	await answer(program, 'Command:', 'nonsense');
	await program.see('That is no answer here; ? tells what is.');
	await answer(program, 'Command:', 'report');
	await program.see('Report copied: no token, secret, id or name is in it.');
	assert.match(program.copied[0] ?? '', /^fb-token-tui 0\.0\.0.*\nScreen: pages\n/);
	assertPlain(program);
});

describe('the list of Pages', () => {
	test('is filtered and ordered, and numbered anew then', async (t) => {
		const program = await startPlain(t);
		await walkToPages(program);
		await answer(program, 'Command:', '/ example');
		await program.see('1 to 2 of 2 that match "example", by risk.');
		await answer(program, 'Command:', '2');
		await asked(program, 'Command:');
		assert.match(since(program, 'Command: 2'), /\nExample Coffee Roasters - 127/);
		await answer(program, 'Command:', '');
		await answer(program, 'Command:', '/zzz');
		await program.see('No Page matches "zzz"; / alone clears the filter.');
		await answer(program, 'Command:', '/');
		await answer(program, 'Command:', 'o');
		await program.see('1 to 15 of 15, by name.');
		await asked(program, 'Command:');
		assert.match(since(program, 'Command: o'), /\n2\. Café Zażółć/);
	});

	test('comes in parts, and numbers keep their Pages while verdicts change', async (t) => {
		const program = await startPlain(t, { sandbox: { pages: 120 } });
		await walkToPages(program);
		await program.see('1 to 50 of 120, by risk. Enter shows more.');
		const ninth = /\n9\. (.+?), permanent/.exec(program.terminal.raw().replaceAll('\r', ''))?.[1] ?? '';
		const { world } = program.sandbox;
		const id = [...world.pages.values()].find(({ name }) => name === ninth)?.id ?? '';
		world.removeRole(world.signedInPersonId, id);
		await answer(program, 'Command:', 'r 9');
		await program.see(`Asking Meta again about ${ninth}.`);
		await program.see(`${ninth}: invalid, `);
		await answer(program, 'Command:');
		await program.see('51 to 100 of 120, by risk. Enter shows more.');
		await answer(program, 'Command:');
		await program.see('101 to 120 of 120, by risk.');
		await answer(program, 'Command:', '9');
		await asked(program, 'Command:');
		assert.ok(since(program, 'Command: 9').includes(`\n${ninth} - 127`));
	});

	test('takes in a Page that no list has', async (t) => {
		const program = await startPlain(t);
		const token = addUnlistedPage(program.sandbox);
		program.terminal.plant(token);
		await walkToPages(program, token);
		await answer(program, 'Command:', 'i');
		await answer(program, 'Page (an id, or facebook.com/MyBakery):', 'nobody knows this one');
		await program.see('Trouble: This names no Page.');
		await answer(program, 'Page (an id, or facebook.com/MyBakery):', 'facebook.com/corner.bakery');
		await program.see('Found by: its id');
		await answer(program, 'Command:');
		await program.see(/\d+\. Corner Bakery, permanent: never expires/);
	});

	test('is written into a file, after its form and its name were asked for', async (t) => {
		using folder = new TemporaryFolder();
		const program = await startPlain(t);
		await walkToPages(program);
		await answer(program, 'Command:', 'e');
		await program.see('Which Pages? Say their numbers: e 1 2. Or e all.');
		await answer(program, 'Command:', 'e 1, 11');
		await program.see('1 Page with its token; 1 without a living token left out.');
		await answer(program, 'Format [1]:', '3');
		await answer(program, 'File [pages.csv]:', join(folder.path, 'mine.csv'));
		await program.see('Writing.');
		await asked(program, 'Command:');
		assert.match(readFileSync(join(folder.path, readdirSync(folder.path)[0] ?? ''), 'utf8'), /My Bakery.*EAA/);
	});

	test('has a token tested by a post, after that was confirmed', async (t) => {
		const program = await startPlain(t);
		await walkToPages(program);
		await answer(program, 'Command:', 'publish 11');
		await answer(program, 'Go on? [y/N]', 'yes');
		await program.see('Posted unpublished, and deleted again: the token can publish.');
		await asked(program, 'Command:');
	});
});

describe('a stored profile', () => {
	test('is renamed, checked and removed, the last after a yes', async (t) => {
		const { program, vault } = await startWithProfile(t);
		await answer(program, 'Number or name of a profile [1]:', 'e 1');
		await answer(program, 'New name [my-app]:', 'shop');
		await program.see('Renamed to shop.');
		await answer(program, 'Number or name of a profile [1]:', 'r shop');
		await program.see('Checked shop: nothing has changed.');
		await answer(program, 'Number or name of a profile [1]:', 'x 1');
		await answer(program, 'Its tokens live on at Meta. [y/N]', '');
		await answer(program, 'Number or name of a profile [1]:', 'remove 1');
		await answer(program, 'Its tokens live on at Meta. [y/N]', 'y');
		await program.see('Removed shop. Its tokens live on at Meta.');
		await asked(program, 'App ID, about 16 digits:');
		assert.deepEqual(await vault.list(), []);
	});

	test('behind a passphrase is opened with the right one only', async (t) => {
		const protection = { kind: 'passphrase' as const, passphrase: new Secret(PASSPHRASE) };
		const { program } = await startWithProfile(t, { protection: { protection } });
		program.terminal.plant(PASSPHRASE);
		await answer(program, 'Number or name of a profile [1]:', 'my-app');
		await program.see('The tokens of my-app are sealed with your passphrase.');
		await answer(program, 'Passphrase, not shown:', 'q');
		await program.see('Trouble: The stored secrets are locked.');
		await answer(program, 'Passphrase, not shown:', PASSPHRASE);
		await program.see('15 Pages, verified just now, 1 without a token.');
		await asked(program, 'Command:');
		assertPlain(program);
	});

	test('whose sign-in has ended takes a new token', async (t) => {
		const { program, vault } = await startWithProfile(t);
		const { world, appId } = program.sandbox;
		world.logOut(world.signedInPersonId);
		await answer(program, 'Number or name of a profile [1]:');
		await program.see('Your sign-in has ended: p takes a new user token.');
		await answer(program, 'Command:', 'p');
		const { text } = world.issueUserToken(appId, world.signedInPersonId, (await vault.find('my-app')).wanted);
		program.terminal.plant(text);
		await answer(program, 'Token, not shown (Enter opens the Explorer):', text);
		await answer(program, 'Token, not shown (Enter goes on):');
		await program.see('Saved as my-app. Sealed with a key in a file');
		await asked(program, 'Command:');
	});

	test('that is named on the command line is opened at once', async (t) => {
		const { program } = await startWithProfile(t, { tui: { profile: 'my-app' } });
		await program.see('15 Pages, verified just now, 1 without a token.');
	});

	test('is replaced only after a yes', async (t) => {
		const { program, vault } = await startWithProfile(t);
		await answer(program, 'Number or name of a profile [1]:', 'n');
		const { appId, appSecret, userToken } = program.sandbox;
		await answer(program, 'App ID, about 16 digits:', appId);
		await answer(program, 'App secret, 32 characters, not shown:', appSecret);
		await answer(program, 'Number [1]:');
		await answer(program, 'Token, not shown (Enter opens the Explorer):', userToken);
		await answer(program, 'Token, not shown (Enter goes on):');
		await answer(program, 'Command:', 's');
		await answer(program, 'Name [my-app-2]:', 'my-app');
		await answer(program, 'Number [1]:');
		program.terminal.plant(PASSPHRASE);
		await answer(program, 'Passphrase, not shown:', PASSPHRASE);
		await answer(program, 'Once more:', 'something else');
		await program.see('Trouble: The two passphrases differ.');
		await answer(program, 'Passphrase, not shown:', PASSPHRASE);
		await answer(program, 'Once more:', PASSPHRASE);
		await answer(program, 'Its saved tokens are overwritten. [y/N]', 'y');
		await program.see('Saved as my-app. Sealed with your passphrase.');
		assert.equal((await vault.list()).length, 1);
		await asked(program, 'Command:');
	});
});

describe('while work goes on', () => {
	test('a pause is told once, and counts come every few seconds at most', async (t) => {
		const clock = new StoppedClock();
		const program = await startPlain(t, {
			clock,
			sandbox: { pages: 300, faults: [{ endpoint: 'batch', nth: 4, status: 503 }] },
		});
		await walkToToken(program);
		await answer(program, 'Token, not shown (Enter opens the Explorer):', program.sandbox.userToken);
		await answer(program, 'Token, not shown (Enter goes on):');
		await program.see('Meta is in trouble - trying again in 1 s (2 of 3).');
		await clock.advance(1000);
		await asked(program, 'Command:');
		const told = since(program, 'Token exchanged');
		assert.equal(told.split('Meta is in trouble').length, 2);
		assert.equal(told.split('verified').length, 2, told);
		assertPlain(program);
	});
});

describe('what is written', () => {
	test('wraps at words in 40 columns, and says the same', async (t) => {
		const walk = async (columns: number) => {
			const program = await startPlain(t, { columns, looksReal: true });
			await walkToPages(program);
			await answer(program, 'Command:', '11');
			await asked(program, 'Command:');
			return program.terminal.raw().replaceAll('\r', '').trimEnd().split('\n');
		};
		const [narrow, wide] = [await walk(40), await walk(400)];
		const tooLong = narrow.filter((line) => stringWidth(line) > 40 && line.includes(' '));
		assert.deepEqual(tooLong, []);
		const words = (lines: string[]) =>
			lines
				.join(' ')
				.replace(/fbtrace_id \S+|sha256 \S+|EAA\S+/g, '')
				.split(/\s+/);
		assert.deepEqual(words(narrow), words(wide));
	});

	test('has no other signs than the terminal knows', async (t) => {
		const program = await startPlain(t, { tui: { unicode: false } });
		await walkToPages(program);
		await answer(program, 'Command:', '11');
		await program.see(/Token: EAA.\.\.\.\S{4}, /);
	});
});

describe('tokens that are not saved', () => {
	const QUESTION = 'not saved. Save before you quit? s saves, q does not, b stays [s]:';

	test('are asked about once, and saved with Enter before the program ends', async (t) => {
		const vault = temporaryVault(t, { now: () => NOW });
		const program = await startPlain(t, { sandbox: { pages: 2 }, tui: { vault } });
		await walkToPages(program);
		await answer(program, 'Command:', 'q');
		await answer(program, `2 Page tokens are ${QUESTION}`, 'b');
		await answer(program, 'Command:', 'q');
		await answer(program, QUESTION);
		await answer(program, 'Name [my-app]:');
		await answer(program, 'Number [1]:', '2');
		assert.equal((await program.outcome).exitCode, 0);
		assert.equal((await vault.load('my-app')).secrets.pageTokens.size, 2);
	});

	test('are lost by a second Ctrl+C', async (t) => {
		const vault = temporaryVault(t, { now: () => NOW });
		const program = await startPlain(t, { sandbox: { pages: 2 }, tui: { vault } });
		await walkToPages(program);
		await asked(program, 'Command:');
		program.press('ctrl-c');
		await asked(program, QUESTION);
		program.press('ctrl-c');
		assert.equal((await program.outcome).exitCode, 130);
	});
});
