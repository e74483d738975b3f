import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { SHELLS, type Shell } from '../../source/completion/shells.ts';
import { findProgram } from '../../source/system/find-program.ts';
import { bareEnvironment, PROGRAM } from '../commands/run-program.ts';
import { PAGES, TokenStore } from '../commands/token-store.ts';
import { type Pty, runInPty } from '../support/pty.ts';
import { allVerbs } from '../support/verbs.ts';

/** How a shell is started so that it knows nothing but this program's completion, and a command that shows what it is given. */
const SETUPS: Readonly<Partial<Record<Shell, { args: string[]; file: string; text: string }>>> = {
	bash: {
		args: ['--noprofile', '--rcfile', 'rc', '-i'],
		file: 'rc',
		text: `PS1='> '; unset HISTFILE
eval "$(fb-token-tui completion bash)"
show() { printf '%s\\0' "$@" >shown; echo end; }
`,
	},
	zsh: {
		args: ['-i'],
		file: '.zshrc',
		text: `PS1='> '; unset zle_bracketed_paste
eval "$(fb-token-tui completion zsh)"
show() { printf '%s\\0' "$@" >shown; echo end }
`,
	},
	fish: {
		args: ['-i'],
		file: 'fish/config.fish',
		text: `set -g fish_greeting
function fish_prompt; echo '> '; end
fb-token-tui completion fish | source
function show; printf '%s\\0' $argv >shown; echo end; end
`,
	},
};

/** macOS has no locale of the other name. */
const UTF_8 = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
/** A shell may have to wait for its turn on a busy machine. */
const PATIENT = { timeoutMs: 20_000 };

/** Names that mean much to one shell or another; each begins as no other does. */
const NAMES = [
	'My Bakery',
	'Jo’s "best" $HOME `id` $(id) \\ #1!',
	"It's 100% *free*? [yes] {a,b} ~x; <ok> | & more",
	'Café: Zażółć & Gęślą',
	'a=b:c@d',
	'株式会社さくら書房',
	'🌻 Hofladen',
	'~home',
	'!history',
	'$PATH',
	'"quoted"',
	'#first',
];

const PAGE_LIST = NAMES.map((name, index) => ({ ...PAGES.bakery, id: `${700_000 + index}`, name }));

type Running = { pty: Pty; folder: string };

