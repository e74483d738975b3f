import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { CommanderError } from 'commander';
import { readBashLine } from '../../source/completion/bash-line.ts';
import { HELP_TOPIC_NAMES, type HelpTopic } from '../../source/domain/help-topics.ts';
import { Vault } from '../../source/vault/vault.ts';
import { profileOf, secretsOf } from '../support/profiles.ts';
import { runInPty } from '../support/pty.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';
import { allVerbs, idleProgram } from '../support/verbs.ts';
import { bareEnvironment, ended, PROGRAM, runProgram, startProgram, until } from './run-program.ts';

const manifest = JSON.parse(readFileSync(join(dirname(PROGRAM), '../package.json'), 'utf8'));

/** A name without the letter in its midst. */
function misspelt(name: string): string {
	const midst = Math.ceil((name.length + name.lastIndexOf('-')) / 2);
	return name.slice(0, midst) + name.slice(midst + 1);
}

/** What is said of a command line that is not right; nothing is run. */
async function complaintAbout(args: readonly string[]): Promise<string> {
	let told = '';
	const program = idleProgram();
	for (const verb of [program, ...allVerbs(program).values()]) {
		verb.configureOutput({ writeErr: (text) => (told += text) });
	}
	try {
		await program.parseAsync(args, { from: 'user' });
	} catch (error) {
		assert.ok(error instanceof CommanderError, String(error));
	}
	return told;
}

/** Fails unless an example calls the verb, and in a way that it understands. */
async function assertCallable(example: string, verb: string): Promise<void> {
	const [, call] = new RegExp(`(?:^|[ (|])fb-token-tui (${verb}\\b[^|<)#]*)`).exec(example) ?? [];
	assert.ok(call, `${example} does not call ${verb}`);
	const words = readBashLine(`${call} `, '')?.words ?? [];
	assert.equal(await complaintAbout(words), '', example);
}

