import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../source/sandbox/server.ts';
import { environmentOf, PROGRAM } from '../commands/run-program.ts';
import { interleave, type Row, timeOf } from './measure.ts';
import { runNode, TerminalProgram } from './program.ts';

const ROUNDS = 21;

/** How long the program takes to be of use, against a Node that does nothing. */
export async function start(): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), 'bench-'));
	const common = { FB_TOKEN_TUI_KEYCHAIN: 'off', XDG_CACHE_HOME: join(folder, 'cache') };
	const empty = { ...common, FB_TOKEN_TUI_CONFIG_DIR: join(folder, 'empty') };
	const stored = { ...common, FB_TOKEN_TUI_CONFIG_DIR: join(folder, 'stored') };
	try {
		await storeProfile(stored);
		await keepCompiled(empty);
		const times = await interleave(ROUNDS, {
			node: () => timeOf(() => runNode(['-e', ''])),
			ink: () => untilFrame(/One line/, common, join(import.meta.dirname, 'one-line.js')),
			app: () => untilFrame(/App secret/, empty),
			profiles: () => untilFrame(/my-bakery/, stored),
			list: () => timeOf(() => runNode([PROGRAM, 'list', '--json'], { env: stored })),
			token: () => timeOf(() => runNode([PROGRAM, 'token', 'My Bakery'], { env: stored })),
		});
		const against = { reference: { what: 'node -e ""', value: times.node }, ratio: 'times', unit: 'ms' } as const;
		return [
			{
				what: 'first frame, nothing stored',
				value: times.app,
				...against,
				reach: 2.5,
				toward: 2,
				note: `one line of Ink, unbundled: ${(times.ink / times.node).toFixed(1)}×`,
			},
			{ what: 'first frame, the profiles', value: times.profiles, ...against, reach: 2.5, toward: 2 },
			{ what: 'list --json', value: times.list, ...against, reach: 1.5, toward: 1.2 },
			{ what: 'token PAGE', value: times.token, ...against, reach: 1.5, toward: 1.2 },
		];
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function storeProfile(env: Readonly<Record<string, string>>): Promise<void> {
	await using sandbox = await startSandbox();
	await runNode([PROGRAM, 'connect', '--profile', 'my-bakery', '--insecure-storage'], {
		env: { ...environmentOf(sandbox), ...env },
		input: sandbox.userToken,
		// One of the sandbox's tokens is invalid.
		code: 3,
	});
}

/** On Node 22 and later, a program that has ended by itself starts sooner the next time: Node keeps what it has compiled. */
async function keepCompiled(env: Readonly<Record<string, string>>): Promise<void> {
	await using program = new TerminalProgram([PROGRAM], env);
	await program.sees(/App secret/);
	// Before it listens to keys, this one would kill it.
	await program.rests(200);
	await program.quit();
}

async function untilFrame(text: RegExp, env: Readonly<Record<string, string>>, path = PROGRAM): Promise<number> {
	const begin = performance.now();
	await using program = new TerminalProgram([path], env);
	await program.sees(text);
	return performance.now() - begin;
}
