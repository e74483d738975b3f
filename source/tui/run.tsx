import { render } from 'ink';
import type { JourneyEffect, Prefill } from '../domain/journey.ts';
import type { Purpose } from '../domain/permissions.ts';
import type { Hosts } from '../graph/hosts.ts';
import type { Transport } from '../graph/transport.ts';
import type { Browser } from '../host/browser.ts';
import type { Clipboard } from '../host/clipboard.ts';
import { App } from './app.tsx';
import { PacedStdin, type TerminalInput } from './editing/paced-stdin.ts';
import { type Dispatch, JourneyStore } from './journey-store.ts';
import { JourneyWorker } from './journey-worker.ts';
import { GlyphsProvider, glyphsFor } from './theme.tsx';

/** What the terminal program is given of the world outside. */
export type TuiOptions = {
	hosts: Hosts;
	transport: Transport;
	forcedVersion: boolean;
	prefill: Prefill;
	browser: Browser;
	clipboard: Clipboard;
	/** Unix seconds. */
	now: () => number;
	unicode: boolean;
	/** Does the journey go through the built-in sandbox? */
	isDemo: boolean;
	stdin: TerminalInput;
	stdout: NodeJS.WriteStream;
	/** Called with what is worth remembering, each time that Meta accepted an app. */
	remember?: (worthKeeping: { appId: string; purpose: Purpose }) => void;
};

/** How the program was left: its exit code, and the journey's last state for the line that stays behind. */
export type TuiOutcome = { exitCode: number; journey: ReturnType<JourneyStore['getState']> };

/** Runs the terminal program on the alternate screen until the person leaves it. */
export async function runTui(options: TuiOptions): Promise<TuiOutcome> {
	const listeners = new Set<(type: 'open-explorer' | 'leave') => void>();
	const worker = new JourneyWorker({
		transport: options.transport,
		forcedVersion: options.forcedVersion,
		now: options.now,
		onFault: (error) => instance.unmount(error instanceof Error ? error : new Error(String(error))),
	});
	const perform = (effect: JourneyEffect, dispatch: Dispatch) => {
		if (effect.type === 'abort') worker.abort();
		else if (effect.type === 'open-explorer' || effect.type === 'leave')
			for (const hear of listeners) hear(effect.type);
		else worker.start(effect, dispatch);
	};
	const store = new JourneyStore(options.prefill, perform);
	const { remember } = options;
	if (remember) {
		store.subscribe(() => {
			const { app, purpose, step } = store.getState();
			if (step === 'token' && app.status.state === 'done') remember({ appId: app.id, purpose });
		});
	}
	const services = {
		...options,
		input: options.stdin,
		output: options.stdout,
		abort: () => worker.abort(),
		onEffect: (listener: (type: 'open-explorer' | 'leave') => void) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
	const stdin = new PacedStdin(options.stdin);
	const instance = render(
		<GlyphsProvider value={glyphsFor(options.unicode)}>
			<App store={store} services={services} />
		</GlyphsProvider>,
		{
			stdin: stdin as unknown as NodeJS.ReadStream,
			stdout: options.stdout,
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
