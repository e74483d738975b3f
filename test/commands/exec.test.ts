import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { readProblem } from './outputs.ts';
import { ended, PROGRAM, startProgram, until } from './run-program.ts';
import { PAGES, TokenStore, tokenOfPage } from './token-store.ts';

const onWindows = process.platform === 'win32' && 'Windows has no signals and no modes of files';
const TOKEN = tokenOfPage(PAGES.hostile);
const HOSTILE = ['exec', PAGES.hostile.id, '--'];
const NODE = process.execPath;

/** Counts one signal and says so; ends with the count when another comes, or a line. */
const COUNTING = `
	const [, counted] = process.argv;
	let count = 0;
	process.on(counted, () => process.stdout.write(counted + ' ' + ++count + '\\n'));
	process.on('SIGUSR2', () => process.exit(count + 20));
	process.stdin.on('data', (typed) => { if (String(typed).includes('x')) process.exit(count + 20); });
	process.stdout.write('ready\\n');
	setInterval(() => {}, 1000);
`;

async function prepared(t: TestContext) {
	return new TokenStore(t).save('bakery', Object.values(PAGES));
}

describe('exec', () => {
	test('gives the Page to the command in its environment, and none of its own secrets', async (t) => {
		const store = await prepared(t);
		const env = {
			...{ FB_APP_SECRET: 'made-up', FB_TOKEN_TUI_PASSPHRASE: 'made-up', FB_TOKEN_TUI_NEW_PASSPHRASE: 'made-up' },
			...{ FB_PAGE_NAME: 'of another one', KEPT: 'as it is' },
		};
		const { code, stdout, stderr } = await store.run([...HOSTILE, NODE, '-p', 'JSON.stringify(process.env)'], { env });
		assert.deepEqual([code, stderr], [0, '']);
		const seen = JSON.parse(stdout);
		const { id, name } = PAGES.hostile;
		assert.deepEqual([seen.FB_PAGE_ID, seen.FB_PAGE_NAME, seen.FB_PAGE_ACCESS_TOKEN], [id, name, TOKEN]);
		assert.equal(seen.KEPT, 'as it is');
		assert.deepEqual(
			Object.keys(seen).filter((key) => /SECRET|PASSPHRASE/.test(key)),
			[],
		);
	});

	test('passes arguments on as they are, and takes none of them for its own', async (t) => {
		const store = await prepared(t);
		const given = ['--json', '--profile', 'none', '--', '--help', '', 'a b', '"', '$HOME', '*', '\\'];
		const script = 'console.log(JSON.stringify(process.argv.slice(1)))';
		const { code, stdout } = await store.run([...HOSTILE, NODE, '-e', script, '--', ...given]);
		assert.deepEqual([code, JSON.parse(stdout)], [0, given]);
		// Its own problem is told as text then.
		const failed = await store.run(['exec', 'nothing', '--', NODE, '--json']);
		assert.match(failed.stderr, /^No Page of "bakery"/);
	});

	test('lets the command read standard input and has its exit code', async (t) => {
		const store = await prepared(t);
		const script = 'process.stdin.pipe(process.stdout).on("unpipe", () => { process.exitCode = 7; })';
		const run = await store.run([...HOSTILE, NODE, '-e', script], { input: 'all of it\n' });
		assert.deepEqual(run, { code: 7, stdout: 'all of it\n', stderr: '' });
	});

	test('ends with 127 for a command that is not there, and 126 for one that cannot be run', async (t) => {
		const store = await prepared(t);
		const file = join(store.folder.path, 'text');
		writeFileSync(file, 'no program');
		chmodSync(file, 0o644);
		for (const [command, exitCode, told] of [
			['no-such-command', 127, 'no-such-command: command not found\n'],
			[join(store.folder.path, 'none'), 127, `${join(store.folder.path, 'none')}: command not found\n`],
			...(onWindows ? [] : ([[file, 126, `${file}: it cannot be run (EACCES)\n`]] as const)),
			...(onWindows ? [] : ([[join(file, 'x'), 127, `${join(file, 'x')}: command not found\n`]] as const)),
		] as const) {
			assert.deepEqual(await store.run([...HOSTILE, command]), { code: exitCode, stdout: '', stderr: told });
		}
	});

	test('ends with 128 and the signal that has ended the command', { skip: onWindows }, async (t) => {
		const store = await prepared(t);
		for (const [signal, exitCode] of [
			['SIGKILL', 137],
			['SIGTERM', 143],
		] as const) {
			const run = await store.run([...HOSTILE, NODE, '-e', `process.kill(process.pid, '${signal}')`]);
			assert.deepEqual(run, { code: exitCode, stdout: '', stderr: '' });
		}
	});

	test('runs nothing without a Page and a command', async (t) => {
		const store = await prepared(t);
		for (const args of [['exec'], ['exec', 'My Bakery'], ['exec', 'My Bakery', '--'], ['exec', '--', NODE]]) {
			const { code, stdout } = await store.run(args);
			assert.deepEqual([code, stdout], [2, ''], args.join(' '));
		}
		const dead = await store.run(['exec', '--json', 'Owls', '--', NODE, '-p', '1']);
		assert.deepEqual([dead.code, dead.stdout, readProblem(dead.stderr).code], [3, '', 'role-lost']);
	});

	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		test(`passes ${signal} on, once, and waits for the command`, { skip: onWindows }, async (t) => {
			const store = await prepared(t);
			const child = startProgram([...HOSTILE, NODE, '-e', COUNTING, signal], { env: store.env });
			let out = '';
			child.stdout.on('data', (chunk) => {
				out += chunk;
			});
			const run = ended(child);
			await until(() => out.includes('ready'), child);
			child.kill(signal);
			await until(() => out.includes(`${signal} 1`), child);
			child.kill(signal);
			await until(() => out.includes(`${signal} 2`), child);
			child.kill('SIGUSR2');
			assert.deepEqual(await run, { code: 22, stdout: `ready\n${signal} 1\n${signal} 2\n`, stderr: '' });
		});
	}

	test('in a terminal leaves Ctrl+C to the command, which gets it once', { skip: onWindows }, async (t) => {
		const store = await prepared(t);
		const pty = store.inTerminal(t, PROGRAM, [...HOSTILE, NODE, '-e', COUNTING, 'SIGINT']);
		await pty.waitFor('ready');
		pty.type('\x03');
		await pty.waitFor('SIGINT 1');
		pty.type('x\r');
		assert.equal((await pty.exit).code, 21);
	});

	test('lets the command have the terminal after a passphrase was typed there', { skip: onWindows }, async (t) => {
		const store = await new TokenStore(t).save('bakery', [PAGES.bakery], { isLocked: true });
		const script = 'echo asking; read line; echo "got $line in $(stty -a | grep -ow -e "-\\?echo")"';
		const pty = store.inTerminal(t, PROGRAM, ['exec', 'bakery', '--', 'sh', '-c', script]);
		await store.unlock(pty, 'bakery');
		await pty.waitFor('asking');
		pty.type('a line\r');
		await pty.waitFor('got a line in echo');
		assert.equal((await pty.exit).code, 0);
	});

	test('runs nothing when it is stopped before', { skip: onWindows }, async (t) => {
		const store = await new TokenStore(t).save('bakery', [PAGES.bakery], { isLocked: true });
		const pty = store.inTerminal(t, PROGRAM, ['exec', 'bakery', '--', 'echo', 'it ran']);
		await pty.waitFor('Passphrase of "bakery":');
		pty.type('\x03');
		assert.equal((await pty.exit).code, 130);
		assert.doesNotMatch(pty.text(), /it ran/);
	});
});
