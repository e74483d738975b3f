import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../source/domain/secret.ts';
import type { Sandbox } from '../../source/sandbox/server.ts';
import { summaryOf } from '../../source/session/profile-work.ts';
import { NOW, type Program } from '../support/program.ts';
import { reopened, temporaryVault } from '../support/stored-profile.ts';
import { answer, asked, assertPlain, since, startAgain, startPlain, walkToPages, walkToToken } from './conversation.ts';

const WRONG_SECRET = 'c3'.repeat(16);

function demo({ appId, appSecret, userToken }: Sandbox) {
	return { appId, appSecret: new Secret(appSecret), userToken: new Secret(userToken) };
}

function foreignToken({ sandbox: { world, appId } }: Program): string {
	const other = [...world.apps.keys()].find((id) => id !== appId) ?? assert.fail('there are two apps');
	return world.issueUserToken(other, world.signedInPersonId, ['pages_show_list']).text;
}

test('Enter alone walks through a demonstration to the Pages, and q leaves', async (t) => {
	const program = await startPlain(t, { tui: { isDemo: true }, prefill: demo });
	for (const question of [
		`App ID [${program.sandbox.appId}]:`,
		'App secret, not shown [32 characters]:',
		'Number [1]:',
		`Token, not shown (Enter takes the ${program.sandbox.userToken.length} characters that are there):`,
		'Token, not shown (Enter goes on):',
	]) {
		await answer(program, question);
	}
	await answer(program, 'Command:', 'q');
	assert.equal((await program.outcome).exitCode, 0);
	const told = since(program, 'Your app');
	for (const line of [
		'Accepted: My App.',
		'User token of Robin Example, My App, 2 hours left.',
		'All wanted permissions are granted.',
		'Token exchanged for a long-lived one.',
		'Pages listed: 15.',
		'15 Pages, 14 verified, 1 without a token.',
		'1. The Night Owls, invalid: The role on the Page was lost',
		'8. Harbour Town Museum, permanent: never expires, cannot publish',
		'11. My Bakery, permanent: never expires',
		'1 to 15 of 15, by risk.',
	]) {
		assert.ok(told.includes(`\n${line}\n`), `${line} is not in ${told}`);
	}
	assert.match(told, /^Your app - sandbox 127\.0\.0\.1:\d+\n/);
	for (const title of ['What for?', 'User access token', 'Your Pages']) {
		assert.match(told, new RegExp(`^${title.replace('?', '\\?')} - sandbox 127\\.0\\.0\\.1:\\d+$`, 'm'));
	}
	assertPlain(program);
});

