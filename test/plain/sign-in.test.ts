import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { Secret } from '../../source/domain/secret.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { StoppedClock } from '../support/clocks.ts';
import type { Program, ProgramOptions } from '../support/program.ts';
import { answer, asked, assertPlain, since, startPlain, walkToToken } from './conversation.ts';

const BROWSER = join(import.meta.dirname, '../support/dialog-browser.js');

const DIALOG = "Token, not shown (Enter opens Facebook's dialog):";
const ADDRESS = "Address, not shown (Enter opens Facebook's dialog):";
const CLIENT_TOKEN = "Client token, not shown (Enter opens the app's settings):";

/** Has a browser answer a dialog or a code, and gives the address that it ends on. */
async function atFacebook(address: string, choice: 'continue' | 'cancel' = 'continue'): Promise<string> {
	const { stdout } = await promisify(execFile)(process.execPath, [BROWSER, choice, address]);
	return stdout.trim();
}

/** The program at the question for the token, as one who begins sees it. */
async function startAtToken(context: TestContext, options: ProgramOptions = {}) {
	const clock = new StoppedClock();
	const program = await startPlain(context, {
		clock,
		prefill: ({ appId, appSecret }) => ({
			appId,
			appSecret: new Secret(appSecret),
			signIn: { facts: { elsewhere: null, localhost: null, last: null } },
		}),
		...options,
	});
	program.terminal.plant(program.sandbox.clientToken);
	await walkToToken(program);
	return { program, clock };
}

/** The address that the browser was asked to open. */
async function opened({ opened: addresses, terminal }: Program, count = 1): Promise<string> {
	await terminal.waitFor(() => addresses.length >= count);
	return addresses.at(-1) ?? '';
}

/** Takes another way, whose first step is told then. */
async function choose(program: Program, question: string, number: number, name: string): Promise<void> {
	await answer(program, question, `w ${number}`);
	await program.see(`The way to a token: ${name}.`);
}

/** The address that the code of the only device is entered at. */
function deviceAddress({ sandbox }: Program): string {
	const [login] = [...sandbox.world.deviceLogins.values()];
	return `${sandbox.facebookUrl}/device?user_code=${login?.userCode}`;
}

describe('with the browser', () => {
	test('Enter opens the dialog, and once it is allowed there the Pages come', async (t) => {
		const { program } = await startAtToken(t);
		await asked(program, DIALOG);
		assert.match(
			since(program, 'User access token'),
			/\nThe way to a token: browser\. Others: w 2 address bar, w 3 Explorer, w 4 other device, w 5 system user\.\nStep 1\. Enter alone opens Facebook's dialog/,
		);
		await answer(program, DIALOG);
		await atFacebook(await opened(program));
		await asked(program, 'Command:');
		const told = since(program, "Facebook's dialog opens in your browser. Its address:");
		assert.ok(told.includes(`\n${program.opened[0]}\n`));
		assert.match(told, /\nWaiting for you at Facebook, for five minutes at most\. Ctrl\+C stops it\.\n/);
		assert.match(
			told,
			/\nFacebook has answered\.\nAsking Meta what this token is\.\nUser token of Robin Example, My App/,
		);
		assertPlain(program);
	});

	test('without one on this machine the address is given to be opened elsewhere', async (t) => {
		const { program } = await startAtToken(t, { hasBrowser: false });
		await answer(program, DIALOG);
		await program.see(/Open this in a browser:\nhttp\S+dialog\/oauth/);
		const [address = ''] = /http\S+dialog\/oauth\S+/.exec(program.terminal.raw()) ?? [];
		await atFacebook(address);
		await asked(program, 'Command:');
		assert.deepEqual(program.opened, []);
	});

	test('Ctrl+C stops the wait, and the question comes again', async (t) => {
		const { program } = await startAtToken(t);
		await answer(program, DIALOG);
		const redirect = new URL(await opened(program)).searchParams.get('redirect_uri') ?? '';
		program.press('ctrl-c');
		await program.see('Stopped.');
		await asked(program, DIALOG);
		await assert.rejects(fetch(redirect));
	});

	test('cancelled there, it says so and asks again', async (t) => {
		const { program } = await startAtToken(t);
		await answer(program, DIALOG);
		await atFacebook(await opened(program), 'cancel');
		await program.see('The sign-in was cancelled at Facebook. Sign in again, or in another way.');
		await answer(program, DIALOG);
		await atFacebook(await opened(program, 2));
		await asked(program, 'Command:');
	});

	test('nobody is waited for longer than five minutes', async (t) => {
		const { program, clock } = await startAtToken(t);
		await answer(program, DIALOG);
		await opened(program);
		await clock.advance(5 * 60_000);
		await program.see('Trouble: Nobody signed in.');
		await asked(program, DIALOG);
	});

	test('what was declined is named, and s asks for it again', async (t) => {
		const { program } = await startAtToken(t);
		const { world, appId } = program.sandbox;
		world.removePermission(world.signedInPersonId, appId, 'pages_manage_posts');
		await answer(program, DIALOG);
		await atFacebook(await opened(program));
		await program.see('Declined before: pages_manage_posts. s signs in once more');
		await answer(program, 'Token, not shown (Enter goes on without them):', 's');
		const again = await opened(program, 2);
		assert.match(again, /auth_type=rerequest/);
		await atFacebook(again);
		await asked(program, 'Command:');
	});
});