/** A shell in a terminal that has the completion, in the folder of a store of these Pages in two profiles. */
async function startShell(t: TestContext, shell: Shell): Promise<Running> {
	const store = await new TokenStore(t).save('Mo’s "main" profile', PAGE_LIST);
	await store.save('other', [PAGES.roaster]);
	const home = store.folder.path;
	const bin = join(home, 'bin');
	mkdirSync(bin);
	writeFileSync(join(bin, 'fb-token-tui'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
	chmodSync(join(bin, 'fb-token-tui'), 0o755);
	const setup = SETUPS[shell];
	assert.ok(setup);
	// Where it is there already, fish does not make completions of all manuals in the background.
	mkdirSync(join(home, 'fish/generated_completions'), { recursive: true });
	writeFileSync(join(home, setup.file), setup.text);
	const { PATH, ...bare } = bareEnvironment();
	const env = {
		...{ ...bare, ...store.env, PATH: `${bin}:${PATH}`, LC_ALL: UTF_8, TERM: 'xterm-256color' },
		...{ HOME: home, ZDOTDIR: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home },
	};
	const pty = runInPty(t, shell, setup.args, { columns: 160, rows: 60, cwd: home, env });
	await pty.waitFor(/^> ?$/m, PATIENT);
	return { pty, folder: home };
}

/** Types a line, has the shell complete it, and gives the arguments that the line would then give to a command. */
async function argumentsAfter({ pty, folder }: Running, typed: string): Promise<string[]> {
	const ends = () => pty.history().filter((line) => line === 'end').length;
	const before = ends();
	pty.type(typed);
	pty.press('tab', 'ctrl-a');
	pty.type('show ');
	pty.press('enter');
	await pty.waitFor(() => ends() > before, PATIENT);
	return readFileSync(join(folder, 'shown'), 'utf8').split('\0').slice(0, -1);
}

for (const shell of SHELLS.filter((name) => name !== 'powershell')) {
	const isMissing = process.platform === 'win32' || !findProgram(shell, process.env);
	describe(`in ${shell}`, { skip: isMissing && `there is no ${shell}` }, () => {
		test('verbs, options and their values are completed', async (t) => {
			const running = await startShell(t, shell);
			for (const [typed, ...completed] of [
				['fb-token-tui refr', 'fb-token-tui', 'refresh'],
				['fb-token-tui profiles prot', 'fb-token-tui', 'profiles', 'protect'],
				['fb-token-tui check --warn', 'fb-token-tui', 'check', '--warn-days'],
				['fb-token-tui --js', 'fb-token-tui', '--json'],
				['fb-token-tui export --format dot', 'fb-token-tui', 'export', '--format', 'dotenv'],
				['fb-token-tui export --format=sh', 'fb-token-tui', 'export', '--format=shell'],
				[
					'fb-token-tui profiles protect x --with key',
					'fb-token-tui',
					'profiles',
					'protect',
					'x',
					'--with',
					'keychain',
				],
				['fb-token-tui export --format pow', 'fb-token-tui', 'export', '--format', 'powershell'],
				['fb-token-tui exec --env A=tok', 'fb-token-tui', 'exec', '--env', 'A=token'],
				['fb-token-tui exec --env=A=tok', 'fb-token-tui', 'exec', '--env=A=token'],
				['fb-token-tui help rec', 'fb-token-tui', 'help', 'recipes'],
				['fb-token-tui help profiles prot', 'fb-token-tui', 'help', 'profiles', 'protect'],
				['fb-token-tui profiles us', 'fb-token-tui', 'profiles', 'use'],
				['fb-token-tui completion powe', 'fb-token-tui', 'completion', 'powershell'],
			] as const) {
				assert.deepEqual(await argumentsAfter(running, typed), completed, typed);
			}
		});

		test('all verbs are offered', async (t) => {
			const { pty } = await startShell(t, shell);
			pty.type('fb-token-tui ');
			pty.press('tab', 'tab');
			for (const verb of allVerbs().keys())
				if (!verb.includes(' ')) await pty.waitFor(new RegExp(`\\b${verb}\\b`), PATIENT);
		});

		test('names of Pages and profiles come out whole, whatever is in them', async (t) => {
			const running = await startShell(t, shell);
			for (const name of NAMES) {
				const [first = ''] = name;
				const begin = /[A-Za-z\u0080-\u{10FFFF}]/u.test(first) ? first : `\\${first}`;
				assert.deepEqual(await argumentsAfter(running, `fb-token-tui token ${begin}`), ['fb-token-tui', 'token', name]);
				const option = await argumentsAfter(running, `fb-token-tui export --page=${begin}`);
				assert.deepEqual(option, ['fb-token-tui', 'export', `--page=${name}`]);
			}
			const named = await argumentsAfter(running, 'fb-token-tui --profile Mo');
			assert.deepEqual(named, ['fb-token-tui', '--profile', 'Mo’s "main" profile']);
			const ofOther = await argumentsAfter(running, 'fb-token-tui exec --profile other Ex');
			assert.deepEqual(ofOther, ['fb-token-tui', 'exec', '--profile', 'other', PAGES.roaster.name]);
		});

		test('a quote that was begun is gone on with', async (t) => {
			const running = await startShell(t, shell);
			for (const [typed, name] of [
				["'My", 'My Bakery'],
				['"My B', 'My Bakery'],
				["'Jo", NAMES[1]],
				['"It', NAMES[2]],
				["'Caf", 'Café: Zażółć & Gęślą'],
				['"Café: Z', 'Café: Zażółć & Gęślą'],
				['My\\ B', 'My Bakery'],
				['a=b:', 'a=b:c@d'],
			] as const) {
				assert.deepEqual(
					await argumentsAfter(running, `fb-token-tui token ${typed}`),
					['fb-token-tui', 'token', name],
					typed,
				);
			}
		});

		test('what was typed is never run', async (t) => {
			const { pty } = await startShell(t, shell);
			pty.type('fb-token-tui --profile "$(touch ran)" token `touch ran` $(touch ran) M');
			pty.press('tab', 'tab', 'ctrl-u');
			pty.type('ls; echo checked');
			pty.press('enter');
			await pty.waitFor(/^checked$/m, PATIENT);
			assert.doesNotMatch(pty.text(), /^(.* )?ran( .*)?$/m);
		});

		test('names of files are completed where a file is meant', async (t) => {
			const running = await startShell(t, shell);
			assert.deepEqual(await argumentsAfter(running, 'fb-token-tui export --output profiles.js'), [
				...['fb-token-tui', 'export', '--output', 'profiles.json'],
			]);
		});
	});
}
