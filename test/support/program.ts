import './colour.ts';
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Secret } from '../../source/domain/secret.ts';
import { describeCall } from '../../source/graph/describe-call.ts';
import type { Hosts } from '../../source/graph/hosts.ts';
import type { Clock } from '../../source/graph/retry-policy.ts';
import { Transport } from '../../source/graph/transport.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import type { Prefill } from '../../source/session/start.ts';
import type { CopyOutcome } from '../../source/system/clipboard.ts';
import { runTui, type TuiOptions, type TuiOutcome } from '../../source/tui/run.tsx';
import { HastyClock } from './clocks.ts';
import { FakeJob } from './job.ts';
import { ORIGIN } from './origin.ts';
import { assertNothingPlanted, plantSandbox } from './planted.ts';
import type { ScreenOptions } from './screen.ts';
import { createTerminal, type Terminal } from './terminal.ts';

/** 24 November 2026, 10:00 UTC, in Unix seconds. */
export const NOW = 1_795_514_400;

export type ProgramOptions = ScreenOptions & {
	sandbox?: Parameters<typeof startSandbox>[0];
	/** What need not be typed; the app's right credentials unless given. */
	prefill?: Prefill | ((sandbox: Sandbox) => Prefill | Promise<Prefill>);
	/** What happens with the sandbox before the program is started. */
	before?: (sandbox: Sandbox) => Promise<void>;
	/** Shows Meta's own addresses and hides the sandbox's, which differ from run to run. */
	looksReal?: boolean;
	hasBrowser?: boolean;
	copyOutcome?: CopyOutcome;
	timeoutMs?: number;
	/** That of the pauses; by default nothing waits. */
	clock?: Clock;
	tui?: Partial<TuiOptions>;
};

/** The real terminal program in a terminal of this process, talking to a sandbox of its own. */
export class Program {
	readonly terminal: Terminal;
	readonly sandbox: Sandbox;
	readonly job = new FakeJob();
	/** The addresses that the browser was asked to open. */
	readonly opened: string[] = [];
	/** The texts that were copied. */
	readonly copied: string[] = [];
	readonly #calls: string[] = [];
	/** What names the host on every screen; empty where it passes for Meta's. */
	readonly #host: string;
	/** Is it to end with a fault? */
	mayFail = false;
	/** How it ended. */
	readonly outcome: Promise<TuiOutcome>;

	constructor(sandbox: Sandbox, prefill: Prefill, options: ProgramOptions) {
		this.sandbox = sandbox;
		this.terminal = createTerminal(options);
		plantSandbox(sandbox);
		this.#host = options.looksReal ? '' : new URL(sandbox.graphUrl).host;
		this.terminal.plant(sandbox.appSecret);
		this.terminal.plant(sandbox.userToken);
		const hosts = options.looksReal ? metaHosts(sandbox) : hostsOf(sandbox);
		this.outcome = runTui({
			env: { PATH: process.env.PATH },
			hosts,
			transport: new Transport({
				graph: new URL(sandbox.graphUrl),
				version: 'v27.0',
				timeoutMs: options.timeoutMs ?? 10_000,
				clock: options.clock ?? new HastyClock(),
				longestPauseMs: 5 * 60_000,
				onCall: (call) => this.#calls.push(describeCall(call)),
			}),
			origin: ORIGIN,
			recentCalls: () => this.#calls,
			forcedVersion: false,
			// Unless a test is about the ways to sign in, it is by the Explorer.
			prefill: { signIn: { facts: { elsewhere: null, last: 'explorer' } }, ...prefill },
			browser: {
				unavailable: options.hasBrowser === false ? 'There is no display.' : null,
				elsewhere: options.hasBrowser === false ? 'There is no display.' : null,
				open: async (url) => {
					this.opened.push(url);
					return options.hasBrowser !== false;
				},
			},
			clipboard: {
				copy: async (text) => {
					this.copied.push(typeof text === 'string' ? text : text.reveal());
					return options.copyOutcome ?? 'copied';
				},
			},
			now: () => NOW,
			unicode: true,
			colour: true,
			demoPerson: null,
			vault: null,
			stdin: this.terminal.stdin,
			stdout: this.terminal.stdout as unknown as NodeJS.WriteStream,
			job: this.job,
			...options.tui,
		});
	}

