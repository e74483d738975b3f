import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { startSandbox } from '../../source/sandbox/server.ts';
import { readReport } from '../commands/outputs.ts';
import { connect, runProgram } from '../commands/run-program.ts';
import { runInPty } from '../support/pty.ts';

const root = join(import.meta.dirname, '../..');
const SEPARATOR = `\n\n${'-'.repeat(80)}\n\n`;

/** Runs npm with this Node where npm says which script it is, as it does to whatever it runs. */
async function npm(args: string[], cwd = root): Promise<void> {
	const script = process.env.npm_execpath ?? '';
	const options = { cwd, stdio: 'ignore' } as const;
	const child = script.endsWith('npm-cli.js')
		? spawn(process.execPath, [script, ...args], options)
		: spawn(['npm', ...args].join(' '), { ...options, shell: true });
	const [code] = await once(child, 'close');
	assert.equal(code, 0, `npm ${args[0]}`);
}

describe('the package', () => {
	let folder: string;
	let archive: string;
	let unpacked: string;
	let files: string[];
	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'package-'));
		await npm(['pack', '--silent', '--pack-destination', folder]);
		[archive = ''] = readdirSync(folder);
		await promisify(execFile)('tar', ['-xzf', archive], { cwd: folder });
		unpacked = join(folder, 'package');
		files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) =>
				join(entry.parentPath, entry.name)
					.slice(unpacked.length + 1)
					.replaceAll('\\', '/'),
			);
	});
	after(() => rm(folder, { recursive: true }));

	test('holds the program, its README, its licences and the schema of its JSON, and nothing else', (t) => {
		assert.deepEqual(files.filter((name) => !/^dist\/[\w-]+\.js$/.test(name)).sort(), [
			'LICENSE',
			'README.md',
			'dist/LICENSES.txt',
			'dist/output.schema.json',
			'dist/package.json',
			'dist/yoga.wasm',
			'package.json',
		]);
		const size = files.reduce((sum, name) => sum + readFileSync(join(unpacked, name)).length, 0);
		t.diagnostic(`${files.length} files, ${Math.round(size / 1024)} KiB`);
	});

	test('has nothing to download but the optional way to the keychain, and nothing to run when it is installed', () => {
		const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
		for (const key of ['dependencies', 'peerDependencies', 'bundleDependencies']) {
			assert.equal(manifest[key], undefined, key);
		}
		assert.deepEqual(Object.keys(manifest.optionalDependencies), ['@napi-rs/keyring']);
		for (const key of ['preinstall', 'install', 'postinstall', 'prepare'])
			assert.equal(manifest.scripts[key], undefined);
		assert.ok(existsSync(join(unpacked, manifest.bin['fb-token-tui'])));
	});

	test('works where nothing else is', async () => {
		const program = join(unpacked, 'dist/cli.js');
		const { version } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
		const options = { program, cwd: unpacked };
		assert.deepEqual(await runProgram(['--version'], options), { code: 0, stdout: `${version}\n`, stderr: '' });
		const help = await runProgram(['--help'], options);
		assert.deepEqual([help.code, help.stderr], [0, '']);
		const demo = await runProgram(['demo', '--json'], options);
		assert.deepEqual([demo.code, demo.stderr, readReport(demo.stdout).pages.length], [0, '', 15]);
	});

	test('installed in an empty folder, without a network, runs the demonstration and the journey', async (t) => {
		const cwd = join(folder, 'empty');
		mkdirSync(cwd);
		const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
		await npm(['install', '--offline', '--omit=optional', ...quiet, join(folder, archive)], cwd);
		const program = join(cwd, 'node_modules/fb-token-tui/dist/cli.js');
		const demo = await runProgram(['demo', '--json'], { program, cwd });
		assert.deepEqual([demo.code, demo.stderr, readReport(demo.stdout).pages.length], [0, '', 15]);

		await using sandbox = await startSandbox();
		const options = { program, cwd };
		const journey = await connect(sandbox, ['--json'], options);
		const verdicts = readReport(journey.stdout).pages.map(({ verdict }) => verdict);
		assert.deepEqual([journey.code, verdicts.filter((verdict) => verdict === 'permanent').length], [3, 13]);

		const env = { PATH: process.env.PATH, HOME: cwd, LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' };
		const pty = runInPty(t, process.execPath, [program, 'demo'], { env, cwd });
		for (const seen of ['App secret', 'Publish posts', 'User access token', 'goes on']) {
			await pty.waitFor(seen, { timeoutMs: 20_000 });
			// The first frame comes before raw mode.
			if (seen === 'App secret') await pty.waitFor((terminal) => terminal.isBracketedPaste);
			pty.press('enter');
		}
		await pty.waitFor('15 Pages, 14 verified', { timeoutMs: 10_000 });
		pty.press('q');
		assert.equal((await pty.exit).code, 0);
	});

	test('has the licence of every package in it', () => {
		const licences = readFileSync(join(unpacked, 'dist/LICENSES.txt'), 'utf8').split(SEPARATOR);
		for (const licence of licences) {
			const [title = '', ...text] = licence.split('\n\n');
			assert.match(title, /^(@[\w.-]+\/)?[\w.-]+ \d+\.\d+\.\d+\S* \((MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD)\)$/);
			assert.match(text.join('\n\n'), /copyright/i, title);
			assert.match(text.join('\n\n'), /WITHOUT WARRANT(Y|IES)|DISCLAIMS ALL WARRANTIES|"AS IS"/i, title);
		}
		const names = licences.map((licence) => licence.split(' ')[0]);
		for (const name of ['ink', 'react', 'ink-text-input', 'ink-select-input', 'open', 'node-fetch', 'conf']) {
			assert.ok(names.includes(name), `${name} is not in the bundle`);
		}
	});
});
