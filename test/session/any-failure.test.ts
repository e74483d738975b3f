import assert from 'node:assert/strict';
import { cpSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { ProblemError, problem } from '../../source/domain/problem.ts';
import { problemText } from '../../source/domain/problem-text.ts';
import type { ProblemCode } from '../../source/domain/problems/codes.ts';
import { Secret } from '../../source/domain/secret.ts';
import { readHosts } from '../../source/graph/hosts.ts';
import { type GraphReply, type GraphRequest, Transport } from '../../source/graph/transport.ts';
import { type Sandbox, startSandbox } from '../../source/sandbox/server.ts';
import type { Command, OutsideEffect, SessionEffect } from '../../source/session/effects.ts';
import type { SessionEvent } from '../../source/session/events.ts';
import { problemsOf } from '../../source/session/problems.ts';
import { summaryOf } from '../../source/session/profile-summary.ts';
import { Runner } from '../../source/session/runner.ts';
import { initialState, type Prefill } from '../../source/session/start.ts';
import type { SessionState } from '../../source/session/state.ts';
import { SessionStore } from '../../source/session/store.ts';
import { isBusy } from '../../source/session/work.ts';
import { Keychain } from '../../source/vault/keychain.ts';
import { Vault } from '../../source/vault/vault.ts';
import { HastyClock } from '../support/clocks.ts';
import { textOf } from '../support/problems.ts';
import { storeProfile } from '../support/stored-profile.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

// Each piece of work, with a vault and a Graph of which any one call fails in any way.

const PAGE = '104829375610284';
const folder = new TemporaryFolder();
let sandbox: Sandbox;
before(async () => {
	sandbox = await startSandbox({ pages: 2, seed: 'failures' });
	const env = { FB_TOKEN_TUI_CONFIG_DIR: join(folder.path, 'stored') };
	await storeProfile(new Vault({ env, now: sandbox.world.now, keychain: new Keychain(null) }), sandbox);
});
after(async () => {
	await sandbox.close();
	folder[Symbol.dispose]();
});

/** Fails the call of this number, counted since it was set, and all that follow where it fails for good. */
class Failing {
	#left = 0;
	#error: unknown = null;
	#isForGood = false;

	arm(nth: number, error: unknown, isForGood: boolean): void {
		this.#left = nth;
		this.#error = error;
		this.#isForGood = isForGood;
	}

	/** Did it come to the call that was to fail? */
	get hasFailed(): boolean {
		return this.#left <= 0;
	}

	call(): void {
		this.#left--;
		if (this.#error && (this.#left === 0 || (this.#left < 0 && this.#isForGood))) throw this.#error;
	}
}

class FailingTransport extends Transport {
	readonly failing = new Failing();

	override async send(request: GraphRequest, signal?: AbortSignal): Promise<GraphReply> {
		this.failing.call();
		return super.send(request, signal);
	}
}

function failingVault(vault: Vault, failing: Failing): Vault {
	return new Proxy(vault, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name, target);
			if (typeof value !== 'function') return value;
			return async (...given: unknown[]) => {
				failing.call();
				return Reflect.apply(value, target, given);
			};
		},
	});
}

/** A session of which the vault and Graph may fail, and what came of that. */
class Stage {
	readonly graph: FailingTransport;
	readonly vault = new Failing();
	readonly file: string;
	readonly faults: unknown[] = [];
	readonly notes: string[] = [];
	/** The events that came after their work was over. */
	readonly late: string[] = [];
	readonly started: string[] = [];
	readonly store: SessionStore;
	readonly #own = mkdtempSync(join(folder.path, 'stage-'));

