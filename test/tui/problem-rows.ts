import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { ProblemCode } from '../../source/domain/problems/codes.ts';
import { Secret } from '../../source/domain/secret.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import type { Fault } from '../../source/sandbox/faults.ts';
import type { Sandbox } from '../../source/sandbox/server.ts';
import type { Vault } from '../../source/vault/vault.ts';
import { FakeKeychain } from '../support/keychain.ts';
import { type StoredOptions, startWithProfile } from '../support/profile-program.ts';
import { NOW, type Program, type ProgramOptions, startProgram } from '../support/program.ts';
import { temporaryVault } from '../support/stored-profile.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

/** A key that comes next, and what it leads to once the trouble itself was seen to. */
type Next = { hint: string; press: (program: Program) => void; leads: string | RegExp };

/** The program right after a problem was met; `mend` sees to what was wrong in the world outside. */
type Met = { program: Program; mend: () => void };

type Meet = (context: TestContext) => Promise<Met>;

/** A problem as a person meets it. */
export type Row = {
	code: ProblemCode;
	/** The title of the screen. */
	on: string;
	meet: Meet;
	title: string;
	/** A piece of why it is so. */
	cause: string;
	/** What to do: all of it, or its end. */
	remedy: string;
	/** Meta's numbers, where Meta spoke, but for the trace. */
	meta?: string;
	/** Null where what was typed must be another, or nobody here knows: then there is the report. */
	next: Next | null;
};

type MeetOptions = ProgramOptions & { mend?: (program: Program) => void };

const key =
	(...names: string[]) =>
	(program: Program) =>
		program.press(...names);

function calm({ sandbox }: Program): void {
	sandbox.faults.length = 0;
}

const OPEN_SETTINGS: Next = { hint: '^O open the page', press: key('ctrl-o'), leads: 'Opened in your browser.' };
const OPEN_EXPLORER: Next = { hint: '^O Explorer', press: key('ctrl-o'), leads: 'Opened in your browser.' };
const SIGN_IN_AGAIN: Next = { hint: '⏎ sign in again', press: key('enter'), leads: 'Opened in your browser.' };
const TRY_AGAIN: Next = { hint: '⏎ try again', press: key('enter'), leads: '✓ 15 Pages, 14 verified' };

/** Graph's answer with an error in it. */
export function graphError(code: number, message: string, type = 'OAuthException'): Pick<Fault, 'status' | 'body'> {
	return {
		status: 400,
		body: JSON.stringify({ error: { message, type, code, fbtrace_id: 'AbCdEfGhIjKlMnOpQrStUvW' } }),
	};
}

/** A walk in a program of its own. */
function walking(walk: (program: Program) => Promise<void>, { mend = calm, ...options }: MeetOptions = {}): Meet {
	return async (context) => {
		const program = await startProgram(context, options);
		await walk(program);
		return { program, mend: () => mend(program) };
	};
}

/** On Your app: what stands there is submitted. */
function atApp(options: MeetOptions): Meet {
	return walking(async (program) => {
		await program.see('App secret');
		program.press('enter');
	}, options);
}

/** On the token screen: a token is pasted. */
function atToken(paste: (program: Program) => string, options: MeetOptions = {}): Meet {
	return walking(async (program) => {
		await program.walkToToken();
		program.terminal.paste(paste(program));
	}, options);
}

/** The user token of the sandbox, once something has happened. */
function after(happening: (sandbox: Sandbox) => void) {
	return ({ sandbox }: Program) => {
		happening(sandbox);
		return sandbox.userToken;
	};
}

/** On the way from the token to the Pages, of which there are fifteen unless said otherwise. */
function onTheWay(fault: Fault | null, pages?: number): Meet {
	const sandbox = { faults: fault ? [fault] : [], ...(pages === undefined ? {} : { pages }) };
	return walking((program) => program.connect(), { sandbox });
}

/** On the screen of the only Page that a filter finds. */
function atPage(filter: string, options: MeetOptions = {}): Meet {
	return walking(async (program) => {
		await program.walkToPages();
		program.press('/', ...filter, 'enter', 'enter');
		await program.see(/Found by|more below/);
	}, options);
}

