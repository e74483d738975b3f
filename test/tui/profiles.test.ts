import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ProblemError, problem } from '../../source/domain/problem.ts';
import { Secret } from '../../source/domain/secret.ts';
import { problemOf } from '../../source/sandbox/tokens.ts';
import { Vault } from '../../source/vault/vault.ts';
import { FakeKeychain } from '../support/keychain.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { startWithProfile } from '../support/profile-program.ts';
import { profileOf, secretsOf } from '../support/profiles.ts';
import { NOW, startProgram } from '../support/program.ts';
import { temporaryVault } from '../support/stored-profile.ts';
import { addUnlistedPage } from '../support/unlisted-page.ts';

const PASSPHRASE = 'correct horse battery staple';

function filesIn(folder: string): string {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), 'latin1')}`)
		.join('\n');
}

describe('the second run', () => {
	test('shows the profile, and with one Enter its Pages before any answer of Meta', async (t) => {
		const { program } = await startWithProfile(t);
		await program.see(/❯ ✗ my-app +My App +15 Pages +invalid/);
		await program.see('Verified 3 days ago');
		const before = program.sandbox.requests.length;
		program.sandbox.faults.push({ delayMs: Infinity });
		program.press('enter');
		await program.see('15 Pages, verified 3 days ago. Refreshing');
		await program.see(/My Bakery +permanent/);
		assert.ok(program.sandbox.requests.length <= before + 1);
	});

	test('refreshes the Pages in the background and stores what is new', async (t) => {
		const { program, vault } = await startWithProfile(t);
		const { world } = program.sandbox;
		world.removeRole(world.signedInPersonId, '104829375610284');
		program.press('enter');
		await program.see('✓ 14 Pages, verified just now');
		await program.see('Since last time: 1 gone');
		assert.equal((await vault.read('my-app')).pages.length, 14);
		assert.equal(program.calls('exchange'), 1, 'the user token has long enough to live');
		program.press('c');
		await program.see('Token of The Night Owls copied.');
	});

	test('asks for a new token when the sign-in has ended, and for nothing else', async (t) => {
		const { program, vault } = await startWithProfile(t);
		const { world, appId } = program.sandbox;
		world.logOut(world.signedInPersonId);
		program.press('enter');
		await program.see('Your sign-in has ended: press p to sign in again.');
		program.press('p');
		await program.see('User access token');
		const { text } = world.issueUserToken(appId, world.signedInPersonId, (await vault.find('my-app')).wanted);
		program.terminal.plant(text);
		program.terminal.paste(text);
		await program.see('goes on');
		program.press('enter');
		await program.see('Saved as my-app. Sealed with a key in a file');
		await program.see('15 Pages, verified just now');
		const { secrets } = await vault.load('my-app');
		assert.equal(problemOf(world, world.tokens.get(secrets.userToken.reveal()) ?? assert.fail()), undefined);
	});

	test('when Meta cannot be reached shows what is stored, and calls nothing invalid', async (t) => {
		const { program } = await startWithProfile(t);
		program.sandbox.faults.push({ cut: 'before-headers' });
		program.press('enter');
		await program.see('15 Pages, verified 3 days ago, not refreshed');
		await program.see(/My Bakery +permanent/);
		await program.see('cannot be reached');
		program.press('c');
		await program.see('copied');
	});

	test('says so when Meta lists the Pages but does not verify their tokens', async (t) => {
		const { program } = await startWithProfile(t);
		const nth = Array.from({ length: 50 }, (_, index) => index + 2);
		const useless = { status: 400, body: '{}' };
		program.sandbox.faults.push({ endpoint: 'batch', ...useless }, { endpoint: 'debug_token', nth, ...useless });
		program.press('enter');
		await program.see('✗ 15 Pages, 1 without a token, 14 not verified');
		assert.doesNotMatch(program.terminal.text(), /Since last time|permanent/);
	});

	test('asks for the passphrase, says when it is wrong, and opens with the right one', async (t) => {
		const protection = { kind: 'passphrase' as const, passphrase: new Secret(PASSPHRASE) };
		const { program } = await startWithProfile(t, { protection });
		program.terminal.plant(PASSPHRASE);
		program.press('enter');
		await program.see('The tokens of my-app are sealed with your passphrase.');
		program.terminal.type('wrong one\r');
		await program.see('The stored secrets are locked');
		program.terminal.paste(PASSPHRASE);
		await program.see(`${PASSPHRASE.length} characters`);
		program.press('enter');
		await program.see('15 Pages, verified just now');
	});
});

test('a profile that is named on the command line is opened at once', async (t) => {
	const { program } = await startWithProfile(t, { tui: { profile: 'my-app' } });
	await program.see('15 Pages, verified just now');
});

test('a profile that is not there is said to be missing', async (t) => {
	const { program } = await startWithProfile(t, { tui: { profile: 'nope' } });
	await program.see('There is no profile named "nope".');
	await program.see('Profiles');
});

test('the token of another person is not taken for a profile', async (t) => {
	const { program, vault } = await startWithProfile(t);
	const { world, appId } = program.sandbox;
	world.logOut(world.signedInPersonId);
	program.press('enter');
	await program.see('press p to sign in');
	const stranger = world.addPerson({
		id: '99887766554433221',
		name: 'Kim Sample',
		firstName: 'Kim',
		lastName: 'Sample',
		email: 'kim@example.com',
	});
	world.apps.get(appId)?.roles.set(stranger.id, 'developer');
	const { text } = world.issueUserToken(appId, stranger.id, ['pages_show_list']);
	program.terminal.plant(text);
	program.press('p');
	await program.see('User access token');
	program.terminal.paste(text);
	await program.see('This token is of Kim Sample');
	assert.equal((await vault.read('my-app')).pages.length, 15);
});

test('what could not be stored says so, and is stored on demand', async (t) => {
	const { program, vault } = await startWithProfile(t);
	const saving = t.mock.method(Vault.prototype, 'saveReading', () => {
		throw new ProblemError(problem('disk'));
	});
	program.press('enter');
	await program.see('Not saved: press w to save.');
	await program.see(/My Bakery +permanent/);
	saving.mock.restore();
	program.press('w');
	await program.see('✓ 15 Pages, verified just now, 1 without a token');
	assert.equal((await vault.find('my-app')).savedAt, NOW);
});

test('a verdict that was asked for again is kept in the profile', async (t) => {
	const { program, vault } = await startWithProfile(t);
	program.press('enter');
	await program.see('✓ 15 Pages, verified just now, 1 without a token');
	const { world } = program.sandbox;
	world.removeRole(world.signedInPersonId, '104829375610284');
	program.press('/', ...'my bakery', 'enter', 'r');
	await program.see(/My Bakery +invalid/);
	await program.terminal.waitFor((screen) => !screen.text().includes('verifying'));
	const page = (await vault.read('my-app')).pages.find(({ id }) => id === '104829375610284');
	assert.equal(page?.assessment?.verdict, 'invalid');
});

test('a key that is lost is not taken for a passphrase', async (t) => {
	const { program, vault } = await startWithProfile(t);
	const sealed = join(vault.folder, 'sealed');
	for (const name of readdirSync(sealed)) if (/key/.test(name)) rmSync(join(sealed, name));
	program.press('enter');
	await program.see(/key .*(gone|not there|missing)|locked/);
	await program.see('15 Pages, verified 3 days ago');
});

describe('the profiles', () => {
	test('are checked again in place', async (t) => {
		const { program, vault } = await startWithProfile(t);
		const { world } = program.sandbox;
		world.removeRole(world.signedInPersonId, '104829375610284');
		program.press('r');
		await program.see('Checked my-app: 1 changed.');
		const page = (await vault.read('my-app')).pages.find(({ id }) => id === '104829375610284');
		assert.equal(page?.assessment?.verdict, 'invalid');
	});

	test('are renamed', async (t) => {
		const { program, vault } = await startWithProfile(t);
		program.press('e');
		await program.see('New name');
		program.press('ctrl-u', ...'bakery shop', 'enter');
		await program.see('Renamed to bakery shop.');
		await program.see(/❯ ✗ bakery shop/);
		assert.deepEqual(
			(await vault.list()).map(({ name }) => name),
			['bakery shop'],
		);
	});

	test('are removed after a question', async (t) => {
		const { program, vault } = await startWithProfile(t);
		program.press('x');
		await program.see('Remove my-app from this computer?');
		await program.see('y yes · ⏎ no');
		for (const key of ['n', 'enter', 'escape']) {
			program.press(key);
			await program.terminal.waitFor((screen) => !screen.text().includes('Remove my-app'));
			assert.equal((await vault.list()).length, 1);
			program.press('x');
			await program.see('Remove my-app from this computer?');
		}
		program.press('n');
		await program.terminal.waitFor((screen) => !screen.text().includes('Remove my-app'));
		program.press('x', 'y');
		await program.see('Remove my-app from this computer?');
		assert.equal((await vault.list()).length, 1, 'what was typed ahead is no answer');
		program.press('y');
		await program.see('Your app');
		assert.deepEqual(await vault.list(), []);
	});

	test('are joined by a new one', async (t) => {
		const { program } = await startWithProfile(t);
		program.press('n');
		await program.see('Your app');
		program.press('escape');
		await program.see('Profiles');
	});

	test('that are damaged say so, and stay listed', async (t) => {
		const { program, vault } = await startWithProfile(t);
		const { writeFileSync } = await import('node:fs');
		const sealed = join(vault.folder, 'sealed');
		for (const name of readdirSync(sealed)) {
			if (!/key/.test(name)) writeFileSync(join(sealed, name), 'not what it was');
		}
		program.press('enter');
		await program.see('The stored secrets of "my-app" are damaged');
		program.press('escape');
		await program.see('Profiles');
	});
});

describe('saving', () => {
	test('seals with a key in the keychain where there is one, and leaves no secret in any file', async (t) => {
		const keychain = new FakeKeychain();
		const vault = temporaryVault(t, { now: () => NOW, keychain });
		const program = await startProgram(t, { tui: { vault } });
		await program.walkToPages();
		program.press('w');
		await program.see('Save the profile');
		await program.see('❯ A key in your keychain');
		program.press('enter');
		await program.see('Saved as my-app. Sealed with a key in your keychain.');
		assert.equal(keychain.entries.size, 1);
		const { secrets } = await vault.load('my-app');
		assert.equal(secrets.pageTokens.size, 14);
		const all = [program.sandbox.appSecret, ...program.sandbox.world.tokens.keys()];
		assertNoSecrets(filesIn(vault.folder), all, 'the config folder');
	});

	test('offers a passphrase where there is no keychain, asked for twice', async (t) => {
		const vault = temporaryVault(t, { now: () => NOW });
		const program = await startProgram(t, { tui: { vault } });
		program.terminal.plant(PASSPHRASE);
		await program.walkToPages();
		program.press('w');
		await program.see('❯ A passphrase');
		program.press('enter');
		await program.see('Once more');
		program.terminal.type(PASSPHRASE);
		await program.see(`${PASSPHRASE.length} characters`);
		const { length } = program.terminal.raw();
		program.press('enter');
		// What follows without a pause would be a paste of several lines.
		await program.terminal.waitFor((screen) => screen.raw().length > length);
		program.terminal.type('something else');
		await program.see('14 characters');
		program.press('enter');
		await program.see('The two passphrases differ');
		program.press('ctrl-u');
		program.terminal.type(PASSPHRASE);
		await program.terminal.waitFor((screen) => !screen.text().includes('14 characters'));
		program.press('enter');
		await program.see('Saved as my-app. Sealed with your passphrase.');
		await vault.load('my-app', new Secret(PASSPHRASE));
	});

	test('takes the weaker key file only when it is chosen, and says what that means', async (t) => {
		const vault = temporaryVault(t, { now: () => NOW });
		const program = await startProgram(t, { tui: { vault } });
		await program.walkToPages();
		program.press('w');
		await program.see('❯ A passphrase');
		program.press('tab', 'right');
		await program.see('❯ A key in a file beside it');
		await program.see('Weaker: whoever can read your files can open it.');
		program.press('enter');
		await program.see('Saved as my-app.');
	});

	test('takes the place of what has the same name only after a yes, and never by Enter', async (t) => {
		const { program, vault } = await startWithProfile(t);
		program.press('n');
		await program.see('Your app');
		program.terminal.type(program.sandbox.appId);
		program.press('tab');
		program.terminal.paste(program.sandbox.appSecret);
		await program.see(/•{8,} +32 characters/);
		program.press('enter');
		await program.see('What for?');
		program.press('enter');
		await program.see('User access token');
		const { world, appId } = program.sandbox;
		program.terminal.paste(world.issueUserToken(appId, world.signedInPersonId, ['pages_show_list']).text);
		await program.see('goes on without them');
		program.press('enter');
		await program.see(/✓ \d+ Pages/);
		program.press('w');
		await program.see('my-app-2');
		program.press('backspace', 'backspace', 'tab', 'right');
		await program.see('❯ A key in a file beside it');
		program.press('enter');
		await program.see('There is a profile named "my-app" already.');
		assert.deepEqual(
			(await vault.list()).map(({ name }) => name),
			['my-app'],
		);
		await program.seeWrapped('Replace the saved profile "my-app"? Its saved tokens are overwritten.');
		const before = (await vault.find('my-app')).revision;
		await program.see('y yes · ⏎ no');
		program.press('enter');
		await program.see('⏎ save');
		assert.equal((await vault.find('my-app')).revision, before);
		program.press('enter');
		await program.see('y yes · ⏎ no');
		program.press('y');
		await program.see('Saved as my-app.');
		assert.notEqual((await vault.find('my-app')).revision, before);
	});

	test('never takes the place of one that belongs to another Graph host', async (t) => {
		const vault = temporaryVault(t, { now: () => NOW });
		const program = await startProgram(t, { tui: { vault } });
		await program.walkToPages();
		await vault.save(profileOf('bakery'), secretsOf('bakery'), { kind: 'file' });
		program.press('w');
		await program.see('Protection');
		program.press('ctrl-u');
		program.terminal.type('bakery');
		program.press('tab', 'right');
		await program.see('❯ A key in a file beside it');
		for (let attempts = 0; attempts < 2; attempts++) {
			program.press('enter');
			await program.see('Profile belongs to another host');
			await program.see('Choose another name for the profile.');
		}
		assert.equal((await vault.find('bakery')).graphUrl, 'https://graph.facebook.com');
	});

	test('is not there in a demonstration', async (t) => {
		const program = await startProgram(t);
		await program.walkToPages();
		program.press('w');
		await program.see('The demonstration saves nothing.');
	});
});

test('a profile that belongs to another Graph host is neither opened, checked nor refreshed', async (t) => {
	const { program, vault } = await startWithProfile(t);
	await vault.amend('my-app', (profile) => ({ ...profile, graphUrl: 'https://graph.facebook.com' }));
	await program.see('my-app');
	const made = program.sandbox.requests.length;
	program.press('r');
	await program.see('Profile belongs to another host');
	program.press('enter');
	await program.see('not refreshed');
	program.press('i');
	await program.see('A user token is needed first.');
	program.press('l');
	await program.see('not refreshed');
	assert.equal(program.sandbox.requests.length, made);
});

test('a Page that was added by its address is kept in the opened profile, and survives a refresh', async (t) => {
	const { program, vault } = await startWithProfile(t, {
		sandbox: { pages: 2 },
		protection: { kind: 'passphrase', passphrase: new Secret(PASSPHRASE) },
	});
	const token = addUnlistedPage(program.sandbox);
	const { profile, secrets } = await vault.load('my-app', new Secret(PASSPHRASE));
	await vault.save(profile, { ...secrets, userToken: new Secret(token) }, 'keep', new Secret(PASSPHRASE));
	program.press('enter');
	await program.see('sealed with your passphrase');
	program.terminal.type(PASSPHRASE);
	await program.see(/\d+ characters/);
	program.press('enter');
	await program.see(/✓ 2 Pages, verified just now/);
	program.press('i');
	await program.see('Meta does not list every Page.');
	program.terminal.type('corner.bakery');
	await program.see('corner.bakery');
	program.press('enter');
	await program.see(/Found by +its id/);
	program.press('escape', 'l');
	await program.see(/✓ 3 Pages, verified just now/);
	const stored = await vault.read('my-app');
	assert.deepEqual(stored.pages.map(({ name, foundBy }) => [name, foundBy]).at(-1), ['Corner Bakery', 'id']);
});
