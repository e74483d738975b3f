import type { Argument, Option } from 'commander';
import type { Context } from './context.ts';

/** What the terminal program is started with. */
export type Screens = { demo: boolean; pages?: number | undefined };

/** A verb: what its help shows, and what it does. `Options` and `Args` are what commander makes of its options and arguments. */
export type Verb<Options = object, Args extends readonly unknown[] = readonly unknown[]> = {
	arguments?: readonly Argument[];
	options?: readonly Option[];
	/** Its usage, where that is not only its options and arguments. */
	usage?: string;
	/** What its help says between the options and the examples; wrapped at 96 columns. */
	help?: string;
	/** At least two. */
	examples: readonly string[];
	/** Where there is a terminal and no `--json`, the terminal program is started with this instead. */
	screens?(options: Options): Screens;
	/**
	 * Does what the verb is for, and gives the exit code.
	 * @throws {ProblemError} what went wrong. @throws {UsageError} for what cannot be asked for.
	 */
	run(given: { args: Args; options: Options }, context: Context): Promise<number>;
};

/** A verb that only stands for the verbs below it. */
export type VerbGroup = Pick<Verb, 'examples'> & {
	verbs: Readonly<Record<string, { summary: string; verb: Verb }>>;
};
