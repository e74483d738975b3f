import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Secret } from '../../source/domain/secret.ts';
import { findClipboard } from '../../source/system/clipboard.ts';
import { FakeCommands } from '../support/fake-command.ts';
import { assertNoSecrets } from '../support/leaks.ts';
import { tokenOf } from '../support/secrets.ts';

const TOKEN = tokenOf('clipboard');
const skip = process.platform === 'win32' ? 'the stand-ins for clipboard programs are scripts with a shebang' : false;

/** A clipboard in an environment, and what was written to its terminal. */
function clipboardIn(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = 'linux') {
	const written: string[] = [];
	return { written, clipboard: findClipboard(env, platform, { write: (data) => written.push(data) }) };
}

const REQUEST = `\u001B]52;c;${Buffer.from(TOKEN).toString('base64')}\u0007`;

describe('the clipboard', { skip }, () => {
	const programs: readonly (readonly [name: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform])[] = [
		['xclip', { DISPLAY: ':0' }, 'linux'],
		['xsel', { DISPLAY: ':0' }, 'linux'],
		['wl-copy', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux'],
		['termux-clipboard-set', { TERMUX_VERSION: '1' }, 'linux'],
		['clip.exe', { WSL_DISTRO_NAME: 'Ubuntu' }, 'linux'],
		['pbcopy', {}, 'darwin'],
		['clip.exe', {}, 'win32'],
	];
	for (const [name, env, platform] of programs) {
		test(`of ${platform} with ${Object.keys(env).join() || 'nothing'} is reached through ${name}, by its standard input`, async () => {
			using commands = new FakeCommands();
			commands.add(name);
			const { clipboard, written } = clipboardIn({ ...env, PATH: commands.folder }, platform);
			assert.equal(await clipboard.copy(new Secret(TOKEN)), 'copied');
			assert.equal(commands.inputOf(name), TOKEN);
			assertNoSecrets(JSON.stringify(commands.argumentsOf(name)), [TOKEN], 'the command line');
			assert.deepEqual(written, []);
		});
	}

	test('gives its program none of the secrets of the environment', async () => {
		using commands = new FakeCommands();
		commands.add('xclip');
		const secrets = {
			FB_APP_SECRET: 'made-up-app-secret',
			FB_TOKEN_TUI_PASSPHRASE: 'made-up-passphrase',
			FB_TOKEN_TUI_NEW_PASSPHRASE: 'made-up-new-passphrase',
		};
		const { clipboard } = clipboardIn({ ...secrets, DISPLAY: ':0', PATH: commands.folder });
		await clipboard.copy('anything');
		const environment = commands.environmentOf('xclip') ?? '';
		assert.match(environment, /"DISPLAY":":0"/);
		for (const name of Object.keys(secrets)) assert.ok(!environment.includes(name), name);
	});

	test('is never a program in the current directory', async () => {
		using commands = new FakeCommands();
		for (const name of ['xclip', 'xsel', 'clip.exe', 'pbcopy', 'wl-copy']) commands.add(name);
		const before = process.cwd();
		process.chdir(commands.folder);
		try {
			for (const platform of ['linux', 'darwin', 'win32'] as const) {
				const env = { DISPLAY: ':0', WAYLAND_DISPLAY: 'x', WSL_DISTRO_NAME: 'x', PATH: ':.::' };
				assert.equal(await clipboardIn(env, platform).clipboard.copy(TOKEN), 'asked-terminal');
			}
			assert.equal(commands.argumentsOf('xclip'), null);
		} finally {
			process.chdir(before);
		}
	});

	test('takes plain texts in any script', async () => {
		using commands = new FakeCommands();
		commands.add('xclip');
		const { clipboard } = clipboardIn({ DISPLAY: ':0', PATH: commands.folder });
		assert.equal(await clipboard.copy('株式会社 — pages_show_list'), 'copied');
		assert.equal(commands.inputOf('xclip'), '株式会社 — pages_show_list');
	});

	test('tries the next program when one fails, and the terminal last', async () => {
		using commands = new FakeCommands();
		commands.add('xclip', { exitCode: 1 });
		commands.add('xsel');
		const { clipboard } = clipboardIn({ DISPLAY: ':0', PATH: commands.folder });
		assert.equal(await clipboard.copy(TOKEN), 'copied');
		assert.equal(commands.inputOf('xsel'), TOKEN);
		commands.add('xsel', { exitCode: 1 });
		const last = clipboardIn({ DISPLAY: ':0', PATH: commands.folder });
		assert.equal(await last.clipboard.copy(TOKEN), 'asked-terminal');
		assert.deepEqual(last.written, [REQUEST]);
	});

	test('gives up on a program that hangs', { timeout: 20_000 }, async () => {
		using commands = new FakeCommands();
		commands.add('xclip', { hangs: true });
		const { clipboard } = clipboardIn({ DISPLAY: ':0', PATH: commands.folder });
		assert.equal(await clipboard.copy(TOKEN), 'asked-terminal');
	});

	test('over SSH is that of the terminal, not that of the far machine', async () => {
		using commands = new FakeCommands();
		commands.add('xclip');
		const { clipboard, written } = clipboardIn({ DISPLAY: ':10', SSH_CONNECTION: 'x', PATH: commands.folder });
		assert.equal(await clipboard.copy(TOKEN), 'asked-terminal');
		assert.equal(commands.argumentsOf('xclip'), null);
		assert.deepEqual(written, [REQUEST]);
	});
});

describe('the request to the terminal', () => {
	test('stands alone in an ordinary terminal', async () => {
		const { clipboard, written } = clipboardIn({ TERM: 'xterm-256color' });
		assert.equal(await clipboard.copy(new Secret(TOKEN)), 'asked-terminal');
		assert.deepEqual(written, [REQUEST]);
	});

	const IN_TMUX = { TERM: 'tmux-256color', TMUX: '/tmp/tmux-1000/default,1,0' };

	test('is made by tmux where it can, and the text is not on its command line', async () => {
		using commands = new FakeCommands();
		commands.add('tmux');
		const { clipboard, written } = clipboardIn({ ...IN_TMUX, PATH: commands.folder });
		assert.equal(await clipboard.copy(TOKEN), 'asked-terminal');
		assert.deepEqual([commands.argumentsOf('tmux'), commands.inputOf('tmux')], [['load-buffer', '-w', '-'], TOKEN]);
		assert.deepEqual(written, []);
	});

	test('goes to an older tmux bare and in its envelope, with its escapes doubled', async () => {
		using commands = new FakeCommands();
		commands.add('tmux', { exitCode: 1 });
		const { clipboard, written } = clipboardIn({ ...IN_TMUX, PATH: commands.folder });
		await clipboard.copy(TOKEN);
		assert.deepEqual(written, [`${REQUEST}\u001BPtmux;\u001B${REQUEST}\u001B\\`]);
	});

	test('is wrapped for screen', async () => {
		const { clipboard, written } = clipboardIn({ TERM: 'screen-256color' });
		await clipboard.copy(TOKEN);
		assert.deepEqual(written, [`\u001BP${REQUEST}\u001B\\`]);
	});

	test('is not made of a dumb terminal', async () => {
		const { clipboard, written } = clipboardIn({ TERM: 'dumb' });
		assert.equal(await clipboard.copy(TOKEN), 'failed');
		assert.deepEqual(written, []);
	});
});
