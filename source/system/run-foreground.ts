import { constants } from 'node:os';
import spawn from 'cross-spawn';
import { canSuspend, isStopped, systemJobControl } from './suspension.ts';

/** How a program ended: with the exit code that a shell would give; or it could not be run, by this error of the system. */
export type Ending = { exitCode: number } | { error: string };

const SIGNALS = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;
/** A terminal sends these to all programs in front of it: passed on as well, they would arrive twice. */
const FROM_THE_KEYBOARD: readonly string[] = ['SIGINT', 'SIGQUIT'];

/**
 * Runs a program in place of this one: it has the same standard streams, and the signals sent to this process. They belong to it
 * from now on; nothing else here hears of them any more. `inTerminal`: is one of the streams a terminal?
 */
export function runForeground(
	command: string,
	args: readonly string[],
	{ env, inTerminal }: { env: NodeJS.ProcessEnv; inTerminal: boolean },
): Promise<Ending> {
	return new Promise((resolve) => {
		const child = start(command, args, env);
		if (typeof child === 'string') return resolve({ error: child });
		for (const signal of SIGNALS) {
			process.removeAllListeners(signal);
			process.on(signal, () => {
				if (!inTerminal || !FROM_THE_KEYBOARD.includes(signal)) child.kill(signal);
			});
		}
		if (inTerminal && canSuspend && child.pid !== undefined) stopWith(child.pid);
		child.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
			// It also comes when a signal could not be passed on.
			if (child.pid === undefined) resolve({ error: code });
		});
		child.once('exit', (code, signal) => resolve({ exitCode: code ?? 128 + (signal ? constants.signals[signal] : 0) }));
	});
}

/** Programs that stop together are continued together within this time. */
const TOGETHER_MS = 50;

/**
 * Stops this process when the program has stopped itself, as an editor or a shell may, and continues the program with this
 * process: the shell that waits watches only this one.
 */
function stopWith(pid: number): void {
	const look = () => {
		setTimeout(() => {
			if (isStopped(pid)) systemJobControl.stop();
		}, TOGETHER_MS);
	};
	process.on('SIGCHLD', look);
	// It may have stopped before anyone listened.
	look();
	process.on('SIGCONT', () => {
		if (isStopped(pid)) process.kill(pid, 'SIGCONT');
	});
}

/** Some errors come at once, as that of a command line which is too long. */
function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
	try {
		return spawn(command, args, { env, stdio: 'inherit' });
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === undefined) throw error;
		return code;
	}
}