describe('the command line', () => {
	test('without a verb and a terminal prints the help on standard error and ends', async () => {
		const { code, stdout, stderr } = await runProgram([]);
		assert.deepEqual([code, stdout], [2, '']);
		assert.match(stderr, /^Usage: fb-token-tui /);
		for (const verb of allVerbs().keys()) {
			if (!verb.includes(' ')) assert.match(stderr, new RegExp(`^ {2}${verb} `, 'm'));
		}
	});

	test('shows each verb as its own file defines it, without having loaded it', () => {
		assert.equal(idleProgram({}).helpInformation(), idleProgram().helpInformation());
	});

	test('takes options for the terminal program and still never waits for one', async () => {
		const { code, stdout, stderr } = await runProgram(['--no-browser', '--timeout', '5', '--plain']);
		assert.deepEqual([code, stdout], [2, '']);
		assert.match(stderr, /^Usage: /);
	});

	test('prints the help and the version on standard output', async () => {
		const help = await runProgram(['--help']);
		assert.deepEqual([help.code, help.stderr], [0, '']);
		for (const topic of HELP_TOPIC_NAMES) assert.match(help.stdout, new RegExp(`^ {2}${topic} `, 'm'));
		assert.deepEqual(await runProgram(['help']), help);
		for (const word of ['--version', '-V', '-v', 'version']) {
			assert.deepEqual(await runProgram([word]), { code: 0, stdout: `${manifest.version}\n`, stderr: '' }, word);
		}
	});

	test('says for each verb how it is used, with two examples and the exit codes', async () => {
		const verbs = [...allVerbs().keys()];
		assert.ok(verbs.length > 15);
		for (const verb of verbs) {
			const { code, stdout, stderr } = await runProgram([...verb.split(' '), '--help']);
			assert.deepEqual([code, stderr], [0, ''], verb);
			assert.match(stdout, new RegExp(`^Usage: fb-token-tui ${verb} `));
			assert.match(stdout, /^Options:$/m);
			assert.match(stdout, /^ {2}--json /m, 'the options that every verb has');
			const [, block = ''] = /^Examples:\n((?: {2}.+\n)+)/m.exec(stdout) ?? [];
			const examples = block.split('\n').filter(Boolean);
			assert.ok(examples.length >= 2, `${verb} has ${examples.length} examples`);
			for (const example of examples) await assertCallable(example, verb);
			assert.match(stdout, /^Exit codes: fb-token-tui help exit-codes$/m);
			assert.equal((await runProgram(['help', ...verb.split(' ')])).stdout, stdout);
			assert.ok(Math.max(...stdout.split('\n').map((line) => line.length)) <= 96, 'it fits a terminal');
		}
	});

	test('takes options before and behind the verb', async () => {
		using folder = new TemporaryFolder();
		const env = { FB_TOKEN_TUI_CONFIG_DIR: folder.path, FB_TOKEN_TUI_KEYCHAIN: 'off' };
		for (const args of [
			['--all', '--warn-days', '3', 'check', '--json'],
			['--warn-days=3', '--profile', 'list', '--json', 'check'],
			['--format', 'shell', '--json', 'export'],
		]) {
			const { code, stderr } = await runProgram(args, { env });
			assert.match(JSON.parse(stderr).code, /^(sign-in-needed|not-found)$/, args.join(' '));
			assert.notEqual(code, 2);
		}
		const protect = await runProgram(['profiles', '--with', 'file', 'protect', 'list'], { env });
		assert.match(protect.stderr, /^There is no profile named "list"$/m);
	});

	test('explains each topic', async () => {
		for (const [topic, told] of Object.entries({
			'exit-codes': /^ {2}130 +cancelled$/m,
			environment: /^ {2}FB_TOKEN_TUI_NEW_PASSPHRASE +New passphrase/m,
			json: /"verdict"/,
			recipes: /mcpServers/,
			security: /revoke/,
			'sign-in': /Get User Access Token/,
			keys: /^Your Pages$/m,
		} satisfies Record<HelpTopic, RegExp>)) {
			const { code, stdout, stderr } = await runProgram(['help', topic]);
			assert.deepEqual([code, stderr], [0, ''], topic);
			assert.match(stdout, told);
		}
	});

	test('explains every variable that the program reads', async () => {
		const { stdout } = await runProgram(['help', 'environment']);
		const source = new URL('../../source/', import.meta.url);
		const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
		const read = files.flatMap(
			(name) =>
				readFileSync(new URL(name.replaceAll('\\', '/'), source), 'utf8').match(/\bFB_TOKEN_TUI_[A-Z_]+\b/g) ?? [],
		);
		for (const name of new Set(read)) assert.match(stdout, new RegExp(`^ {2}${name} `, 'm'));
	});

	test('names the command that does what other programs call otherwise', async () => {
		for (const [args, told] of [
			[['login'], 'There is no command "login".\nSign in: fb-token-tui connect\n'],
			[['login', '--web', 'x'], 'There is no command "login".\nSign in: fb-token-tui connect\n'],
			[['status', '--json'], 'There is no command "status".\nVerify your tokens: fb-token-tui check\n'],
			[['whoami'], 'There is no command "whoami".\nSee your profiles: fb-token-tui list\n'],
			[['auth'], 'There is no command "auth".\nSign in: fb-token-tui connect\n'],
			[['auth', 'status'], 'There is no command "auth".\nVerify your tokens: fb-token-tui check\n'],
		] as const) {
			assert.deepEqual(await runProgram(args), { code: 2, stdout: '', stderr: told });
		}
		const logout = await runProgram(['logout']);
		assert.equal(logout.code, 2);
		assert.match(logout.stderr, /: fb-token-tui profiles remove NAME\n.*: fb-token-tui revoke\n$/);
	});

	test('wraps its help to the width of the terminal', { skip: process.platform === 'win32' }, async (t) => {
		for (const columns of [40, 60, 100, 200]) {
			for (const args of [['--help'], ['help', 'export'], ...HELP_TOPIC_NAMES.map((topic) => ['help', topic])]) {
				const pty = runInPty(t, process.execPath, [PROGRAM, ...args], { columns, rows: 24, env: bareEnvironment() });
				assert.equal((await pty.exit).code, 0);
				const lines = pty.raw().split('\r\n');
				// What is to be copied stays as it is.
				const prose = lines.filter((line) => !/^Usage:|fb-token-tui |^ {2}[[{}"-]| {4}|--\S+ <|<page>/.test(line));
				assert.ok(
					prose.every((line) => line.length <= Math.min(columns, 100)),
					`${args} ${columns}: ${prose.find((line) => line.length > columns)}`,
				);
				if (columns >= 100) assert.ok(args[1] === 'recipes' || Math.max(...lines.map((line) => line.length)) <= 100);
			}
		}
	});

	test('suggests what was meant', async () => {
		for (const [args, meant] of [
			[['conect'], 'connect'],
			[['sandbx', '--json'], 'sandbox'],
			[['--jsn'], '--json'],
			[['demo', '--page', '3'], '--pages'],
		] as const) {
			const { code, stdout, stderr } = await runProgram(args);
			assert.deepEqual([code, stdout], [2, ''], args.join(' '));
			assert.match(stderr, new RegExp(`Did you mean ${meant}\\?`));
		}
	});

	test('suggests every verb and option in whose name a letter was left out', async () => {
		for (const [words, { options, registeredArguments }] of allVerbs()) {
			const path = words.split(' ');
			const verb = path.pop() ?? '';
			assert.match(await complaintAbout([...path, misspelt(verb)]), new RegExp(`Did you mean .*\\b${verb}\\b`));
			const needed = options.filter(({ mandatory }) => mandatory);
			for (const { long, hidden, mandatory } of [...options, ...idleProgram().options]) {
				if (long == null || hidden) continue;
				const rest = registeredArguments.map(({ argChoices }) => argChoices?.[0] ?? 'x');
				for (const { long: name, argChoices } of needed) if (name !== long) rest.push(`${name}=${argChoices?.[0]}`);
				const told = await complaintAbout([...words.split(' '), misspelt(long), ...rest]);
				// That one which is needed is missing is told before.
				const wanted = mandatory ? `required option '${long} ` : `Did you mean (one of .*)?${long}\\b`;
				assert.match(told, new RegExp(wanted), `${words} ${long}`);
			}
		}
	});

	test('goes on without a reader, and has the exit code that it would have had', async () => {
		const child = startProgram(['demo', '--pages', '30']);
		child.stdout.destroy();
		child.stdin.end();
		const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
		assert.deepEqual([code, stderr], [0, '']);
	});

	test('waits for a reader that is slow, and hears Ctrl+C meanwhile', {
		skip: process.platform === 'win32',
	}, async () => {
		using folder = new TemporaryFolder();
		const env = { FB_TOKEN_TUI_CONFIG_DIR: folder.path, FB_TOKEN_TUI_KEYCHAIN: 'off' };
		const [page] = profileOf('').pages;
		assert.ok(page);
		const pages = Array.from({ length: 3000 }, (_, index) => ({ ...page, id: `${BigInt(page.id) + BigInt(index)}` }));
		await new Vault({ env }).save(profileOf('bakery', { pages }), secretsOf('x'), { kind: 'file' });
		const startList = async () => {
			const child = startProgram(['list', '--json'], { env });
			// A pipe takes no more than a part of it.
			await once(child.stdout, 'readable');
			return child;
		};
		const { profiles } = JSON.parse((await ended(await startList())).stdout);
		assert.equal(profiles[0].pages.length, pages.length);
		const unread = await startList();
		await until(() => {
			unread.kill('SIGINT');
			return unread.exitCode !== null;
		});
		assert.equal(unread.exitCode, 130);
	});

	const noFullDisk = existsSync('/dev/full') ? false : 'there is no device that is always full';
	test('says when its output cannot be written', { skip: noFullDisk }, async () => {
		const full = openSync('/dev/full', 'w');
		const child = spawn(process.execPath, [PROGRAM, 'demo', '--json'], { stdio: ['ignore', full, 'pipe'] });
		assert.ok(child.stderr);
		const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
		closeSync(full);
		assert.equal(code, 1);
		assert.match(stderr, /ENOSPC/);
	});

	test('says when a file takes a part of its output only', { skip: process.platform === 'win32' }, () => {
		using folder = new TemporaryFolder();
		const line = 'ulimit -f 1; "$0" "$1" --help > "$2"';
		const { status, stderr } = spawnSync('sh', ['-c', line, process.execPath, PROGRAM, join(folder.path, 'out')], {
			encoding: 'utf8',
		});
		assert.deepEqual([status, /EFBIG/.test(stderr)], [1, true], stderr);
	});
});
