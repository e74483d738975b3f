import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permissionsFor } from '../../source/domain/permissions.ts';
import { Secret } from '../../source/domain/secret.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { StoppedClock } from '../support/clocks.ts';
import { FakeKeychain } from '../support/keychain.ts';
import { NOW, startProgram } from '../support/program.ts';
import { temporaryVault } from '../support/stored-profile.ts';

test('Enter alone walks through a demonstration to the Pages', async (t) => {
	const program = await startProgram(t, {
		tui: { demoPerson: 'Robin Example' },
		prefill: ({ appId, appSecret, userToken }) => ({
			appId,
			appSecret: new Secret(appSecret),
			userToken: new Secret(userToken),
		}),
	});
	await program.see('App secret');
	program.press('enter');
	await program.see('❯ [ ] Publish posts');
	program.press('enter');
	await program.see('The demo has filled in a token');
	program.press('enter');
	await program.see('All wanted permissions are granted');
	program.press('enter');
	await program.see('✓ 15 Pages, 14 verified, 1 without a token');
	await program.see(/❯ {2}✗ The Night Owls +invalid +The role on the Page was lost/);
	await program.see(/My Bakery +permanent +never expires/);
	await program.see(/Harbour Town Museum +permanent +never expires, cannot publish/);
});

test('a demonstration without a browser has the person signed in already', async (t) => {
	const program = await startProgram(t, {
		hasBrowser: false,
		tui: { demoPerson: 'Robin Example' },
		prefill: ({ appId, appSecret, userToken }) => ({
			appId,
			appSecret: new Secret(appSecret),
			userToken: new Secret(userToken),
		}),
	});
	await program.walkToToken();
	await program.see('Signed in as Robin Example. Press ⏎.');
	assert.doesNotMatch(program.terminal.text(), /sign in to the sandbox/);
});

test('the credentials are tested alone, before anything else is asked', async (t) => {
	const program = await startProgram(t);
	await program.see('App secret');
	program.press('enter');
	await program.see('What for?');
	const endpoints = program.sandbox.requests.map(({ endpoint }) => endpoint);
	assert.deepEqual(endpoints, ['app-token', 'node']);
	await program.see('My App');
});

test('the exchange comes before the list, and every token is verified', async (t) => {
	const program = await startProgram(t);
	await program.walkToPages();
	const endpoints = program.sandbox.requests.map(({ endpoint }) => endpoint);
	assert.ok(endpoints.indexOf('exchange') < endpoints.indexOf('accounts'));
	assert.equal(program.sandbox.requests.findLast(({ endpoint }) => endpoint === 'batch')?.items.length, 14);
});

test('keys that arrive in one burst count as if typed one by one', async (t) => {
	const program = await startProgram(t, { prefill: {} });
	await program.see('about 16 digits');
	const { appId, appSecret } = program.sandbox;
	program.terminal.type(`${appId}9\u007F\r`);
	program.terminal.type(`${appSecret}\r`);
	await program.see('❯ [ ] Publish posts');
	program.press('down', 'down', 'up', 'enter', 'escape');
	await program.see('❯ [ ] Read only');
});

test('esc goes back and keeps what was typed', async (t) => {
	const program = await startProgram(t);
	await program.walkToToken();
	program.terminal.paste('half a token');
	await program.see('This is not an access token');
	program.press('escape');
	await program.see('❯ [ ] Publish posts');
	program.press('escape');
	await program.see(program.sandbox.appId);
	await program.see('32 characters');
	program.press('enter', 'enter');
	await program.see('12 characters');
});

test('Enter on the empty token field opens the Explorer on this app', async (t) => {
	const program = await startProgram(t);
	await program.walkToToken();
	program.press('enter');
	await program.see('Opened in your browser');
	const [address = ''] = program.opened;
	const { pathname, origin } = new URL(address);
	assert.equal(origin, program.sandbox.developersUrl);
	assert.equal(pathname, `/tools/explorer/${program.sandbox.appId}/`);
});

