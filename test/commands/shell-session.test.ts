import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startSandbox } from '../../source/sandbox/server.ts';
import { findProgram } from '../../source/system/find-program.ts';
import { assertNoSecretsOf, bareEnvironment, PROGRAM, until } from './run-program.ts';
import { Store } from './store.ts';

const skip = ['tmux', 'bash'].every((name) => findProgram(name, process.env)) ? false : 'tmux or bash is not installed';

/** A shell in tmux, as a person has it. */
class Shell {
	readonly #socket = `fb-token-tui-test-${process.pid}`;
	readonly #env: NodeJS.ProcessEnv;
	#prompts = 0;

	constructor(context: TestContext, env: Record<string, string>) {
		this.#env = { ...bareEnvironment(), LANG: 'C.UTF-8', TERM: 'xterm-256color', PS1: '$ ', HISTFILE: '', ...env };
		context.after(() => this.#tmux('kill-server'));
		this.#tmux('new-session', '-d', '-x', '100', '-y', '50', 'bash --noprofile --norc -i');
	}

	/** Types a command, waits until it has ended, and gives what it has written, with its exit code behind. */
	async run(command: string): Promise<string> {
		const mark = `done-${++this.#prompts}`;
		this.#tmux('clear-history');
		this.#tmux('send-keys', '-l', `clear; ${command}; echo "exit $? ${mark}"`);
		this.#tmux('send-keys', 'Enter');
		const ended = new RegExp(`exit \\d+ ${mark}`);
		await until(() => ended.test(this.text()));
		return this.text();
	}

	/** What is on the screen, above it too. */
	text(): string {
		return this.#tmux('capture-pane', '-p', '-J', '-S', '-').trimEnd();
	}

	#tmux(...args: string[]): string {
		return execFileSync('tmux', ['-L', this.#socket, '-f', '/dev/null', ...args], { env: this.#env, encoding: 'utf8' });
	}
}

test('a session in a shell: connect, list, hand tokens on, check, revoke', { skip, timeout: 120_000 }, async (t) => {
	await using sandbox = await startSandbox({ pages: 3 });
	const store = new Store(t, sandbox);
	const pasted = join(store.folder, 'pasted.txt');
	writeFileSync(pasted, sandbox.userToken);
	const shell = new Shell(t, { ...store.env, FB: `${process.execPath} ${PROGRAM}`, PASTED: pasted });
	const seen: string[] = [];
	const run = async (command: string, code: number, ...told: RegExp[]) => {
		const text = await shell.run(command);
		seen.push(text);
		assert.match(text, new RegExp(`exit ${code} done-`), `${command}:\n${text}`);
		for (const words of told) assert.match(text, words, command);
		return text;
	};

	await run('$FB list', 0, /There is no profile in .+ yet\./);
	await run('$FB exec bakery -- true', 4, /There is no profile yet/, /fb-token-tui connect/);
	await run(
		'$FB connect --insecure-storage < $PASTED',
		3,
		/App accepted: My App/,
		/Tokens? exchanged/,
		/Saved as "my-app"/,
	);
	await run('$FB list', 0, /permanent +104829375610284 +My Bakery +never expires/);
	await run('$FB list | head -1', 0, /^my-app$/m);
	await run('$FB token bakery', 2, /add --reveal/);
	await run('$FB token bakery | wc -c', 0, /^\d{3}$/m);
	await run('$FB token owls --reveal', 3, /The token of The Night Owls \(\d+\) is invalid/);
	await run("$FB exec bakery -- sh -c 'echo for $FB_PAGE_NAME; exit 7'", 7, /^for My Bakery$/m);
	await run(
		"$FB exec --env T=token bakery sh -c 'printf %s $T | wc -c; echo name: $FB_PAGE_NAME; exit 8'",
		8,
		/^\d{3}\nname:$/m,
	);
	await run('$FB profiles use my-app', 0, /"my-app" is now the default profile/);
	await run('$FB list', 0, /^my-app \(default\)$/m);
	await run('FB_TOKEN_TUI_PROFILE=none $FB check', 4, /FB_TOKEN_TUI_PROFILE names it/);
	await run('$FB help exit-codes', 0, /^ +130 +cancelled$/m);
	await run('$FB whoami', 2, /fb-token-tui list$/m);
	await run('$FB export --page bakery --format fish | sed "s/ [^ ]*$//"', 0, /^set -gx FB_PAGE_MY_BAKERY_TOKEN$/m);
	await run(
		'$FB export --page bakery | sed s/=.*//',
		0,
		/^FB_PAGE_MY_BAKERY_ID\nFB_PAGE_MY_BAKERY_NAME\nFB_PAGE_MY_BAKERY_TOKEN$/m,
	);
	await run('$FB publish-test bakery --yes', 0, /posted unpublished, and deleted again/);
	await run('$FB check --quiet', 3, /The Night Owls/);
	await run('$FB chekc', 2, /Did you mean check\?/);
	await run('$FB profiles rename my-app bakery', 0, /"my-app" is now "bakery"\./);
	await run('$FB revoke --yes', 0, /calls every stored token invalid now/);
	await run('$FB token bakery --reveal', 3);
	assertNoSecretsOf(sandbox, { code: 0, stdout: seen.join('\n'), stderr: '' });
});
