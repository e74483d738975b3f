import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { Secret } from '../../source/domain/secret.ts';
import type { SignInMethod } from '../../source/domain/sign-in/methods.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { StoppedClock } from '../support/clocks.ts';
import { type Program, type ProgramOptions, startProgram } from '../support/program.ts';

const BROWSER = join(import.meta.dirname, '../support/dialog-browser.js');

/** Has a browser answer a dialog or a code, and gives the address that it ends on. */
async function answer(address: string, choice: 'continue' | 'cancel' = 'continue'): Promise<string> {
	const { stdout } = await promisify(execFile)(process.execPath, [BROWSER, choice, address]);
	return stdout.trim();
}

type Started = { program: Program; clock: StoppedClock };

/** The program at its token screen, where the browser, or the method of `last`, worked the last time; null: as one who begins. */
async function startAtToken(
	context: TestContext,
	{
		last = 'browser',
		clientToken,
		...options
	}: ProgramOptions & { last?: SignInMethod | null; clientToken?: 'known' } = {},
): Promise<Started> {
	const clock = new StoppedClock();
	const program = await startProgram(context, {
		clock,
		prefill: (sandbox) => ({
			appId: sandbox.appId,
			appSecret: new Secret(sandbox.appSecret),
			signIn: {
				facts: { elsewhere: null, last },
				...(clientToken ? { clientToken: new Secret(sandbox.clientToken) } : {}),
			},
		}),
		...options,
	});
	program.terminal.plant(program.sandbox.clientToken);
	await program.walkToToken();
	return { program, clock };
}

/** The address that the browser was asked to open. */
async function opened({ opened: addresses, terminal }: Program, count = 1): Promise<string> {
	await terminal.waitFor(() => addresses.length >= count);
	return addresses.at(-1) ?? '';
}

test('the Explorer comes first for one who begins', async (t) => {
	const { program } = await startAtToken(t, { last: null });
	await program.see(/❯ Explorer {2}browser {2}address bar/);
	await program.see('Get User Access Token');
	await program.see('"Add a Permission"');
});

