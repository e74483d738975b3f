import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { Sandbox } from '../../source/sandbox/server.ts';
import { ChildRecord } from '../support/child-record.ts';
import { assertNoSecrets, PlantedSecrets } from '../support/leaks.ts';
import {
	assertNothingPlanted,
	assertNothingPlantedIn,
	type Kind,
	plantEnvironment,
	plantSandbox,
	type Shown,
} from '../support/planted.ts';

/** The built program. */
export const PROGRAM = join(import.meta.dirname, '../../dist/cli.js');

/** How a run of the program ended, and what it wrote. */
export interface Run {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** What a run is given beside its arguments. */
export interface RunOptions {
	/** Beside what every program needs from the machine. */
	readonly env?: Readonly<Record<string, string>>;
	/** All of standard input; nothing unless given. */
	readonly input?: string;
	readonly cwd?: string;
	readonly program?: string;
}

/** The least that a program needs of this machine's environment, so that nobody's settings change a result. */
export function bareEnvironment(): Record<string, string> {
	const names = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];
	const found = names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
	// A test leaves nothing in the folders of whoever runs it.
	return { ...Object.fromEntries(found), NODE_DISABLE_COMPILE_CACHE: '1' };
}

/** Started programs, and what they were started with. */
const STARTED = new WeakMap<ChildProcess, Start>();

type Start = { args: readonly string[]; env: NodeJS.ProcessEnv; children: ChildRecord | null };
const UNKNOWN: Start = { args: [], env: {}, children: null };

/** Starts the program without a terminal; standard input stays open. */
export function startProgram(args: readonly string[], { env = {}, cwd, program = PROGRAM }: RunOptions = {}) {
	plantEnvironment(env);
	const children = new ChildRecord();
	const child = spawn(process.execPath, [...children.nodeArgs, program, ...args], {
		env: { ...bareEnvironment(), ...env, ...children.env },
		stdio: ['pipe', 'pipe', 'pipe'],
		...(cwd === undefined ? {} : { cwd }),
	});
	STARTED.set(child, { args, env, children });
	return child;
}

/**
 * Waits for the end of a started program. What is piped never holds an escape sequence, nor any control but line feed and tab.
 * Nothing that leaves the program holds a secret: output, folder of profiles, debug log, command lines and environments of the
 * programs that it starts. Standard output may have what was asked for.
 */
export async function ended(child: ReturnType<typeof startProgram>): Promise<Run> {
	const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
	assert.ok(!/\p{Cc}/u.test((stdout + stderr).replace(/[\n\t]/g, '')), 'the output has a control character in it');
	const { args, env, children } = STARTED.get(child) ?? UNKNOWN;
	assertNothingPlanted(stdout, 'standard output', shownBy(args));
	assertNothingPlanted(stderr, 'standard error');
	if (env.FB_TOKEN_TUI_CONFIG_DIR) assertNothingPlantedIn(env.FB_TOKEN_TUI_CONFIG_DIR);
	const log = args[args.indexOf('--debug') + 1];
	if (args.includes('--debug') && log && existsSync(log)) assertNothingPlanted(readFileSync(log, 'utf8'), 'the log');
	children?.assertNothingPlanted(args);
	return { code, stdout, stderr: withoutHostNotice(stderr) };
}

/** Names the hosts that are used instead of Meta's. */
const HOST_NOTICE = /^Using http\S+ \(FB_TOKEN_TUI_.+ instead of Meta\.\n/m;

/** Standard error without the line that names another host than Meta's, which most tests use; it must not be there twice. */
function withoutHostNotice(stderr: string): string {
	const rest = stderr.replace(HOST_NOTICE, '');
	assert.doesNotMatch(rest, HOST_NOTICE);
	return rest;
}

/** What the person has asked for with a command: tokens of Pages, of \`inspect\` the token that it was given. */
function shownBy(args: readonly string[]): Shown {
	const isReveal = args.includes('--reveal');
	const handsOut = isReveal || ['token', 'export', 'exec'].some((verb) => args.includes(verb));
	const kinds: Kind[] = [
		...(handsOut ? (['page token'] as const) : []),
		...(isReveal && args.includes('inspect') ? (['other token'] as const) : []),
	];
	return { kinds };
}

/** Runs the program without a terminal to its end. */
export function runProgram(args: readonly string[], options: RunOptions = {}): Promise<Run> {
	const child = startProgram(args, options);
	// A program that ends without reading closes its end first.
	child.stdin.on('error', () => {}).end(options.input ?? '');
	return ended(child);
}

/** The environment that has a program speak to a sandbox as its app. */
export function environmentOf(sandbox: Sandbox): Record<string, string> {
	plantSandbox(sandbox);
	return {
		FB_TOKEN_TUI_GRAPH_URL: sandbox.graphUrl,
		FB_TOKEN_TUI_FACEBOOK_URL: sandbox.facebookUrl,
		FB_TOKEN_TUI_DEVELOPERS_URL: sandbox.developersUrl,
		FB_APP_ID: sandbox.appId,
		FB_APP_SECRET: sandbox.appSecret,
	};
}

/** Runs `connect --no-save` against a sandbox with its user token. No secret may stand in what it writes. */
export async function connect(sandbox: Sandbox, args: readonly string[] = [], options: RunOptions = {}): Promise<Run> {
	const run = await runProgram(['connect', '--no-save', ...args], {
		input: `${sandbox.userToken}\n`,
		...options,
		env: { ...environmentOf(sandbox), ...options.env },
	});
	if (!args.includes('--reveal')) assertNoSecretsOf(sandbox, run);
	return run;
}

/** Fails when a token or secret of the sandbox's world stands in what a run wrote. */
export function assertNoSecretsOf(sandbox: Sandbox, { stdout, stderr }: Run): void {
	const secrets = new PlantedSecrets([sandbox.appSecret, sandbox.userToken, ...sandbox.world.tokens.keys()]);
	for (const { clientToken } of sandbox.world.apps.values()) secrets.add(clientToken);
	assertNoSecrets(stdout, secrets, 'standard output');
	assertNoSecrets(stderr, secrets, 'standard error');
}

/** Waits until something holds; fails when it does not within 20 seconds or the program ends before. */
export async function until(holds: () => boolean, child?: ChildProcess): Promise<void> {
	for (const limit = Date.now() + 20_000; !holds(); ) {
		assert.ok(Date.now() < limit, 'it did not come to pass within 20 seconds');
		assert.ok(child === undefined || child.exitCode === null, 'the program ended before');
		await delay(5);
	}
}
