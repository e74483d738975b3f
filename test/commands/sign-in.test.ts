import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { permissionsFor } from '../../source/domain/permissions.ts';
import { ids } from '../../source/sandbox/default-world.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { runInPty } from '../support/pty.ts';
import { readProblem, readReport } from './outputs.ts';
import {
	assertNoSecretsOf,
	ended,
	environmentOf,
	PROGRAM,
	type Run,
	runProgram,
	startProgram,
	until,
} from './run-program.ts';
import { Store } from './store.ts';

const BROWSER = join(import.meta.dirname, '../support/dialog-browser.js');
const onPosix = process.platform === 'win32' ? 'Windows has no signals that a program can answer' : false;

const onLinux = process.platform === 'linux' ? false : 'only Linux shows processes as files';

function readFileOf(pid: string, name: string): string {
	try {
		return readFileSync(`/proc/${pid}/${name}`, 'utf8');
	} catch {
		return '';
	}
}

/** The environment in which the program finds a browser whose person does so in the dialog. */
function browserThat(choice: 'continue' | 'cancel'): Record<string, string> {
	return { FB_TOKEN_TUI_BROWSER: `${process.execPath} ${BROWSER} ${choice}` };
}

async function connect(sandbox: Sandbox, args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
	const run = await runProgram(['connect', '--no-save', ...args], { env: { ...environmentOf(sandbox), ...env } });
	assertNoSecretsOf(sandbox, run);
	return run;
}

/** The problem that stands behind what was told on standard error. */
function problemBehind({ stderr }: Run) {
	return readProblem(stderr.slice(stderr.indexOf('{\n')));
}

/** The address that a started program tells to open. */
async function dialogOf(child: ReturnType<typeof startProgram>): Promise<{ dialog: string; told: () => string }> {
	let told = '';
	child.stderr.on('data', (chunk) => {
		told += chunk;
	});
	await until(() => /^ {2}http\S+\n/m.test(told), child);
	return { dialog: /^ {2}(http\S+)\n/m.exec(told)?.[1] ?? '', told: () => told };
}

/** Has a browser answer the dialog, and gives the address that it ends on. */
async function answer(dialog: string, choice: 'continue' | 'cancel'): Promise<string> {
	const { spawn } = await import('node:child_process');
	const { text } = await import('node:stream/consumers');
	return (await text(spawn(process.execPath, [BROWSER, choice, dialog]).stdout)).trim();
}

