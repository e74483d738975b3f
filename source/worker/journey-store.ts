import {
	advance,
	type Journey,
	type JourneyEffect,
	type JourneyEvent,
	type Prefill,
	startJourney,
} from '../domain/journey.ts';

/** Takes an event into the journey. */
export type Dispatch = (event: JourneyEvent) => void;

/** Holds the journey: events go in, the state comes out, and effects go to `perform`. */
export class JourneyStore {
	#state: Journey;
	readonly #perform: (effect: JourneyEffect, dispatch: Dispatch) => void;
	readonly #listeners = new Set<() => void>();

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
		if (changed) for (const listener of this.#listeners) listener();
		for (const effect of effects) this.#perform(effect, this.dispatch);
	};
}