/** On Add a Page: one is named that nobody shows. */
function atAdding(fault: Fault | null): Meet {
	return walking(async (program) => {
		await program.walkToPages();
		if (fault) program.sandbox.faults.push(fault);
		program.press('i');
		await program.see('Add a Page');
		program.terminal.type('nobody.here\r');
	});
}

/** What happens to a store and its keychain; gives what mends it. */
type Happening = (vault: Vault, keychain: FakeKeychain) => () => void;

/** On the Save screen: the form is sent once something has happened. */
function atSaving(happening: Happening): Meet {
	return async (context) => {
		const keychain = new FakeKeychain();
		const vault = temporaryVault(context, { now: () => NOW, keychain });
		const program = await startProgram(context, { tui: { vault } });
		await program.walkToPages();
		program.press('w');
		await program.see('Protection');
		await program.terminal.waitFor((screen) => !screen.text().includes('Looking for your keychain'));
		const mend = happening(vault, keychain);
		program.press('enter');
		return { program, mend };
	};
}

/** A stored profile is opened once something has happened. */
function atOpening(happening: Happening, options: StoredOptions = {}): Meet {
	return async (context) => {
		const keychain = new FakeKeychain();
		const { program, vault } = await startWithProfile(context, { keychain, ...options });
		await program.see('my-app');
		const mend = happening(vault, keychain);
		program.press('enter');
		await program.see('not refreshed');
		return { program, mend };
	};
}

/** From the Pages to their troubles in full. */
function inFull(meet: Meet): Meet {
	return async (context) => {
		const met = await meet(context);
		await met.program.see('t troubles');
		met.program.press('t');
		return met;
	};
}

/** Back from a profile that did not open. */
function atProfiles(meet: Meet): Meet {
	return async (context) => {
		const met = await meet(context);
		met.program.press('escape');
		return met;
	};
}

/** The files of a vault's secrets, or of their keys. */
function filesOf({ folder }: Vault, ending: '.sealed' | '.key'): string[] {
	const sealed = join(folder, 'sealed');
	return readdirSync(sealed).flatMap((name) => (name.endsWith(ending) ? [join(sealed, name)] : []));
}

const lockKeychain: Happening = (_, keychain) => {
	keychain.problem = { is: 'locked' };
	return () => {
		keychain.problem = null;
	};
};
const lockedKeychain = atOpening(lockKeychain, { protection: { kind: 'keychain' } });
const damagedStore = atOpening((vault) => {
	for (const path of filesOf(vault, '.sealed')) truncateSync(path, 100);
	return () => {};
});
/** The profile is Meta's, and the program speaks to a sandbox. */
const otherHost = atOpening(({ folder }) => {
	const path = join(folder, 'profiles.json');
	const text = readFileSync(path, 'utf8');
	writeFileSync(path, text.replace(/"http:\/\/127\.0\.0\.1:\d+"/, '"https://graph.facebook.com"'));
	return () => writeFileSync(path, text);
});
const lostKey = atOpening((vault) => {
	const keys = filesOf(vault, '.key');
	for (const path of keys) renameSync(path, `${path}.aside`);
	return () => {
		for (const path of keys) renameSync(`${path}.aside`, path);
	};
});

const PASSPHRASE = 'correct horse battery staple';

const LACKING: Fault = {
	endpoint: 'accounts',
	...graphError(10, '(#10) This endpoint requires the pages_show_list permission.'),
};

const INACTIVE = {
	code: 190,
	subcode: 493,
	message: "The access token is invalid since the user hasn't engaged the app in longer than 90 days.",
};

