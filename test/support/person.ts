import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setTimeout as pass } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import type { StoredProfile } from '../../source/vault/profile.ts';
import { Vault } from '../../source/vault/vault.ts';
import { FakeCommands } from './fake-command.ts';
import { type Pty, runInPty } from './pty.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** A person with a browser, and with the built program in a terminal. All that they do is counted. */
export class Person {
	/** Keys and clicks, addresses opened by hand, and texts that are copied or pasted: each is one. */
	acts = 0;
	readonly sandbox: Sandbox;
	readonly page: Page;
	readonly #folder: string;
	readonly #context: TestContext;
	readonly #browser: FakeCommands;
	#terminal: Pty | null = null;
	#opened: string | null = null;

	private constructor(context: TestContext, sandbox: Sandbox, page: Page, browser: FakeCommands, folder: string) {
		this.#context = context;
		this.sandbox = sandbox;
		this.page = page;
		this.#browser = browser;
		this.#folder = folder;
	}

	/** Sits down at a browser that has a page open, and with an app at Meta, which is played by a sandbox. */
	static async begin(context: TestContext, browser: BrowserContext, pages = 2): Promise<Person> {
		const folder = new TemporaryFolder();
		const commands = new FakeCommands();
		const sandbox = await startSandbox({ pages });
		const page = await browser.newPage();
		context.after(async () => {
			await page.close();
			await sandbox.close();
			commands[Symbol.dispose]();
			folder[Symbol.dispose]();
		});
		return new Person(context, sandbox, page, commands, folder.path);
	}

	get terminal(): Pty {
		return this.#terminal ?? assert.fail('the program was not started');
	}

	/** Starts the program, which is not counted: it is where all begins. */
	async start(env: NodeJS.ProcessEnv = {}): Promise<void> {
		const { graphUrl, facebookUrl, developersUrl, appSecret, clientToken, userToken } = this.sandbox;
		this.#terminal = runInPty(this.#context, process.execPath, [CLI], {
			secrets: [appSecret, clientToken, userToken],
			env: {
				PATH: process.env.PATH,
				HOME: this.#folder,
				LC_ALL: 'C.UTF-8',
				TERM: 'xterm-256color',
				FB_TOKEN_TUI_GRAPH_URL: graphUrl,
				FB_TOKEN_TUI_FACEBOOK_URL: facebookUrl,
				FB_TOKEN_TUI_DEVELOPERS_URL: developersUrl,
				FB_TOKEN_TUI_CONFIG_DIR: this.#folder,
				FB_TOKEN_TUI_KEYCHAIN: 'off',
				FB_TOKEN_TUI_BROWSER: this.#browser.add('browser'),
				...env,
			},
		});
		// The first frame comes before raw mode.
		await this.see((terminal) => terminal.isBracketedPaste);
	}

	/** Waits for what the terminal shows; a text may be wrapped over lines. */
	async see(wanted: string | RegExp | ((terminal: Pty) => boolean)): Promise<void> {
		const isSeen = (terminal: Pty) => {
			const text = terminal.text().replace(/\s+/g, ' ');
			return typeof wanted === 'string' ? text.includes(wanted) : wanted instanceof RegExp && wanted.test(text);
		};
		await this.terminal.waitFor(typeof wanted === 'function' ? wanted : isSeen, { timeoutMs: 20_000 });
	}

	press(...keys: string[]): void {
		this.acts += keys.length;
		this.terminal.press(...keys);
	}

	paste(text: string): void {
		this.acts++;
		this.terminal.paste(text);
	}

	async click(target: Locator): Promise<void> {
		this.acts++;
		await target.click();
	}

	clickButton(name: string): Promise<void> {
		return this.click(this.page.getByRole('button', { name, exact: true }));
	}

	/** Opens an address that the person has typed, and into which they have pasted some texts. */
	async open(address: string | URL, pasted = 0): Promise<void> {
		this.acts += 1 + pasted;
		await this.page.goto(String(address));
	}

	async copy(field: Locator): Promise<string> {
		this.acts++;
		return field.inputValue();
	}

	/** Copies the address that the browser shows: one goes into the address bar first. */
	copyAddress(): string {
		this.acts += 2;
		return this.page.url();
	}

	/** Types what stands elsewhere, as one act. */
	async type(field: Locator, text: string): Promise<void> {
		this.acts++;
		await field.fill(text);
	}

	async choose(menu: Locator, option: string): Promise<void> {
		this.acts++;
		await menu.selectOption(option);
	}

	/** Goes where the program has sent the browser, once it has done so again. Gives that address. */
	async follow(): Promise<string> {
		for (let address = this.#opened; ; await pass(20)) {
			[address = null] = this.#browser.argumentsOf('browser') ?? [];
			if (address === null || address === this.#opened) continue;
			this.#opened = address;
			await this.page.goto(address);
			return address;
		}
	}

	/** Fails when any token that the sandbox knows came out in the terminal. */
	assertNoTokenShown(): void {
		for (const [text, { kind }] of this.sandbox.world.tokens) if (kind !== 'app') this.terminal.plant(text);
		this.terminal.raw();
	}

	/** The profile that was saved. */
	saved(): Promise<StoredProfile> {
		return new Vault({ env: { FB_TOKEN_TUI_CONFIG_DIR: this.#folder } }).read('my-app');
	}
}