describe('connect --via browser', () => {
	test('opens the dialog, waits for its answer, and comes to permanent tokens', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const run = await connect(sandbox, ['--via', 'browser', '--json'], browserThat('continue'));
		const { pages, user } = readReport(run.stdout);
		assert.equal(run.code, 0);
		assert.ok(pages.length > 0 && pages.every(({ verdict }) => verdict === 'permanent'));
		assert.deepEqual(user.permissions.missing, []);
		assert.match(run.stderr, /^Sign in at Facebook in a browser:\n/);
		assert.match(run.stderr, /Facebook has answered\.\n$/);
	});

	test('shows the address with --no-browser, to be opened by hand', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		const child = startProgram(['connect', '--no-save', '--via', 'browser', '--no-browser'], {
			env: { ...environmentOf(sandbox), ...browserThat('cancel') },
		});
		const run = ended(child);
		const { dialog } = await dialogOf(child);
		await answer(dialog, 'continue');
		assert.equal((await run).code, 0);
	});

	test('says that the person has cancelled, with the way that is next', async () => {
		await using sandbox = await startSandbox();
		const run = await connect(sandbox, ['--via', 'browser', '--json'], browserThat('cancel'));
		const { code, title, remedy } = problemBehind(run);
		assert.deepEqual([run.code, run.stdout, code], [130, '', 'cancelled']);
		assert.equal(title, 'The sign-in was cancelled at Facebook');
		assert.equal(remedy, 'Sign in again, or in another way. Another way: … | fb-token-tui connect');
	});

	test('goes on waiting when the answer of another sign-in comes', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		const child = startProgram(['connect', '--no-save', '--via', 'browser', '--no-browser'], {
			env: environmentOf(sandbox),
		});
		const run = ended(child);
		const { dialog, told } = await dialogOf(child);
		const redirect = new URL(dialog).searchParams.get('redirect_uri') ?? '';
		assert.equal((await fetch(`${redirect}?code=made-up&state=wrong`)).status, 400);
		await until(() => told().includes('An answer from another sign-in arrived.'), child);
		await answer(dialog, 'continue');
		assert.equal((await run).code, 0);
	});

	test('tells of a code that comes when it has one already', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		sandbox.faults.push({ endpoint: 'accounts', delayMs: 2000 });
		const child = startProgram(['connect', '--no-save', '--via', 'browser', '--no-browser'], {
			env: environmentOf(sandbox),
		});
		const run = ended(child);
		const { dialog, told } = await dialogOf(child);
		const { searchParams } = new URL(dialog);
		await answer(dialog, 'continue');
		await until(() => told().includes('Facebook has answered.'), child);
		const again = `${searchParams.get('redirect_uri')}?code=another&state=${searchParams.get('state')}`;
		assert.match(await (await fetch(again)).text(), /<h1>Done<\/h1>/);
		assert.equal((await run).code, 0);
		assert.match(
			told(),
			/^Facebook answered after the wait ended\. Your grant there may have changed: sign in again\.$/m,
		);
	});

	test('leaves its page behind in a terminal, in a process that knows nothing else', { skip: onLinux }, async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const args = [PROGRAM, 'connect', '--no-save', '--via', 'browser', '--permissions', 'publish'];
		const pty = runInPty(t, process.execPath, args, {
			env: { PATH: process.env.PATH, TERM: 'xterm', ...environmentOf(sandbox), ...browserThat('continue') },
			columns: 400,
		});
		assert.equal((await pty.exit).code, 0);
		const origin = `http://localhost:${/localhost%3A(\d+)/.exec(pty.text())?.[1]}`;
		const keeper = readdirSync('/proc').find((pid) => {
			const commandLine = readFileOf(pid, 'cmdline');
			return commandLine.startsWith('fb-token-tui') && commandLine.includes(new URL(origin).host);
		});
		assert.ok(keeper);
		t.after(() => process.kill(Number(keeper)));
		assert.match(await (await fetch(origin)).text(), /<h1>Done<\/h1>/);
		assert.match(readFileOf(keeper, 'environ'), /^(NODE_CHANNEL_\w+=\w+\0)+$/);
	});

	test('says that the port is taken, before anything is opened', async () => {
		await using sandbox = await startSandbox();
		const other = createServer();
		await once(other.listen(0, '127.0.0.1'), 'listening');
		const { port } = other.address() as AddressInfo;
		const run = await connect(sandbox, ['--via', 'browser', '--json', '--port', `${port}`], browserThat('continue'));
		other.close();
		const { code, title, remedy } = problemBehind(run);
		assert.deepEqual([run.code, code, title], [1, 'network', `Port ${port} cannot be used`]);
		assert.match(remedy, /Another way: … \| fb-token-tui connect$/);
	});

	test('can be ended where Meta refuses to come back, as it does for a live app', { skip: onPosix }, async () => {
		await using sandbox = await startSandbox();
		const app = sandbox.world.apps.get(sandbox.appId);
		assert.ok(app);
		app.mode = 'live';
		const child = startProgram(['connect', '--no-save', '--via', 'browser', '--no-browser', '--json'], {
			env: environmentOf(sandbox),
		});
		const run = ended(child);
		const { dialog } = await dialogOf(child);
		assert.match(await (await fetch(dialog)).text(), /URL [Bb]locked/);
		child.kill('SIGINT');
		const { code, stdout, stderr } = await run;
		assert.deepEqual([code, stdout], [130, '']);
		assert.match(stderr, /"cancelled"/);
		await assert.rejects(fetch(new URL(dialog).searchParams.get('redirect_uri') ?? ''));
	});

	test('checks the app first: nothing is opened for a wrong secret', async () => {
		await using sandbox = await startSandbox();
		const run = await connect(sandbox, ['--via', 'browser', '--json'], {
			...browserThat('continue'),
			FB_APP_SECRET: 'f'.repeat(32),
		});
		assert.deepEqual([run.code, readProblem(run.stderr).code], [4, 'wrong-app-secret']);
	});
});

