import { type Hosts, overriddenHosts } from '../graph/hosts.ts';
import type { Transport } from '../graph/transport.ts';
import type { ReportOrigin } from '../operations/problem-report.ts';
import type { Browser } from '../system/browser.ts';
import type { Clipboard } from '../system/clipboard.ts';
import type { JobControl } from '../system/suspension.ts';
import type { TerminalInput } from '../system/terminal.ts';
import type { Preferences } from '../vault/preferences.ts';
import type { Vault } from '../vault/vault.ts';
import type { SessionEffect } from './effects.ts';
import { SessionRunner } from './runner.ts';
import type { Prefill } from './start.ts';
import type { SessionState } from './state.ts';
import { type Dispatch, SessionStore } from './store.ts';
import { signInMemory } from './stored.ts';

/** What a face of the terminal program is given of the world outside. */
export type UiOptions = {
	hosts: Hosts;
	env: NodeJS.ProcessEnv;
	transport: Transport;
	forcedVersion: boolean;
	prefill: Prefill;
	browser: Browser;
	clipboard: Clipboard;
	/** Unix seconds. */
	now: () => number;
	/** What a report says of this program and machine. */
	origin: ReportOrigin;
	/** The latest calls to Graph as lines that can be shown to anyone. */
	recentCalls: () => readonly string[];
	unicode: boolean;
	/** May the terminal be coloured? */
	colour: boolean;
	/** Does the journey go through the built-in sandbox? */
	isDemo: boolean;
	/** Where profiles are stored; null where nothing is. */
	vault: Vault | null;
	stdin: TerminalInput;
	stdout: NodeJS.WriteStream;
	/** That of the system unless given. */
	job?: JobControl;
	/** After how many milliseconds one is reminded of a token in the clipboard; a minute unless given. */
	reminderMs?: number;
	/** Aborted, with what was thrown, when the program has met a fault that nobody has caught. */
	fault?: AbortSignal;
	/** The stored profile to open at once. */
	profile?: string;
	/** Called with what is worth remembering, each time that Meta accepted an app. */
	remember?: (preferences: Preferences) => void;
};

/** How the program was left: its exit code, and the journey's last state for the line that stays behind. */
export type UiOutcome = { exitCode: number; journey: ReturnType<SessionStore['getState']> };

/** The effects of the journey that a face carries out itself. */
export type UiEffect = Extract<SessionEffect, { type: 'open-page-of' | 'open-address' | 'leave' | 'say' }>;

/** The journey and what stops the work that it has started. */
export type Work = { store: SessionStore; abort(): void };

/** Starts the journey: its work is done, and what is for the face is given to `show`. `onFault` takes what should never happen. */
export function startWork(
	{ transport, forcedVersion, vault, hosts, env, now, prefill, remember, fault }: UiOptions,
	{ show, onFault }: { show: (effect: UiEffect) => void; onFault: (error: unknown) => void },
): Work {
	const worker = new SessionRunner({ transport, forcedVersion, vault, hosts, env, now, onFault });
	const perform = (effect: SessionEffect, dispatch: Dispatch) => {
		if (effect.type === 'abort') worker.abort();
		else if (effect.type === 'look-at-keychain') worker.lookAtKeychain(dispatch);
		else if ('run' in effect) worker.start(effect, dispatch);
		else show(effect);
	};
	const store = new SessionStore({ ...prefill, canSave: vault !== null }, perform);
	if (remember) {
		let known = '';
		store.subscribe(() => {
			const fresh = worthRemembering(store.getState(), prefill);
			const text = JSON.stringify(fresh);
			if (!fresh || text === known) return;
			known = text;
			remember(fresh);
		});
	}
	if (fault?.aborted) onFault(fault.reason);
	fault?.addEventListener('abort', () => onFault(fault.reason), { once: true });
	return { store, abort: () => worker.abort() };
}

/** What to remember of an app that Meta has accepted, and of the way to a token that it has explained; null before. */
function worthRemembering(journey: SessionState, prefill: Prefill): Preferences | null {
	const { app, purpose, step, token, signIn } = journey;
	const isSignedIn = token.status.state === 'done';
	if (app.status.state !== 'done' || (step !== 'token' && !isSignedIn)) return null;
	const { last: via, localhost } = signIn.facts;
	const before = via !== null && app.id === prefill.appId ? { via, localhost, configId: signIn.configId } : null;
	return { appId: app.id, purpose, signIn: isSignedIn ? signInMemory(journey) : before };
}

/** How the host is named when it is not Meta's, as its name alone if `isBrief`; empty when it is. */
export function nameHost(
	{ hosts, isDemo }: Pick<UiOptions, 'hosts' | 'isDemo'>,
	{ isBrief = false }: { isBrief?: boolean } = {},
): string {
	const [other] = hosts.overridden ? overriddenHosts(hosts) : [];
	if (!other) return '';
	const { host } = other.url;
	if (isBrief) return host;
	return isDemo ? `sandbox ${host}` : `${host}, not Meta`;
}
