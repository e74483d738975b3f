import { render } from 'ink';
import { TOO_LONG_FOR_FIELD } from '../domain/problems/input.ts';
import type { SessionOptions, Ui } from '../session/options.ts';
import { startSession } from '../session/session.ts';
import type { SessionState } from '../session/state.ts';
import { onSignal } from '../system/on-signal.ts';
import { canSuspend, type JobControl, Suspension } from '../system/suspension.ts';
import { restoreTerminal, type TerminalFacts, type TerminalInput } from '../system/terminal.ts';
import { glyphsFor } from '../terminal/glyphs.ts';
import { App } from './app.tsx';
import { GiveInk, InkTerminal } from './ink-terminal.tsx';
import { Keyboard } from './keyboard.ts';
import { FaultBoundary } from './parts/fault-boundary.tsx';
import { showRaw } from './raw-view.ts';
import { GlyphsProvider } from './theme.tsx';

/** What the terminal program is given of the world outside. */
export type TuiOptions = SessionOptions &
	TerminalFacts & {
		/** Who is signed in at the built-in sandbox, through which the session goes; null outside a demo. */
		demoPerson: string | null;
		stdin: TerminalInput;
		stdout: NodeJS.WriteStream;
		/** That of the system unless given. */
		job?: JobControl;
		/** Aborted, with what was thrown, when the program has met a fault that nobody has caught. */
		fault?: AbortSignal;
		/** The stored profile to open at once. */
		profile?: string;
	};

/** How the program was left: its exit code, and the last state for the line that stays behind. */
export type TuiOutcome = { exitCode: number; session: SessionState };

/** The exit code of a program that ended before the person left it. */
const CANCELLED = 130;

/** Runs the terminal program on the alternate screen until the person leaves it. */
export async function runTui(options: TuiOptions): Promise<TuiOutcome> {
	const { stdin, stdout, job, unicode, colour, fault } = options;
	const ended = new AbortController();
	const fail = (error: unknown) => ended.abort(error);
	const failed = new Promise<never>((_, reject) => {
		const giveUp = () => {
			try {
				instance.unmount();
			} catch {
				restoreTerminal(stdin, stdout, job);
			}
			reject(ended.signal.reason);
		};
		// What Ink has let go of the terminal for gives it back first.
		ended.signal.addEventListener('abort', () => setImmediate(giveUp), { once: true });
	});
	const keyboard = new Keyboard(stdin, () =>
		store.dispatch({ type: 'notice', notice: { tone: 'plain', text: TOO_LONG_FOR_FIELD } }),
	);
	const ink = new InkTerminal(keyboard);
	const ui: Ui = {
		leave(exitCode) {
			session[Symbol.dispose]();
			ink.exit(exitCode);
		},
		discardTypeAhead: () => keyboard.discard(),
		showBare: (title, text) =>
			ink.without(async () => {
				keyboard.discard();
				await showRaw(stdin, stdout, { title, text, ended: ended.signal, suspension });
				keyboard.discard();
			}),
		onFault: fail,
	};
	const { columns, rows } = stdout;
	using session = startSession({ ...options, prefill: { ...options.prefill, columns, rows } }, ui);
	const { store } = session;
	if (fault?.aborted) fail(fault.reason);
	fault?.addEventListener('abort', () => fail(fault.reason), { once: true });
	if (options.profile !== undefined) store.dispatch({ type: 'open-profile', name: options.profile });
	// Before the first frame: in the background this stops the program, and nothing is drawn over the shell.
	keyboard.setRawMode(true);
	using suspension = new Suspension(stdin, ink, job);
	if (canSuspend) keyboard.on('suspend', suspension.suspend);
	const resize = () => store.dispatch({ type: 'resized', columns: stdout.columns, rows: stdout.rows });
	stdout.on('resize', resize);
	const instance = render(
		<GlyphsProvider value={glyphsFor(unicode)}>
			<FaultBoundary onFault={fail}>
				<App
					store={store}
					readNow={options.now}
					clock={options.transport.retryPolicy.clock}
					browser={options.browser}
					terminal={{ unicode, colour }}
					demoPerson={options.demoPerson}
				/>
				<GiveInk take={ink.take} />
			</FaultBoundary>
		</GlyphsProvider>,
		{
			stdin: keyboard as unknown as NodeJS.ReadStream,
			stdout: unicode ? stdout : asciiOutput(stdout),
			interactive: true,
			alternateScreen: true,
			// Twice Ink's own: a key that comes soon after a frame waits half as long for the next.
			maxFps: 60,
			exitOnCtrlC: false,
			patchConsole: false,
		},
	);
	keyboard.once('end', () => instance.unmount());
	using _ = onSignal(() => {
		if (!suspension.hasLeft) restoreTerminal(stdin, stdout, job);
	});
	try {
		const exitCode = await Promise.race([instance.waitUntilExit(), failed]);
		ended.signal.throwIfAborted();
		// Without a code the person has not left: the terminal is gone.
		return { exitCode: typeof exitCode === 'number' ? exitCode : CANCELLED, session: store.getState() };
	} finally {
		stdout.off('resize', resize);
		session[Symbol.dispose]();
		keyboard.setRawMode(false);
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
