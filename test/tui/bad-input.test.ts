import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sandbox } from '../../source/sandbox/server.ts';
import { type Program, startProgram } from '../support/program.ts';

const SECRET = 'a3'.repeat(16);

const badApps = [
	{ name: 'an empty app id', id: '', says: 'The app id is missing', does: 'Copy the App ID from App settings' },
	{ name: 'a short app id', id: '1234', says: 'This app id is too short', does: 'about 16 digits' },
	{ name: 'a name in place of the app id', id: 'my-app', says: 'An app id is digits only', does: 'Copy the App ID' },
	{ name: 'a secret in place of the app id', id: SECRET, says: 'This is not an app id', does: 'Copy the App ID' },
	{
		name: 'an app id that Meta does not know',
		id: '999999999999999',
		says: 'Meta does not know this app',
		does: 'Copy the App ID',
	},
];

for (const { name, id, says, does } of badApps) {
	test(`${name} is named, and what was typed stays`, async (t) => {
		const program = await startProgram(t, { prefill: {} });
		await program.see('about 16 digits');
		program.terminal.type(id);
		// What may be a secret is not shown, wherever it is put.
		const shown = id === SECRET ? '•'.repeat(SECRET.length) : id;
		await program.see(shown);
		program.press('tab');
		program.terminal.paste(SECRET);
		await program.see(/App secret +•+ +32 characters/);
		program.press('enter');
		await program.see(says);
		await program.seeWrapped(does);
		const screen = program.terminal.text();
		assert.match(screen, /App secret +•+ +32 characters/);
		assert.ok(screen.includes(shown), screen);
	});
}

const badSecrets: { name: string; secret: (sandbox: Sandbox) => string; says: string; asks: number }[] = [
	{ name: 'no secret', secret: () => '', says: 'The app secret is missing', asks: 0 },
	{
		name: 'a secret with a letter too few',
		secret: ({ appSecret }) => appSecret.slice(1),
		says: 'does not look like an app secret',
		asks: 0,
	},
	{
		name: 'a token in place of the secret',
		secret: ({ userToken }) => userToken,
		says: 'This is an access token, not the app secret',
		asks: 0,
	},
	{
		name: 'a secret with a typo',
		secret: ({ appSecret }) => flipped(appSecret),
		says: 'The app secret is wrong',
		asks: 1,
	},
	{
		name: 'the client token in place of the secret',
		secret: ({ appId, world }) => world.apps.get(appId)?.clientToken ?? '',
		says: 'A client token looks the same',
		asks: 1,
	},
];

/** A secret of the right shape in which the first digit is another. */
function flipped(secret: string): string {
	return (secret.startsWith('0') ? '1' : '0') + secret.slice(1);
}

for (const { name, secret, says, asks } of badSecrets) {
	test(`${name} is named, and the app id stays`, async (t) => {
		const program = await startProgram(t, { prefill: ({ appId }) => ({ appId }) });
		await program.see('App secret');
		const text = secret(program.sandbox);
		if (text !== '') {
			program.terminal.plant(text);
			program.terminal.paste(text);
			await program.see(`${text.length} characters`);
		} else program.press('tab', 'tab');
		program.press('enter');
		await program.seeWrapped(says);
		assert.ok(program.terminal.text().includes(program.sandbox.appId));
		assert.equal(program.calls('app-token'), asks);
	});
}

type BadToken = { name: string; token: (program: Program) => string; says: string | RegExp; shown?: boolean };

const badTokens: BadToken[] = [
	{ name: 'a Page token', token: pageToken, says: 'This is a Page token, not a user token' },
	{
		name: 'an app token',
		token: ({ sandbox }) => `${sandbox.appId}|${sandbox.appSecret}`,
		says: 'This is an app access token',
	},
	{ name: 'an Instagram token', token: () => `IGAA${'Q2'.repeat(70)}`, says: 'This is a token of Instagram Login' },
	{ name: 'an expired token', token: expiredToken, says: 'This token has expired' },
	{ name: 'a token of another app', token: foreignToken, says: /It belongs to "[^"]+"/ },
	{ name: 'half a token', token: ({ sandbox }) => sandbox.userToken.slice(0, 90), says: 'It has 90 characters' },
	{ name: 'an empty clipboard', token: () => '', says: 'the clipboard is empty' },
	{ name: 'blanks', token: () => ' \n ', says: 'the clipboard is empty' },
	{
		name: 'an app id',
		token: ({ sandbox }) => sandbox.appId,
		says: 'This is a number: an app id or a Page id',
		shown: true,
	},
	{
		name: 'the app secret',
		token: ({ sandbox }) => sandbox.appSecret,
		says: 'This is the secret of your app, not a token',
	},
	{ name: 'a sentence', token: () => 'please give me a token', says: 'This is not an access token', shown: true },
	{ name: 'a whole web page', token: () => webPage, says: 'This is a whole web page, not a token', shown: true },
];

const webPage = `<!doctype html><html><head><title>Tools</title></head><body>\n${'<p>Nothing to see here.</p>\n'.repeat(400)}</body></html>`;

function pageToken({ sandbox: { world, userToken } }: Program): string {
	const user = world.tokens.get(userToken);
	const page = [...world.pages.keys()].find((id) => user && world.role(user.userId ?? '', id));
	assert.ok(user && page);
	return world.pageToken(user, page)?.text ?? assert.fail('the Page has a token');
}