describe('with the browser', () => {
	test('there is nothing to paste: Enter, allow it there, and the Pages come', async (t) => {
		const { program } = await startAtToken(t);
		await program.see('❯ browser');
		program.press('enter');
		await program.see('Waiting for you at Facebook');
		assert.match(await opened(program), /\/v27\.0\/dialog\/oauth\?.*redirect_uri=http%3A%2F%2Flocalhost%3A\d+%2F&/);
		await answer(await opened(program));
		await program.see(/✓ \d+ Pages?,/);
	});

	test('what was declined there is named, and asked for again', async (t) => {
		const { program } = await startAtToken(t);
		const { world, appId } = program.sandbox;
		world.removePermission(world.signedInPersonId, appId, 'pages_manage_posts');
		program.press('enter');
		await answer(await opened(program));
		await program.seeWrapped('Declined before: pages_manage_posts. ^N signs in once more');
		program.press('ctrl-n');
		const again = await opened(program, 2);
		assert.match(again, /auth_type=rerequest/);
		await answer(again);
		await program.see(/✓ \d+ Pages?,/);
	});

	test('cancelled there, it says so, and Enter begins again', async (t) => {
		const { program } = await startAtToken(t);
		program.press('enter');
		await answer(await opened(program), 'cancel');
		await program.see('The sign-in was cancelled at Facebook');
		await program.see('⏎ try again · tab another way');
		program.press('enter');
		await opened(program, 2);
		await program.see('Waiting for you at Facebook');
	});

	test('an answer of another sign-in ends nothing', async (t) => {
		const { program } = await startAtToken(t);
		program.press('enter');
		const { searchParams } = new URL(await opened(program));
		const stray = await fetch(`${searchParams.get('redirect_uri')}?code=made-up&state=another`);
		assert.equal(stray.status, 400);
		await program.see('An answer from another sign-in arrived. Still waiting for yours.');
		await answer(program.opened[0] ?? '');
		await program.see(/✓ \d+ Pages?,/);
	});

	test('nobody is waited for longer than five minutes', async (t) => {
		const { program, clock } = await startAtToken(t);
		program.press('enter');
		await opened(program);
		await program.see('Waiting for you at Facebook');
		await clock.advance(5 * 60_000);
		await program.seeWrapped('Nobody signed in');
		await program.seeWrapped('did not come back within 5 minutes');
	});

	test('a live app that refuses to come back is left with tab, and nothing is concluded from it', async (t) => {
		const { program } = await startAtToken(t);
		const app = program.sandbox.world.apps.get(program.sandbox.appId);
		assert.ok(app);
		app.mode = 'live';
		program.press('enter');
		const page = await (await fetch(await opened(program))).text();
		assert.match(page, /URL Blocked/);
		await program.see('use the Explorer (tab)');
		program.press('tab');
		await program.see(/browser {2}❯ Explorer {2}address bar/);
		program.press('shift-tab');
		await program.see('❯ browser');
		assert.doesNotMatch(program.terminal.text(), /did not come back/);
	});

	test('esc stops it and says so; an answer that comes later is told, in the browser and here', async (t) => {
		const { program } = await startAtToken(t);
		program.press('enter');
		const { searchParams } = new URL(await opened(program));
		const [redirect, state] = ['redirect_uri', 'state'].map((name) => searchParams.get(name));
		await program.see('esc stop');
		program.press('escape');
		await program.see('Sign-in stopped.');
		await program.see('paste it here');
		assert.match(await (await fetch(`${redirect}?code=made-up&state=${state}`)).text(), /<h1>Sign-in stopped<\/h1>/);
		await program.seeWrapped(
			'Facebook answered after the wait ended. Your grant there may have changed: sign in again.',
		);
		program.press('ctrl-c');
		await program.outcome;
		await assert.rejects(fetch(`${redirect}`));
	});

	test('the page of a sign-in that has ended is still there, and the next one comes back to the same port', async (t) => {
		const { program } = await startAtToken(t);
		program.press('enter');
		await answer(await opened(program));
		await program.see(/✓ \d+ Pages?,/);
		const redirect = new URL(await opened(program)).searchParams.get('redirect_uri') ?? '';
		assert.match(await (await fetch(redirect)).text(), /<h1>Done<\/h1>/);
		program.press('escape', 'ctrl-n');
		const next = new URL(await opened(program, 2)).searchParams.get('redirect_uri');
		assert.equal(next, redirect);
	});

	test('the wait shows the link, and the time that is left; ^L copies the link, ^P shows it in one piece', async (t) => {
		const { program, clock } = await startAtToken(t);
		program.press('enter');
		const dialog = await opened(program);
		await program.see('Asked your browser to open the link.');
		await program.see('5 min 0 s left, then the sign-in stops.');
		const shown = () => program.terminal.text().replace(/\n */g, '');
		assert.ok(shown().includes(dialog), shown());
		await clock.advance(72_000);
		await program.see('3 min 48 s left');
		program.press('ctrl-l');
		await program.see('Link copied.');
		assert.deepEqual(program.copied, [dialog]);
		// In one piece, which the terminal wraps.
		program.terminal.allowSecret(dialog);
		program.press('ctrl-p');
		await program.see('Any key goes back');
		assert.ok(shown().includes(`Link for your browser${dialog}Any key`), shown());
		program.press('x');
		await program.see('Waiting for you at Facebook');
		program.press('escape');
		await program.see('Sign-in stopped.');
		assert.doesNotMatch(program.terminal.text(), /Asked your browser/);
	});

	test('a browser that fails is reported', async (t) => {
		const { program } = await startAtToken(t, {
			tui: { browser: { unavailable: null, elsewhere: null, open: async () => false } },
		});
		program.press('enter');
		await program.seeWrapped('Your browser did not open the link. Open it yourself: ^L copies it, ^P shows it alone.');
		await program.see('dialog/oauth');
	});

	test('without one on this machine it comes last, and shows the address of the dialog', async (t) => {
		const { program } = await startAtToken(t, {
			hasBrowser: false,
			prefill: ({ appId, appSecret }) => ({
				appId,
				appSecret: new Secret(appSecret),
				signIn: { facts: { elsewhere: 'This is a session over SSH.', last: null } },
			}),
		});
		await program.see(/❯ Explorer {2}address bar {2}other device {2}browser/);
		program.press('tab', 'enter');
		await program.see('dialog/oauth');
	});
});

