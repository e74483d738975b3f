import { type SuspendTerminal, type TerminalSuspension, useApp } from 'ink';
import { useLayoutEffect } from 'react';
import type { TerminalUse } from '../system/suspension.ts';
import type { PacedStdin } from './editing/paced-stdin.ts';

/** Lets Ink leave the terminal and enter it again, with everything repainted. */
export class InkTerminal implements TerminalUse {
	readonly #stdin: PacedStdin;
	#suspendTerminal: SuspendTerminal | null = null;
	#suspended: Promise<TerminalSuspension> | undefined;

	constructor(stdin: PacedStdin) {
		this.#stdin = stdin;
	}

	/** Takes Ink's own function, which only a component can get. */
	readonly take = (suspendTerminal: SuspendTerminal): void => {
		this.#suspendTerminal = suspendTerminal;
	};

	leave(): void {
		this.#suspended = this.#suspendTerminal?.();
		// Ink does so only once a screen has asked for keys.
		this.#stdin.setRawMode(false);
	}

	async enter(): Promise<void> {
		this.#stdin.setRawMode(true);
		// The kernel tells only a job in the foreground that the terminal was resized.
		process.emit('SIGWINCH', 'SIGWINCH');
		// React needs two turns of the event loop to render for that size. Nothing is drawn before.
		await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
		const suspended = await this.#suspended;
		await suspended?.resume();
	}
}

/** Gives Ink's function to {@link InkTerminal.take}, as soon as the first frame is there. */
export function GiveSuspend({ take }: Pick<InkTerminal, 'take'>) {
	const { suspendTerminal } = useApp();
	useLayoutEffect(() => take(suspendTerminal), [take, suspendTerminal]);
	return null;
}