describe('connect --via address', () => {
	const start = (sandbox: Sandbox, args: readonly string[] = []) => {
		const child = startProgram(['connect', '--no-save', '--via', 'address', ...args], { env: environmentOf(sandbox) });
		return { child, run: ended(child) };
	};

	test('takes the token out of the address that is pasted', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const { child, run } = start(sandbox, ['--json']);
		const { dialog } = await dialogOf(child);
		const address = await answer(dialog, 'continue');
		assert.match(address, /\/connect\/login_success\.html#access_token=EAA/);
		child.stdin.end(`${address}\n`);
		const ending = await run;
		assertNoSecretsOf(sandbox, ending);
		const { pages } = readReport(ending.stdout);
		assert.equal(ending.code, 0);
		assert.ok(pages.length > 0 && pages.every(({ verdict }) => verdict === 'permanent'));
	});

	test('works for a live app too', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		const app = sandbox.world.apps.get(sandbox.appId);
		assert.ok(app);
		app.mode = 'live';
		const { child, run } = start(sandbox);
		const { dialog } = await dialogOf(child);
		child.stdin.end(await answer(dialog, 'continue'));
		assert.equal((await run).code, 0);
	});

	test('explains an address without a token', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		const table: readonly (readonly [
			paste: (dialog: string) => Promise<string> | string,
			code: number,
			title: RegExp,
		])[] = [
			[(dialog) => answer(dialog, 'cancel'), 130, /was cancelled at Facebook/],
			[(dialog) => dialog, 3, /the address of the sign-in itself/],
			[() => 'https://www.facebook.com/connect/login_success.html', 3, /^Too late: the token has gone/],
			[() => 'http://localhost:1/?code=AQDmade-up&state=x', 3, /a code, not a token/],
			[
				(dialog) => answer(dialog, 'continue').then((address) => address.replace(/state=[^&]*/, 'state=other')),
				3,
				/of another sign-in/,
			],
			[() => '', 4, /Something is needed/],
		];
		for (const [paste, code, title] of table) {
			const { child, run } = start(sandbox, ['--json']);
			const { dialog } = await dialogOf(child);
			child.stdin.end(await paste(dialog));
			const ending = await run;
			assert.equal(ending.code, code, `${title}`);
			assert.match(problemBehind(ending).title, title);
		}
	});
});

