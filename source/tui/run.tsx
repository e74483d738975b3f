import { render } from 'ink';
import type { JourneyEffect, Prefill } from '../domain/journey.ts';
import type { Purpose } from '../domain/permissions.ts';
import type { Hosts } from '../graph/hosts.ts';
import type { Transport } from '../graph/transport.ts';
import type { Browser } from '../host/browser.ts';
import type { Clipboard } from '../host/clipboard.ts';
import type { ReportOrigin } from '../operations/problem-report.ts';
import type { Vault } from '../vault/vault.ts';
import { App } from './app.tsx';
import { PacedStdin, type TerminalInput } from './editing/paced-stdin.ts';
import { type Dispatch, JourneyStore } from './journey-store.ts';
import { JourneyWorker } from './journey-worker.ts';
import type { EffectListener } from './services.ts';
import { GlyphsProvider, glyphsFor } from './theme.tsx';

/** What the terminal program is given of the world outside. */
export type TuiOptions = {
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
	/** Does the journey go through the built-in sandbox? */
	isDemo: boolean;
	/** Where profiles are stored; null where nothing is. */
	vault: Vault | null;
	stdin: TerminalInput;
	stdout: NodeJS.WriteStream;
	/** After how many milliseconds one is reminded of a token in the clipboard; a minute unless given. */
	reminderMs?: number;
	/** The stored profile to open at once. */
	profile?: string;
	/** Called with what is worth remembering, each time that Meta accepted an app. */
	remember?: (worthKeeping: { appId: string; purpose: Purpose }) => void;
};

/** How the program was left: its exit code, and the journey's last state for the line that stays behind. */
export type TuiOutcome = { exitCode: number; journey: ReturnType<JourneyStore['getState']> };

/** Runs the terminal program on the alternate screen until the person leaves it. */
export async function runTui(options: TuiOptions): Promise<TuiOutcome> {
	const listeners = new Set<EffectListener>();
	/** What was to be said before the screens were there. */
	const unheard: Parameters<EffectListener>[0][] = [];
	const worker = new JourneyWorker({
		transport: options.transport,
		forcedVersion: options.forcedVersion,
		vault: options.vault,
		hosts: options.hosts,
		env: options.env,
		now: options.now,
		onFault: (error) => instance.unmount(error instanceof Error ? error : new Error(String(error))),
	});
	const perform = (effect: JourneyEffect, dispatch: Dispatch) => {
		if (effect.type === 'abort') worker.abort();
		else if (effect.type === 'look-at-keychain') worker.lookAtKeychain(dispatch);
		else if ('run' in effect) worker.start(effect, dispatch);
		else if (listeners.size === 0) unheard.push(effect);
		else for (const hear of listeners) hear(effect);
	};
	const store = new JourneyStore(options.prefill, perform);
	if (options.profile !== undefined) store.dispatch({ type: 'open-profile', name: options.profile });
	const { remember } = options;
	if (remember) {
		let known = '';
		store.subscribe(() => {
			const { app, purpose, step } = store.getState();
			const now = `${app.id} ${purpose}`;
			if (step !== 'token' || app.status.state !== 'done' || now === known) return;
			known = now;
			remember({ appId: app.id, purpose });
		});
	}
	const stdin = new PacedStdin(options.stdin);
	const services = {
		reminderMs: 60_000,
		...options,
		input: options.stdin,
		output: options.stdout,
		canSave: options.vault !== null,
		clock: options.transport.patience.clock,
		discardTypeAhead: () => stdin.discard(),
		abort: () => worker.abort(),
		onEffect: (listener: EffectListener) => {
			listeners.add(listener);
			for (const effect of unheard.splice(0)) listener(effect);
			return () => listeners.delete(listener);
		},
	};
	const instance = render(
		<GlyphsProvider value={glyphsFor(options.unicode)}>
			<App store={store} services={services} />
		</GlyphsProvider>,
		{
			stdin: stdin as unknown as NodeJS.ReadStream,
			stdout: options.unicode ? options.stdout : asciiOutput(options.stdout),
			interactive: true,
			alternateScreen: true,
			exitOnCtrlC: false,
			patchConsole: false,
		},
	);
	try {
		const exitCode = await instance.waitUntilExit();
		return { exitCode: typeof exitCode === 'number' ? exitCode : 0, journey: store.getState() };
	} finally {
		worker.abort();
		stdin.destroy();
		await options.transport.close();
	}
}

/** The same terminal, for one that cannot show the ellipsis with which Ink cuts a line. */
function asciiOutput(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
	const write = (data: string | Uint8Array, ...rest: unknown[]) =>
		Reflect.apply(stdout.write, stdout, [typeof data === 'string' ? data.replaceAll('…', '~') : data, ...rest]);
	return new Proxy(stdout, {
		get(target, name) {
			if (name === 'write') return write;
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
