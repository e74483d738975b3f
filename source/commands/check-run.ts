import { plural } from '../domain/plural.ts';
import { formatTimeLeft } from '../domain/time.ts';
import type { Context } from './context.ts';
import { quoted } from './reconnect.ts';
import type { Output } from './write.ts';

const HOUR = 3600;

/** What of the verb's options a run is told by. */
type RunArguments = { all?: boolean; maxAge?: number; quiet?: boolean };

/** One run of the verb, for all its profiles: from when on what was verified counts, and what the person is told once. */
export class CheckRun {
	/** Unix seconds; null where all is to be verified. */
	readonly since: number | null;
	/** Was any token verified? */
	hasVerified = false;
	readonly #begin: number;
	readonly #args: RunArguments;
	readonly #context: Context;
	#isLimitTold: boolean;

	constructor(args: RunArguments, context: Context) {
		this.#begin = context.now();
		this.since = args.maxAge === undefined ? null : this.#begin - args.maxAge * HOUR;
		this.#args = args;
		this.#context = context;
		this.#isLimitTold = !this.#isTold;
	}

	get #isTold(): boolean {
		return !this.#args.quiet && !this.#context.options.json;
	}

	/** Says when it first has to pause why, and how long all of it will take; `left` is in seconds. */
	tellLimit(output: Output, { perHour, tokens, left }: { perHour: number | null; tokens: number; left: number }): void {
		if (this.#isLimitTold) return;
		this.#isLimitTold = true;
		const limit =
			perHour === null ? 'What Meta allows of calls is used up' : `Meta allows about ${perHour} calls an hour`;
		output.write(`${limit}: about ${formatTimeLeft(left)} for ${plural(tokens, 'more token')}.\n`);
	}

	/** Says what is left to do after it was stopped amid the work. */
	tellHowToGoOn(output: Output): void {
		if (!this.#isTold || !this.hasVerified) return;
		const { all, maxAge = 0 } = this.#args;
		const { profile } = this.#context.options;
		const hours = maxAge + Math.floor((this.#context.now() - this.#begin) / HOUR) + 1;
		const which = all ? ' --all' : profile === null ? '' : ` --profile ${quoted(profile)}`;
		output.write(`What was verified is stored. To go on: fb-token-tui check${which} --max-age ${hours}\n`);
	}
}