describe('connect --via device', () => {
	/** Starts it, once the sandbox asks for quick answers, and waits until the code is told. */
	const start = async (sandbox: Sandbox, args: readonly string[] = [], env: Record<string, string> = {}) => {
		sandbox.world.login.deviceInterval = 1;
		const child = startProgram(['connect', '--no-save', '--via', 'device', ...args], {
			env: { ...environmentOf(sandbox), FB_CLIENT_TOKEN: sandbox.clientToken, ...env },
		});
		const run = ended(child);
		let told = '';
		child.stderr.on('data', (chunk) => {
			told += chunk;
		});
		const code = () => [...told.matchAll(/^ {2}([A-Z0-9]{8})\n/gm)].at(-1)?.[1] ?? '';
		await until(() => code() !== '', child);
		return { child, run, code, enter: (choice: 'continue' | 'cancel') => answer(addressOf(sandbox, code()), choice) };
	};
	const addressOf = ({ facebookUrl }: Sandbox, code: string) => `${facebookUrl}/device?user_code=${code}&qr=1`;

	test('tells the code, waits until it was entered elsewhere, and comes to permanent tokens', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		const { run, enter } = await start(sandbox, ['--json']);
		await enter('continue');
		const ending = await run;
		assertNoSecretsOf(sandbox, ending);
		assert.equal(ending.code, 0);
		const { pages } = readReport(ending.stdout);
		assert.ok(pages.length > 0 && pages.every(({ verdict }) => verdict === 'permanent'));
		assert.match(ending.stderr, new RegExp(`open\n\n {2}${sandbox.facebookUrl}/device\n\nand enter the code\n`));
		assert.doesNotMatch(ending.stderr, /[█▀▄]|##/, 'a QR code is for terminals');
	});

	test('says that the person has declined', async () => {
		await using sandbox = await startSandbox();
		const { run, enter } = await start(sandbox, ['--json']);
		await enter('cancel');
		const ending = await run;
		const { code, remedy } = problemBehind(ending);
		assert.deepEqual([ending.code, code], [130, 'cancelled']);
		assert.match(remedy, /Another way: … \| fb-token-tui connect/);
	});

	test('takes another code when one has run out', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		sandbox.world.login.deviceLifetime = 2;
		const { child, run, code, enter } = await start(sandbox);
		const first = code();
		await until(() => code() !== first, child);
		sandbox.world.login.deviceLifetime = 420;
		const second = code();
		await until(() => code() !== second, child);
		await enter('continue');
		const ending = await run;
		assert.equal(ending.code, 0);
		assert.match(ending.stderr, /That code has run out\./);
	});

	test('survives that Meta cannot be asked for a while', async () => {
		const fault = { endpoint: 'device-status', nth: 1, status: 503, body: '<html>Sorry</html>' } as const;
		await using sandbox = await startSandbox({ pages: 1, faults: [fault] });
		const { run, enter } = await start(sandbox);
		await enter('continue');
		assert.equal((await run).code, 0);
	});

	test('says that it is switched off, that permissions are kept back, or that the client token is wrong', async () => {
		await using sandbox = await startSandbox();
		const app = sandbox.world.apps.get(sandbox.appId);
		assert.ok(app);
		const run = (clientToken = sandbox.clientToken) =>
			connect(sandbox, ['--via', 'device', '--json'], { FB_CLIENT_TOKEN: clientToken });
		const told = async (ending: Run) => [ending.code, problemBehind(ending).code, problemBehind(ending).title];
		assert.deepEqual(await told(await run('0'.repeat(32))), [
			4,
			'wrong-app-secret',
			'Meta does not accept the client token',
		]);
		assert.deepEqual(await told(await run(sandbox.appSecret)), [
			4,
			'wrong-app-secret',
			'This is the app secret, not the client token',
		]);
		sandbox.world.login.devicePagePermissions = 'refused';
		assert.deepEqual(await told(await run()), [
			1,
			'missing-permission',
			'Another device may not ask for these permissions',
		]);
		app.loginFromDevices = false;
		assert.deepEqual(await told(await run()), [1, 'missing-permission', 'The app may not sign in on other devices']);
	});

	test('tells afterwards what was not granted', async () => {
		await using sandbox = await startSandbox({ pages: 1 });
		sandbox.world.login.devicePagePermissions = 'left-out';
		const { run, enter } = await start(sandbox, ['--json', '--permissions', 'publish,read_insights']);
		await enter('continue');
		const { user } = readReport((await run).stdout);
		assert.deepEqual(user.permissions.missing, ['read_insights']);
	});

	test('keeps the client token with the other secrets, for the next time', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		sandbox.world.login.deviceInterval = 1;
		const store = new Store(t, sandbox);
		for (const env of [{ FB_CLIENT_TOKEN: sandbox.clientToken }, {}]) {
			const child = startProgram(['connect', '--insecure-storage', '--via', 'device'], {
				env: { ...store.env, ...env },
			});
			const run = ended(child);
			let told = '';
			child.stderr.on('data', (chunk) => {
				told += chunk;
			});
			await until(() => /^ {2}[A-Z0-9]{8}\n/m.test(told), child);
			await answer(addressOf(sandbox, /^ {2}([A-Z0-9]{8})\n/m.exec(told)?.[1] ?? ''), 'continue');
			assert.equal((await run).code, 0);
		}
		store.assertSealed([sandbox.clientToken]);
		const { secrets } = await store.vault().load('my-app');
		assert.equal(secrets.clientToken?.reveal(), sandbox.clientToken);
	});
});

