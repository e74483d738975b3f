import type { Context } from './context.ts';
import { quoted } from './reconnect.ts';
import type { Output } from './write.ts';

const HOUR = 3600;

/** What of the verb's options a run is told by. */
type RunArguments = { all?: boolean; maxAge?: number; quiet?: boolean };

/** One run of the verb, for all its profiles: from when on what was verified counts, and how to go on after it. */
export class CheckRun {
	/** Unix seconds; null where all is to be verified. */
	readonly since: number | null;
	/** Was any token verified? */
	hasVerified = false;
	readonly #begin: number;
	readonly #args: RunArguments;
	readonly #context: Context;

	constructor(args: RunArguments, context: Context) {
		this.#begin = context.now();
		this.since = args.maxAge === undefined ? null : this.#begin - args.maxAge * HOUR;
		this.#args = args;
		this.#context = context;
	}

	/** Says what is left to do after it was stopped amid the work. */
	tellHowToGoOn(output: Output): void {
		const { all, maxAge = 0, quiet } = this.#args;
		const { profile, json } = this.#context.options;
		if (quiet || json || !this.hasVerified) return;
		const hours = maxAge + Math.floor((this.#context.now() - this.#begin) / HOUR) + 1;
		const which = all ? ' --all' : profile === null ? '' : ` --profile ${quoted(profile)}`;
		output.write(`What was verified is stored. To go on: fb-token-tui check${which} --max-age ${hours}\n`);
	}
}
