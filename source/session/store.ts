import type { SessionEffect } from './effects.ts';
import type { Dispatch } from './options.ts';
import { reduce, STREAMED } from './reducer.ts';
import type { SessionState } from './state.ts';

/** To draw each of the events that stream in would take all the time. */
const PAUSE_MS = 50;

/**
 * Holds the state of a session: events go in, the state comes out, and effects go to `perform`. Of Pages that stream in it tells twenty
 * times in a second at most, of all else at once.
 */
export class SessionStore {
	#state: SessionState;
	readonly #perform: (effect: SessionEffect, dispatch: Dispatch) => void;
	readonly #listeners = new Set<() => void>();
	#pause: NodeJS.Timeout | null = null;
	#isUntold = false;

	constructor(state: SessionState, perform: (effect: SessionEffect, dispatch: Dispatch) => void) {
		this.#state = state;
		this.#perform = perform;
	}

	readonly getState = (): SessionState => this.#state;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	readonly dispatch: Dispatch = (event) => {
		const { state, effects } = reduce(this.#state, event);
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
