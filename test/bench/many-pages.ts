import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startSandbox } from '../../source/sandbox/server.ts';
import { environmentOf, PROGRAM } from '../commands/run-program.ts';
import { keySequence, pasteSequence } from '../support/keys.ts';
import { quantile, type Row } from './measure.ts';
import { TerminalProgram } from './program.ts';

const PAGES = 10_000;
const FRAME_MS = 1000 / 60;
/** Long enough for what is done after a frame to be over. */
const REST_MS = 300;
/** Until then Node has given back what it needed for a while. */
const UNTIL_FREED_MS = 60_000;
const ANYTHING = /(?:)/;

/** What ten thousand Pages cost the terminal program: memory, and the time from a key to the frame that it changes. */
export async function manyPages(): Promise<Row[]> {
	await using sandbox = await startSandbox({ pages: PAGES });
	const env = {
		...environmentOf(sandbox),
		FB_TOKEN_TUI_KEYCHAIN: 'off',
		FB_TOKEN_TUI_CONFIG_DIR: join(tmpdir(), 'bench-nothing'),
	};
	await using program = new TerminalProgram([PROGRAM], env);
	await program.sees(/App secret/);
	await program.rests(REST_MS);
	const idle = program.memory();
	for (const [key, screen] of [
		['enter', /What for\?/],
		['enter', /User access token/],
	] as const) {
		program.type(keySequence(key));
		await program.sees(screen);
	}
	program.type(pasteSequence(sandbox.userToken));
	await program.sees(/goes on/);
	program.type(keySequence('enter'));
	await program.sees(/✓ \d+ Pages,/);
	await program.rests(REST_MS);
	const full = program.memory();
	const times: number[] = [];
	for (const key of keys()) {
		const begin = performance.now();
		program.type(key);
		await program.sees(ANYTHING);
		times.push(performance.now() - begin);
		await program.rests(20);
	}
	await delay(UNTIL_FREED_MS);
	const kept = program.memory();
	return [
		...(idle === null || full === null || kept === null
			? []
			: ([
					{
						what: '10,000 Pages, memory above an idle start',
						value: kept - idle,
						unit: 'MiB',
						reach: 60,
						toward: 30,
						note: `${Math.round(full - idle)} MiB just after they came in`,
					},
				] as const)),
		{
			what: '10,000 Pages, key to frame, p99',
			value: quantile(times, 0.99),
			unit: 'ms',
			reach: FRAME_MS,
			toward: 5,
			note: `median ${quantile(times, 0.5).toFixed(1)} ms`,
		},
	];
}

/** Moves, jumps, a filter that is typed and taken back, and another order. */
function keys(): string[] {
	const times = (count: number, ...names: string[]) => Array.from({ length: count }, () => names).flat();
	const names = [
		...times(60, 'down'),
		...times(20, 'page-down'),
		...times(20, 'end', 'up', 'home', 'down'),
		...times(4, '/', ...'bakery', ...times(6, 'backspace'), 'enter'),
		...times(4, 's'),
	];
	return names.map(keySequence);
}