describe('what is remembered of a sign-in', () => {
	test('the way, that Facebook came back to localhost, and the configuration', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		const env = browserThat('continue');
		const clientToken = sandbox.world.apps.get(sandbox.appId)?.clientToken ?? '';
		const args = ['--via', 'browser', '--config-id', '123456789012345'];
		assert.equal((await store.connect(args, { env })).code, 0);
		const { profile } = await store.vault().load('my-app');
		assert.deepEqual(profile.signIn, { via: 'browser', configId: '123456789012345' });
		assert.equal((await store.connect()).code, 0);
		assert.deepEqual((await store.vault().find('my-app')).signIn, { ...profile.signIn, via: 'explorer' });
		store.assertSealed([clientToken]);
	});

	test('the way, in the command with which check, refresh and token say to sign in again', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		const { world, appId } = sandbox;
		assert.equal((await store.connect(['--via', 'browser'], { env: browserThat('continue') })).code, 0);
		world.removeApp(ids.person, appId);
		const again = /Sign in again: fb-token-tui connect --via browser --profile my-app/;
		for (const args of [['check'], ['refresh'], ['token', 'Bakery']])
			assert.match((await store.run(args)).stderr, again, args.join(' '));
	});

	test('a system user, whose token is made elsewhere', async (t) => {
		await using sandbox = await startSandbox({ pages: 14 });
		const store = new Store(t, sandbox);
		const { world, appId } = sandbox;
		const { text } = world.issueSystemUserToken(appId, ids.systemUser, permissionsFor('publish'));
		assert.equal((await store.connect([], { input: text })).code, 0);
		world.expireToken(text);
		const { stderr } = await store.run(['check']);
		assert.match(
			stderr,
			/Make a new token of the system user and connect again: … \| fb-token-tui connect --profile my-app/,
		);
	});

	test('asks once more for what the person has declined', async (t) => {
		await using sandbox = await startSandbox({ pages: 1 });
		const store = new Store(t, sandbox);
		const input = sandbox.world.issueUserToken(sandbox.appId, ids.person, ['pages_show_list']).text;
		await store.connect([], { input });
		const child = startProgram(['connect', '--via', 'browser', '--no-browser'], { env: store.env });
		const run = ended(child);
		const { dialog } = await dialogOf(child);
		assert.equal(new URL(dialog).searchParams.get('auth_type'), 'rerequest');
		await answer(dialog, 'continue');
		assert.equal((await run).code, 0);
	});
});

describe('the token of a system user', () => {
	const issue = ({ world, appId }: Sandbox, endsIn60Days: boolean) =>
		world.issueSystemUserToken(appId, ids.systemUser, permissionsFor('publish'), { endsIn60Days }).text;

	test('without an end gives permanent Page tokens, and inspect says what it is', async () => {
		await using sandbox = await startSandbox({ pages: 14 });
		const input = issue(sandbox, false);
		const run = await runProgram(['connect', '--no-save', '--json'], { env: environmentOf(sandbox), input });
		assertNoSecretsOf(sandbox, run);
		const { pages, user } = readReport(run.stdout);
		assert.deepEqual([run.code, user.name, user.expiresAt], [0, 'Example Publisher', null]);
		assert.ok(pages.length > 0 && pages.every(({ verdict }) => verdict === 'permanent'));
		const { stdout } = await runProgram(['inspect'], { env: environmentOf(sandbox), input });
		assert.match(
			stdout,
			/^. System user token: valid\n.*\nExpires +never expires\n.*it gives Page tokens that never expire\./s,
		);
	});

	test('for 60 days gives Page tokens that end with it, with the reason and what to choose instead', async () => {
		await using sandbox = await startSandbox({ pages: 14 });
		const input = issue(sandbox, true);
		const run = await runProgram(['connect', '--no-save', '--json'], { env: environmentOf(sandbox), input });
		assertNoSecretsOf(sandbox, run);
		const { pages, user } = readReport(run.stdout);
		assert.equal(run.code, 5);
		assert.ok(pages.length > 0);
		for (const { verdict, expiresAt, problem } of pages) {
			assert.deepEqual([verdict, expiresAt], ['dated', user.expiresAt]);
			assert.match(problem?.cause ?? '', /It ends with the token that it was made from/);
			assert.match(problem?.remedy ?? '', /choose "Never" where it is generated/);
		}
		const { stdout } = await runProgram(['inspect'], { env: environmentOf(sandbox), input });
		assert.match(
			stdout,
			/\nExpires +in (?:59|60) days .*\nNext +Page tokens made from it end with it\. Generate one with "Never"/s,
		);
	});
});