	/** Waits for a text on the screen. Where the host is not Meta's, every screen names it but what is shown bare. */
	async see(text: string | RegExp): Promise<void> {
		const screen = await this.terminal.waitFor(text);
		const isFramed = this.terminal.isAlternate && screen.includes('\n') && !/Too small|Any key goes back/.test(screen);
		if (this.#host && isFramed) assert.ok(screen.includes(this.#host), `the host is not named: ${screen}`);
	}

	/** Waits for a text that may be wrapped over lines. */
	seeWrapped(text: string): Promise<unknown> {
		return this.terminal.waitFor((screen) => screen.text().replace(/\s+/g, ' ').includes(text));
	}

	press(...keys: string[]): void {
		this.terminal.press(...keys);
	}

	/** The calls to an endpoint so far. */
	calls(endpoint: string): number {
		return this.sandbox.requests.filter((request) => request.endpoint === endpoint).length;
	}

	/** Walks until Pages begin to come in, with the sandbox's own user token unless another is given. */
	async connect(token = this.sandbox.userToken): Promise<void> {
		await this.walkToToken();
		this.terminal.paste(token);
		await this.see('goes on');
		this.press('enter');
	}

	/** Walks with the sandbox's own user token until all Pages are verified. */
	async walkToPages(): Promise<void> {
		await this.connect();
		await this.see(/✓ \d+ Pages?,/);
	}

	/** Walks to the screen that takes the token. */
	async walkToToken(): Promise<void> {
		await this.see('App secret');
		if (this.terminal.text().includes('about 16 digits')) this.terminal.type(this.sandbox.appId);
		this.press('enter');
		await this.see('What for?');
		this.press('enter');
		await this.see('User access token');
	}

	readonly #leaveIfAllowed = (fault: unknown): boolean => {
		if (!this.mayFail) throw fault;
		return true;
	};

	/** Ends the program if it has not ended, and searches everything it wrote for every token that the sandbox knows. */
	async close(): Promise<void> {
		for (let left = false; !left; ) {
			this.job.continue();
			this.press('ctrl-c');
			left = await Promise.race([this.outcome.then(() => true, this.#leaveIfAllowed), nextTurn(false)]);
		}
		await this.sandbox.close();
		for (const [text, { kind }] of this.sandbox.world.tokens) if (kind !== 'app') this.terminal.plant(text);
		this.terminal.raw();
		this.terminal.assertNothingPlanted();
		assertNothingPlanted(this.opened.join('\n'), 'the addresses that were opened');
		const copied = this.copied.filter((text) => !this.sandbox.world.tokens.has(text));
		assertNothingPlanted(copied.join('\n'), 'what was copied, beside tokens that were asked for');
		assertNothingPlanted(this.#calls.join('\n'), 'the log of calls');
		// What was written last may still be on its way to the screen.
		await this.terminal.waitFor((terminal) => !terminal.isAlternate);
		assert.equal(this.terminal.stdin.isRaw, false, 'raw mode was left');
	}
}

function rightApp({ appId, appSecret }: Sandbox): Prefill {
	return { appId, appSecret: new Secret(appSecret) };
}

function hostsOf({ graphUrl, facebookUrl, developersUrl }: Sandbox): Hosts {
	return {
		graph: new URL(graphUrl),
		facebook: new URL(facebookUrl),
		developers: new URL(developersUrl),
		overridden: true,
	};
}

function metaHosts({ graphUrl }: Sandbox): Hosts {
	return {
		graph: new URL(graphUrl),
		facebook: new URL('https://www.facebook.com'),
		developers: new URL('https://developers.facebook.com'),
		overridden: false,
	};
}

/** Starts the program with a sandbox; both are ended with the test. */
export async function startProgram(context: TestContext, options: ProgramOptions = {}): Promise<Program> {
	const sandbox = await startSandbox({ now: () => NOW, seed: 'screens', ...options.sandbox });
	await options.before?.(sandbox);
	const { prefill = rightApp } = options;
	const program = new Program(sandbox, typeof prefill === 'function' ? await prefill(sandbox) : prefill, options);
	context.after(() => program.close());
	return program;
}
