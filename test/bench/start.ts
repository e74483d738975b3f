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
	const empty = { FB_TOKEN_TUI_CONFIG_DIR: join(folder, 'empty'), FB_TOKEN_TUI_KEYCHAIN: 'off' };
	const stored = { FB_TOKEN_TUI_CONFIG_DIR: join(folder, 'stored'), FB_TOKEN_TUI_KEYCHAIN: 'off' };
	try {
		await storeProfile(stored);
		const times = await interleave(ROUNDS, {
			node: () => timeOf(() => runNode(['-e', ''])),
			app: () => untilFrame(/App secret/, empty),
			profiles: () => untilFrame(/my-bakery/, stored),
			list: () => timeOf(() => runNode([PROGRAM, 'list', '--json'], { env: stored })),
		});
		const against = { reference: { what: 'node -e ""', value: times.node }, ratio: 'times', unit: 'ms' } as const;
		return [
			{ what: 'first frame, nothing stored', value: times.app, ...against, reach: 2.5, toward: 2 },
			{ what: 'first frame, the profiles', value: times.profiles, ...against, reach: 2.5, toward: 2 },
			{ what: 'list --json', value: times.list, ...against, reach: 1.5, toward: 1.2 },
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

async function untilFrame(text: RegExp, env: Readonly<Record<string, string>>): Promise<number> {
	const begin = performance.now();
	await using program = new TerminalProgram([PROGRAM], env);
	await program.sees(text);
	return performance.now() - begin;
}