describe('an app of Facebook Login for Business', () => {
	/** Its permissions stand in configurations alone. */
	function ofBusiness(sandbox: Sandbox): void {
		const app = sandbox.world.apps.get(sandbox.appId) ?? assert.fail('no app');
		app.loginForBusiness = true;
	}

	test('is asked with a configuration, named by option or environment, on both ways by the dialog', async () => {
		await using sandbox = await startSandbox({ pages: 2 });
		ofBusiness(sandbox);
		const run = await connect(sandbox, ['--via', 'browser', '--json', '--config-id', ids.configuration], {
			...browserThat('continue'),
		});
		assert.equal(run.code, 0);
		const { pages, user } = readReport(run.stdout);
		assert.deepEqual([user.permissions.missing, pages.map(({ verdict }) => verdict)], [[], ['permanent', 'permanent']]);
		const child = startProgram(['connect', '--no-save', '--via', 'address'], {
			env: { ...environmentOf(sandbox), FB_LOGIN_CONFIG_ID: ids.configuration },
		});
		const ending = ended(child);
		const { dialog, told } = await dialogOf(child);
		const { searchParams } = new URL(dialog);
		assert.deepEqual([searchParams.get('config_id'), searchParams.get('scope')], [ids.configuration, null]);
		child.stdin.end(await answer(dialog, 'continue'));
		assert.equal((await ending).code, 0);
		assert.doesNotMatch(told(), /FB_LOGIN_CONFIG_ID/);
	});

	test('gives the token of a system user where its configuration is for one', async () => {
		await using sandbox = await startSandbox({ pages: 14 });
		ofBusiness(sandbox);
		const args = ['--via', 'browser', '--json', '--config-id', ids.systemUserConfiguration];
		const run = await connect(sandbox, args, browserThat('continue'));
		const { pages, user } = readReport(run.stdout);
		assert.deepEqual([user.name, user.expiresAt], ['Example Publisher', null]);
		assert.equal(pages.find(({ name }) => name === 'My Bakery')?.verdict, 'permanent');
		// One of the person's Pages is lost, and two of the business come without tokens.
		assert.equal(run.code, 3);
	});

	test('says nothing to the program without one: what its page means is told before', async () => {
		await using sandbox = await startSandbox();
		ofBusiness(sandbox);
		const child = startProgram(['connect', '--no-save', '--via', 'browser', '--no-browser'], {
			env: environmentOf(sandbox),
		});
		const ending = ended(child);
		const { dialog, told } = await dialogOf(child);
		const page = await (await fetch(dialog)).text();
		assert.match(page, /this app isn&#39;t available|this app isn't available/);
		await until(
			() =>
				told().includes(
					`"This app isn't available"? It has Facebook Login for Business, and needs FB_LOGIN_CONFIG_ID.`,
				),
			child,
		);
		child.kill();
		await ending;
	});
});

describe('wrong usage of a sign-in', () => {
	test('is told before anything is sent', async () => {
		await using sandbox = await startSandbox();
		for (const [args, told] of [
			[['--via', 'carrier-pigeon'], /--via/],
			[['--via', 'browser', '--config-id', 'x'], /--config-id/],
			[['--via', 'browser', '--port', '70000'], /65535/],
		] as const) {
			const { code, stderr } = await connect(sandbox, args);
			assert.equal(code, 2);
			assert.match(stderr, told);
		}
		const { code, stderr } = await connect(sandbox, ['--via', 'device', '--json']);
		assert.deepEqual([code, readProblem(stderr).code], [4, 'sign-in-needed']);
		assert.match(readProblem(stderr).remedy, /FB_CLIENT_TOKEN/);
		assert.deepEqual(sandbox.requests, []);
	});
});