test('by the address bar: the address is pasted, and another one is explained', async (t) => {
	const { program } = await startAtToken(t);
	await choose(program, DIALOG, 2, 'address bar');
	await answer(program, ADDRESS);
	const dialog = await opened(program);
	await program.see('The page that follows says "Success": copy its whole address at once.');
	await answer(program, ADDRESS, 'https://www.facebook.com/connect/blank.html#_=_');
	await program.see('Trouble: Too late: the token has gone from this address.');
	await answer(program, ADDRESS, 'l');
	assert.equal(program.copied.at(-1), dialog);
	await answer(program, ADDRESS, await atFacebook(dialog));
	await answer(program, 'Address, not shown (Enter goes on):');
	await asked(program, 'Command:');
	assertPlain(program);
});

describe('on another device', () => {
	async function startWithCode(context: TestContext) {
		const { program, clock } = await startAtToken(context);
		await choose(program, DIALOG, 4, 'other device');
		await answer(program, CLIENT_TOKEN, program.sandbox.clientToken);
		await program.see('Waiting for the code to be entered. Ctrl+C stops it.');
		return { program, clock };
	}

	test('the code is told as text, and the Pages come once it was entered', async (t) => {
		const { program, clock } = await startWithCode(t);
		const [login] = [...program.sandbox.world.deviceLogins.values()];
		const told = since(program, 'Asking Meta for a code.');
		const { facebookUrl } = program.sandbox;
		assert.ok(
			told.includes(
				`\nOn a phone or another computer open ${facebookUrl}/device\nand enter the code ${login?.userCode}\n`,
			),
		);
		await atFacebook(deviceAddress(program));
		await program.terminal.waitFor(() => clock.waiting > 0);
		await clock.advance(5000);
		await asked(program, 'Command:');
		assertPlain(program);
	});

	test('declined there, it says so, and Enter gets another code', async (t) => {
		const { program, clock } = await startWithCode(t);
		await atFacebook(deviceAddress(program), 'cancel');
		await program.terminal.waitFor(() => clock.waiting > 0);
		await clock.advance(5000);
		await program.see('The sign-in was cancelled at Facebook.');
		await answer(program, 'Token, not shown (Enter gets a code):');
		await program.terminal.waitFor(() => program.calls('device-login') === 2);
		program.press('ctrl-c');
		await program.see('Stopped.');
		await asked(program, 'Token, not shown (Enter gets a code):');
	});

	test('Enter opens where the client token stands', async (t) => {
		const { program } = await startAtToken(t);
		await choose(program, DIALOG, 4, 'other device');
		await answer(program, CLIENT_TOKEN);
		assert.match(await opened(program), /\/settings\/advanced\/$/);
		await asked(program, CLIENT_TOKEN);
	});
});

test('with the token of a system user', async (t) => {
	const { program } = await startAtToken(t, { sandbox: { pages: 14 } });
	await choose(program, DIALOG, 5, 'system user');
	const question = "Token, not shown (Enter opens the business's settings):";
	await answer(program, question);
	assert.match(await opened(program), /\/settings\/system-users$/);
	const permissions = ['pages_show_list', 'pages_read_engagement', 'business_management', 'pages_manage_posts'];
	const { world, appId } = program.sandbox;
	const { text } = world.issueSystemUserToken(appId, ids.systemUser, permissions, { endsIn60Days: true });
	await answer(program, question, text);
	await program.see('the Page tokens made from it end with it');
	await answer(program, 'Token, not shown (Enter goes on):');
	await asked(program, 'Command:');
});

test('w tells the ways, and refuses a number that none has', async (t) => {
	const { program } = await startAtToken(t);
	await answer(program, DIALOG, 'w');
	await program.terminal.waitFor((screen) => screen.text().split('The way to a token: browser.').length === 3);
	await answer(program, DIALOG, 'w 9');
	await program.see('That is no answer here; ? tells what is.');
	await answer(program, DIALOG, 'w 3');
	await asked(program, 'Token, not shown (Enter opens the Explorer):');
	assertPlain(program);
});

test('the report of a sign-in that failed names its problem', async (t) => {
	const { program } = await startAtToken(t);
	await answer(program, DIALOG);
	await atFacebook(await opened(program), 'cancel');
	await program.see('The sign-in was cancelled at Facebook');
	await answer(program, DIALOG, 'report');
	await program.see('Report copied');
	assert.match(program.copied.at(-1) ?? '', /cancelled/);
});