	constructor(prefill: Prefill) {
		const env = { FB_TOKEN_TUI_CONFIG_DIR: join(this.#own, 'config') };
		cpSync(join(folder.path, 'stored'), env.FB_TOKEN_TUI_CONFIG_DIR, { recursive: true });
		const graph = new URL(sandbox.graphUrl);
		this.file = join(this.#own, 'pages.json');
		this.graph = new FailingTransport({ graph, version: 'v27.0', timeoutMs: 10_000, clock: new HastyClock() });
		const vault = new Vault({ env, now: sandbox.world.now, keychain: new Keychain(null) });
		const runner = new Runner(
			{
				transport: this.graph,
				forcedVersion: false,
				vault: failingVault(vault, this.vault),
				hosts: readHosts({ FB_TOKEN_TUI_GRAPH_URL: sandbox.graphUrl, FB_TOKEN_TUI_FACEBOOK_URL: sandbox.facebookUrl }),
				env,
				now: sandbox.world.now,
				prefill,
				browser: { unavailable: null, elsewhere: null, open: async () => true },
				clipboard: { copy: async () => 'copied' },
				origin: { version: '0', nodeVersion: '0', platform: 'linux', arch: 'x64', host: '', graphVersion: null },
				recentCalls: () => [],
			},
			{
				leave() {},
				discardTypeAhead() {},
				showBare: async () => {},
				onFault: (error) => this.faults.push(error),
			},
		);
		this.store = new SessionStore(initialState({ ...prefill, canSave: true }), (effect, dispatch) => {
			this.started.push(effect.type);
			runner.perform(effect, (event) => {
				const { run } = this.store.getState();
				if ('run' in event && event.run === run && !isBusy(this.store.getState())) this.late.push(event.type);
				dispatch(event);
			});
		});
		this.store.subscribe(() => {
			const { notice } = this.store.getState().screen;
			if (notice && notice.text !== this.notes.at(-1)) this.notes.push(notice.text);
		});
	}

	get journey(): SessionState {
		return this.store.getState();
	}

	/** Takes events, and waits until nothing runs any more. */
	async play(...events: SessionEvent[]): Promise<void> {
		for (const event of events) this.store.dispatch(event);
		await this.until((journey) => !isBusy(journey));
	}

	/** Waits for a state, or for a fault. A spinner that spins forever fails with the test's own timeout. */
	async until(is: (journey: SessionState) => boolean): Promise<void> {
		while (this.faults.length === 0 && !is(this.journey)) await new Promise((resolve) => setTimeout(resolve, 1));
	}
}

type Case = {
	/** Comes to where the work can begin. */
	begin: () => Promise<Stage>;
	/** Begins the work. */
	act: (stage: Stage) => SessionEvent[];
	/** Another state than that nothing runs is waited for. */
	isOver?: (journey: SessionState) => boolean;
};

async function signedIn(): Promise<Stage> {
	const { appId, appSecret, clientToken } = sandbox;
	const signIn = { clientToken: new Secret(clientToken) };
	const stage = new Stage({ appId, appSecret: new Secret(appSecret), signIn });
	await stage.play({ type: 'submit-app' });
	await stage.play({ type: 'choose-purposes', purposes: ['publish'] });
	return stage;
}

async function reviewed(): Promise<Stage> {
	const stage = await signedIn();
	await stage.play({ type: 'paste-token', value: new Secret(sandbox.userToken) });
	return stage;
}

async function connected(): Promise<Stage> {
	const stage = await reviewed();
	await stage.play({ type: 'submit-token' });
	assert.ok(stage.journey.pages.some(({ token }) => token));
	return stage;
}

async function atProfiles(): Promise<Stage> {
	const env = { FB_TOKEN_TUI_CONFIG_DIR: join(folder.path, 'stored') };
	return new Stage({ profiles: (await new Vault({ env, keychain: new Keychain(null) }).list()).map(summaryOf) });
}

async function opened(): Promise<Stage> {
	const stage = await atProfiles();
	await stage.play({ type: 'open-profile', name: 'my-app' });
	await stage.until(({ connection }) => connection.listed);
	assert.deepEqual([stage.journey.opened?.isUnlocked, stage.notes], [true, []]);
	return stage;
}

/** With the form of the Save screen open. */
async function atForm(): Promise<Stage> {
	const stage = await connected();
	await stage.play({ type: 'start-saving' });
	await stage.until(({ save }) => save?.keychain !== null);
	return stage;
}

const saving = (): SessionEvent[] => [{ type: 'choose-protection', kind: 'file' }, { type: 'submit-save' }];

/** Work that nothing waits for, and what is done at once: no failure of a call can leave anything running. */
type Unawaited = Exclude<OutsideEffect, { type: 'look-at-keychain' }> | Command;

/** Every effect: how it comes about, or null where nothing waits for it. */
const EFFECTS: { [Type in SessionEffect['type']]: Type extends Unawaited['type'] ? null : Case } = {
	'check-app': {
		begin: async () => new Stage({ appId: sandbox.appId, appSecret: new Secret(sandbox.appSecret) }),
		act: () => [{ type: 'submit-app' }],
	},
	'inspect-token': {
		begin: signedIn,
		act: () => [{ type: 'paste-token', value: new Secret(sandbox.userToken) }],
	},
	'sign-in': {
		begin: signedIn,
		act: () => [{ type: 'choose-method', method: 'device' }, { type: 'start-sign-in' }],
	},
	connect: { begin: reviewed, act: () => [{ type: 'submit-token' }] },
	'verify-pages': {
		begin: opened,
		act: ({ journey }) => [{ type: 'verify-pages', ids: journey.pages.map(({ id }) => id) }],
	},
	'add-page': {
		begin: opened,
		act: () => [{ type: 'start-adding' }, { type: 'edit-address', text: PAGE }, { type: 'submit-address' }],
	},
	'export-pages': {
		begin: opened,
		act: ({ file }) => [
			{ type: 'start-exporting', ids: [PAGE], now: 0 },
			{ type: 'choose-format', format: 'json' },
			{ type: 'edit-file', text: file },
			{ type: 'submit-export' },
		],
	},
	'test-publishing': {
		begin: opened,
		act: () => [
			{ type: 'open-page', id: PAGE },
			{ type: 'test-publishing', id: PAGE },
		],
	},
	'read-profile': { begin: atProfiles, act: () => [{ type: 'open-profile', name: 'my-app' }] },
	'open-profile': { begin: opened, act: () => [{ type: 'connect-again' }] },
	'check-profile': { begin: atProfiles, act: () => [{ type: 'check-profile', name: 'my-app' }] },
	'rename-profile': {
		begin: atProfiles,
		act: () => [
			{ type: 'start-renaming', name: 'my-app' },
			{ type: 'edit-new-name', text: 'shop' },
			{ type: 'submit-new-name' },
		],
	},
	'remove-profile': {
		begin: atProfiles,
		act: () => [
			{ type: 'ask-to-remove', name: 'my-app' },
			{ type: 'answer-removal', isWanted: true },
		],
	},
	'save-profile': { begin: atForm, act: saving },
	'look-at-keychain': {
		begin: connected,
		act: () => [{ type: 'start-saving' }],
		isOver: ({ save }) => save !== null && save.keychain !== null,
	},
	'open-url': null,
	'open-dialog': null,
	'show-link': null,
	copy: null,
	'copy-token': null,
	'clear-clipboard': null,
	'copy-report': null,
	'show-token': null,
	'open-debugger': null,
	'discard-type-ahead': null,
	abort: null,
	leave: null,
};

const CODES = {
	vault: ['disk', 'store-locked', 'store-damaged', 'not-found'],
	graph: ['network', 'token-expired', 'not-found', 'cancelled'],
} as const satisfies Record<string, readonly ProblemCode[]>;

/** What a call may fail with, and the code of the problem that is shown then; null where it is a fault of the program. */
const failures = (where: 'vault' | 'graph'): { error: Error; code: ProblemCode | null; isForGood: boolean }[] => {
	const codes = CODES[where].map((code) => ({ error: new ProblemError(problem(code)), code }));
	const full = Object.assign(new Error('ENOSPC: no space left, write'), { code: 'ENOSPC', syscall: 'write' });
	const fault = new Error('a fault of the program');
	return [
		...codes.map((it) => ({ ...it, isForGood: false })),
		...(where === 'vault' ? codes : codes.slice(0, 1)).map((it) => ({ ...it, isForGood: true })),
		{ error: full, code: 'disk', isForGood: false },
		{ error: fault, code: null, isForGood: false },
	];
};

/** All that is told of problems on the screens, beside the Pages. */
function told({ journey, notes }: Stage): string {
	const { save, profiles } = journey;
	const titles = [...problemsOf(journey), profiles.problem].map((problem) => textOf(problem).title);
	const keychain = save?.keychain && !save.keychain.isAvailable ? save.keychain.words : '';
	return [...titles, keychain, ...notes].join('\n');
}

/** Lets each call fail in turn, until there are no more of them. Gives how many there were. */
async function failEach(name: string, { begin, act, isOver }: Case, where: 'vault' | 'graph'): Promise<number> {
	for (const { error, code, isForGood } of failures(where)) {
		for (let nth = 1; ; nth++) {
			const stage = await begin();
			assert.deepEqual(stage.faults, []);
			const failing = where === 'vault' ? stage.vault : stage.graph.failing;
			failing.arm(nth, error, isForGood);
			await stage.play(...act(stage));
			if (isOver) await stage.until(isOver);
			await stage.until((journey) => !isBusy(journey));
			await stage.graph.close();
			const at = `${name}: call ${nth} of the ${where} fails with ${error.message}`;
			assert.ok(stage.started.includes(name), at);
			assert.deepEqual(stage.late, [], at);
			if (!failing.hasFailed) {
				assert.deepEqual(stage.faults, [], at);
				if (code === null) return nth - 1;
				break;
			}
			if (code === null) assert.deepEqual(stage.faults, [error], at);
			else {
				assert.deepEqual(stage.faults, [], at);
				assert.ok(!isBusy(stage.journey), at);
				// What Graph does not tell may be of no weight; what cannot be stored always is said.
				if (where === 'vault')
					assert.ok(told(stage).includes(problemText(problem(code)).title), `${at}: ${told(stage)}`);
			}
		}
	}
	return 0;
}

describe('whatever call fails, and however, work ends with one event, and what is wrong is shown:', () => {
	for (const [name, it] of Object.entries(EFFECTS)) {
		if (!it) continue;
		test(name, { timeout: 150_000 }, async (t: TestContext) => {
			const calls = { vault: await failEach(name, it, 'vault'), graph: await failEach(name, it, 'graph') };
			assert.ok(calls.vault + calls.graph > 0, 'nothing was called that could fail');
			t.diagnostic(JSON.stringify(calls));
		});
	}
});