test('from a wrong secret and a foreign token to a saved profile, and from there once more', async (t) => {
	const vault = temporaryVault(t, { now: () => NOW });
	const program = await startPlain(t, { prefill: {}, tui: { vault } });
	const { appId, appSecret, userToken } = program.sandbox;
	for (const secret of [WRONG_SECRET, foreignToken(program)]) program.terminal.plant(secret);
	await answer(program, 'App ID, about 16 digits:', 'my-app');
	await program.see('Trouble: An app id is digits only.');
	await answer(program, 'App ID [my-app]:', appId);
	await answer(program, 'App secret, 32 characters, not shown:', WRONG_SECRET);
	await program.see(/32 characters read\.\nAsking Meta whether.+\nTrouble: The app secret is wrong\.\nMeta does not/);
	await program.see('What to do: Copy the App Secret from App settings');
	await program.see(/Meta: code 1, HTTP 400, fbtrace_id \S+\.\n/);
	await answer(program, 'App secret, 32 characters, not shown:', appSecret);

	await answer(program, 'Number [1]:', 'instagram');
	await answer(program, 'Token, not shown (Enter opens the Explorer):', 'b');
	await answer(program, 'Number [5]:', '1');
	await program.see('\npages_show_list,pages_read_engagement,business_management,pages_manage_posts\n');
	await answer(program, 'Token, not shown (Enter opens the Explorer):');
	await program.see('Opened in your browser.');
	assert.match(program.opened[0] ?? '', /\/tools\/explorer\/\d+\//);
	await answer(program, 'Token, not shown (Enter opens the Explorer):', foreignToken(program));
	await program.see('characters read.');
	await program.see('Trouble: This token belongs to another app.');
	assert.equal(program.calls('exchange'), 0);
	await answer(program, 'Token, not shown (Enter opens the Explorer):', userToken);
	await answer(program, 'Token, not shown (Enter goes on):');

	await answer(program, 'Command:', '11');
	await asked(program, 'Command:');
	const details = since(program, 'My Bakery - 127');
	assert.match(details, /\nVerdict: permanent\nMeta: type PAGE, valid, and expires_at is 0, which means never\.\n/);
	assert.match(details, /\nToken: EAA.…\S{4}, \d+ characters, sha256 [0-9a-f]{6}\nExpires: never expires\n/);
	assert.match(details, /\nAllows: publishing, reading\n/);
	await answer(program, 'Command:', 'c');
	await program.see('Token of My Bakery copied.');
	assert.match(program.copied[0] ?? '', /^EAA/);
	await answer(program, 'Command:', 'b');
	await answer(program, 'Command:', 's');
	await answer(program, 'Name [my-app]:', 'my bakery');
	await program.see('The keychain is switched off');
	await answer(program, 'Number [1]:', '2');
	await program.see('Saved as my bakery. Sealed with a key in a file beside it');
	await answer(program, 'Command:', 's');
	await program.see('Everything is saved in profile "my bakery".');
	await answer(program, 'Command:', 'q');
	const { journey } = await program.outcome;
	assert.deepEqual(journey.saved, ['my bakery']);
	assertPlain(program);

	const again = startAgain(t, program, {
		prefill: { profiles: (await vault.list()).map(summaryOf) },
		tui: { vault: reopened(vault, { now: () => NOW }) },
	});
	await again.see('1. my bakery, My App, 15 Pages, the worst invalid. Verified just now.');
	await answer(again, 'Number or name of a profile [1]:');
	await again.see('15 Pages, verified just now. Opening.');
	await again.see('15 Pages, verified just now, 1 without a token.');
	await again.see('11. My Bakery, permanent: never expires');
	await answer(again, 'Command:', 'copy 11');
	await again.see('Token of My Bakery copied.');
	await answer(again, 'Command:', 'q');
	await again.outcome;
	assertPlain(again);
});

test('a token is taken however the paste is broken over lines', async (t) => {
	const program = await startPlain(t);
	await walkToToken(program);
	const { userToken } = program.sandbox;
	const wrapped = userToken.match(/.{1,60}/g)?.join('\r') ?? '';
	await answer(program, 'Token, not shown (Enter opens the Explorer):', wrapped);
	await asked(program, 'Token, not shown (Enter goes on):');
	await answer(program, 'Token, not shown (Enter goes on):', `{\r  "access_token": "${userToken}",\r  "x": 1\r}`);
	await program.terminal.waitFor((screen) => screen.text().split('User token of').length === 3);
	assertPlain(program);
});

test('id and secret that come in one paste are both taken, and the secret is not echoed', async (t) => {
	const program = await startPlain(t, { prefill: {} });
	const { appId, appSecret } = program.sandbox;
	await answer(program, 'App ID, about 16 digits:', `App ID: ${appId}\rApp Secret: ${appSecret}`);
	await answer(program, 'App secret, not shown [32 characters]:');
	await program.see('Accepted: My App.');
});

test('a token that is pasted at the wrong question is not echoed', async (t) => {
	const program = await startPlain(t);
	await walkToPages(program);
	await answer(program, 'Command:', program.sandbox.userToken);
	await program.see('Command: [redacted]');
	await answer(program, 'Command:', 'q');
	assert.equal((await program.outcome).exitCode, 0);
});

test('a token is shown only once that was confirmed, and as one line', async (t) => {
	const program = await startPlain(t, { columns: 60 });
	await walkToPages(program);
	const shown = [...program.sandbox.world.tokens.values()].find(
		({ kind, pageId }) => kind === 'page' && pageId === '104829375610284',
	);
	assert.ok(shown);
	program.terminal.plant(shown.text);
	await answer(program, 'Command:', 'v 11');
	await answer(program, 'Show it? [y/N]', 'n');
	await asked(program, 'Command:');
	await answer(program, 'Command:', 'show 11');
	await asked(program, 'Show it? [y/N]');
	program.terminal.allowSecret(shown.text);
	await answer(program, 'Show it? [y/N]', 'y');
	await asked(program, 'Command:');
	assert.ok(since(program, 'Page access token of My Bakery').includes(`\n${shown.text}\n`));
});

test('what was typed ahead is no answer to a question that asks for a yes', async (t) => {
	const program = await startPlain(t);
	await walkToPages(program);
	program.terminal.type('d 11\ry\r');
	await answer(program, 'Open it? [y/N]', '');
	await asked(program, 'Command:');
	assert.deepEqual(program.opened, []);
});