test('by the address bar: the address is copied back, and no other dialog’s is taken', async (t) => {
	const { program } = await startAtToken(t, { last: 'address' });
	await program.see('❯ address bar');
	program.press('enter');
	const first = await opened(program);
	const old = await answer(first);
	assert.match(old, /login_success\.html#access_token=/);
	program.press('enter');
	const address = await answer(await opened(program, 2));
	program.terminal.paste(old);
	await program.see('This address is of another sign-in');
	program.terminal.paste(address);
	await program.see('User token of');
	program.press('enter');
	await program.see(/✓ \d+ Pages?,/);
});

test('a token that is refused on a way of the program’s own leads to signing in, and not to the Explorer', async (t) => {
	const { program } = await startAtToken(t);
	const { world, userToken } = program.sandbox;
	world.expireToken(userToken);
	program.terminal.paste(userToken);
	await program.see('This token has expired');
	await program.see('^N sign in once more · tab another way · ^R copy a report');
	program.press('ctrl-n');
	await answer(await opened(program));
	await program.see(/✓ \d+ Pages?,/);
});

describe('on another device', () => {
	test('the client token is pasted, the code is shown large and to be scanned, and the Pages come', async (t) => {
		const { program, clock } = await startAtToken(t);
		program.press('shift-tab', 'shift-tab');
		await program.see('Client token');
		await program.see('⏎ open ·');
		program.terminal.paste(program.sandbox.clientToken);
		await program.see('Waiting for the code to be entered');
		const [login] = [...program.sandbox.world.deviceLogins.values()];
		assert.ok(login);
		await program.see(login.userCode);
		await program.see('or scan this');
		await program.see('7 min 0 s left, then the sign-in stops.');
		await answer(`${program.sandbox.facebookUrl}/device?user_code=${login.userCode}`);
		await program.terminal.waitFor(() => clock.waiting > 0);
		await clock.advance(5000);
		await program.see(/✓ \d+ Pages?,/);
	});

	test('is declined there, or not allowed for this app, and each is said', async (t) => {
		const { program, clock } = await startAtToken(t, { last: 'device', clientToken: 'known' });
		program.press('enter');
		await program.see('Waiting for the code to be entered');
		const [login] = [...program.sandbox.world.deviceLogins.values()];
		await answer(`${program.sandbox.facebookUrl}/device?user_code=${login?.userCode}`, 'cancel');
		await program.terminal.waitFor(() => clock.waiting > 0);
		await clock.advance(5000);
		await program.see('The sign-in was cancelled at Facebook');
		const app = program.sandbox.world.apps.get(program.sandbox.appId);
		assert.ok(app);
		app.loginFromDevices = false;
		program.press('enter');
		await program.see('The app may not sign in on other devices');
	});

	test('fits the smallest terminal, and shows no QR code that would not', async (t) => {
		const { program } = await startAtToken(t, { last: 'device', clientToken: 'known', columns: 40, rows: 12 });
		program.press('enter');
		await program.see('Waiting for the code to be entered');
		assert.doesNotMatch(program.terminal.text(), /scan/);
		program.terminal.resize(120, 40);
		await program.see('or scan this');
	});

	test('a client token that is not the app’s is asked for again', async (t) => {
		const { program } = await startAtToken(t);
		program.press('shift-tab', 'shift-tab');
		program.terminal.paste('0c'.repeat(16));
		await program.see('Meta does not accept the client token');
		await program.see('Client token');
	});
});

test('the token of a system user is recognised, with what makes it last, and its Pages come', async (t) => {
	const { program } = await startAtToken(t, { sandbox: { pages: 14 } });
	const { world } = program.sandbox;
	program.press('shift-tab');
	await program.see('❯ system user');
	await program.see('Generate token');
	const permissions = ['pages_show_list', 'pages_read_engagement', 'business_management', 'pages_manage_posts'];
	const { text } = world.issueSystemUserToken(program.sandbox.appId, ids.systemUser, permissions);
	program.terminal.paste(text);
	await program.see('System user token of');
	await program.seeWrapped('without an end: the Page tokens made from it have none either');
	program.press('enter');
	await program.see(/✓ \d+ Pages?,/);
});

test('every way fits every terminal', async (t) => {
	for (const [columns, rows] of [
		[40, 12],
		[80, 24],
		[120, 40],
	] as const) {
		const { program } = await startAtToken(t, { columns, rows });
		for (const name of ['browser', 'Explorer', 'address bar', 'other device', 'system user', 'browser']) {
			await program.see(`❯ ${name}`);
			program.press('tab');
		}
	}
});