/** Every code where it is met; some on more than one screen. */
export const ROWS: readonly Row[] = [
	{
		code: 'wrong-app-secret',
		on: 'Your app',
		meet: atApp({ prefill: ({ appId }) => ({ appId, appSecret: new Secret('b7'.repeat(16)) }) }),
		title: 'The app secret is wrong',
		cause: 'Meta does not accept this secret for this app id.',
		remedy: 'Copy the App Secret from App settings, Basic ("Show"), and enter it again.',
		meta: 'code 1, HTTP 400',
		next: OPEN_SETTINGS,
	},
	{
		code: 'unknown-app',
		on: 'Your app',
		meet: atApp({ prefill: ({ appSecret }) => ({ appId: '111111111111111', appSecret: new Secret(appSecret) }) }),
		title: 'Meta does not know this app',
		cause: 'The app id is wrong, or the app was deleted or restricted.',
		remedy: 'Copy the App ID from App settings, Basic.',
		meta: 'code 101, HTTP 400',
		next: OPEN_SETTINGS,
	},
	{
		code: 'token-of-another-app',
		on: 'User access token',
		meet: atToken(({ sandbox: { world } }) => world.issueUserToken(ids.otherApp, ids.person, ['pages_show_list']).text),
		title: 'This token belongs to another app',
		cause: 'It belongs to "Another App" (978563412078563), not to "My App"',
		remedy: 'Sign in again for your app; in the Explorer, choose it under "Meta App" first.',
		next: OPEN_EXPLORER,
	},
	{
		code: 'not-a-user-token',
		on: 'User access token',
		meet: atToken(({ sandbox: { world, userToken } }) => {
			const user = world.tokens.get(userToken) ?? assert.fail();
			return world.pageToken(user, ids.permanentPage).text;
		}),
		title: 'This is a Page token, not a user token',
		cause: 'It acts for My Bakery (104829375610284)',
		remedy: 'Sign in again; in the Explorer, choose "Get User Access Token" under "User or Page" first.',
		next: OPEN_EXPLORER,
	},
	{
		code: 'unreadable-token',
		on: 'User access token',
		meet: atToken(({ sandbox }) => sandbox.userToken.slice(0, 90)),
		title: 'Meta cannot read this token',
		cause: 'It has 90 characters. A part of it may be missing',
		remedy: 'Copy the whole token once more, and paste it again; or sign in again, for a new one.',
		meta: 'code 190, HTTP 200',
		next: OPEN_EXPLORER,
	},
	{
		code: 'token-expired',
		on: 'User access token',
		meet: atToken(after(({ world, userToken }) => world.expireToken(userToken))),
		title: 'This token has expired',
		cause: 'A token lives for one to two hours',
		remedy: 'Sign in again, for a new user token.',
		meta: 'code 190/463, HTTP 200',
		next: OPEN_EXPLORER,
	},
	{
		code: 'password-changed',
		on: 'User access token',
		meet: atToken(after(({ world }) => world.changePassword(ids.person))),
		title: 'The password was changed',
		cause: 'ends every token of that person.',
		remedy: 'Sign in again, for a new user token.',
		meta: 'code 190/460, HTTP 200',
		next: OPEN_EXPLORER,
	},
	{
		code: 'checkpoint',
		on: 'User access token',
		meet: atToken(
			after(({ world }) => world.checkpoint(ids.person)),
			{
				mend({ sandbox: { world } }) {
					for (const token of world.tokens.values()) delete token.invalid;
				},
			},
		),
		title: 'Facebook wants to see this person first',
		cause: 'The account must pass a check or confirm itself before its tokens work.',
		remedy: 'Log in at www.facebook.com with this account, follow what it asks, then try again.',
		meta: 'code 190/459, HTTP 200',
		next: {
			hint: '⏎ try again',
			press: key('enter'),
			leads: 'All wanted permissions are granted',
		},
	},
	{
		code: 'app-removed',
		on: 'User access token',
		meet: atToken(after(({ world }) => world.removeApp(ids.person, ids.app))),
		title: 'The person removed the app',
		cause: 'The app is no longer connected to this Facebook account, so all its tokens have ended.',
		remedy: 'Sign in again, which connects the app anew.',
		meta: 'code 190/458, HTTP 200',
		next: OPEN_EXPLORER,
	},
	{
		code: 'token-revoked',
		on: 'User access token',
		meet: atToken(after(({ world }) => world.logOut(ids.person))),
		title: 'This token was revoked',
		cause: 'The person logged out everywhere, took the permission back, or Meta ended the session.',
		remedy: 'Sign in again, for a new user token.',
		meta: 'code 190/467, HTTP 200',
		next: OPEN_EXPLORER,
	},
	{
		code: 'app-inactive',
		on: 'User access token',
		meet: atToken(({ sandbox }) => sandbox.userToken, {
			sandbox: {
				faults: [
					{
						endpoint: 'debug_token',
						body: JSON.stringify({ data: { app_id: ids.app, is_valid: false, error: INACTIVE } }),
					},
				],
			},
		}),
		title: 'The app is inactive for this person',
		cause: 'The person has not used the app for more than 90 days, or the app was switched off.',
		remedy: 'See the app at developers.facebook.com/apps, then sign in again.',
		meta: 'code 190/493, HTTP 200',
		next: OPEN_EXPLORER,
	},
	{
		code: 'proof-needed',
		on: 'User access token',
		meet: atToken(({ sandbox }) => sandbox.userToken, {
			sandbox: {
				faults: [
					{
						endpoint: 'me',
						...graphError(100, 'Invalid appsecret_proof provided in the API argument', 'GraphMethodException'),
					},
				],
			},
		}),
		title: 'Meta refused the proof of the app secret',
		cause: 'The app demands a proof made from its secret',
		remedy: 'Check that the token belongs to this app and that the app secret was not reset.',
		meta: 'code 100, HTTP 400',
		next: { hint: 'esc back', press: key('escape', 'escape'), leads: 'App secret' },
	},
	{
		code: 'missing-permission',
		on: 'Making the tokens',
		meet: onTheWay(LACKING, 0),
		title: 'The permission pages_show_list is missing',
		cause: 'Meta says: (#10) This endpoint requires the pages_show_list permission.',
		remedy: 'Sign in again and allow it; in the Explorer, add it before the token is generated.',
		meta: 'code 10, HTTP 400',
		next: SIGN_IN_AGAIN,
	},
	{
		code: 'missing-permission',
		on: 'Troubles',
		meet: inFull(onTheWay(LACKING)),
		title: 'The permission pages_show_list is missing',
		cause: 'The list may be incomplete.',
		remedy: 'Sign in again and allow it; in the Explorer, add it before the token is generated.',
		meta: 'code 10, HTTP 400',
		next: { hint: 'p new token', press: key('p'), leads: 'User access token' },
	},
	{
		code: 'no-pages',
		on: 'Making the tokens',
		meet: onTheWay(null, 0),
		title: 'Meta lists no Pages for this token',
		cause: 'You selected no Page when you signed in',
		remedy: 'Sign in again: choose "Edit settings" and select every Page.',
		next: { ...SIGN_IN_AGAIN, hint: '⏎ sign in again · i add a Page by its id' },
	},
	{
		code: 'role-lost',
		on: 'The Night Owls',
		meet: atPage('night owls', {
			mend({ sandbox: { world } }) {
				Object.assign(world.role(ids.person, ids.rolelessPage) ?? assert.fail(), { lost: false });
			},
		}),
		title: 'The role on the Page was lost.',
		cause: 'You lost your role on the Page, or its business requires two-factor authentication.',
		remedy: 'Ask a Page admin for access, or enter the two-factor code in business settings. Then sign in again.',
		next: {
			hint: 'l list the Pages again',
			press: key('l'),
			leads: /The Night Owls +permanent/,
		},
	},
	{
		code: 'page-without-token',
		on: 'Riverside Rowing Club',
		meet: atPage('rowing', {
			mend({ sandbox: { world } }) {
				Object.assign(world.role(ids.person, ids.tokenlessPage) ?? assert.fail(), { givesToken: true });
			},
		}),
		title: 'Meta gives no token for this Page.',
		cause: 'You selected this Page, so your role on it may be too small.',
		remedy: 'Ask a Page admin for full control. Then sign in again and choose "Edit settings".',
		next: SIGN_IN_AGAIN,
	},
	{
		code: 'not-permanent',
		on: 'My Bakery',
		meet: atPage('bakery', {
			async before({ world }) {
				const pageToken = world.pageToken.bind(world);
				world.pageToken = (user, id) => Object.assign(pageToken(user, id), { expiresAt: NOW + 40 * 86_400 });
			},
		}),
		title: '! dated',
		cause: 'It ends on 3 Jan 2027, with the token that it was made from.',
		remedy:
			'Connect again before that date. A system user of a business can have a token that never ends: choose "Never" where it is generated.',
		next: SIGN_IN_AGAIN,
	},
	{
		code: 'rate-limited',
		on: 'Making the tokens',
		meet: onTheWay({ endpoint: 'accounts', limit: { code: 17, minutes: 30 } }),
		title: 'Too many calls: Meta wants a pause',
		cause: 'Meta asks for a pause of 30 minutes',
		remedy: 'Wait 30 minutes, then try again.',
		meta: 'code 17, HTTP 400',
		next: TRY_AGAIN,
	},
	{
		code: 'rate-limited',
		on: 'Profiles',
		async meet(context) {
			const { program } = await startWithProfile(context);
			await program.see('my-app');
			program.sandbox.faults.push({ limit: { code: 4, minutes: 30 } });
			program.press('r');
			return { program, mend: () => calm(program) };
		},
		title: 'Too many calls: Meta wants a pause',
		cause: 'Meta asks for a pause of 30 minutes',
		remedy: 'Wait 30 minutes, then try again.',
		meta: 'code 4, HTTP 403',
		next: { hint: 'r re-check', press: key('r'), leads: 'Checked my-app' },
	},
	{
		code: 'rate-limited',
		on: 'My Bakery',
		async meet(context) {
			const met = await atPage('bakery')(context);
			met.program.sandbox.faults.push({ endpoint: 'feed', limit: { code: 80001, minutes: 12 } });
			met.program.press('u');
			await met.program.see('Go on?');
			met.program.press('y');
			return met;
		},
		title: 'Too many calls: Meta wants a pause',
		cause: 'Meta asks for a pause of 12 minutes',
		remedy: 'Wait 12 minutes, then try again.',
		meta: 'code 80001, HTTP 400',
		next: { hint: 'u test publishing', press: key('u'), leads: 'Go on?' },
	},
	{
		code: 'graph-unavailable',
		on: 'Making the tokens',
		meet: onTheWay({ endpoint: 'exchange', status: 503, body: '' }),
		title: "Meta's Graph API is in trouble",
		cause: 'answered with HTTP 503 and an empty body.',
		remedy: 'Try again in a minute. metastatus.com shows known outages.',
		meta: 'HTTP 503',
		next: TRY_AGAIN,
	},
	{
		code: 'network',
		on: 'Your app',
		meet: atApp({ sandbox: { faults: [{ cut: 'before-headers' }] } }),
		title: "Meta's Graph API cannot be reached",
		cause: 'cut the connection.',
		remedy: 'Check the network, a proxy (HTTPS_PROXY) or firewall, then try again.',
		next: { hint: '⏎ try again', press: key('enter'), leads: 'What for?' },
	},
	{
		code: 'network',
		on: 'Add a Page',
		meet: atAdding({ endpoint: 'node', cut: 'before-headers' }),
		title: "Meta's Graph API cannot be reached",
		cause: 'cut the connection.',
		remedy: 'Check the network, a proxy (HTTPS_PROXY) or firewall, then try again.',
		next: { hint: '⏎ try again', press: key('enter'), leads: 'Meta does not show this object' },
	},
	{
		code: 'network',
		on: 'My Bakery',
		async meet(context) {
			const { program, mend } = await atPage('bakery')(context);
			program.sandbox.faults.push({ cut: 'before-headers' });
			program.press('r');
			return { program, mend };
		},
		title: "Meta's Graph API cannot be reached.",
		cause: 'cut the connection.',
		remedy: 'Check the network, a proxy (HTTPS_PROXY) or firewall, then try again.',
		next: { hint: 'r verify again', press: key('r'), leads: '✓ permanent' },
	},
	{
		code: 'timeout',
		on: 'Your app',
		meet: atApp({ sandbox: { faults: [{ delayMs: Infinity }] }, timeoutMs: 100 }),
		title: 'No answer in time',
		cause: 'did not answer within 0.1 seconds.',
		remedy: 'Try again, or allow more time with --timeout SECONDS.',
		next: { hint: '⏎ try again', press: key('enter'), leads: 'What for?' },
	},
	{
		code: 'bad-reply',
		on: 'Making the tokens',
		meet: onTheWay({ endpoint: 'exchange', status: 200, body: '<html>Welcome to the hotel</html>' }),
		title: 'The answer makes no sense',
		cause: 'answered with HTTP 200 and a web page.',
		remedy: 'Try again; if it stays, check the network, or choose another version with --graph-version.',
		meta: 'HTTP 200',
		next: TRY_AGAIN,
	},
	{
		code: 'app-blocked',
		on: 'Making the tokens',
		meet: onTheWay({ endpoint: 'accounts', ...graphError(200, 'API access blocked.') }),
		title: 'Meta has restricted the app',
		cause: 'Meta refuses every call of this app. Meta says: API access blocked.',
		remedy: 'Open the app at developers.facebook.com/apps and follow the alert there.',
		meta: 'code 200, HTTP 400',
		next: TRY_AGAIN,
	},
	{
		code: 'blocked',
		on: 'Making the tokens',
		meet: onTheWay({
			endpoint: 'accounts',
			...graphError(368, 'It looks like you were misusing this feature by going too fast.'),
		}),
		title: 'Facebook has blocked this action for now',
		cause: 'Meta says: It looks like you were misusing this feature by going too fast.',
		remedy: 'Wait some hours; www.facebook.com shows the notice to this account.',
		meta: 'code 368, HTTP 400',
		next: TRY_AGAIN,
	},
	{
		code: 'not-found',
		on: 'Add a Page',
		meet: atAdding(null),
		title: 'Meta does not show this object',
		cause: 'It does not exist, or this token may not see it.',
		remedy: 'Check the id, and whether the person has a role there.',
		meta: 'code 803, HTTP 404',
		next: null,
	},
	{
		code: 'store-locked',
		on: 'Passphrase',
		async meet(context) {
			const { program } = await startWithProfile(context, {
				protection: { kind: 'passphrase', passphrase: new Secret(PASSPHRASE) },
			});
			program.press('enter');
			await program.see('sealed with your passphrase');
			program.terminal.type('wrong one\r');
			return { program, mend: () => {} };
		},
		title: 'The stored secrets are locked',
		cause: 'The passphrase is wrong.',
		remedy: 'Give the passphrase, or FB_TOKEN_TUI_PASSPHRASE.',
		next: {
			hint: '⏎ try again',
			press: ({ terminal }) => terminal.type(`${PASSPHRASE}\r`),
			leads: '15 Pages, verified just now',
		},
	},
	{
		code: 'store-locked',
		on: 'Troubles',
		meet: inFull(lostKey),
		title: 'The key of "my-app" is gone',
		cause: 'It is not in the file beside the secrets, and nothing else opens the stored secrets.',
		remedy: 'Bring the key back from a backup, or connect again under the same name, which seals with a new key.',
		next: { hint: 'l list the Pages again', press: key('l'), leads: '15 Pages, verified just now' },
	},
	{
		code: 'other-host',
		on: 'Troubles',
		meet: inFull(otherHost),
		title: 'Profile belongs to another host',
		cause: 'The profile "my-app" belongs to https://graph.facebook.com, but this run uses http://127.0.0.1:',
		remedy: 'Unset FB_TOKEN_TUI_GRAPH_URL, then try again.',
		next: null,
	},
	{
		code: 'store-damaged',
		on: 'Troubles',
		meet: inFull(damagedStore),
		title: 'The stored secrets of "my-app" are damaged',
		cause: 'was changed or cut short.',
		remedy: 'Bring the file back from a backup, or connect again under the same name.',
		next: { hint: 'esc back', press: key('escape', 'escape'), leads: 'Profiles' },
	},
	{
		code: 'store-damaged',
		on: 'Profiles',
		meet: atProfiles(damagedStore),
		title: 'The stored secrets of "my-app" are damaged',
		cause: 'was changed or cut short.',
		remedy: 'Bring the file back from a backup, or connect again under the same name.',
		next: { hint: 'n new', press: key('n'), leads: 'Your app' },
	},
	{
		code: 'keychain-unavailable',
		on: 'Troubles',
		meet: inFull(lockedKeychain),
		title: 'The system keychain is locked',
		cause: 'The key to the stored tokens is there; the tokens themselves are unharmed.',
		remedy: 'Unlock the keychain, then try again.',
		next: { hint: 'l list the Pages again', press: key('l'), leads: '15 Pages, verified just now' },
	},
	{
		code: 'keychain-unavailable',
		on: 'Profiles',
		meet: atProfiles(lockedKeychain),
		title: 'The system keychain is locked',
		cause: 'The key to the stored tokens is there; the tokens themselves are unharmed.',
		remedy: 'Unlock the keychain, then try again.',
		next: { hint: 'r re-check', press: key('r'), leads: 'Checked my-app' },
	},
	{
		code: 'keychain-unavailable',
		on: 'Save the profile',
		meet: atSaving(lockKeychain),
		title: 'The system keychain is locked',
		cause: 'The key to the tokens could not be put there, so nothing was stored with it.',
		remedy: 'Unlock the keychain, then try again.',
		next: { hint: '⏎ try again', press: key('enter'), leads: 'Saved as my-app.' },
	},
	{
		code: 'disk',
		on: 'Save the profile',
		meet: atSaving(({ folder }) => {
			rmSync(folder, { recursive: true });
			writeFileSync(folder, 'no folder');
			return () => rmSync(folder);
		}),
		title: 'The file could not be written or read',
		cause: 'A file stands where a folder is needed (',
		remedy: 'Make that folder readable and writable, or name another one with FB_TOKEN_TUI_CONFIG_DIR.',
		next: { hint: '⏎ try again', press: key('enter'), leads: 'Saved as my-app.' },
	},
	{
		code: 'disk',
		on: 'Export',
		async meet(context) {
			const folder = new TemporaryFolder();
			context.after(() => folder[Symbol.dispose]());
			const { program } = await atPage('bakery')(context);
			program.press('e');
			await program.see('with its token');
			program.press('tab', 'ctrl-u');
			await program.see('name of a file');
			const missing = join(folder.path, 'new');
			program.terminal.type(`${join(missing, '.env')}\r`);
			return { program, mend: () => mkdirSync(missing) };
		},
		title: 'The file could not be written or read',
		cause: 'The folder is not there (ENOENT)',
		remedy: 'Make that folder readable and writable, or name another file.',
		next: { hint: '⏎ try again', press: key('enter'), leads: 'Wrote 1 Page to ' },
	},
	{
		code: 'cancelled',
		on: 'Making the tokens',
		async meet(context) {
			const met = await onTheWay({ endpoint: 'exchange', delayMs: Infinity })(context);
			await met.program.see('Exchanging the token');
			met.program.press('ctrl-c');
			return met;
		},
		title: 'Cancelled',
		cause: 'You stopped it.',
		remedy: 'What was found so far is kept.',
		next: TRY_AGAIN,
	},
	{
		code: 'unexpected',
		on: 'Making the tokens',
		meet: onTheWay({ endpoint: 'exchange', ...graphError(424_242, 'Something new has happened.') }),
		title: 'Meta answered with an error that this program does not know',
		cause: 'Meta says: Something new has happened.',
		remedy: "Read Meta's message first. If it does not help, create a report.",
		meta: 'code 424242, HTTP 400',
		next: null,
	},
];
