import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Sandbox } from '../../source/sandbox/server.ts';
import { Vault } from '../../source/vault/vault.ts';
import { assertNoSecrets, PlantedSecrets } from '../support/leaks.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { assertNoSecretsOf, environmentOf, type Run, type RunOptions, runProgram, until } from './run-program.ts';

/** A folder of profiles, and the program that is run on it against a sandbox, without a keychain. */
export class Store {
	readonly folder: string;
	readonly sandbox: Sandbox;
	readonly env: Record<string, string>;

	constructor(context: TestContext, sandbox: Sandbox) {
		const temporary = new TemporaryFolder();
		context.after(() => temporary[Symbol.dispose]());
		this.folder = temporary.path;
		this.sandbox = sandbox;
		this.env = {
			...environmentOf(sandbox),
			FB_TOKEN_TUI_CONFIG_DIR: this.folder,
			FB_TOKEN_TUI_KEYCHAIN: 'off',
		};
	}

	/** Runs the program. No secret may stand in what it writes, unless it was asked for. */
	async run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
		const run = await runProgram(args, { ...options, env: { ...this.env, ...options.env } });
		if (!args.includes('--reveal')) assertNoSecretsOf(this.sandbox, run);
		return run;
	}

	/** Connects and saves, with the key in a file unless the environment has a passphrase. */
	connect(args: readonly string[] = [], options: RunOptions = {}): Promise<Run> {
		return this.run(['connect', '--insecure-storage', ...args], { input: this.sandbox.userToken, ...options });
	}

	/** The vault that the program finds in the folder. */
	vault(): Vault {
		return new Vault({ env: this.env });
	}

	/** Does something in the midst of the next listing of Pages, while the program waits for the answer. */
	async whileListing<T>(work: () => Promise<T> | T): Promise<T> {
		const made = this.sandbox.requests.length;
		const fault = { endpoint: 'accounts', nth: 1, delayMs: 1000 } as const;
		this.sandbox.faults.push(fault);
		await until(() => this.sandbox.requests.slice(made).some(({ endpoint }) => endpoint === 'accounts'));
		return work();
	}

	/** All files of the folder, by their paths in it. */
	files(): Map<string, Buffer> {
		const entries = readdirSync(this.folder, { recursive: true, withFileTypes: true });
		const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
		return new Map(paths.map((path) => [path.slice(this.folder.length + 1), readFileSync(path)]));
	}

	/** Fails when a secret stands in any file of the folder or its name, in any encoding. */
	assertSealed(more: readonly string[] = []): void {
		const { appSecret, userToken, world } = this.sandbox;
		const raw = [appSecret, userToken, ...world.tokens.keys(), ...more];
		const secrets = new PlantedSecrets(raw);
		for (const text of raw) secrets.add(Buffer.from(text).toString('hex'));
		for (const [path, content] of this.files()) {
			assertNoSecrets(`${path}\n${content.toString('latin1')}`, secrets, path);
			assertNoSecrets(content.toString('latin1').toLowerCase(), secrets, `${path} in lower case`);
		}
		assert.ok(this.files().size > 0, 'nothing is stored');
	}
}