test('without a browser the link is shown, and copied on demand', async (t) => {
	const program = await startProgram(t, { hasBrowser: false, columns: 100 });
	await program.walkToToken();
	await program.see(`/tools/explorer/${program.sandbox.appId}/`);
	program.press('enter');
	await program.see('There is no display. Open the link yourself.');
	program.press('ctrl-l');
	await program.see('Link copied');
	assert.match(program.copied[0] ?? '', /\/tools\/explorer\/\d+\//);
});

test('the names of the permissions are copied as the Explorer takes them', async (t) => {
	const program = await startProgram(t);
	await program.walkToToken();
	program.press('ctrl-y');
	await program.see('Permission names copied');
	assert.deepEqual(program.copied, ['pages_show_list,pages_read_engagement,business_management,pages_manage_posts']);
});

test('missing permissions are named before the token is used, and one may go on without', async (t) => {
	const program = await startProgram(t);
	const { world } = program.sandbox;
	const { text } = world.issueUserToken(program.sandbox.appId, world.signedInPersonId, ['pages_show_list']);
	program.terminal.plant(text);
	await program.walkToToken();
	program.terminal.paste(text);
	await program.seeWrapped("Not granted: pages_read_engagement (read the Page's posts, followers and metadata)");
	await program.seeWrapped('pages_manage_posts (create, edit and delete posts). Add them in the Explorer');
	assert.equal(program.calls('exchange'), 0);
	program.press('enter');
	await program.see(/Pages, \d+ verified/);
});

test('another purpose asks for other permissions, and the token is reviewed again', async (t) => {
	const program = await startProgram(t);
	await program.walkToToken();
	program.terminal.paste(program.sandbox.userToken);
	await program.see('All wanted permissions are granted');
	program.press('escape');
	await program.see('❯ [ ] Publish posts');
	program.press('down', 'down', 'down', 'down', 'enter');
	await program.see('"Add a Permission": pages_show_list');
	program.press('enter');
	await program.seeWrapped('Not granted: pages_manage_metadata (subscribe to webhooks');
});

test('several purposes are selected together, and saved as what they want', async (t) => {
	const vault = temporaryVault(t, { now: () => NOW, keychain: new FakeKeychain() });
	const program = await startProgram(t, { tui: { vault } });
	await program.walkToToken();
	program.press('escape');
	await program.see('❯ [ ] Publish posts');
	program.press('space', 'down', 'down', 'space');
	await program.see('❯ [✓] Read insights');
	await program.see(/pages_manage_posts +create[\s\S]+read_insights/);
	program.press('down', 'down');
	await program.see('❯ [ ] Messenger');
	const screen = program.terminal.text();
	assert.match(screen, /read_insights/);
	assert.doesNotMatch(screen, /pages_messaging/);
	program.press('enter');
	await program.seeWrapped('pages_manage_posts, read_insights');
	const wanted = [...permissionsFor('publish'), 'read_insights'];
	const { world, appId } = program.sandbox;
	const { text } = world.issueUserToken(appId, world.signedInPersonId, wanted);
	program.terminal.plant(text);
	program.terminal.paste(text);
	await program.see('All wanted permissions are granted');
	program.press('enter');
	await program.see('14 verified');
	await program.see('w save');
	program.press('w');
	await program.see('❯ A key in your keychain');
	program.press('enter');
	await program.see('Saved as my-app');
	const { purpose, wanted: stored } = await vault.read('my-app');
	assert.deepEqual([purpose, stored], [null, wanted]);
});

test('how to make an app is one key away, with the page that opens', async (t) => {
	const program = await startProgram(t, { prefill: () => ({}) });
	await program.see('No app yet? ^N shows how to make one.');
	program.press('ctrl-n');
	await program.see(/No app yet\? [\s\S]+1 Go to developers\.facebook\.com\/apps\/creation/);
	await program.seeWrapped('"Manage everything on your Page"');
	await program.seeWrapped('press "Add" for pages_read_engagement, pages_manage_posts');
	program.press('enter');
	await program.terminal.waitFor(() => program.opened.length === 1);
	assert.equal(program.opened[0], `${program.sandbox.developersUrl}/apps/creation/`);
	program.press('escape');
	await program.see('Your app');
});

test('what was declined is told from what was never asked for, with the way to be asked again', async (t) => {
	// The sign-in goes on waiting.
	const program = await startProgram(t, { clock: new StoppedClock() });
	const { world, appId } = program.sandbox;
	const granted = ['pages_show_list', 'pages_read_engagement'];
	const declined = ['pages_manage_posts'];
	const { text } = world.issueUserToken(appId, world.signedInPersonId, granted, undefined, { declined });
	program.terminal.plant(text);
	await program.walkToToken();
	program.terminal.paste(text);
	await program.seeWrapped('Not granted: business_management');
	await program.seeWrapped(
		'Declined before: pages_manage_posts. Facebook asks for them once more where you sign in with the browser',
	);
	await program.see('goes on without them');
	program.press('tab');
	await program.see('❯ browser');
	program.press('ctrl-n');
	await program.see('Waiting for you at Facebook');
	await program.terminal.waitFor(() => program.opened.length > 0);
	assert.match(program.opened[0] ?? '', /auth_type=rerequest/);
});

test('a token that lives long already says so, and is exchanged all the same', async (t) => {
	const program = await startProgram(t);
	const { world, appId } = program.sandbox;
	const { text } = world.issueUserToken(appId, world.signedInPersonId, permissionsFor('publish'), undefined, {
		longLived: true,
	});
	program.terminal.plant(text);
	await program.walkToToken();
	program.terminal.paste(text);
	await program.see('It is long-lived already, and is exchanged for a fresh one all the same');
	program.press('enter');
	await program.see(/Pages, \d+ verified/);
	assert.equal(program.calls('exchange'), 1);
});

test('a Page token in the place of a user token is explained, with its verdict', async (t) => {
	const program = await startProgram(t);
	const { world, userToken } = program.sandbox;
	const user = world.tokens.get(userToken);
	assert.ok(user);
	const { text } = world.pageToken(user, ids.permanentPage);
	program.terminal.plant(text);
	await program.walkToToken();
	program.terminal.paste(text);
	await program.see('This is a Page token, not a user token');
	await program.seeWrapped('It acts for My Bakery (104829375610284), and it ends in');
	assert.equal(program.calls('exchange'), 0);
});

test('the newest Graph version that answers is found and shown', async (t) => {
	const program = await startProgram(t);
	program.sandbox.world.liveVersions = ['v26.0', 'v25.0'];
	await program.walkToToken();
	await program.see('v26.0');
});

test('when the host is not Meta, every screen names it', async (t) => {
	const program = await startProgram(t);
	const { host } = new URL(program.sandbox.graphUrl);
	const named = async (text: string) => {
		await program.see(text);
		assert.ok(program.terminal.text().includes(`${host}, not Meta`), `${text}: ${program.terminal.text()}`);
	};
	await named('App secret');
	program.press('?');
	await named('other field');
	program.press('escape', 'enter');
	await named('Publish posts');
	program.press('enter');
	await named('"Add a Permission": pages_show_list');
	program.terminal.paste(program.sandbox.userToken);
	await program.see('goes on');
	program.press('enter');
	await named('14 verified');
	program.press('enter');
	await named('Found by');
});
