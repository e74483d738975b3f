import { render } from 'ink';
import { TOO_LONG_FOR_FIELD } from '../domain/problems/input.ts';
import { startWork, type UiEffect, type UiOptions, type UiOutcome } from '../session/options.ts';
import { onSignal } from '../system/on-signal.ts';
import { canSuspend, Suspension } from '../system/suspension.ts';
import { restoreTerminal } from '../system/terminal.ts';
import { glyphsFor } from '../terminal/glyphs.ts';
import { App } from './app.tsx';
import { PacedStdin } from './editing/paced-stdin.ts';
import { GiveSuspend, InkTerminal } from './ink-terminal.tsx';
import { FaultBoundary } from './parts/fault-boundary.tsx';
import type { EffectListener } from './services.ts';
import { GlyphsProvider } from './theme.tsx';

/** The exit code of a program that ended before the person left it. */
const CANCELLED = 130;

/** Runs the terminal program on the alternate screen until the person leaves it. */
export async function runTui(options: UiOptions): Promise<UiOutcome> {
	const listeners = new Set<EffectListener>();
	/** What was to be said before the screens were there. */
	const unheard: UiEffect[] = [];
	const ended = new AbortController();
	const fail = (error: unknown) => ended.abort(error);
	const failed = new Promise<never>((_, reject) => {
		const giveUp = () => {
			try {
				instance.unmount();
			} catch {
				restoreTerminal(options.stdin, options.stdout, options.job);
			}
			reject(ended.signal.reason);
		};
		// What Ink has let go of the terminal for gives it back first.
		ended.signal.addEventListener('abort', () => setImmediate(giveUp), { once: true });
	});
	const show = (effect: UiEffect) => {
		if (listeners.size === 0) unheard.push(effect);
		else for (const hear of listeners) hear(effect);
	};
	const { store, abort } = startWork(options, { show, onFault: fail });
	if (options.profile !== undefined) store.dispatch({ type: 'open-profile', name: options.profile });
	const stdin = new PacedStdin(options.stdin, undefined, () =>
		show({ type: 'say', isDone: false, text: TOO_LONG_FOR_FIELD }),
	);
	// Before the first frame: in the background this stops the program, and nothing is drawn over the shell.
	stdin.setRawMode(true);
	const ink = new InkTerminal(stdin);
	using suspension = new Suspension(options.stdin, ink, options.job);
	if (canSuspend) stdin.on('suspend', suspension.suspend);
	const services = {
		reminderMs: 60_000,
		...options,
		input: options.stdin,
		output: options.stdout,
		suspension,
		clock: options.transport.patience.clock,
		discardTypeAhead: () => stdin.discard(),
		abort,
		ended: ended.signal,
		onEffect: (listener: EffectListener) => {
			listeners.add(listener);
			for (const effect of unheard.splice(0)) listener(effect);
			return () => listeners.delete(listener);
		},
	};
	const instance = render(
		<GlyphsProvider value={glyphsFor(options.unicode)}>
			<FaultBoundary onFault={fail}>
				<App store={store} services={services} />
				<GiveSuspend take={ink.take} />
			</FaultBoundary>
		</GlyphsProvider>,
		{
			stdin: stdin as unknown as NodeJS.ReadStream,
			stdout: options.unicode ? options.stdout : asciiOutput(options.stdout),
			interactive: true,
			alternateScreen: true,
			// Twice Ink's own: a key that comes soon after a frame waits half as long for the next.
			maxFps: 60,
			exitOnCtrlC: false,
			patchConsole: false,
		},
	);
	stdin.once('end', () => instance.unmount());
	using _ = onSignal(() => {
		if (!suspension.hasLeft) restoreTerminal(options.stdin, options.stdout, options.job);
	});
	try {
		const exitCode = await Promise.race([instance.waitUntilExit(), failed]);
		ended.signal.throwIfAborted();
		// Without a code the person has not left: the terminal is gone.
		return { exitCode: typeof exitCode === 'number' ? exitCode : CANCELLED, journey: store.getState() };
	} finally {
		abort();
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