function expiredToken({ sandbox: { world, userToken } }: Program): string {
	world.expireToken(userToken);
	return userToken;
}

function foreignToken({ sandbox: { world, appId } }: Program): string {
	const other = [...world.apps.keys()].find((id) => id !== appId) ?? assert.fail('there are two apps');
	return world.issueUserToken(other, world.signedInPersonId, ['pages_show_list']).text;
}

for (const { name, token, says, shown = false } of badTokens) {
	test(`${name} is said to be one on the token screen, and nothing is exchanged`, async (t) => {
		const program = await startProgram(t);
		const text = token(program);
		if (!shown && text.trim() !== '') program.terminal.plant(text);
		await program.walkToToken();
		program.terminal.paste(text);
		await program.see(says);
		assert.match(program.terminal.text(), /→ /, 'it says what to do');
		assert.match(program.terminal.text(), /User access token/, 'on the same screen');
		if (text !== '')
			assert.ok(program.terminal.text().includes(`${text.replaceAll('\n', '').length} characters`), 'nothing is lost');
		assert.equal(program.calls('exchange'), 0);
		program.terminal.paste(
			program.sandbox.world.issueUserToken(program.sandbox.appId, program.sandbox.world.signedInPersonId, [
				'pages_show_list',
			]).text,
		);
		await program.see('User token of');
	});
}

test('a secret pasted into the app id does not get into the link', async (t) => {
	const program = await startProgram(t, { prefill: {} });
	await program.see('about 16 digits');
	program.terminal.paste('not-an-id');
	await program.see('not-an-id');
	assert.match(program.terminal.text(), /\/apps\/\s/);
	program.press('ctrl-o');
	await program.see('Opened');
	assert.equal(new URL(program.opened[0] ?? '').pathname, '/apps/');
});

test('id and secret that come in one paste are both taken', async (t) => {
	const program = await startProgram(t, { prefill: {} });
	await program.see('about 16 digits');
	const { appId, appSecret } = program.sandbox;
	program.terminal.paste(`App ID: ${appId}\nApp Secret: ${appSecret}`);
	await program.see(appId);
	await program.see(/•{8,} +32 characters/);
	program.press('enter');
	await program.see('What for?');
});

test('a second paste takes the place of a wrong secret', async (t) => {
	const program = await startProgram(t, { prefill: ({ appId }) => ({ appId }) });
	await program.see('App secret');
	program.terminal.paste('c3'.repeat(16));
	program.terminal.paste(program.sandbox.appSecret);
	program.press('enter');
	await program.see('What for?');
});

test('a report of a problem can be copied and shown to anyone', async (t) => {
	const program = await startProgram(t, { prefill: ({ appId }) => ({ appId }) });
	await program.see('App secret');
	program.terminal.paste(SECRET);
	await program.see('32 characters');
	program.press('enter');
	await program.see('^O open the page · ^R copy a report');
	program.press('ctrl-r');
	await program.see('Report copied: no token, secret, id or name is in it.');
	const [report = ''] = program.copied;
	assert.match(
		report,
		/^fb-token-tui 0\.0\.0, Node 20\.20\.0, linux x64, Graph API at graph\.facebook\.com\nScreen: app\n/,
	);
	assert.match(
		report,
		/\nProblems:\nwrong-app-secret: The app secret is wrong \(code 1, HTTP 400, fbtrace_id \S+; OAuth/,
	);
	assert.match(
		report,
		/\nCalls:\napp-token GET \/oauth\/access_token attempt 1: wrong-app-secret \(HTTP 400\), \d+ ms\n$/,
	);
	for (const hidden of [SECRET, program.sandbox.appId, 'My App']) assert.ok(!report.includes(hidden), hidden);
});

test('a report is shown where nothing can be copied', async (t) => {
	const program = await startProgram(t, { copyOutcome: 'failed' });
	await program.see('App secret');
	program.press('ctrl-r');
	await program.see('Any key goes back.');
	await program.see('Problems:');
	program.press('x');
	await program.see('App secret');
});

test('what a field holds is looked at once it is left, never while it is typed', async (t) => {
	const program = await startProgram(t, { prefill: {} });
	await program.see('about 16 digits');
	program.terminal.type('my-app');
	await program.see('my-app');
	assert.doesNotMatch(program.terminal.text(), /✗/);
	program.press('tab');
	await program.see('An app id is digits only');
	program.press('tab', 'ctrl-u');
	program.terminal.type('1203987654019283');
	await program.see('1203987654019283');
	assert.doesNotMatch(program.terminal.text(), /✗/);
	program.press('tab');
	program.terminal.type('short');
	await program.see('5 characters');
	program.press('tab');
	await program.see('does not look like an app secret');
});

test('a masked field is shown on demand, and masked again on the next screen', async (t) => {
	const program = await startProgram(t);
	const { appSecret } = program.sandbox;
	await program.see('32 characters');
	program.terminal.allowSecret(appSecret);
	program.press('ctrl-t');
	await program.see(appSecret);
	program.press('ctrl-t');
	await program.see(/App secret +•+ +32 characters/);
	program.press('ctrl-t', 'enter');
	await program.see('What for?');
	program.press('escape');
	await program.see(/App secret +•+ +32 characters/);
});
