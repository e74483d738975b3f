import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { profileOf, secretsOf } from '../support/profiles.ts';
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

	test('takes what is behind the Page and our options for the command, with or without --', async (t) => {
		const store = await prepared(t);
		const { id } = PAGES.hostile;
		const script = 'console.log(JSON.stringify([process.env.FB_PAGE_ID, ...process.argv.slice(1)]))';
		const rest = ['-c', '--json', '--profile', 'none', '--', '--help'];
		for (const begin of [
			['exec', id],
			['exec', id, '--'],
			['exec', '--profile', 'bakery', id],
			['exec', '--profile=bakery', id, '--no-color', '--'],
			['--profile', 'bakery', 'exec', id, '--timeout', '5'],
			['exec', id, '--profile', 'bakery'],
			['exec', '--env', 'FB_PAGE_ID=id', '--profile', 'bakery', id],
			['exec', id, '--env=FB_PAGE_ID=id'],
			['--env', 'FB_PAGE_ID=id', 'exec', id, '--'],
		]) {
			// Node would take the first option for its own.
			const { code, stdout, stderr } = await store.run([...begin, NODE, '-e', script, '--', ...rest]);
			assert.deepEqual([code, stdout, stderr], [0, `${JSON.stringify([id, ...rest])}\n`, ''], begin.join(' '));
		}
	});

	test('sets what --env asks for, and then nothing else', async (t) => {
		const store = await prepared(t);
		const { id, name } = PAGES.hostile;
		const wanted = { A: 'token', _b1: 'id', NAME: 'name', APP: 'app-id', FB_APP_SECRET: 'app-secret', PROOF: 'proof' };
		const asked = Object.entries(wanted).flatMap(([variable, field]) => ['--env', `${variable}=${field}`]);
		const script = 'console.log(JSON.stringify(process.env))';
		const env = { FB_APP_SECRET: 'made-up' };
		const { stdout } = await store.run(['exec', ...asked, id, NODE, '-e', script], { env });
		const { appSecret } = secretsOf('bakery');
		const seen = JSON.parse(stdout);
		assert.deepEqual(Object.fromEntries(Object.keys(wanted).map((variable) => [variable, seen[variable]])), {
			...{ A: TOKEN, _b1: id, NAME: name, APP: profileOf('').app.id, FB_APP_SECRET: appSecret.reveal() },
			PROOF: createHmac('sha256', appSecret.reveal()).update(TOKEN).digest('hex'),
		});
		assert.deepEqual(
			Object.keys(seen).filter((key) => key.startsWith('FB_PAGE')),
			[],
		);
	});

	for (const verb of ['exec', 'export']) {
		test(`${verb} --env refuses what is no variable of a Page, and repeats no token`, async (t) => {
			const store = await prepared(t);
			for (const [given, told] of [
				[['TOKEN'], /It looks like --env FB_TOKEN=token\.$/m],
				[[''], /It looks like --env FB_TOKEN=token\.$/m],
				[['=token'], /A name has letters, digits and _, and no digit first/],
				[['1A=token'], /A name has letters, digits and _, and no digit first/],
				[['A-B=token'], /A name has letters, digits and _, and no digit first/],
				[['Ä=token'], /A name has letters, digits and _, and no digit first/],
				[['A='], /A can hold: id, name, token, app-id, app-secret, proof\.$/m],
				[['A=tokens'], /A can hold: id, name, token, app-id, app-secret, proof\.$/m],
				[[`A=${TOKEN}`], /A can hold: id, name, token, app-id, app-secret, proof\.$/m],
				[['A=token', 'A=id'], /A is set twice\.$/m],
			] as const) {
				const behind = verb === 'exec' ? [PAGES.hostile.id, NODE, '-p', '1'] : ['--page', PAGES.hostile.id];
				const { code, stdout, stderr } = await store.run([verb, ...given.flatMap((one) => ['--env', one]), ...behind]);
				assert.deepEqual([code, stdout], [2, ''], given.join(' '));
				assert.match(stderr, told);
			}
		});
	}

	test('stands between a client and a server that speak over standard input and output', async (t) => {
		const store = await prepared(t);
		const server = `
			const lines = require('node:readline').createInterface({ input: process.stdin });
			lines.on('line', (line) => {
				const { id, method, params } = JSON.parse(line);
				const result = { method, params, hasToken: process.env.META_PAGE_ACCESS_TOKEN?.startsWith('EAA') };
				process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
			});`;
		const args = ['exec', '--env', 'META_PAGE_ACCESS_TOKEN=token', PAGES.hostile.id, NODE, '-e', server];
		const child = startProgram(args, { env: store.env });
		const run = ended(child);
		let told = '';
		child.stdout.on('data', (chunk) => {
			told += chunk;
		});
		for (const [id, method] of ['initialize', 'tools/list', 'tools/call'].entries()) {
			const params = { text: 'é '.repeat(20_000) };
			child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
			await until(() => told.split('\n').length === id + 2, child);
			assert.deepEqual(JSON.parse(told.split('\n')[id] ?? ''), {
				...{ jsonrpc: '2.0', id },
				result: { method, params, hasToken: true },
			});
		}
		child.stdin.end();
		const { code, stderr } = await run;
		assert.deepEqual([code, stderr], [0, '']);
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
		for (const args of [
			['exec'],
			['exec', 'My Bakery'],
			['exec', 'My Bakery', '--'],
			['exec', '--', NODE],
			['exec', 'My Bakery', '--json'],
		]) {
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
