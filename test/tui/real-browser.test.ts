import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { permissionsFor } from '../../source/domain/permissions.ts';
import { startSandbox } from '../../source/sandbox/server.ts';
import { environmentOf, until } from '../commands/run-program.ts';
import { type Chromium, startChromium, whyNoChromium } from '../support/chromium.ts';
import { FakeCommands } from '../support/fake-command.ts';
import { runInPty } from '../support/pty.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

describe('the built program and a real browser', { skip: whyNoChromium }, () => {
	let browser: Chromium;
	before(async () => {
		browser = await startChromium();
	});
	after(() => browser.close());

	/** Opens in the browser what the program has opened, once its path begins so. */
	const follow = async (commands: FakeCommands, page: Page, path: string) => {
		const opened = () => commands.argumentsOf('browser')?.find((word) => new URL(word).pathname.startsWith(path));
		await until(() => opened() !== undefined);
		const response = await page.goto(opened() ?? '');
		assert.equal(response?.status(), 200);
	};

	test('the token that the Explorer gives is copied, pasted into the program, and the Pages come', async (t) => {
		await using sandbox = await startSandbox();
		using commands = new FakeCommands();
		using folder = new TemporaryFolder();
		const page = await browser.context.newPage();
		const button = (name: string) => page.getByRole('button', { name, exact: true });
		const origin = { origin: sandbox.developersUrl };
		await browser.context.grantPermissions(['clipboard-read', 'clipboard-write'], origin);
		const pty = runInPty(t, process.execPath, [CLI], {
			columns: 120,
			rows: 40,
			env: {
				...environmentOf(sandbox),
				...{ PATH: process.env.PATH, HOME: folder.path, LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' },
				...{ FB_TOKEN_TUI_CONFIG_DIR: folder.path, FB_TOKEN_TUI_KEYCHAIN: 'off' },
				FB_TOKEN_TUI_BROWSER: commands.add('browser'),
			},
		});
		await pty.waitFor('App secret', { timeoutMs: 20_000 });
		await pty.waitFor((terminal) => terminal.isBracketedPaste);

		pty.press('ctrl-o');
		await follow(commands, page, '/apps/');
		assert.equal(await page.getByLabel('App Secret').inputValue(), sandbox.appSecret);

		pty.press('enter');
		await pty.waitFor('Publish posts', { timeoutMs: 10_000 });
		pty.press('enter');
		await pty.waitFor('User access token');
		for (const way of ['browser', 'address bar']) {
			await pty.waitFor(`❯ ${way}`);
			pty.press('tab');
		}
		await pty.waitFor('❯ Explorer');
		pty.press('enter');
		await follow(commands, page, '/tools/explorer/');
		for (const permission of permissionsFor('publish')) {
			await page.getByRole('checkbox', { name: permission }).check();
		}
		await button('Generate Access Token').click();
		await button('Continue').click();
		await button('Copy').click();
		await button('Copied').waitFor();
		const token: string = await page.evaluate('navigator.clipboard.readText()');
		assert.equal(sandbox.world.tokens.get(token)?.kind, 'user');

		pty.paste(token);
		await pty.waitFor('goes on', { timeoutMs: 10_000 });
		pty.press('enter');
		await pty.waitFor('15 Pages, 14 verified', { timeoutMs: 10_000 });

		pty.press('enter');
		await pty.waitFor('v view raw');
		pty.press('d');
		await pty.waitFor('The address will hold the token');
		pty.press('y');
		await pty.waitFor("Opened in Meta's debugger.");
		let once = '';
		await until(() => {
			[once = ''] = commands.argumentsOf('browser') ?? [];
			return once !== '' && !once.includes('/tools/explorer/');
		});
		await page.goto(once);
		assert.equal(new URL(page.url()).pathname, '/tools/debug/accesstoken/');
		await page
			.getByText(/Night Owls|492/)
			.first()
			.waitFor();
		await page.close();
	});
});
