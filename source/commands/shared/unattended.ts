import { describePermissions } from '../../domain/permissions.ts';
import { problemText } from '../../domain/problem-text.ts';
import { describeSystemUser } from '../../domain/sign-in/system-user.ts';
import { formatEnd } from '../../domain/time.ts';
import { type JourneyEvent, type JourneyInput, type JourneyResult, runJourney } from '../../operations/run-journey.ts';
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
			case 'token-inspected': {
				const { info, user, missing, declined } = event.inspected;
				const owner = user?.name ? ` of ${user.name}` : '';
				const told = `Token recognised: ${info.type ?? 'unknown'}${owner}, ${formatEnd(info.expiresAt, this.#now())}`;
				const system = describeSystemUser(info, this.#now());
				return [told, ...(system === null ? [] : [`${system}.`]), ...linesOfMissing(missing, declined)];
			}
			case 'exchanged': {
				const what = event.isExchanged ? 'Token exchanged' : 'Token kept as it is';
				return [`${what}: ${formatEnd(event.info.expiresAt, this.#now())}`];
			}
			case 'pages-found':
				this.#found += event.pages.length;
				return [];
			case 'pages-verified':
				this.#verified += event.pages.length;
				return [];
			case 'problem':
				return [`Trouble: ${problemText(event.problem).title}. ${problemText(event.problem).cause}`];
			case 'listed':
				return [`Pages listed: ${this.#found}`];
			default:
				// What the person has to do is told in any case, not only to who looks on.
				return [];
		}
	}

	/** Tells how far it is. */
	count(): void {
		this.#write(`Pages found: ${this.#found}, tokens verified: ${this.#verified}`);
	}

	/** To be called when the journey is over. */
	finish(): void {
		this.#write(`Tokens verified: ${this.#verified}`);
	}
}

/** Walks a journey to its end and tells each step. */
export async function followJourney(
	input: JourneyInput,
	options: Context,
	steps: Pick<StepWriter, 'tell' | 'finish'>,
): Promise<JourneyResult> {
	const result = await follow(runJourney(input, options), (event) => steps.tell(event));
	steps.finish();
	return result;
}

/** Walks any work to its end, tells each step, which is waited for, and gives the result. */
export async function follow<Event, Result>(
	work: AsyncGenerator<Event, Result, undefined>,
	tell: (event: Event) => void | Promise<void> = () => {},
): Promise<Result> {
	for (;;) {
		const { done, value } = await work.next();
		if (done) return value;
		await tell(value);
	}
}

/** What a token lacks, what that prevents, and how to be asked again for what was declined, as lines. */
export function linesOfMissing(missing: readonly string[], declined: readonly string[]): string[] {
	return [
		...(missing.length > 0 ? [`Permissions not granted: ${describePermissions(missing)}`] : []),
		...(declined.length > 0
			? [
					`Declined before: ${declined.join(', ')}. To be asked once more: fb-token-tui connect --via browser (or address)`,
				]
			: []),
	];
}
