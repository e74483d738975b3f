import { formatExpiry } from '../domain/time.ts';
import { type JourneyEvent, type JourneyInput, type JourneyResult, runJourney } from '../operations/run-journey.ts';
import type { Context } from './context.ts';

/** Tells a journey without screens, step by step, in the words of the screens. Counts come once, at the end of their step. */
export class StepWriter {
	readonly #write: (line: string) => void;
	readonly #now: () => number;
	#found = 0;
	#verified = 0;

	constructor(write: (line: string) => void, now: () => number) {
		this.#write = write;
		this.#now = now;
	}

	tell(event: JourneyEvent): void {
		for (const line of this.#linesFor(event)) this.#write(line);
	}

	#linesFor(event: JourneyEvent): string[] {
		switch (event.type) {
			case 'app-accepted':
				return [`App accepted: ${event.app.name ?? event.app.id}, Graph API ${event.version}`];
			case 'token-reviewed': {
				const { info, user, missing } = event.review;
				const owner = user?.name ? ` of ${user.name}` : '';
				const told = `Token recognised: ${info.type ?? 'unknown'}${owner}, ends ${formatExpiry(info.expiresAt, this.#now())}`;
				return missing.length > 0 ? [told, `Permissions not granted: ${missing.join(', ')}`] : [told];
			}
			case 'exchanged':
				return [`Token exchanged: the long-lived one ends ${formatExpiry(event.info.expiresAt, this.#now())}`];
			case 'pages-found':
				this.#found += event.pages.length;
				return [];
			case 'pages-verified':
				this.#verified += event.pages.length;
				return [];
			case 'problem':
				return [`Trouble: ${event.problem.title}. ${event.problem.cause}`];
			case 'listed':
				return [`Pages listed: ${this.#found}`];
		}
	}

	/** To be called when the journey is over. */
	finish(): void {
		this.#write(`Tokens verified: ${this.#verified}`);
	}
}

/** Walks a journey to its end and tells each step. */
export async function followJourney(
	input: JourneyInput,
	surroundings: Context,
	steps: StepWriter,
): Promise<JourneyResult> {
	const journey = runJourney(input, surroundings);
	for (;;) {
		const { done, value } = await journey.next();
		if (done) {
			steps.finish();
			return value;
		}
		steps.tell(value);
	}
}
