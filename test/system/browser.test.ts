import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { describe, test } from 'node:test';
import { browserCommand, findBrowser } from '../../source/system/browser.ts';
import { FakeCommands } from '../support/fake-command.ts';

const URL = 'https://developers.facebook.com/tools/explorer/123/?method=GET&path=me%2Faccounts';

describe('a browser', () => {
	const table: readonly (readonly [
		name: string,
		env: NodeJS.ProcessEnv,
		platform: NodeJS.Platform,
		why: RegExp | null,
	])[] = [
		['is there on a desktop with X', { DISPLAY: ':0' }, 'linux', null],
		['is there with Wayland', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux', null],
		['is there on Windows beneath WSL', { WSL_DISTRO_NAME: 'Ubuntu' }, 'linux', null],
		['is there on a Mac', {}, 'darwin', null],
		['is there on Windows', {}, 'win32', null],
		['is there where a command is named', { FB_TOKEN_TUI_BROWSER: 'firefox' }, 'linux', null],
		[
			'is there over SSH where a command is named',
			{ SSH_CONNECTION: 'x', FB_TOKEN_TUI_BROWSER: 'firefox' },
			'linux',
			null,
		],
		['is not there without a display', {}, 'linux', /no display/],
		['is not there without a display on BSD', {}, 'freebsd', /no display/],
		['is not there over SSH', { DISPLAY: ':10', SSH_CONNECTION: 'x' }, 'linux', /SSH/],
		['is not there over SSH to a Mac', { SSH_TTY: '/dev/ttys001' }, 'darwin', /SSH/],
		['is not there when it is none', { DISPLAY: ':0', FB_TOKEN_TUI_BROWSER: 'none' }, 'linux', /none/],
	];
	for (const [name, env, platform, why] of table) {
		test(name, () => {
			const { unavailable } = findBrowser(env, platform);
			if (why) assert.match(unavailable ?? '', why);
			else assert.equal(unavailable, null);
		});
	}

	test('is not opened when switched off, or where there is none', async () => {
		assert.match(findBrowser({ DISPLAY: ':0' }, 'linux', false).unavailable ?? '', /switched off/);
		assert.equal(await findBrowser({ DISPLAY: ':0' }, 'linux', false).open(URL), false);
		assert.equal(await findBrowser({}, 'linux').open(URL), false);
	});

	const skip = process.platform === 'linux' ? false : 'only Linux starts a browser by its command alone';
	test('is the command that is named, with the address as one argument', { skip, timeout: 20_000 }, async () => {
		using commands = new FakeCommands();
		const command = commands.add('my-browser');
		assert.equal(await findBrowser({ FB_TOKEN_TUI_BROWSER: `${command} --new-window` }, 'linux').open(URL), true);
		while (commands.inputOf('my-browser') === null) await new Promise(setImmediate);
		assert.deepEqual(commands.argumentsOf('my-browser')?.toSorted(), ['--new-window', URL]);
	});

	test('is the file that is named, though there are blanks in its path', { skip, timeout: 20_000 }, async () => {
		using commands = new FakeCommands();
		const command = commands.add('my own browser');
		assert.equal(await findBrowser({ FB_TOKEN_TUI_BROWSER: command }, 'linux').open(URL), true);
		while (commands.inputOf('my own browser') === null) await new Promise(setImmediate);
		assert.deepEqual(commands.argumentsOf('my own browser'), [URL]);
	});

	test('is the first of BROWSER that is there, also over SSH, unless another one is named', {
		skip,
		timeout: 20_000,
	}, async () => {
		using commands = new FakeCommands();
		const [first, second] = [commands.add('first'), commands.add('second')];
		const env = { SSH_CONNECTION: 'x', BROWSER: `${commands.folder}/none:nowhere:${first} %s:${second}`, PATH: '' };
		assert.equal(browserCommand(env, 'linux'), first);
		assert.equal(await findBrowser(env, 'linux').open(URL), true);
		while (commands.inputOf('first') === null) await new Promise(setImmediate);
		assert.deepEqual(commands.argumentsOf('first'), [URL]);
		assert.equal(browserCommand({ ...env, FB_TOKEN_TUI_BROWSER: second }, 'linux'), second);
		assert.equal(browserCommand({ BROWSER: 'nowhere', PATH: '' }, 'linux'), null);
		assert.match(findBrowser({ BROWSER: 'nowhere', PATH: '', SSH_TTY: 'x' }, 'linux').elsewhere ?? '', /SSH/);
	});

	test('gets none of the secrets of the environment', { skip, timeout: 20_000 }, async () => {
		using commands = new FakeCommands();
		const command = commands.add('my-browser');
		const names = ['FB_APP_SECRET', 'FB_TOKEN_TUI_PASSPHRASE', 'FB_TOKEN_TUI_NEW_PASSPHRASE'];
		for (const name of names) process.env[name] = 'made-up-secret';
		await findBrowser({ FB_TOKEN_TUI_BROWSER: command }, 'linux').open(URL);
		while (commands.inputOf('my-browser') === null) await new Promise(setImmediate);
		const environment = commands.environmentOf('my-browser') ?? '';
		assert.match(environment, /"PATH":/);
		for (const name of names) assert.ok(!environment.includes(name), name);
	});

	test('is never what lies in the current directory', { skip, timeout: 20_000 }, async () => {
		using trap = new FakeCommands();
		using commands = new FakeCommands();
		trap.add('xdg-open');
		trap.add('my-browser');
		const [path, folder] = [process.env.PATH, process.cwd()];
		process.chdir(trap.folder);
		try {
			for (const named of [{}, { FB_TOKEN_TUI_BROWSER: 'my-browser' }]) {
				process.env.PATH = `:.${delimiter}${delimiter}`;
				const env = { DISPLAY: ':0', PATH: process.env.PATH, ...named };
				assert.equal(await findBrowser(env, 'linux').open(URL), false);
				commands.add(named.FB_TOKEN_TUI_BROWSER ?? 'xdg-open');
				process.env.PATH = `:.${delimiter}${commands.folder}`;
				const found = { ...env, PATH: process.env.PATH };
				assert.equal(await findBrowser(found, 'linux').open(URL), true);
				const opener = named.FB_TOKEN_TUI_BROWSER ?? 'xdg-open';
				while (commands.inputOf(opener) === null) await new Promise(setImmediate);
				assert.match(commands.environmentOf(opener) ?? '', new RegExp(`"PATH":"${commands.folder}"`));
				assert.equal(trap.argumentsOf(opener), null);
			}
		} finally {
			process.env.PATH = path;
			process.chdir(folder);
		}
	});

	test('has failed where it ends with an error at once, and has not where it goes on running', { skip }, async () => {
		for (const [code, isOpened] of [
			['process.exit(1)', false],
			['process.kill(process.pid)', false],
			['process.exit(0)', true],
			['setTimeout(()=>{},3000)', true],
		] as const) {
			const command = `${process.execPath} -e ${code}`;
			assert.equal(await findBrowser({ FB_TOKEN_TUI_BROWSER: command }, 'linux').open(URL), isOpened, code);
		}
	});

	test('that is not there does not end the program', { skip }, async () => {
		const opened = await findBrowser({ FB_TOKEN_TUI_BROWSER: '/nowhere/at-all' }, 'linux').open(URL);
		assert.equal(opened, false);
		await new Promise(setImmediate);
	});
});
