import { type AppProps as InkApp, type TerminalSuspension, useApp } from 'ink';
import { useLayoutEffect } from 'react';
import type { TerminalUse } from '../system/suspension.ts';
import type { Keyboard } from './keyboard.ts';

/** Lets Ink leave the terminal and enter it again, with everything repainted. */
export class InkTerminal implements TerminalUse {
	readonly #keyboard: Keyboard;
	#ink: Pick<InkApp, 'exit' | 'suspendTerminal'> | null = null;
	#suspended: Promise<TerminalSuspension> | undefined;

	constructor(keyboard: Keyboard) {
		this.#keyboard = keyboard;
	}

	/** Takes Ink's own functions, which only a component can get. */
	readonly take = (ink: Pick<InkApp, 'exit' | 'suspendTerminal'>): void => {
		this.#ink = ink;
	};

	/** Ends the program with a code. */
	exit(code: number): void {
		this.#ink?.exit(code);
	}

	/** Lets something else have the terminal. */
	async without(use: () => Promise<void>): Promise<void> {
		await this.#ink?.suspendTerminal(use);
	}

	leave(): void {
		this.#suspended = this.#ink?.suspendTerminal();
		// Ink does so only once a screen has asked for keys.
		this.#keyboard.setRawMode(false);
	}

	async enter(): Promise<void> {
		this.#keyboard.setRawMode(true);
		// The kernel tells only a job in the foreground that the terminal was resized.
		process.emit('SIGWINCH', 'SIGWINCH');
		// React needs two turns of the event loop to render for that size. Nothing is drawn before.
		await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
		const suspended = await this.#suspended;
		await suspended?.resume();
	}
}

/** Gives Ink's functions to {@link InkTerminal.take}, as soon as the first frame is there. */
export function GiveInk({ take }: Pick<InkTerminal, 'take'>) {
	const { exit, suspendTerminal } = useApp();
	useLayoutEffect(() => take({ exit, suspendTerminal }), [take, exit, suspendTerminal]);
	return null;
}
