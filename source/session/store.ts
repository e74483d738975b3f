import type { SessionEffect } from './effects.ts';
import type { SessionEvent } from './events.ts';
import { advance } from './reducer.ts';
import { type Prefill, startSession } from './start.ts';
import type { SessionState } from './state.ts';

/** Thousands of Pages come in, and are verified, in so many events that to draw each would take all the time. */
const STREAMED: ReadonlySet<SessionEvent['type']> = new Set<SessionEvent['type']>(['pages-found', 'pages-verified']);
const PAUSE_MS = 50;

/** Takes an event into the journey. */
export type Dispatch = (event: SessionEvent) => void;

/**
 * Holds the journey: events go in, the state comes out, and effects go to `perform`. Of Pages that stream in it tells twenty
 * times in a second at most, of all else at once.
 */
export class SessionStore {
	#state: SessionState;
	readonly #perform: (effect: SessionEffect, dispatch: Dispatch) => void;
	readonly #listeners = new Set<() => void>();
	#pause: NodeJS.Timeout | null = null;
	#isUntold = false;

	constructor(prefill: Prefill, perform: (effect: SessionEffect, dispatch: Dispatch) => void) {
		this.#state = startSession(prefill);
		this.#perform = perform;
	}

	readonly getState = (): SessionState => this.#state;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	readonly dispatch: Dispatch = (event) => {
		const { state, effects } = advance(this.#state, event);
		const changed = state !== this.#state;
		this.#state = state;
		if (changed) this.#tell(STREAMED.has(event.type));
		for (const effect of effects) this.#perform(effect, this.dispatch);
	};

	#tell(isStreamed: boolean): void {
		this.#isUntold = isStreamed && this.#pause !== null;
		if (this.#isUntold) return;
		for (const listener of this.#listeners) listener();
		if (isStreamed) this.#pause = setTimeout(() => this.#endPause(), PAUSE_MS);
	}

	#endPause(): void {
		this.#pause = null;
		if (this.#isUntold) this.#tell(true);
	}
}
