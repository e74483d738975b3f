import {
	advance,
	type Journey,
	type JourneyEffect,
	type JourneyEvent,
	type Prefill,
	startJourney,
} from '../domain/journey.ts';

/** Thousands of Pages come in, and are verified, in so many events that to draw each would take all the time. */
const STREAMED: ReadonlySet<JourneyEvent['type']> = new Set<JourneyEvent['type']>(['pages-found', 'pages-verified']);
const PAUSE_MS = 50;

/** Takes an event into the journey. */
export type Dispatch = (event: JourneyEvent) => void;

/**
 * Holds the journey: events go in, the state comes out, and effects go to `perform`. Of Pages that stream in it tells twenty
 * times in a second at most, of all else at once.
 */
export class JourneyStore {
	#state: Journey;
	readonly #perform: (effect: JourneyEffect, dispatch: Dispatch) => void;
	readonly #listeners = new Set<() => void>();
	#pause: NodeJS.Timeout | null = null;
	#isUntold = false;

	constructor(prefill: Prefill, perform: (effect: JourneyEffect, dispatch: Dispatch) => void) {
		this.#state = startJourney(prefill);
		this.#perform = perform;
	}

	readonly getState = (): Journey => this.#state;

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
