import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import { environmentOf, PROGRAM } from '../commands/run-program.ts';
import { interleave, type Row, timeOf } from './measure.ts';
import { runNode } from './program.ts';

const ROUNDS = 5;
const PAGES = 1000;
const LATENCY_MS = 50;

/** How long a thousand Pages take over a slow network, against one call after the other. */
export async function journey(): Promise<Row[]> {
	// It waits for the network nearly all the time: more than one run would show nothing new.
	const oneByOne = await travel((sandbox) => run([join(import.meta.dirname, 'one-by-one.js')], sandbox));
	let requests = 0;
	let connections = 0;
	const times = await interleave(ROUNDS, {
		batches: () =>
			travel(connect, (sandbox) => {
				requests = sandbox.requests.length;
			}),
		singly: () =>
			travel(
				connect,
				(sandbox) => {
					connections = Math.max(...sandbox.requests.map(({ concurrent }) => concurrent));
				},
				(sandbox) => {
					sandbox.world.batchRefusesDebugToken = true;
				},
			),
	});
	const against = {
		reference: { what: 'one call after another', value: oneByOne },
		ratio: 'faster',
		unit: 'ms',
	} as const;
	return [
		{ what: '1,000 Pages, 50 ms away', value: times.batches, ...against, reach: 30 },
		{ what: 'its requests', value: requests, unit: 'requests', reach: 35 },
		{
			what: 'the same, batches refused',
			value: times.singly,
			...against,
			reach: 4,
			note: `${connections} connections at most`,
		},
	];
}

async function travel(
	work: (sandbox: Sandbox) => Promise<unknown>,
	after: (sandbox: Sandbox) => void = () => {},
	before: (sandbox: Sandbox) => void = () => {},
): Promise<number> {
	await using sandbox = await startSandbox({ pages: PAGES, latencyMs: LATENCY_MS });
	before(sandbox);
	const time = await timeOf(() => work(sandbox));
	after(sandbox);
	return time;
}

const connect = (sandbox: Sandbox) => run([PROGRAM, 'connect', '--no-save', '--json'], sandbox, 3);

/** The sandbox has a Page whose token is invalid, which `connect` tells with its exit code. */
function run(args: readonly string[], sandbox: Sandbox, code = 0): Promise<string> {
	return runNode(args, { env: environmentOf(sandbox), input: sandbox.userToken, code });
}
